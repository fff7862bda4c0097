/* What something costs, said before it is done: everyone who pays, each with an amount; or who gets what is left. */

import { lengthFace } from '../../core/countdown';
import { isPrice, type Price, type Quote } from '../../core/price';
import type { RoomState } from '../../core/protocol';
import { en } from '../../strings/en';
import { fill, names } from '../../strings/words';

const NOT_YET = '\u00a0'; // the line keeps its place until the price is known

export function priceWords(quote: Quote | undefined): string {
  const t = en.run;
  if (!quote) return NOT_YET;
  if (!isPrice(quote)) return refusedWords(quote);
  const { paid, reserve } = quote;
  const turns = Object.values(paid.turns);
  if (turns.length === 0 && paid.closing_ms === 0) return fill(t.priceReserve, { before: lengthFace(reserve.before_ms), after: lengthFace(reserve.after_ms) });
  const parts: string[] = [];
  if (paid.reserve_ms > 0) parts.push(fill(t.priceFromReserve, { amount: lengthFace(paid.reserve_ms) }));
  if (turns.length > 0) parts.push(fromTurns(turns));
  if (paid.closing_ms > 0) parts.push(fill(t.priceClosing, { amount: lengthFace(paid.closing_ms) }));
  return parts.join(', ');
}

/* Who gets what somebody leaves over. How much changes with each second, so that is not said. */
export function gainWords(state: RoomState, quote: Quote | undefined): string {
  const t = en.run;
  if (!quote) return NOT_YET;
  if (!isPrice(quote)) return refusedWords(quote);
  const whom = receiversOf(state, quote);
  return whom.length === 0 ? t.nothingOver : fill(t.goesTo, { whom: names(whom) });
}

function receiversOf(state: RoomState, { gained }: Price): string[] {
  const people = Object.keys(gained.turns).map((id) => state.members[id]?.name ?? '');
  return [
    ...(people.length > 2 ? [fill(en.run.turnsToCome, { n: people.length })] : people),
    ...(gained.closing_ms > 0 ? [en.plan.toClosing] : []),
    ...(gained.reserve_ms > 0 ? [en.plan.toReserve] : []),
  ];
}

function refusedWords({ refused, available_ms }: { refused: string; available_ms?: number }): string {
  if (available_ms !== undefined) return fill(en.run.priceNone, { amount: lengthFace(Math.floor(available_ms / 1000) * 1000) });
  return en.run.refused[refused] ?? NOT_YET;
}

function fromTurns(turns: number[]): string {
  const t = en.run;
  const n = turns.length;
  const alike = Math.max(...turns) - Math.min(...turns) < 500;
  const total = turns.reduce((sum, paid) => sum + paid, 0);
  if (n > 1 && alike) return fill(t.priceEach, { amount: lengthFace(total / n), n });
  return fill(n === 1 ? t.priceOne : t.priceTogether, { amount: lengthFace(total), n });
}
