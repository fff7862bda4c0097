/* Why minutes were planned anew, in words: who or what caused it, then what it costs whom. */

import type { Id, RecentEvent, RoomState, Stage, Transfer } from '../../core/protocol';
import { en } from '../../strings/en';
import { fill, names, roughly, spoken, timeOfDay } from '../../strings/words';
import { capital, carriedOver, nameOf, object, payers, receivers, sharesOf, subject, sumOf, whose } from './whom';

export const LEAST_SAID_MS = 1000;

/* One event, and what it is told by. */
export interface Told {
  event: RecentEvent;
  state: RoomState;
  before?: RoomState; // absent, if one only hears of it later
  stage?: Stage | undefined; // that it is about, if that is known
  me: Id | undefined;
  cut?: boolean; // it is the oldest that is known, and what came right before it may be missing
}

/* Of all that one decision brought about. */
export function whyOf(moment: Told[]): string {
  return say(...moment.map((one) => sentences[one.event.event]?.(one, moment) ?? ''));
}

const sentences: Record<string, (one: Told, moment: Told[]) => string> = {
  'time.extended': (one, moment) => say(extended(one, moment), ...paid(one)),
  'stage.overtime': (one) => say(overtime(one), ...paid(one)),
  'time.given_back': ({ event, state, me }) => {
    const { name, form } = subject(state, memberOf(event), me);
    return fill(en.plan.back[form], { name, amount: amountOf(event), whom: receivers(state, returnedOf(event), me) });
  },
  'time.given': ({ event, state, me }) => {
    const { name, form } = subject(state, String(event.data?.['from']), me);
    return fill(en.plan.given[form], { name, to: object(state, String(event.data?.['to']), me), amount: amountOf(event) });
  },
  'time.charged': (one, moment) => say(charged(one, moment), ...(one.cut ? [] : payers(one.state, netOf(one, moment), one.me)), ...runs(one)),
  'time.returned': gaveBack,
  'turn.carried_over': tooNear,
  'rotation.included': (one, moment) => {
    const { name, form } = subject(one.state, memberOf(one.event), one.me);
    return say(fill((wasThere(one, moment) ? en.plan.joinsAfterAll : en.plan.joined)[form], { name, amount: spoken(numberOf(one.event, 'planned_ms')) }), ...paid(one));
  },
  'turn.absent': ({ event, state, me }) =>
    fill(en.plan.absent, { name: nameOf(state, memberOf(event)), whom: receivers(state, returnedOf(event), me) }),
  'turn.passed': passed,
  'turn.deferred': ({ event, state, me }) => capital(fill(en.plan.deferred, { whose: whose(state, memberOf(event), me) })),
  'rotation.reordered': reordered,
  'session.hard_end_set': ({ event: { data = {} }, state }) => {
    if (state.session.phase === 'lobby' || data['member'] !== undefined) return '';
    return data['at'] === undefined ? en.plan.endOpen : fill(en.hardEnd.allAt, { time: timeOfDay(String(data['at'])) });
  },
  'stage.ended': (one) => {
    // Most check-ins and breaths leave something to the reserve. It is told once others have more by it.
    const returned = returnedOf(one.event);
    return sumOf(returned) - (returned?.reserve_ms ?? 0) < LEAST_SAID_MS ? '' : leftOver(one);
  },
  'turn.ended': (one) => (sumOf(returnedOf(one.event)) < LEAST_SAID_MS ? '' : leftOver(one)),
  'session.started': started,
  'session.reopened': ({ event, state }) => {
    const [reserve, pushed] = [numberOf(event, 'from_reserve_ms'), numberOf(event, 'pushed_ms')];
    return say(
      fill(en.plan.reopened, { name: nameOf(state, event.by) }),
      reserve > 0 ? fill(en.plan.reopenedReserve, { amount: spoken(reserve) }) : '',
      pushed > 0 ? fill(en.plan.endLater, { amount: roughly(pushed) }) : '',
    );
  },
  'session.end_pushed': ({ event }) => fill(en.plan.pushed, { amount: amountOf(event) }),
  // Whoever stops it, or pauses, is seen to do so.
  'move.cancelled': ({ event }) => (event.by === undefined ? en.pending.cutOff : ''),
  'move.taken_back': (one) => {
    const spent = numberOf(one.event, 'spent_ms');
    return say(takenBack(one), ...(spent < LEAST_SAID_MS ? [] : [fill(en.plan.spent, { amount: spoken(spent) }), ...paid(one)]));
  },
  'vote.closed': ({ event, before }) => {
    const outcome = event.data?.['outcome'] as 'passed' | 'failed' | 'lapsed';
    const how = before ? fill(en.vote[outcome] ?? '', { yes: before.vote?.yes ?? 0, all: before.vote?.voters ?? 0 }) : '';
    return event.data?.['returned'] ? say(how, en.vote.notNeeded) : how;
  },
};

/* By one person, or by all. */
function extended({ event, state, stage, me }: Told, moment: Told[]): string {
  const t = en.plan;
  const amount = amountOf(event);
  const what = stage && whatOf(stage, me);
  if (event.by === undefined || has(moment, 'vote.closed')) return capital(what ? fill(t.more, { amount, what }) : fill(t.moreThen, { amount }));
  const { name, form } = subject(state, event.by, me);
  return what ? fill(t.adds[form], { name, amount, what }) : fill(t.addsThen[form], { name, amount });
}

function overtime({ event, state, stage, me }: Told): string {
  const t = en.plan;
  const amount = amountOf(event);
  if (!stage) return fill(t.overThen, { amount });
  if (stage.kind === 'handover') return fill(t.grace, { name: nameOf(state, stage.holder), amount });
  return fill(t.over, { amount, what: whatOf(stage, me) });
}

/* That the end is fixed is said once; then who pays is enough. */
function charged({ event }: Told, moment: Told[]): string {
  const said = has(moment, 'session.hard_end_set') || has(moment, 'turn.carried_over');
  return said ? '' : fill(en.plan.charged, { amount: amountOf(event) });
}

/* What turns that are carried over gave back to somebody was theirs for no moment. */
function netOf({ event }: Told, moment: Told[]): Partial<Transfer> {
  const { turns = {}, reserve_ms = 0, closing_ms = 0 } = (event.data?.['paid'] ?? {}) as Partial<Transfer>;
  const back = moment.filter(({ event }) => event.event === 'turn.carried_over').map(({ event }) => returnedOf(event));
  const less = (ms: number, given: (transfer: Transfer) => number | undefined) =>
    back.reduce((sum, transfer) => sum - ((transfer && given(transfer)) ?? 0), ms);
  return {
    reserve_ms: Math.max(0, less(reserve_ms, (transfer) => transfer.reserve_ms)),
    closing_ms: Math.max(0, less(closing_ms, (transfer) => transfer.closing_ms)),
    turns: Object.fromEntries(Object.entries(turns).map(([id, ms]) => [id, less(ms, (transfer) => transfer.turns[id])])),
  };
}

/* What nobody else can pay is taken from what runs. */
function runs({ event, state, stage, me }: Told): string[] {
  const t = en.plan;
  const [running, sooner] = [numberOf(event, 'running_ms'), numberOf(event, 'stage_ms')];
  if (running < LEAST_SAID_MS) return [];
  const payer = whatRuns(state, stage, me);
  return [
    capital(fill(stage?.kind === 'check_in' ? t.running.other : t.running.one, { what: payer, amount: spoken(running) })),
    ...(sooner < LEAST_SAID_MS || !stage ? [] : [fill(t.stageSooner, { amount: spoken(sooner) })]),
  ];
}

function whatRuns(state: RoomState, stage: Stage | undefined, me: Id | undefined): string {
  const t = en.plan;
  if (!stage) return t.whatRan;
  if (stage.kind === 'closing') return t.toClosing;
  return stage.kind === 'check_in' ? t.checkIns : fill(t.turnOf, { whose: whose(state, stage.holder ?? '', me) });
}

/* A hard end was moved or taken back: what it had charged goes back. */
function gaveBack({ event, state, stage, me }: Told, moment: Told[]): string {
  const t = en.plan;
  const [running, later] = [numberOf(event, 'running_ms'), numberOf(event, 'stage_ms')];
  const shares = [
    ...(running < LEAST_SAID_MS ? [] : [fill(t.share.one, { amount: spoken(running), whom: whatRuns(state, stage, me) })]),
    ...sharesOf(state, returnedOf(event), me),
  ];
  if (shares.length === 0) return '';
  return say(
    has(moment, 'session.hard_end_set') ? '' : t.staysLonger,
    fill(t.returned, { shares: names(shares) }),
    later < LEAST_SAID_MS || !stage ? '' : fill(t.stageLater, { amount: spoken(later) }),
  );
}

/* Somebody who has been here without a turn, and not one who comes. */
function wasThere({ event, before }: Told, moment: Told[]): boolean {
  const member = memberOf(event);
  if ((event.by ?? member) !== member || before?.turns[member]?.status === 'passed') return true;
  return ['time.returned', 'session.hard_end_set', 'session.end_pushed'].some((kind) => has(moment, kind));
}

/* Of all whose turns are carried over, once. */
function tooNear(one: Told, moment: Told[]): string {
  const carried = moment.filter(({ event }) => event.event === 'turn.carried_over');
  if (one !== carried[0]) return '';
  const words = carriedOver(one.state, carried.map(({ event }) => memberOf(event)), one.me);
  return fill(has(moment, 'session.hard_end_set') ? en.plan.tooNear : en.plan.fixedTooNear, { carried: words });
}

function passed({ event, state, me }: Told): string {
  const t = en.plan;
  const id = memberOf(event);
  const whom = receivers(state, returnedOf(event), me);
  const skips = event.by !== undefined && event.by !== id;
  const { name, form } = subject(state, skips ? event.by : id, me);
  return skips ? fill(t.skips[form], { name, whose: whose(state, id, me), whom }) : fill(t.passed[form], { name, whom });
}

/* Heard of later, the order may be another one by now. */
function reordered({ state, before }: Told): string {
  if (state.session.phase === 'lobby') return '';
  const toCome = state.rotation.filter((id) => state.turns[id]?.status === 'waiting').map((id) => nameOf(state, id));
  if (!before) return en.plan.reorderedThen;
  return toCome.length === 0 ? '' : fill(en.plan.reordered, { names: names(toCome) });
}

function started(one: Told): string {
  const t = en.plan;
  const { event, state, me } = one;
  const late = numberOf(event, 'late_ms');
  if (late === 0) return '';
  const pushed = numberOf(event, 'pushed_ms');
  const turns = event.data?.['turns'];
  const carried = turns === undefined ? [] : (event.data?.['order'] as Id[]).slice(Number(turns));
  return say(
    fill(t.late, { amount: roughly(late) }),
    ...paid(one),
    pushed > 0 ? fill(t.endLater, { amount: roughly(pushed) }) : '',
    carried.length > 0 ? capital(carriedOver(state, carried, me)) : '',
  );
}

function leftOver({ event, state, me }: Told): string {
  const returned = returnedOf(event);
  return capital(fill(en.plan.leftOver, { amount: spoken(sumOf(returned)), whom: receivers(state, returned, me) }));
}

function takenBack({ state, stage, me }: Told): string {
  if (!stage) return en.plan.takenBackThen;
  const { name, form } = subject(state, stage.holder, me);
  return fill(en.plan.takenBack[form], { name: form === 'you' ? en.plan.you : name });
}

function whatOf({ kind, holder }: Stage, me: Id | undefined): string {
  const t = en.plan;
  if (kind === 'closing') return t.forClosing;
  const mine = holder !== undefined && holder === me;
  if (kind === 'check_in') return mine ? t.forYourCheckIn : t.forCheckIn;
  return mine ? t.forYourTurn : t.forTurn;
}

function paid({ event, state, me }: Told): string[] {
  return payers(state, event.data?.['paid'] as Transfer | undefined, me);
}

function has(moment: Told[], kind: string): boolean {
  return moment.some(({ event }) => event.event === kind);
}

function memberOf({ data }: RecentEvent): Id {
  return String(data?.['member']);
}

function numberOf({ data }: RecentEvent, field: string): number {
  return Number(data?.[field] ?? 0);
}

function amountOf(event: RecentEvent): string {
  return spoken(numberOf(event, 'amount_ms'));
}

function returnedOf({ data }: RecentEvent): Transfer | undefined {
  return data?.['returned'] as Transfer | undefined;
}

function say(...all: string[]): string {
  return all.filter((sentence) => sentence !== '').join(' ');
}
