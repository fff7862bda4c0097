/* A move by hand, taken back while that is still possible. The line keeps its place when its time is over: nothing jumps. */

import { useId } from 'preact/hooks';
import type { LiveRoom } from '../../app/live_room';
import { usePrice } from '../../app/use_price';
import { clockFace } from '../../core/countdown';
import { isPrice, planOf } from '../../core/price';
import type { RoomState } from '../../core/protocol';
import type { Standing } from '../../core/standing';
import { en } from '../../strings/en';
import { Name, Say } from '../parts/say';
import { takeBackWords } from './price';

/* Who pays for the seconds since may change while they pass. */
const ASKED_AGAIN_MS = 2000;

export function TakeBack({ room, state, standing }: { room: LiveRoom; state: RoomState; standing: Standing }) {
  const t = en.takeBack;
  const id = useId();
  const passed = Math.floor(room.now.value / ASKED_AGAIN_MS);
  const quote = usePrice(room, standing.mayTakeBack ? 'stage.back' : undefined, { expect: { stage: state.stage?.id } }, passed);
  const refused = quote !== undefined && !isPrice(quote);
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
          <button
            type="button"
            class="link"
            aria-describedby={id}
            aria-disabled={refused ? true : undefined}
            onClick={() => !refused && room.move('stage.back', planOf(quote))}
          >
            {t.button}
          </button>{' '}
          <span class="label num" aria-hidden="true">
            {clockFace(Date.parse(move.until) - room.now.value)}
          </span>{' '}
          <span id={id} class="label price">
            {takeBackWords(state, quote)}
          </span>
        </>
      )}
    </p>
  );
}
