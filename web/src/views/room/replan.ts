/* When minutes are planned anew: what it was before, and one sentence that says why. */

import { partsOf, type Part } from '../../core/plan';
import type { Id, RoomEvent, RoomState, Transfer } from '../../core/protocol';
import { en } from '../../strings/en';
import { fill, names, roughly, spoken, timeOfDay } from '../../strings/words';

const LEAST_SAID_MS = 1000;
const REASONS_KEPT = 5;

export interface Replan {
  before: Part[];
  why: string;
  at: string; // of the event: those of one moment are told together
  during: string; // what went on then
}

export function replanOf(state: RoomState, before: RoomState, event: RoomEvent, now: number): Replan | undefined {
  const why = whyOf(state, before, event);
  return why === '' ? undefined : { before: partsOf(before, now), why, at: event.at, during: duringOf(state, before, event) };
}

/* What one decision brought about is one story: its first plan, and all that is to be said. */
export function joined(last: Replan | undefined, next: Replan): Replan {
  return last?.at === next.at ? { ...last, why: `${last.why} ${next.why}`, during: last.during || next.during } : next;
}

export type Reason = Omit<Replan, 'before'>;

/* The last of what changed minutes, newest first: for whoever looked away when it was said. */
export function remember(reasons: Reason[], { why, at, during }: Reason): Reason[] {
  const older = reasons[0]?.at === at ? reasons.slice(1) : reasons;
  return [{ why, at, during }, ...older].slice(0, REASONS_KEPT);
}

/* What is only said, such as a vote that failed, leaves all minutes as they are. */
export function planned(state: RoomState, before: RoomState): boolean {
  return state.budget.plan !== before.budget.plan;
}

/* Read later, "this turn" has to be somebody's. When a turn ends its stage is gone already. */
function duringOf(state: RoomState, { stage }: RoomState, { event, data = {} }: RoomEvent): string {
  const t = en.plan.during;
  if (event === 'turn.ended') return fill(t.turn, { name: nameOf(state, String(data['member'])) });
  return stage ? fill(t[stage.kind], { name: nameOf(state, stage.holder ?? '') }) : '';
}

function whyOf(state: RoomState, before: RoomState, { event, data = {}, by = '' }: RoomEvent): string {
  const t = en.plan;
  const amount = spoken(Number(data['amount_ms'] ?? data['planned_ms'] ?? 0));
  const name = nameOf(state, String(data['member']));
  const paid = () => payers(state, data['paid'] as Transfer);
  const returned = data['returned'] as Transfer | undefined;
  switch (event) {
    case 'time.extended':
    case 'stage.overtime': {
      const { kind, holder } = state.stage ?? {};
      if (kind === 'handover') return say(fill(t.grace, { name: nameOf(state, holder ?? ''), amount }), ...paid());
      const what = kind === 'closing' ? t.forClosing : kind === 'check_in' ? t.forCheckIn : t.forTurn;
      return say(capital(fill(t.more, { amount, what })), ...paid());
    }
    case 'time.given_back':
      return fill(t.back, { amount, whom: receivers(state, returned) });
    case 'time.given':
      return fill(t.given, { from: nameOf(state, String(data['from'])), to: nameOf(state, String(data['to'])), amount });
    case 'time.charged':
      return say(fill(t.charged, { amount }), ...paid());
    case 'rotation.included':
      return say(fill(t.joined, { name, amount }), ...paid());
    case 'turn.absent':
      return fill(t.absent, { name, whom: receivers(state, returned) });
    case 'turn.passed':
      return fill(t.passed, { name, whom: receivers(state, returned) });
    case 'turn.deferred':
      return fill(t.deferred, { name });
    case 'rotation.reordered': {
      const toCome = state.rotation.filter((id) => state.turns[id]?.status === 'waiting').map((id) => nameOf(state, id));
      return state.stage === undefined || toCome.length === 0 ? '' : fill(t.reordered, { names: names(toCome) });
    }
    case 'session.hard_end_set': {
      if (state.stage === undefined || data['member'] !== undefined) return '';
      return data['at'] === undefined ? t.endOpen : fill(en.hardEnd.allAt, { time: timeOfDay(String(data['at'])) });
    }
    case 'stage.ended': {
      // Most check-ins and breaths leave something to the reserve. It is told once others have more by it.
      const promised = sumOf(returned) - (returned?.reserve_ms ?? 0);
      return promised < LEAST_SAID_MS ? '' : leftOver(state, returned);
    }
    case 'turn.ended':
      return sumOf(returned) < LEAST_SAID_MS ? '' : leftOver(state, returned);
    case 'session.started':
      return startedWords(state, data);
    case 'session.reopened': {
      const [reserve, pushed] = [Number(data['from_reserve_ms']), Number(data['pushed_ms'])];
      const why = reserve > 0 ? [fill(t.reopenedReserve, { amount: spoken(reserve) })] : [];
      return say(fill(t.reopened, { name: nameOf(state, by) }), ...why, ...(pushed > 0 ? [fill(t.endLater, { amount: roughly(pushed) })] : []));
    }
    case 'session.end_pushed':
      return fill(t.pushed, { amount });
    case 'move.taken_back': {
      const spent = Number(data['spent_ms']);
      const more = spent < LEAST_SAID_MS ? [] : [fill(t.spent, { amount: spoken(spent) }), ...paid()];
      return say(fill(t.takenBack, { name: nameOf(state, state.stage?.holder ?? '') }), ...more);
    }
    case 'vote.closed': {
      const { yes = 0, voters: all = 0 } = before.vote ?? {};
      return fill(en.vote[data['outcome'] as 'passed' | 'failed' | 'lapsed'] ?? '', { yes, all });
    }
  }
  return '';
}

function startedWords(state: RoomState, data: Readonly<Record<string, unknown>>): string {
  const t = en.plan;
  const late = Number(data['late_ms'] ?? 0);
  if (late === 0) return '';
  const pushed = Number(data['pushed_ms'] ?? 0);
  const carried = data['turns'] === undefined ? [] : (data['order'] as Id[]).slice(Number(data['turns'])).map((id) => nameOf(state, id));
  return say(
    fill(t.late, { amount: roughly(late) }),
    ...payers(state, data['paid'] as Transfer),
    ...(pushed > 0 ? [fill(t.endLater, { amount: roughly(pushed) })] : []),
    ...(carried.length > 0 ? [fill(carried.length === 1 ? t.carried.one : t.carried.other, { names: names(carried) })] : []),
  );
}

function leftOver(state: RoomState, returned: Transfer | undefined): string {
  return capital(fill(en.plan.leftOver, { amount: spoken(sumOf(returned)), whom: receivers(state, returned) }));
}

function say(...sentences: string[]): string {
  return sentences.join(' ');
}

export function payers(state: RoomState, paid?: Partial<Transfer>): string[] {
  const t = en.plan;
  const sentences: string[] = [];
  const turns = Object.entries(paid?.turns ?? {}).filter(([, ms]) => ms > 0);
  if (turns.length > 0) {
    const who = names(turns.map(([id]) => nameOf(state, id)));
    const seconds = new Set(turns.map(([, ms]) => Math.round(ms / 1000)));
    const form = turns.length === 1 ? t.less.one : t.less.other;
    sentences.push(fill(seconds.size === 1 ? form : t.lessVarious, { names: who, amount: spoken(Math.max(1000, turns[0]?.[1] ?? 0)) }));
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

function sumOf(transfer: Transfer | undefined): number {
  if (!transfer) return 0;
  return Object.values(transfer.turns).reduce((sum, ms) => sum + ms, transfer.reserve_ms + transfer.closing_ms);
}

function nameOf(state: RoomState, id: Id): string {
  return state.members[id]?.name ?? '';
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
