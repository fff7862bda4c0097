/* What something costs, said before it is done: everyone who pays, each with an amount; or who gets what is left. */

import { amountFace, lengthFace } from '../../core/countdown';
import { isPrice, type Price, type Quote, type Refused } from '../../core/price';
import { beginsAt } from '../../core/plan';
import type { Id, RoomState, Transfer } from '../../core/protocol';
import { en } from '../../strings/en';
import { fill, names, timeOfDay } from '../../strings/words';
import { object, people } from './whom';

export const NOT_YET = '\u00a0'; // the line keeps its place until the price is known

export function priceWords(quote: Quote | undefined): string {
  const t = en.run;
  if (!quote) return NOT_YET;
  if (!isPrice(quote)) return refusedWords(quote);
  const { paid, reserve } = quote;
  const turns = Object.values(paid.turns);
  if (turns.length === 0 && paid.closing_ms === 0) return fill(t.priceReserve, { before: lengthFace(reserve.before_ms), after: lengthFace(reserve.after_ms) });
  const parts: string[] = [];
  if (paid.reserve_ms > 0) parts.push(fill(t.priceFromReserve, { amount: amountFace(paid.reserve_ms) }));
  if (turns.length > 0) parts.push(fromTurns(turns));
  if (paid.closing_ms > 0) parts.push(fill(t.priceClosing, { amount: amountFace(paid.closing_ms) }));
  return parts.join(', ');
}

/* Who pays if a vote passes, each by name: as the vote itself has it, so it is the same for everyone who sees it. */
export function votePriceWords(state: RoomState, { reserve_ms, closing_ms, turns }: Transfer, me: Id | undefined): string {
  const t = en.run;
  const each = Object.entries(turns);
  const before = state.budget.reserve_ms;
  if (each.length === 0 && closing_ms === 0) return reserve_ms === 0 ? t.nobody : fill(t.priceReserve, { before: lengthFace(before), after: lengthFace(before - reserve_ms) });
  return [
    ...byAmount(each).map(([amount, ids]) => fill(ids.length === 1 ? t.priceFrom : t.priceEachFrom, { amount, whom: names(people(state, ids, me)) })),
    ...(reserve_ms > 0 ? [fill(t.priceFromReserve, { amount: amountFace(reserve_ms) })] : []),
    ...(closing_ms > 0 ? [fill(t.priceClosing, { amount: amountFace(closing_ms) })] : []),
  ].join(', ');
}

/* What somebody gets who had no turn today, and who pays for it: each by name, or in few words. */
export function turnWords(state: RoomState, member: Id, quote: Quote | undefined, me: Id | undefined): string {
  return isPrice(quote) ? turnFor(member, quote, votePriceWords(state, quote.paid, me)) : noTurnWords(quote);
}

export function turnWordsShort(member: Id, quote: Quote | undefined): string {
  return isPrice(quote) ? turnFor(member, quote, priceWords(quote)) : noTurnWords(quote);
}

/* Who would have to leave before their turn is over; nothing, if nobody. */
export function cutWords(state: RoomState, quote: Quote | undefined, me: Id | undefined): string {
  const t = en.run.cutShort;
  const who = isPrice(quote) ? quote.cutShort : [];
  const form = who.length > 1 ? t.other : who[0] === me ? t.you : t.one;
  return who.length === 0 ? '' : fill(form, { names: names(people(state, who, me)) });
}

/* Who gets what somebody leaves over. How much changes with each second, so that is not said. */
export function gainWords(state: RoomState, quote: Quote | undefined): string {
  const t = en.run;
  if (!quote) return NOT_YET;
  if (!isPrice(quote)) return refusedWords(quote);
  const whom = receiversOf(state, quote);
  return whom.length === 0 ? t.nothingOver : fill(t.goesTo, { whom: names(whom) });
}

/* What one gives away of one's own turn, and whom it reaches. */
export function giveBackWords(state: RoomState, me: Id, quote: Quote | undefined): string {
  if (!quote) return NOT_YET;
  if (!isPrice(quote)) return refusedWords(quote);
  return [ownWords(state, me, quote), ...shares(state, quote)].join(', ');
}

export function giveWords(state: RoomState, me: Id, to: Id, quote: Quote | undefined): string {
  const name = state.members[to]?.name ?? '';
  if (!quote) return NOT_YET;
  if (isPrice(quote)) return `${ownWords(state, me, quote)}, ${fill(en.run.becomes, { name, ...lengths(state, to, quote) })}`;
  if (quote.refused !== 'turn_at_limit') return refusedWords(quote);
  return fill(en.seat.giveLimit, { name, amount: lengthFace(quote.available_ms ?? 0) });
}

/* Whom the minutes of a turn to come reach when it is given up: all of them, so each amount is known. */
export function passWords(state: RoomState, quote: Quote | undefined): string {
  if (!quote) return NOT_YET;
  if (!isPrice(quote)) return refusedWords(quote);
  return shares(state, quote).join(', ') || en.run.nothingOver;
}

/* After whom a turn comes that moves to the end; and when, if it has not begun yet. */
export function deferWords(state: RoomState, member: Id, quote: Quote | undefined, now?: number): string {
  const t = en.run;
  if (!quote) return NOT_YET;
  if (!isPrice(quote)) return quote.refused === 'wrong_phase' ? t.lastAlready : refusedWords(quote);
  const { rotation, turns } = quote.then;
  const before = rotation[rotation.indexOf(member) - 1];
  const after = fill(t.after, { name: state.members[before ?? '']?.name ?? '' });
  const at = now === undefined ? undefined : beginsAt({ ...state, rotation, turns }, member, now);
  return at === undefined ? after : fill(t.afterAt, { after, time: timeOfDay(at) });
}

/* Who pays for a fixed end. Whose turns are carried over is said by itself. */
export function endWords(quote: Quote | undefined): string {
  const t = en.run;
  if (!quote || !isPrice(quote)) return priceWords(quote);
  const turns = Object.fromEntries(Object.entries(quote.paid.turns).filter(([id]) => quote.then.turns[id] !== undefined));
  const paid = { ...quote.paid, turns };
  const others = Object.keys(quote.paid.turns).length > Object.keys(turns).length;
  const free = Object.keys(turns).length === 0 && paid.closing_ms === 0 && paid.reserve_ms === 0;
  return free ? (others ? t.nobodyElse : t.nobody) : priceWords({ ...quote, paid });
}

/* Whose turn comes when, of those that are to come. */
export function orderWords(state: RoomState, quote: Quote | undefined, me: Id | undefined): string {
  const t = en.run;
  if (!quote) return NOT_YET;
  if (!isPrice(quote)) return refusedWords(quote);
  const toCome = (order: Id[]) => order.filter((id) => state.turns[id]?.status === 'waiting');
  const then = toCome(quote.then.rotation);
  if (then.join() === toCome(state.rotation).join()) return t.sameOrder;
  return fill(t.orderThen, { names: names(then.map((id) => object(state, id, me))) });
}

/* Where the time comes from that a move took with it, and what passed since. That is more with each second, so how much is not said. */
export function takeBackWords(state: RoomState, quote: Quote | undefined): string {
  const t = en.takeBack;
  if (!quote) return NOT_YET;
  if (!isPrice(quote)) return refusedWords(quote);
  const people = Object.entries(quote.then.turns).flatMap(([id, { status, planned_ms }]) =>
    (status === 'waiting' || status === 'now') && planned_ms < (state.turns[id]?.planned_ms ?? 0) ? [state.members[id]?.name ?? ''] : [],
  );
  const whom = named(people, quote.paid);
  return whom.length === 0 ? t.free : fill(t.from, { whom: names(whom) });
}

function turnFor(member: Id, { then }: Price, price: string): string {
  return fill(en.run.turnOf, { time: lengthFace(then.turns[member]?.planned_ms ?? 0), price });
}

function noTurnWords(quote: Refused | undefined): string {
  if (!quote) return NOT_YET;
  return quote.refused === 'time_exhausted' ? en.run.noTurnLeft : refusedWords(quote);
}

function ownWords(state: RoomState, me: Id, quote: Price): string {
  return fill(en.run.yoursBecomes, lengths(state, me, quote));
}

function lengths(state: RoomState, member: Id, { then }: Price): { before: string; after: string } {
  return { before: lengthFace(state.turns[member]?.planned_ms ?? 0), after: lengthFace(then.turns[member]?.planned_ms ?? 0) };
}

/* Each amount with whom it goes to. */
function shares(state: RoomState, { gained }: Price): string[] {
  const t = en.run;
  const turns = Object.values(gained.turns);
  const total = turns.reduce((sum, ms) => sum + ms, 0);
  const each = turns.length > 1 && alike(turns);
  const people = named(Object.keys(gained.turns).map((id) => state.members[id]?.name ?? ''), { closing_ms: 0, reserve_ms: 0 });
  return [
    ...(total > 0 ? [fill(each ? t.goEach : t.go, { amount: amountFace(each ? total / turns.length : total), whom: names(people) })] : []),
    ...(gained.closing_ms > 0 ? [fill(t.go, { amount: amountFace(gained.closing_ms), whom: en.plan.toClosing })] : []),
    ...(gained.reserve_ms > 0 ? [fill(t.go, { amount: amountFace(gained.reserve_ms), whom: en.plan.toReserve })] : []),
  ];
}

function receiversOf(state: RoomState, { gained }: Price): string[] {
  return named(Object.keys(gained.turns).map((id) => state.members[id]?.name ?? ''), gained);
}

/* More than two turns are counted instead of named. */
function named(people: string[], { closing_ms, reserve_ms }: { closing_ms: number; reserve_ms: number }): string[] {
  return [
    ...(people.length > 2 ? [fill(en.run.turnsToCome, { n: people.length })] : people),
    ...(closing_ms > 0 ? [en.plan.toClosing] : []),
    ...(reserve_ms > 0 ? [en.plan.toReserve] : []),
  ];
}

function refusedWords({ refused, available_ms }: { refused: string; available_ms?: number }): string {
  if (available_ms !== undefined) return fill(en.run.priceNone, { amount: lengthFace(available_ms) });
  return en.run.refused[refused] ?? NOT_YET;
}

function fromTurns(turns: number[]): string {
  const t = en.run;
  const n = turns.length;
  const total = turns.reduce((sum, paid) => sum + paid, 0);
  if (n > 1 && alike(turns)) return fill(t.priceEach, { amount: amountFace(total / n), n });
  return fill(n === 1 ? t.priceOne : t.priceTogether, { amount: amountFace(total), n });
}

function byAmount(turns: [Id, number][]): [string, Id[]][] {
  const groups = new Map<string, Id[]>();
  for (const [id, ms] of turns) groups.set(amountFace(ms), [...(groups.get(amountFace(ms)) ?? []), id]);
  return [...groups];
}

function alike(turns: number[]): boolean {
  return Math.max(...turns) - Math.min(...turns) < 500;
}
