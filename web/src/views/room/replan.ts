/* When minutes are planned anew: what it was before, and one sentence that says why. */

import { partsOf, type Part } from '../../core/plan';
import type { Id, RoomEvent, RoomState, Transfer } from '../../core/protocol';
import { en } from '../../strings/en';
import { fill, names, spoken } from '../../strings/words';

export interface Replan {
  before: Part[];
  why: string;
}

export function replanOf(state: RoomState, before: RoomState, event: RoomEvent, now: number): Replan | undefined {
  const why = whyOf(state, event);
  return why === undefined ? undefined : { before: partsOf(before, now), why };
}

function whyOf(state: RoomState, { event, data = {} }: RoomEvent): string | undefined {
  const t = en.plan;
  const amount = Number(data['amount_ms'] ?? data['planned_ms'] ?? 0);
  switch (event) {
    case 'time.extended':
    case 'stage.overtime': {
      const what = state.stage?.kind === 'closing' ? t.forClosing : state.stage?.kind === 'check_in' ? t.forCheckIn : t.forTurn;
      return [capital(fill(t.more, { amount: spoken(amount), what })), ...payers(state, data['paid'] as Transfer)].join(' ');
    }
    case 'time.given_back':
      return fill(t.back, { amount: spoken(amount), whom: receivers(state, data['returned'] as Transfer) });
    case 'rotation.included':
      return [
        fill(t.joined, { name: nameOf(state, String(data['member'])), amount: spoken(amount) }),
        ...payers(state, data['paid'] as Transfer),
      ].join(' ');
  }
  return undefined;
}

function payers(state: RoomState, paid?: Partial<Transfer>): string[] {
  const t = en.plan;
  const sentences: string[] = [];
  const turns = Object.entries(paid?.turns ?? {}).filter(([, ms]) => ms > 0);
  if (turns.length > 0) {
    const who = names(turns.map(([id]) => nameOf(state, id)));
    const seconds = new Set(turns.map(([, ms]) => Math.round(ms / 1000)));
    const form = turns.length === 1 ? t.less.one : t.less.other;
    sentences.push(fill(seconds.size === 1 ? form : t.lessVarious, { names: who, amount: spoken(turns[0]?.[1] ?? 0) }));
  }
  if (paid?.reserve_ms) sentences.push(turns.length > 0 ? t.reserveRest : t.reservePays);
  if (paid?.closing_ms) sentences.push(fill(t.closingPays, { amount: spoken(paid.closing_ms) }));
  return sentences;
}

function receivers(state: RoomState, returned?: Partial<Transfer>): string {
  const whom = Object.keys(returned?.turns ?? {}).map((id) => nameOf(state, id));
  if (returned?.closing_ms) whom.push(en.plan.toClosing);
  if (returned?.reserve_ms || whom.length === 0) whom.push(en.plan.toReserve);
  return names(whom);
}

function nameOf(state: RoomState, id: Id): string {
  return state.members[id]?.name ?? '';
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
