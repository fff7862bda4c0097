/* When minutes are planned anew: what it was before, and why; and what of it is remembered. */

import { partsOf, type Part } from '../../core/plan';
import type { Id, RecentEvent, RoomState, Turn } from '../../core/protocol';
import { en } from '../../strings/en';
import { fill } from '../../strings/words';
import { nameOf } from './whom';
import { LEAST_SAID_MS, whyOf, type Told } from './why';

const REASONS_KEPT = 5;
const EVENTS_TOLD = 5; // of what was before one came

/* One's own turn, planned and guaranteed, as it was and as it is. */
export type Mine = Record<'before' | 'after', Pick<Turn, 'planned_ms' | 'guaranteed_ms'>>;

export interface Reason {
  why: string;
  at: string; // of the event: those of one moment are told together
  during: string; // what went on then
  mine?: Mine | undefined; // if it has changed
}

export interface Replan extends Reason {
  moment: Told[];
  before: Part[];
}

export function replanOf(state: RoomState, before: RoomState, event: RecentEvent, now: number, me?: Id): Replan | undefined {
  const moment = [{ event, state, before, stage: state.stage, me }];
  const why = whyOf(moment);
  if (why === '') return undefined;
  return { moment, before: partsOf(before, now), why, at: event.at, during: duringOf(state, before, event), mine: mineOf(before, state, me) };
}

/* What was open in the same stage and is no more, in a whole state: no event tells what became of it. */
export function cutOff(state: RoomState, before: RoomState, now: number): Replan | undefined {
  const { vote, pending, stage } = before;
  if (!stage || state.stage?.id !== stage.id) return undefined;
  const vanished = [
    vote && state.vote?.id !== vote.id && Date.parse(vote.until) > now ? en.vote.cutOff : '',
    pending && !state.pending && pending.member === undefined ? en.pending.cutOff : '',
  ].filter((one) => one !== '');
  if (vanished.length === 0) return undefined;
  return { moment: [], before: partsOf(before, now), why: vanished.join(' '), at: new Date(now).toISOString(), during: '' };
}

/* What one decision brought about is one story: its first plan, and all that is to be said. */
export function joined(last: Replan | undefined, next: Replan): Replan {
  if (last?.at !== next.at) return next;
  const moment = [...last.moment, ...next.moment];
  const [first, latest] = [last.moment[0], next.moment[0]];
  return {
    ...last,
    moment,
    why: whyOf(moment),
    during: last.during || next.during,
    mine: first?.before && latest && mineOf(first.before, latest.state, latest.me),
  };
}

/* The last of what changed minutes, newest first: for whoever looked away when it was said. */
export function remember(reasons: Reason[], { why, at, during, mine }: Reason): Reason[] {
  const older = reasons[0]?.at === at ? reasons.slice(1) : reasons;
  return [{ why, at, during, ...(mine && { mine }) }, ...older].slice(0, REASONS_KEPT);
}

/* With what the server knows of before one came. What one saw oneself says more, and stays. */
export function recall(reasons: Reason[], state: RoomState, recent: RecentEvent[], me?: Id): Reason[] {
  const known = new Set(reasons.map(({ at }) => at));
  const moments = new Map<string, Told[]>();
  const cut = maybeCut(recent);
  for (const event of recent.filter(({ at }) => !known.has(at))) {
    const stage = event.data?.['stage'] === state.stage?.id ? state.stage : undefined;
    moments.set(event.at, [...(moments.get(event.at) ?? []), { event, state, stage, me, ...(event.at === cut && { cut: true }) }]);
  }
  const heard = [...moments].map(([at, moment]) => ({ why: whyOf(moment), at, during: '' }));
  return [...reasons, ...heard.filter(({ why }) => why !== '')].sort((a, b) => Date.parse(b.at) - Date.parse(a.at)).slice(0, REASONS_KEPT);
}

/* Only the last events are known. Of the oldest moment those turns may be missing that were carried over first, and with
   what they gave back also what a charge came to. */
function maybeCut(recent: RecentEvent[]): string | undefined {
  const [oldest] = recent;
  const midway = oldest?.event === 'time.charged' || oldest?.event === 'turn.carried_over';
  return midway && recent.length >= EVENTS_TOLD ? oldest.at : undefined;
}

/* What is only said, such as a vote that failed, leaves all minutes as they are. */
export function planned(state: RoomState, before: RoomState): boolean {
  return state.budget.plan !== before.budget.plan;
}

function mineOf({ turns: then }: RoomState, { turns: now }: RoomState, me: Id | undefined): Mine | undefined {
  const [before, after] = [then[me ?? ''], now[me ?? '']];
  if (!before || !after || (after.status !== 'waiting' && after.status !== 'now')) return undefined;
  const less = Math.abs(before.planned_ms - after.planned_ms);
  return less < LEAST_SAID_MS && before.guaranteed_ms === after.guaranteed_ms ? undefined : { before: lengths(before), after: lengths(after) };
}

function lengths({ planned_ms, guaranteed_ms }: Turn): Mine['before'] {
  return { planned_ms, guaranteed_ms };
}

/* Read later, "this turn" has to be somebody's. When a turn ends its stage is gone already. */
function duringOf(state: RoomState, { stage }: RoomState, { event, data = {} }: RecentEvent): string {
  const t = en.plan.during;
  if (event === 'turn.ended') return fill(t.turn, { name: nameOf(state, String(data['member'])) });
  return stage ? fill(t[stage.kind], { name: nameOf(state, stage.holder) }) : '';
}
