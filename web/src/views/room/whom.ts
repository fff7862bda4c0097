/* People in a sentence about minutes: who reads it is "you", and comes first. */

import type { Id, RoomState, Transfer } from '../../core/protocol';
import { en } from '../../strings/en';
import { fill, names, spoken } from '../../strings/words';

type Members = Pick<RoomState, 'members'>;

export function nameOf(state: Members, id: Id | undefined): string {
  return state.members[id ?? '']?.name ?? '';
}

export function people(state: Members, who: Id[], me: Id | undefined): string[] {
  const others = who.filter((id) => id !== me).map((id) => nameOf(state, id));
  return me !== undefined && who.includes(me) ? [en.plan.you, ...others] : others;
}

/* More than four are not all named: the plan shows each of them. */
function several(all: string[]): string[] {
  return all.length > 4 ? [...all.slice(0, 2), fill(en.plan.others, { n: all.length - 2 })] : all;
}

/* Who does it. The form of the verb follows. */
export function subject(state: Members, id: Id | undefined, me: Id | undefined): { name: string; form: 'they' | 'you' } {
  return id !== undefined && id === me ? { name: capital(en.plan.you), form: 'you' } : { name: nameOf(state, id), form: 'they' };
}

export function object(state: Members, id: Id, me: Id | undefined): string {
  return id === me ? en.plan.you : nameOf(state, id);
}

export function whose(state: Members, id: Id, me: Id | undefined): string {
  return id === me ? en.plan.your : fill(en.plan.theirs, { name: nameOf(state, id) });
}

/* Who has no turn today, for want of time. */
export function carriedOver(state: Members, who: Id[], me?: Id): string {
  const t = en.plan.carried;
  return fill(who.length === 1 && who[0] !== me ? t.one : t.other, { names: names(people(state, who, me)) });
}

/* What it costs, a sentence for each who pays: first whoever reads it. */
export function payers(state: Members, paid?: Partial<Transfer>, me?: Id): string[] {
  const t = en.plan;
  const turns = Object.entries(paid?.turns ?? {}).filter(([, ms]) => ms > 0);
  return [
    ...turnsPay(state, turns, me),
    ...(paid?.reserve_ms ? [turns.length > 0 ? t.reserveRest : t.reservePays] : []),
    ...(paid?.closing_ms ? [fill(t.closingPays, { amount: spoken(paid.closing_ms) })] : []),
  ];
}

function turnsPay(state: Members, turns: [Id, number][], me: Id | undefined): string[] {
  const t = en.plan;
  const seconds = (ms: number) => Math.max(1, Math.round(ms / 1000));
  const alike = new Set(turns.map(([, ms]) => seconds(ms))).size === 1;
  const own = turns.find(([id]) => id === me);
  if (own && (turns.length === 1 || !alike)) {
    const others = turns.filter((turn) => turn !== own);
    return [fill(t.less.you, { amount: spoken(seconds(own[1]) * 1000) }), ...turnsPay(state, others, undefined)];
  }
  if (turns.length === 0) return [];
  const form = !alike ? t.lessVarious : turns.length === 1 ? t.less.one : t.less.other;
  const who = names(several(people(state, turns.map(([id]) => id), me)));
  return [capital(fill(form, { names: who, amount: spoken(seconds(turns[0]?.[1] ?? 0) * 1000) }))];
}

export function receivers(state: Members, returned: Partial<Transfer> | undefined, me: Id | undefined): string {
  const whom = several(people(state, Object.keys(returned?.turns ?? {}), me));
  if (returned?.closing_ms) whom.push(en.plan.toClosing);
  if (returned?.reserve_ms || whom.length === 0) whom.push(en.plan.toReserve);
  return names(whom);
}

/* The same with how much each gets: first whoever reads it; alike amounts are said once. */
export function sharesOf(state: Members, returned: Partial<Transfer> | undefined, me: Id | undefined): string[] {
  const t = en.plan.share;
  const groups = new Map<string, Id[]>();
  for (const [id, ms] of Object.entries(returned?.turns ?? {})) if (ms >= 500) groups.set(spoken(ms), [...(groups.get(spoken(ms)) ?? []), id]);
  const whom = (ids: Id[]) => names(several(people(state, ids, me)));
  const mineFirst = [...groups].sort(([, a], [, b]) => Number(b.includes(me ?? '')) - Number(a.includes(me ?? '')));
  const each = mineFirst.map(([amount, ids]) => fill(ids.length === 1 ? t.one : t.each, { amount, whom: whom(ids) }));
  return [
    ...(each.length > 3 ? [...each.slice(0, 1), fill(t.various, { whom: whom(mineFirst.slice(1).flatMap(([, ids]) => ids)) })] : each),
    ...(returned?.closing_ms ? [fill(t.one, { amount: spoken(returned.closing_ms), whom: en.plan.toClosing })] : []),
    ...(returned?.reserve_ms ? [fill(t.one, { amount: spoken(returned.reserve_ms), whom: en.plan.toReserve })] : []),
  ];
}

export function sumOf(transfer: Transfer | undefined): number {
  if (!transfer) return 0;
  return Object.values(transfer.turns).reduce((sum, ms) => sum + ms, transfer.reserve_ms + transfer.closing_ms);
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
