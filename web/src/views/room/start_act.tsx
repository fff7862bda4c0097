/* Starting: in time, late with who pays, or so late that the group has to choose. */

import type { LiveRoom } from '../../app/live_room';
import { usePrice } from '../../app/use_price';
import { isPrice, planOf, type Refused } from '../../core/price';
import type { RoomState } from '../../core/protocol';
import { facilitatesNow, seatedHere, type Standing } from '../../core/standing';
import { en } from '../../strings/en';
import { fill, names, roughly, timeOfDay } from '../../strings/words';
import { capital, carriedOver, payers } from './whom';

const MINUTE_MS = 60_000;
const ASKED_AGAIN_MS = 1000;

interface Props {
  room: LiveRoom;
  state: RoomState;
  standing: Standing;
}

export function StartAct({ room, state, standing }: Props) {
  const t = en.lobby;
  const here = seatedHere(state);
  const late = lateBy(room, state);
  const asks = standing.mayStart && here >= 2 && (late > 0 || state.session.hard_end !== undefined);
  // It costs more each second, and a price that is too old is refused.
  const quote = usePrice(room, asks ? 'session.start' : undefined, {}, Math.floor(room.now.value / ASKED_AGAIN_MS));
  if (here < 2)
    return (
      <div class="act act-words">
        <p class="soft">{here === 0 ? t.needTwoNone : fill(t.needTwo, { n: here })}</p>
      </div>
    );
  if (!standing.mayStart) {
    const guides = Object.entries(state.members).filter(([id, member]) => member.present && facilitatesNow(state, id));
    return (
      <div class="act act-words">
        <p class="soft">{standing.seated || standing.role === 'observer' ? fill(t.guided, { name: names(guides.map(([, { name }]) => name)) || t.someone }) : ''}</p>
      </div>
    );
  }
  if (quote && !isPrice(quote) && quote.refused === 'too_late') return <TooLate {...{ room, state, standing }} quote={quote} />;
  const costs = isPrice(quote) ? payers(state, quote.paid, standing.me) : [];
  return (
    <>
      {costs.length > 0 && (
        <p class="late-cost">
          <span class="soft">{t.lateCost}</span> {costs.join(' ')}
        </p>
      )}
      <div class="act">
        <button type="button" class="button button-main" onClick={() => room.change('session.start', planOf(quote))}>
          {t.start}
        </button>
        {here < state.rotation.length && <p class="soft small only-wide">{t.absent}</p>}
      </div>
    </>
  );
}

/* When the group agreed to begin, and how much later it is. */
export function AgreedStart({ room, state }: Omit<Props, 'standing'>) {
  const t = en.lobby;
  const { starts_at } = state.session;
  if (starts_at === undefined) return null;
  const late = lateBy(room, state);
  return (
    <p class="ask-more">
      {fill(t.agreed, { time: timeOfDay(starts_at) })} {late >= MINUTE_MS && fill(t.late, { late: roughly(minutes(late)) })}
    </p>
  );
}

/* Neither the reserve nor the turns can pay: a later end, or who has no turn today. */
function TooLate({ room, state, standing, quote }: Props & { quote: Refused }) {
  const t = en.lobby;
  const carried = quote.carried ?? [];
  const mayPush = state.session.hard_end === undefined;
  const missing = roughly(Math.ceil((quote.missing_ms ?? 0) / MINUTE_MS) * MINUTE_MS);
  return (
    <div class="act too-late">
      <p>{mayPush || carried.length > 0 ? fill(t.tooLate, { missing: capital(missing) }) : t.noWay}</p>
      {mayPush && (
        <button type="button" class="button" onClick={() => room.change('session.start', { late: 'later_end' })}>
          <b>{fill(t.laterEnd, { amount: missing })}</b> <span class="soft small">{t.laterEndHint}</span>
        </button>
      )}
      {carried.length > 0 && (
        <button type="button" class="button" onClick={() => room.change('session.start', { late: 'carry_over' })}>
          <b>{t.carryOver}</b>{' '}
          <span class="soft small">{capital(carriedOver(state, carried, standing.me))}</span>
        </button>
      )}
    </div>
  );
}

function lateBy(room: LiveRoom, { session }: RoomState): number {
  return session.starts_at === undefined ? 0 : Math.max(0, room.now.value - Date.parse(session.starts_at));
}

function minutes(ms: number): number {
  return Math.floor(ms / MINUTE_MS) * MINUTE_MS || ms;
}
