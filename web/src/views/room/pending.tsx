/* A move that waits three seconds. It takes the place of the button that was pressed, and anyone concerned may stop it. */

import type { LiveRoom } from '../../app/live_room';
import type { Id, RoomState } from '../../core/protocol';
import { stageAfter, type Standing } from '../../core/standing';
import { en } from '../../strings/en';
import { fill, spoken } from '../../strings/words';
import { Name, Say } from '../parts/say';
import { whose } from './whom';

export function Pending({ room, state, standing }: { room: LiveRoom; state: RoomState; standing: Standing }) {
  const { pending, agenda } = state;
  if (!pending) return null;
  const left = Math.max(0, Date.parse(pending.effective_at) - room.now.value);
  const seconds = spoken(Math.max(1000, Math.ceil(left / 1000) * 1000));
  const whole = Math.max(1, agenda.move_delay_s);
  const gone = Math.min(1, 1 - (Math.ceil(left / 1000) - 1) / whole);
  const by = pending.by === undefined ? undefined : state.members[pending.by]?.name;
  return (
    <div class="pending" style={{ '--gone': `${gone * 100}%` }}>
      <p>
        <b class="num">{sentenceOf(state, standing.me, seconds)}</b>{' '}
        <span class="soft small">
          {pending.by !== undefined && pending.by === standing.me
            ? en.pending.byYou
            : by !== undefined && <Say text={en.pending.by} name={<Name>{by}</Name>} />}
        </span>
      </p>
      {standing.mayStop && (
        <button type="button" class="button" onClick={() => room.move('stage.cancel')}>
          {en.pending.stop} <kbd class="only-wide">Esc</kbd>
        </button>
      )}
    </div>
  );
}

/* A turn to come that is skipped is told to those whom it concerns; to the others it leaves the foot of the page. */
export function showsPending({ pending }: RoomState, { mayStop }: Standing): boolean {
  return pending !== undefined && (pending.member === undefined || mayStop);
}

function sentenceOf(state: RoomState, me: Id | undefined, seconds: string): string {
  const t = en.pending;
  const { move, member } = state.pending ?? { move: 'next' };
  if (move === 'pass' && member !== undefined) return fill(t.passOf, { whose: whose(state, member, me), seconds });
  if (move !== 'next') return fill(t[move], { seconds });
  const kind = state.stage?.kind ?? 'turn';
  return fill(t.next, { what: stageAfter(state)?.title ?? t.nextWhat[kind], seconds });
}
