/* Where one person stands in a room at this moment: what is theirs to do, and who comes next. It follows the rules of
   PROTOCOL.md so that a page offers nothing that would be refused; the server decides all the same. */

import { growthLeft } from './plan';
import type { Action, AgendaStage, Allowance, Hand, Id, Pause, RoomState, Role, VoteKind } from './protocol';

/* How much a vote for more time asks for. */
export const VOTED_MS = 120_000;
/* By how much the end is pushed, by the facilitator or by a vote. */
export const PUSHED_MS = 300_000;
/* A pause that people called is theirs for so long; after it a vote may end it. */
const CALLERS_OWN_MS = 120_000;

export interface Standing {
  me: Id | undefined;
  role: Role | 'display';
  seated: boolean;
  facilitates: boolean;
  guided: boolean; // somebody who facilitates is here
  holder: Id | undefined;
  isHolder: boolean; // or acts for whoever it is
  speaksFor: Id | undefined; // the holder, if their seat is held by this person
  agendaStage: AgendaStage | undefined; // of a turn
  next: Id | undefined; // whose check-in or turn follows
  mayStart: boolean;
  mayAdvance: boolean;
  mayStop: boolean;
  mayEnd: boolean;
  mayReopen: boolean; // a session that has ended a moment ago
  mayResume: boolean;
  mayOrder: boolean;
  concernedByMove: boolean; // the last one: made it, had the floor, or facilitates
  mayTakeBack: boolean;
  mayHold: boolean; // the seat of somebody who is here without a device
  votes: VoteKind[]; // what this person may ask everyone
  needsChallenge: boolean; // the stage ends with the challenge in words, and they are not there yet
  needsAction: boolean; // the stage ends with an action or a waiver, and there is none yet
  allows(what: Allowance): boolean;
}

export function standingOf(state: RoomState, me: Id | undefined, role: Role | 'display', now: number): Standing {
  const { stage, session, pause, pending, last_move } = state;
  const seated = (me !== undefined && state.members[me]?.seated) || false;
  const facilitates = me !== undefined && facilitatesNow(state, me);
  const guided = facilitatorHere(state);
  const standsIn = seated && !guided;
  const holder = stage?.holder;
  const isHolder = holder !== undefined && actsFor(state, me, holder);
  const agendaStage = stage?.kind === 'turn' ? state.agenda.stages.find(({ id }) => id === stage.name) : undefined;
  const ends = (hand: Hand) => (agendaStage?.ends_by ?? ['holder', 'facilitator']).includes(hand);
  const running = session.phase !== 'lobby' && session.phase !== 'ended';
  const needsChallenge = agendaStage?.needs === 'challenge' && holder !== undefined && state.challenges?.[holder] === undefined;
  const needsAction = agendaStage?.needs === 'action' && holder !== undefined && !hasLanded(state, holder);
  const concernedByMove =
    last_move !== undefined &&
    (facilitates || last_move.by === me || (last_move.holder !== undefined && actsFor(state, me, last_move.holder)));
  const concernedByPending =
    pending !== undefined &&
    (facilitates || isHolder || (me !== undefined && pending.by === me) || (pending.member !== undefined && actsFor(state, me, pending.member)));
  const mayOthers = () => {
    if (holder === undefined) return standsIn;
    return (seated && agendaStage !== undefined && ends('others')) || (stage?.kind === 'check_in' && !isHere(state, holder) && standsIn);
  };
  return {
    me,
    role,
    seated,
    facilitates,
    guided,
    holder,
    isHolder,
    speaksFor: isHolder && holder !== me ? holder : undefined,
    agendaStage,
    next: nextAfter(state),
    mayStart: session.phase === 'lobby' && (facilitates || standsIn),
    mayAdvance: running && ((facilitates && ends('facilitator')) || (isHolder ? ends('holder') : mayOthers())),
    mayStop: concernedByPending || (seated && endsSession(state)),
    mayEnd: running && (facilitates || (session.phase === 'closing' && standsIn)),
    mayReopen: (facilitates || seated) && session.reopen_until !== undefined && now <= Date.parse(session.reopen_until),
    mayResume: pause !== undefined && mayResume(),
    mayOrder: (session.phase === 'lobby' && (facilitates || standsIn)) || (running && facilitates),
    concernedByMove,
    mayTakeBack: concernedByMove && pause === undefined && pending === undefined && now < Date.parse(last_move?.until ?? ''),
    mayHold: seated || facilitates,
    votes: seated && stage !== undefined && state.vote === undefined ? votes() : [],
    needsChallenge,
    needsAction,
    allows: (what) => agendaStage?.allows.includes(what) ?? false,
  };

  function mayResume(): boolean {
    if (facilitates || (me !== undefined && pause?.by === me)) return true;
    return pause?.cause === 'holder_away' ? seated : standsIn && !calledByPeople(pause);
  }

  /* Votes are for when nobody facilitates; beyond what a turn may grow to, and after a pause for care, they always are. */
  function votes(): VoteKind[] {
    const away = holder !== undefined && !isHere(state, holder);
    const skips = !guided && away && (stage?.kind === 'turn' || stage?.kind === 'handover');
    if (pause) {
      const resumes = calledByPeople(pause) && !mayResume() && (pause.cause === 'care' || !guided) && now - Date.parse(pause.since) >= CALLERS_OWN_MS;
      return [...(resumes ? ['resume' as const] : []), ...(skips && pause.cause === 'holder_away' ? ['skip' as const] : [])];
    }
    const kinds: VoteKind[] = [];
    if (!guided) {
      if (!pending && !needsAction && !needsChallenge && !isHolder && !away) kinds.push('move_on');
      if (skips) kinds.push('skip');
      kinds.push('pause');
    }
    const asked = stage?.kind === 'handover' || stage?.voted === true; // one vote for more time a stage
    if (!asked && (!guided || growthLeft(state) < VOTED_MS)) kinds.push('more_time');
    if (!guided && session.hard_end === undefined) kinds.push('later_end');
    return kinds;
  }
}

/* By role, as a guest, or as a deputy who has stepped in. */
export function facilitatesNow(state: Pick<RoomState, 'members'>, id: Id): boolean {
  const member = state.members[id];
  return member?.role === 'facilitator' || member?.lead === 'guest' || member?.stepped_in === true;
}

export function facilitatorHere(state: RoomState): boolean {
  return Object.entries(state.members).some(([id, member]) => member.present && facilitatesNow(state, id));
}

/* Here with a device, or because somebody who is here holds the seat. */
export function isHere(state: Pick<RoomState, 'members'>, id: Id): boolean {
  const member = state.members[id];
  return member?.present === true || (member?.held_by !== undefined && state.members[member.held_by]?.present === true);
}

/* Whether what `by` does is `member`'s doing. */
export function actsFor(state: Pick<RoomState, 'members'>, by: Id | undefined, member: Id): boolean {
  return by !== undefined && (by === member || state.members[member]?.held_by === by);
}

export function seatedHere(state: RoomState): number {
  return Object.entries(state.members).filter(([id, member]) => member.seated && isHere(state, id)).length;
}

/* At the closing: all who are here with a seat have shared what they take with them. */
export function allHaveSaid(state: RoomState): boolean {
  return Object.entries(state.members).every(
    ([id, { seated, present }]) => !seated || !present || (state.reflections?.[id]?.text ?? '') !== '',
  );
}

/* Who may have an action of this turn: the holder; what they promised in it. */
export function actionsOfTurn(state: RoomState, member: Id): [Id, Action][] {
  return Object.entries(state.actions ?? {}).filter(([, action]) => (action.turn ?? action.owner) === member);
}

/* Who has a seat and no turn today, and may still get one: in the order of turns. */
export function withoutTurn({ session, members, rotation, turns }: RoomState): Id[] {
  if (!['check_in', 'handover', 'turn'].includes(session.phase)) return [];
  const others = Object.keys(members).filter((id) => !rotation.includes(id));
  return [...rotation, ...others].filter((id) => {
    const turn = turns[id];
    return members[id]?.seated && (turn === undefined || (turn.status === 'passed' && turn.used_ms === 0));
  });
}

/* Who passed the turn of somebody else. */
export function skipperOf({ waivers }: RoomState, member: Id): Id | undefined {
  const { cause, by } = waivers?.[member] ?? {};
  return cause === 'passed' && by !== member ? by : undefined;
}

export function handOf(state: RoomState, member: Id | undefined): Id | undefined {
  return state.queue.find((id) => {
    const entry = state.entries[id];
    return entry?.kind === 'hand' && entry.by === member;
  });
}

export function called(state: RoomState): Id | undefined {
  return Object.keys(state.entries).find((id) => state.entries[id]?.status === 'called');
}

/* The title of the stage after the current one in a turn; nothing in its last. */
export function stageAfter(state: RoomState): AgendaStage | undefined {
  const at = state.agenda.stages.findIndex(({ id }) => id === state.stage?.name);
  return state.stage?.kind === 'turn' && at >= 0 ? state.agenda.stages[at + 1] : undefined;
}

/* Whoever is away does not keep the others waiting. */
export function nextToCheckIn(state: RoomState): Id | undefined {
  return state.rotation.find((id) => state.check_ins[id]?.status === 'waiting' && isHere(state, id));
}

function nextAfter(state: RoomState): Id | undefined {
  if (state.session.phase === 'check_in') {
    const waiting = nextToCheckIn(state);
    if (waiting !== undefined) return waiting;
  }
  const holder = state.stage?.kind === 'handover' ? state.stage.holder : undefined;
  return state.rotation.find((id) => state.turns[id]?.status === 'waiting' && id !== holder);
}

function hasLanded(state: RoomState, member: Id): boolean {
  return actionsOfTurn(state, member).length > 0 || state.waivers?.[member] !== undefined;
}

function endsSession({ pending, stage }: RoomState): boolean {
  return pending?.move === 'end' || (pending?.move === 'next' && stage?.kind === 'closing');
}

function calledByPeople(pause: Pause | undefined): boolean {
  return pause?.cause === 'called' || pause?.cause === 'care';
}
