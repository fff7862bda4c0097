/* What more time costs, said before it is taken: everyone who pays, each with an amount. */

import { lengthFace } from '../../core/countdown';
import { priceOf } from '../../core/plan';
import type { RoomState } from '../../core/protocol';
import { en } from '../../strings/en';
import { fill } from '../../strings/words';

export function priceWords(state: RoomState, price: ReturnType<typeof priceOf>): string {
  const t = en.run;
  if (!price.possible) return fill(t.priceNone, { amount: lengthFace(Math.floor(price.available_ms / 1000) * 1000) });
  const turns = Object.values(price.turns);
  if (turns.length === 0 && price.closing_ms === 0)
    return fill(t.priceReserve, { before: lengthFace(state.budget.reserve_ms), after: lengthFace(price.reserveAfter_ms) });
  const parts: string[] = [];
  if (price.reserve_ms > 0) parts.push(fill(t.priceFromReserve, { amount: lengthFace(price.reserve_ms) }));
  if (turns.length > 0) parts.push(fromTurns(turns));
  if (price.closing_ms > 0) parts.push(fill(t.priceClosing, { amount: lengthFace(price.closing_ms) }));
  return parts.join(', ');
}

function fromTurns(turns: number[]): string {
  const t = en.run;
  const n = turns.length;
  const alike = Math.max(...turns) - Math.min(...turns) < 500;
  const total = turns.reduce((sum, paid) => sum + paid, 0);
  if (n > 1 && alike) return fill(t.priceEach, { amount: lengthFace(total / n), n });
  return fill(n === 1 ? t.priceOne : t.priceTogether, { amount: lengthFace(total), n });
}
