/* The messages and the state, as protocol/PROTOCOL.md describes them. */

export type Id = string;
export type Timestamp = string;

export type Role = 'facilitator' | 'member' | 'observer';
export type Phase = 'lobby' | 'check_in' | 'handover' | 'turn' | 'closing' | 'ended';
export type StageKind = 'check_in' | 'handover' | 'turn' | 'closing';
export type Allowance = 'state' | 'ask' | 'commit';

export interface AgendaStage {
  id: string;
  title: string;
  share: number;
  allows: Allowance[];
  needs?: 'action';
  asks: { holder: string; others: string };
  prompts?: string[];
}

export interface Agenda {
  name: string;
  title: string;
  for_members: number;
  total_s: number;
  check_in_s: number;
  turn_s: number;
  handover_s: number;
  closing_s: number;
  stages: AgendaStage[];
  floor_percent: number;
  shortest_s: number;
  closing_floor_percent: number;
  growth_percent: number;
  move_delay_s: number;
}

export interface Member {
  name: string;
  pronouns?: string;
  time_zone?: string;
  role: Role;
  seated: boolean;
  present: boolean;
}

export interface Turn {
  status: 'waiting' | 'now' | 'done' | 'passed';
  share_ms: number;
  planned_ms: number;
  guaranteed_ms: number;
  used_ms: number;
}

export interface Stage {
  id: Id;
  kind: StageKind;
  name: string;
  holder?: Id;
  started_at: Timestamp;
  length_ms: number;
  overtime_ms?: number;
  deadline?: Timestamp;
}

export interface Pause {
  cause: 'called' | 'care' | 'outage' | 'room_empty';
  by?: Id;
  since: Timestamp;
  left_ms: number;
  until?: Timestamp;
}

export interface Pending {
  move: 'next' | 'pass' | 'defer' | 'end';
  by?: Id;
  effective_at: Timestamp;
}

export interface Budget {
  total_ms: number;
  late_ms: number;
  used_ms: number;
  check_in_ms: number;
  turns_ms: number;
  handover_ms: number;
  closing_ms: number;
  reserve_ms: number;
}

export interface Entry {
  by: Id;
  kind: 'hand' | 'question';
  text?: string;
  status: 'waiting' | 'called' | 'done';
}

export interface Action {
  owner: Id;
  turn?: Id;
  what: string;
  measure: string;
  due: string;
  supporter?: Id;
}

export type ActionStatus = 'open' | 'done' | 'learned' | 'carried_on';

export interface ReviewedAction extends Action {
  status: ActionStatus;
  note?: string;
}

export interface Waiver {
  cause: 'stated' | 'time_ran_out' | 'passed';
  reason?: string;
}

export interface SessionInfo {
  id: Id;
  circle: Id;
  number: number;
  phase: Phase;
  planned_at?: Timestamp;
  started_at?: Timestamp;
  ends_at?: Timestamp;
  ended_at?: Timestamp;
  end_cause?: 'complete' | 'ended_by_hand' | 'cancelled' | 'paused_too_long' | 'room_empty';
}

export interface RoomState {
  session: SessionInfo;
  circle: { name: string };
  agenda: Agenda;
  members: Record<Id, Member>;
  rotation: Id[];
  turns: Record<Id, Turn>;
  check_ins: Record<Id, { status: 'waiting' | 'now' | 'done'; text?: string }>;
  stage?: Stage;
  pause?: Pause;
  pending?: Pending;
  budget: Budget;
  entries: Record<Id, Entry>;
  queue: Id[];
  /* A display is not told the rest. */
  challenges?: Record<Id, { text: string; outcome?: string }>;
  actions?: Record<Id, Action>;
  waivers?: Record<Id, Waiver>;
  review?: Record<Id, ReviewedAction>;
  reflections?: Record<Id, { text: string }>;
}

export interface Transfer {
  reserve_ms?: number;
  closing_ms?: number;
  turns?: Record<Id, number>;
}

export interface RoomEvent {
  seq: number;
  at: Timestamp;
  event: string;
  by?: Id;
  data?: Record<string, unknown>;
  patch: unknown;
}

export interface SeatState {
  member: Id;
  role: Role;
  seated: boolean;
  sockets: number;
  calls: string[];
}

export interface JoinAnswer {
  epoch: string;
  seq: number;
  server_now: Timestamp;
  member?: Id;
  role: Role | 'display';
  state?: RoomState;
  events?: RoomEvent[];
}
