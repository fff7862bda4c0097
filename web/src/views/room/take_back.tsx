/* A move by hand, taken back while that is still possible. The line keeps its place when its time is over: nothing jumps. */

import type { LiveRoom } from '../../app/live_room';
import { clockFace } from '../../core/countdown';
import type { RoomState } from '../../core/protocol';
import type { Standing } from '../../core/standing';
import { en } from '../../strings/en';
import { Name, Say } from '../parts/say';

export function TakeBack({ room, state, standing }: { room: LiveRoom; state: RoomState; standing: Standing }) {
  const t = en.takeBack;
  const move = state.last_move;
  if (!move || !standing.concernedByMove) return null;
  const stage = state.agenda.stages.find(({ id }) => id === move.stage)?.title.toLowerCase() ?? t.stages[move.stage] ?? '';
  return (
    <p class="take-back">
      {standing.mayTakeBack && (
        <>
          <span class="soft small">
            <Say text={move.by === standing.me ? t.byYou : t.by} name={<Name>{state.members[move.by]?.name}</Name>} stage={stage} />
          </span>{' '}
          <button type="button" class="link" onClick={() => room.move('stage.back')}>
            {t.button}
          </button>{' '}
          <span class="label num" aria-hidden="true">
            {clockFace(Date.parse(move.until) - room.now.value)}
          </span>
        </>
      )}
    </p>
  );
}
