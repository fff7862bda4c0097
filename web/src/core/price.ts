/* What a call would change in the minutes, from what the server foresees: who pays, who gets, and for which plan. */

import type { Id, RoomState, TimePreviewResult, Transfer } from './protocol';
import type { RoomError } from './room_error';

export interface Price {
  plan: number;
  paid: Transfer;
  gained: Transfer;
  reserve: { before_ms: number; after_ms: number };
  cutShort: Id[]; // who would have to leave before their turn is over
  then: Pick<TimePreviewResult, 'turns' | 'rotation'>;
}

/* It would be refused; what there is instead, where that is a number. */
export interface Refused {
  refused: string;
  available_ms?: number;
  missing_ms?: number;
  carried?: Id[];
}

export type Quote = Price | Refused;

/* Of all whose turn is to come. What the turn that runs gains or loses is what the call is about. */
export function priceOf(state: RoomState, foreseen: TimePreviewResult): Price {
  const { budget, turns } = state;
  const paid: Transfer = { reserve_ms: 0, closing_ms: 0, turns: {} };
  const gained: Transfer = { reserve_ms: 0, closing_ms: 0, turns: {} };
  for (const part of ['reserve_ms', 'closing_ms'] as const) {
    const more = foreseen.budget[part] - budget[part];
    (more > 0 ? gained : paid)[part] = Math.abs(more);
  }
  for (const [member, turn] of Object.entries(turns)) {
    const more = (foreseen.turns[member]?.planned_ms ?? 0) - turn.planned_ms;
    if (more !== 0 && turn.status === 'waiting') (more > 0 ? gained : paid).turns[member] = Math.abs(more);
  }
  return {
    plan: foreseen.plan,
    paid,
    gained,
    reserve: { before_ms: budget.reserve_ms, after_ms: foreseen.budget.reserve_ms },
    cutShort: foreseen.cut_short ?? [],
    then: { turns: foreseen.turns, rotation: foreseen.rotation },
  };
}

export function refusedBy({ reason, data }: RoomError): Refused {
  return {
    refused: reason,
    ...(typeof data['available_ms'] === 'number' && { available_ms: data['available_ms'] }),
    ...(typeof data['missing_ms'] === 'number' && { missing_ms: data['missing_ms'] }),
    ...(Array.isArray(data['carried']) && { carried: data['carried'] as Id[] }),
  };
}

/* The plan to send along, of the price that was shown. */
export function planOf(quote: Quote | undefined): { plan?: number } {
  return isPrice(quote) ? { plan: quote.plan } : {};
}

export function isPrice(quote: Quote | undefined): quote is Price {
  return quote !== undefined && 'plan' in quote;
}
