/* Where one person stands in a room at this moment: what is theirs to do, and who comes next. It follows the rules of
   PROTOCOL.md so that a page offers nothing that would be refused; the server decides all the same. */

import type { Action, AgendaStage, Allowance, Hand, Id, RoomState, Role } from './protocol';

export interface Standing {
  me: Id | undefined;
  role: Role | 'display';
  seated: boolean;
  facilitates: boolean;
  holder: Id | undefined;
  isHolder: boolean;
  agendaStage: AgendaStage | undefined; // of a turn
  next: Id | undefined; // whose check-in or turn follows
  mayStart: boolean;
  mayAdvance: boolean;
  mayStop: boolean;
  mayEnd: boolean;
  mayResume: boolean;
  mayOrder: boolean;
  needsChallenge: boolean; // the stage ends with the challenge in words, and they are not there yet
  needsAction: boolean; // the stage ends with an action or a waiver, and there is none yet
  allows(what: Allowance): boolean;
}

export function standingOf(state: RoomState, me: Id | undefined, role: Role | 'display', now: number): Standing {
  const { stage, session, pause, pending } = state;
  const member = me === undefined ? undefined : state.members[me];
  const seated = member?.seated ?? false;
  const facilitates = role === 'facilitator';
  const guided = facilitatorHere(state);
  const holder = stage?.holder;
  const isHolder = holder !== undefined && holder === me;
  const agendaStage = stage?.kind === 'turn' ? state.agenda.stages.find(({ id }) => id === stage.name) : undefined;
  const ends = (hand: Hand) => (agendaStage?.ends_by ?? ['holder', 'facilitator']).includes(hand);
  const holderAway = holder !== undefined && state.members[holder]?.present === false;
  const running = session.phase !== 'lobby' && session.phase !== 'ended';
  const mayEnd = facilitates || (session.phase === 'closing' && seated && !guided);
  const mayResume =
    pause !== undefined &&
    (facilitates ||
      (me !== undefined && pause.by === me) ||
      (seated &&
        !guided &&
        (pause.cause === 'outage' || pause.cause === 'room_empty' || now - Date.parse(pause.since) >= 120_000)));
  return {
    me,
    role,
    seated,
    facilitates,
    holder,
    isHolder,
    agendaStage,
    next: nextAfter(state),
    mayStart: session.phase === 'lobby' && (facilitates || (seated && !guided)),
    mayAdvance:
      running &&
      ((facilitates && ends('facilitator')) ||
        (isHolder && ends('holder')) ||
        (seated && !isHolder && agendaStage !== undefined && ends('others')) ||
        (seated && !guided && ((holderAway && stage?.kind !== 'handover') || session.phase === 'closing'))),
    mayStop:
      pending !== undefined &&
      (facilitates || isHolder || (me !== undefined && pending.by === me) || (seated && endsSession(state))),
    mayEnd: running && mayEnd,
    mayResume,
    mayOrder: (session.phase === 'lobby' && (facilitates || (seated && !guided))) || (running && facilitates),
    needsChallenge: agendaStage?.needs === 'challenge' && holder !== undefined && state.challenges?.[holder] === undefined,
    needsAction: agendaStage?.needs === 'action' && holder !== undefined && !hasLanded(state, holder),
    allows: (what) => agendaStage?.allows.includes(what) ?? false,
  };
}

export function facilitatorHere(state: RoomState): boolean {
  return Object.values(state.members).some((member) => member.role === 'facilitator' && member.present);
}

export function seatedHere(state: RoomState): number {
  return Object.values(state.members).filter((member) => member.seated && member.present).length;
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

function nextAfter(state: RoomState): Id | undefined {
  if (state.session.phase === 'check_in') {
    const waiting = state.rotation.find((id) => state.check_ins[id]?.status === 'waiting');
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
