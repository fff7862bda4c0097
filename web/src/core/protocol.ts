/* The contract, as the core uses it. The types themselves are generated from protocol/schema. */

import type {
  Ability,
  CallParams,
  Member as AnyMember,
  Pending as MembersPending,
  Role as SeatRole,
  SeatStateParams,
  State,
  Time,
  TimePreviewParams,
  Vote as MembersVote,
} from '../protocol/types';

export type {
  Action,
  ActionStatus,
  Agenda,
  AgendaStage,
  Entry,
  Id,
  LateChoice,
  Pause,
  Phase,
  ReviewedAction,
  Role,
  Hand,
  Stage,
  LastMove,
  Lead,
  TimePreviewResult,
  Transfer,
  Turn,
  TurnChange,
  VoteKind,
  Waiver,
} from '../protocol/types';

export type Allowance = Ability;
export type Timestamp = Time;
export type SeatState = SeatStateParams;
export type Member = AnyMember;

/* A display is told less: it learns no words, and not who proposed a move or who voted how. */
type Private = 'challenges' | 'actions' | 'waivers' | 'review' | 'reflections';
export type Vote = Omit<MembersVote, 'by' | 'ballots'> & Partial<Pick<MembersVote, 'by' | 'ballots'>>;
export type Pending = Omit<MembersPending, 'by'> & Partial<Pick<MembersPending, 'by'>>;
export type RoomState = Omit<State, Private | 'pending' | 'vote'> & Partial<Pick<State, Private>> & { pending?: Pending; vote?: Vote };

/* An event may be of a kind that this client has never heard of. What is told of before one came has no patch. */
export interface RecentEvent {
  seq: number;
  at: Time;
  event: string;
  by?: string;
  data?: Readonly<Record<string, unknown>>;
}

export interface RoomEvent extends RecentEvent {
  patch: unknown;
}

export interface JoinAnswer {
  epoch: string;
  run: string;
  seq: number;
  server_now: Time;
  member?: string;
  role: SeatRole | 'display';
  state?: RoomState;
  events?: RoomEvent[];
  recent?: RecentEvent[]; // that planned minutes anew, the oldest first
}

/* The calls that change a room, and those among them that mean the stage that somebody saw. */
type WithField<F extends string> = { [M in keyof CallParams]: F extends keyof CallParams[M] ? M : never }[keyof CallParams];
export type ChangeMethod = WithField<'change'>;
export type MoveMethod = ChangeMethod & WithField<'expect'>;
export type ChangeParams<M extends ChangeMethod> = Omit<CallParams[M], 'change' | 'expect'>;

/* The calls that have a price, which can be asked for beforehand. */
export type PricedMethod = TimePreviewParams['call'];
