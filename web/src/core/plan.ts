/* The session as people plan by it: its parts and their minutes, when a turn begins. Pure: the
   moment is an argument. */

import { elapsed } from './countdown';
import type { Agenda, Id, RoomState } from './protocol';

export interface Part {
  key: string;
  kind: 'check_in' | 'turn' | 'closing' | 'reserve';
  member?: Id;
  status: 'waiting' | 'now' | 'done' | 'passed';
  width_ms: number; // how much of the bar it takes
  minutes_ms: number; // what is written under it: used, left, or planned
  guaranteed: number; // 0 to 1, of what is planned
  gone: number; // 0 to 1, of what is planned
}

export function partsOf(state: RoomState, now: number): Part[] {
  const { agenda, budget, stage, pause, session } = state;
  const spent = stage ? elapsed(stage, pause, now) : 0;
  const turns = state.rotation.flatMap((member): Part[] => {
    const turn = state.turns[member];
    if (!turn) return [];
    const used = turn.used_ms + (turn.status === 'now' && stage?.kind === 'turn' ? spent : 0);
    const over = turn.status === 'done' || turn.status === 'passed';
    const part: Part = {
      key: member,
      kind: 'turn',
      member,
      status: turn.status,
      width_ms: over ? turn.used_ms : turn.planned_ms,
      minutes_ms: over ? turn.used_ms : turn.status === 'now' ? turn.planned_ms - used : turn.planned_ms - turn.used_ms,
      guaranteed: ratio(turn.guaranteed_ms, turn.planned_ms),
      gone: ratio(used, turn.planned_ms),
    };
    return [part];
  });
  const checkIn = agenda.check_in_s * 1000 * Object.keys(state.check_ins).length;
  const checkInLeft = budget.check_in_ms - (stage?.kind === 'check_in' ? spent : 0);
  const closingLeft = budget.closing_ms - (stage?.kind === 'closing' ? spent : 0);
  const status = (phase: string, before: string[]): Part['status'] =>
    session.phase === phase ? 'now' : before.includes(session.phase) ? 'waiting' : 'done';
  return [
    {
      key: 'check-in',
      kind: 'check_in',
      status: status('check_in', ['lobby']),
      width_ms: checkIn,
      minutes_ms: session.phase === 'lobby' || session.phase === 'check_in' ? checkInLeft : checkIn,
      guaranteed: 1,
      gone: 1 - ratio(checkInLeft, checkIn),
    },
    ...turns,
    {
      key: 'closing',
      kind: 'closing',
      status: status('closing', ['lobby', 'check_in', 'handover', 'turn']),
      width_ms: budget.closing_ms,
      minutes_ms: closingLeft,
      guaranteed: ratio(closingFloor(state), budget.closing_ms),
      gone: 1 - ratio(closingLeft, budget.closing_ms),
    },
    {
      key: 'reserve',
      kind: 'reserve',
      status: 'waiting',
      width_ms: budget.reserve_ms,
      minutes_ms: budget.reserve_ms,
      guaranteed: 0,
      gone: 0,
    },
  ];
}

/* When a turn that is still to come begins, if nothing changes. In the lobby: if the session began now. */
export function beginsAt(state: RoomState, member: Id, now: number): number | undefined {
  const { stage, pause, agenda, budget } = state;
  const waiting = state.rotation.filter((id) => state.turns[id]?.status === 'waiting');
  const place = waiting.indexOf(member);
  if (place < 0) return undefined;
  const spent = stage ? elapsed(stage, pause, now) : 0;
  const handover = agenda.handover_s * 1000;
  let at = now;
  if (state.session.phase === 'lobby' || stage?.kind === 'check_in') at += budget.check_in_ms - spent;
  else if (stage?.kind === 'handover') at += stage.length_ms - spent - handover;
  else if (stage?.holder !== undefined) {
    const turn = state.turns[stage.holder];
    if (turn) at += turn.planned_ms - turn.used_ms - spent;
  }
  for (const before of waiting.slice(0, place)) {
    const turn = state.turns[before];
    at += handover + (turn ? turn.planned_ms - turn.used_ms : 0);
  }
  return at + handover;
}

/* When the session ends if all of the reserve is used; nothing while nobody knows, as in a pause. */
export function latestEnd({ session, budget }: RoomState): number | undefined {
  return session.ends_at === undefined ? undefined : Date.parse(session.ends_at) + budget.reserve_ms;
}

export interface Deal {
  check_in_ms: number; // each
  handover_ms: number; // each
  turns_ms: number[]; // the first of the rotation's
  guaranteed_ms: number[]; // of each turn, what nobody can take
  stages_ms: number[]; // of the first turn
  closing_ms: number;
  reserve_ms: number;
}

/* An agenda dealt out to a number of people, as the server does it when they start: check-ins are as many as people,
   handovers as many as turns, closing and reserve stay, the turns share the rest. */
export function deal(agenda: Agenda, people: number): Deal {
  const most = agenda.spotlights ?? Infinity;
  const reserve = reserveOf(agenda);
  const forTurns = (turns: number) =>
    Math.max(0, agenda.total_s - people * agenda.check_in_s - turns * agenda.handover_s - agenda.closing_s - reserve) * 1000;
  let turns = Math.max(1, Math.min(people, most));
  while (turns > 1 && Math.floor(forTurns(turns) / turns) < agenda.shortest_s * 1000) --turns;
  const each = Math.floor(forTurns(turns) / turns);
  const odd = forTurns(turns) % turns; // milliseconds, to the earliest
  const turns_ms = Array.from({ length: turns }, (_, i) => each + (i < odd ? 1 : 0));
  return {
    check_in_ms: agenda.check_in_s * 1000,
    handover_ms: agenda.handover_s * 1000,
    turns_ms,
    guaranteed_ms: turns_ms.map((share) => Math.min(share, Math.max(Math.floor((share * agenda.floor_percent) / 100), agenda.shortest_s * 1000))),
    stages_ms: stageLengths(agenda, turns_ms[0] ?? 0),
    closing_ms: agenda.closing_s * 1000,
    reserve_ms: reserve * 1000,
  };
}

/* What the lengths of an agenda leave of its total, for as many people as it is written for; negative if it is too short. */
export function reserveOf({ for_members, spotlights, total_s, check_in_s, turn_s, handover_s, closing_s }: Omit<Agenda, 'stages'>): number {
  const turns = Math.min(for_members, spotlights ?? for_members);
  return total_s - for_members * check_in_s - turns * (turn_s + handover_s) - closing_s;
}

/* What each stage gets of a turn that lasts as long as this: lengths as they are written and the shares of the rest;
   all of them in proportion, if the turn was cut. */
export function stageLengths({ stages, turn_s }: Agenda, turn_ms: number): number[] {
  const fixedOf = (some: Agenda['stages']) => sum(some.map(({ length_s }) => (length_s ?? 0) * 1000));
  const sharesOf = (some: Agenda['stages']) => sum(some.map(({ share }) => share ?? 0));
  const shared = turn_s * 1000 - fixedOf(stages);
  let left = turn_ms;
  return stages.map(({ length_s = 0, share = 0 }, i) => {
    const length = length_s * 1000;
    const fixed = fixedOf(stages.slice(i));
    const shares = sharesOf(stages.slice(i));
    const written = fixed + Math.floor((shared * shares) / 100);
    const gets =
      fixed === 0
        ? (left * share) / shares
        : shares === 0
          ? (left * length) / fixed
          : left < written
            ? (left * (length + Math.floor((shared * share) / 100))) / written
            : length + Math.floor(((left - fixed) * share) / shares);
    left -= Math.floor(gets);
    return Math.floor(gets);
  });
}

/* The agendas in the order in which so many people would think of them: those that are about for as many and give
   each a turn (or are made for one spotlight), the default among them first, what is for trying out last. */
export function suited(agendas: Agenda[], people: number): Agenda[] {
  const strangeness = (agenda: Agenda) => {
    const turnsShort = deal(agenda, people).turns_ms.length < Math.min(people, agenda.spotlights ?? people);
    const otherGroup = Math.abs(agenda.for_members - people) > 2 || (agenda.for_members === 2) !== (people === 2);
    return [turnsShort ? 1 : 0, otherGroup ? 1 : 0, agenda.total_s < 1800 ? 1 : 0, agenda.name === 'group-75' ? 0 : 1, agenda.total_s];
  };
  const ranks = new Map(agendas.map((agenda) => [agenda, strangeness(agenda)]));
  const rank = (agenda: Agenda) => ranks.get(agenda) ?? [];
  return [...agendas].sort((a, b) => rank(a).map((part, i) => part - (rank(b)[i] ?? 0)).find((difference) => difference !== 0) ?? 0);
}

/* By how much a turn that runs may still grow; without limit, if no turn runs. */
export function growthLeft(state: RoomState): number {
  const { stage, agenda } = state;
  const turn = stage?.kind === 'turn' && stage.holder !== undefined ? state.turns[stage.holder] : undefined;
  return turn ? Math.max(0, (turn.share_ms * agenda.growth_percent) / 100 - turn.planned_ms) : Infinity;
}

function closingFloor({ agenda }: RoomState): number {
  return agenda.closing_s * 10 * agenda.closing_floor_percent;
}

function ratio(part: number, whole: number): number {
  return whole <= 0 ? 0 : Math.min(1, Math.max(0, part / whole));
}

function sum(amounts: Iterable<number>): number {
  let all = 0;
  for (const amount of amounts) all += amount;
  return all;
}
