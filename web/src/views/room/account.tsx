/* How the minutes of each turn add up: what it was at the start, what has changed it and for whom, what it is now. It is
   made of the state alone, so it is complete at every moment and on every device. It speaks only when it is opened. */

import { accountOf, type Account } from '../../core/account';
import { clockFace, lengthFace } from '../../core/countdown';
import type { Id, RoomState, TurnChange } from '../../core/protocol';
import { skipperOf } from '../../core/standing';
import { en } from '../../strings/en';
import { fill } from '../../strings/words';
import { Name } from '../parts/say';
import { nameOf, object, whose } from './whom';
import { closeOnEscape } from './what_changed';

interface Props {
  state: RoomState;
  me: Id | undefined;
  class: 'only-wide' | 'only-narrow';
}

export function Accounts({ state, me, class: where }: Props) {
  const t = en.account;
  const toCome = state.rotation.filter((id) => ['waiting', 'now'].includes(state.turns[id]?.status ?? ''));
  const passed = state.rotation.filter((id) => state.turns[id]?.status === 'passed');
  const mine = me !== undefined && toCome.includes(me) ? [me] : [];
  const others = toCome.filter((id) => id !== me);
  if (toCome.length + passed.length === 0) return null;
  return (
    <details name={`plan ${where}`} class={`what-changed ${where}`} onKeyDown={closeOnEscape}>
      <summary>{t.title}</summary>
      <div class="reasons accounts">
        {mine.map((id) => (
          <Ledger key={id} account={accountFor(state, id, me)} />
        ))}
        {me !== undefined && passed.includes(me) && (
          <section class="ledger">
            <h2 class="label">{t.yours}</h2>
            <p class="price">{passedWords(state, me, me)}</p>
          </section>
        )}
        <ul class="ruled">
          {others.map((id) => (
            <li key={id}>
              <Name>{nameOf(state, id)}</Name> <span class="price">{accountWords(accountFor(state, id, me))}</span>
            </li>
          ))}
          {passed
            .filter((id) => id !== me)
            .map((id) => (
              <li key={id}>
                <Name>{nameOf(state, id)}</Name> <span class="price">{passedWords(state, id, me)}</span>
              </li>
            ))}
        </ul>
      </div>
    </details>
  );
}

/* One's own, as one would write it down. */
function Ledger({ account }: { account: Account }) {
  const t = en.account;
  return (
    <section class="ledger">
      <h2 class="label">{t.yours}</h2>
      <table class="num">
        <tbody>
          {account.entries.length > 0 && <Row amount={lengthFace(account.start_ms)} cause={t.start} />}
          {account.entries.map(({ cause, amount_ms }) => (
            <Row key={cause} amount={signed(amount_ms)} cause={cause} />
          ))}
        </tbody>
        <tfoot>
          <Row amount={lengthFace(account.planned_ms)} cause={account.entries.length > 0 ? t.now : t.same} />
        </tfoot>
      </table>
    </section>
  );
}

function Row({ amount, cause }: { amount: string; cause: string }) {
  return (
    <tr>
      <td>{amount}</td> <th scope="row">{cause}</th>
    </tr>
  );
}

export function accountFor(state: RoomState, owner: Id, me: Id | undefined): Account {
  const turn = state.turns[owner] ?? { status: 'waiting', share_ms: 0, planned_ms: 0, guaranteed_ms: 0, used_ms: 0 };
  return accountOf(turn, (change) => causeWords(state, owner, change, me), en.account.small);
}

/* In one line. */
export function accountWords({ start_ms, entries, planned_ms }: Account): string {
  const t = en.account;
  const start = lengthFace(start_ms);
  if (entries.length === 0) return fill(t.unchanged, { start });
  return fill(t.line, { start, changes: entries.map(({ cause, amount_ms }) => `${signed(amount_ms)} ${cause}`).join(', '), now: lengthFace(planned_ms) });
}

/* Of a turn that is not to be: what it had, and who gave it up. */
function passedWords(state: RoomState, member: Id, me: Id | undefined): string {
  const t = en.account;
  const by = state.waivers?.[member]?.by;
  const how = by === undefined ? 'unknown' : by === member ? 'passed' : 'skipped';
  return fill(t.passed, { start: lengthFace(state.turns[member]?.share_ms ?? 0), how: fill(t.passedHow[how], { name: object(state, by ?? '', me) }) });
}

function causeWords(state: RoomState, owner: Id, { cause, whom, amount_ms }: TurnChange, me: Id | undefined): string {
  const skipper = cause === 'turn_passed' && whom !== undefined ? skipperOf(state, whom) : undefined;
  if (whom !== undefined && skipper !== undefined) return fill(en.account.skipped, { whose: whose(state, whom, me), name: object(state, skipper, me) });
  const { own, others } = en.account.causes[cause] ?? { own: en.account.other };
  if (whom === undefined || whom === owner || others === undefined) return own;
  const form = typeof others === 'string' ? others : amount_ms < 0 ? others.paid : others.got;
  return fill(form, { whom: object(state, whom, me), whose: whose(state, whom, me) });
}

function signed(ms: number): string {
  return `${ms < 0 ? '\u2212' : '+'}${clockFace(Math.abs(ms))}`;
}
