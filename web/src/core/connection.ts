/* One seat's connection to a room: joins, stays in step, and comes back by itself.

            open()                    joined                    closed, come back
     idle ──────────▶ connecting ─────────────▶ live ─────────────────────────────▶ waiting
                          ▲  │                    │                                    │
                          │  └── closed, refused ─┴──▶ over                            │
                          └────────────────────── delay or nudge() ────────────────────┘

   It knows neither pages nor the names of events. Time, chance and the socket are handed to it. */

import { Backoff } from './backoff';
import { ServerClock } from './clock';
import { verdictOf, type Verdict } from './close_code';
import type { JoinAnswer, RoomEvent, RoomState, SeatState } from './protocol';
import { Requests, type Params, type Result } from './requests';
import { RoomError } from './room_error';
import type { Position, RoomModel } from './room_model';

export interface Socket {
  onopen: (() => void) | null;
  onmessage: ((message: { data: unknown }) => void) | null;
  onclose: ((close: { code: number }) => void) | null;
  send(text: string): void;
  close(code?: number): void;
}

export interface World {
  connect(): Socket;
  now(): number;
  after(ms: number, act: () => void): () => void; // returns how to call it off
  random(): number;
  newId(): string;
}

export type Status =
  | { is: 'idle' | 'live' }
  | { is: 'connecting'; since: number | undefined } // since when there was no connection; nothing, at the first
  | { is: 'waiting'; since: number }
  | { is: 'over'; why: Verdict };

export interface Listener {
  status(status: Status): void;
  joined(answer: Pick<JoinAnswer, 'member' | 'role' | 'epoch' | 'recent'>): void;
  /* A whole state took the place of a backlog. */
  replaced(whole: Pick<JoinAnswer, 'epoch' | 'recent'>): void;
  seat(seat: SeatState): void;
  notice(notice: { notice: string; text: string }): void;
}

const HEARTBEAT_MS = 20_000;
const SILENCE_MS = 8_000; // an unanswered heartbeat this old means that the network is gone
const JOIN_MS = 12_000;
const SAMPLES = 5;
const HELD_MS = 10_000; // a server may let in and drop at once, for as long as its disk is full
const MOST_UNSAVED = 20;

export class Connection {
  readonly clock: ServerClock;
  private readonly requests = new Requests();
  private readonly backoff: Backoff;
  private readonly unsaved = new Map<string, string>(); // ids of changes, by the call
  private status_: Status = { is: 'idle' };
  private socket: Socket | undefined;
  private lostSince: number | undefined;
  private restartDelay: number | undefined;
  private callOff: (() => void)[] = [];
  private callOffHeld: (() => void) | undefined; // apart from the others, since no heartbeat may put it off

  constructor(
    private readonly token: string,
    private readonly model: RoomModel,
    private readonly world: World,
    private readonly listener: Listener,
  ) {
    this.clock = new ServerClock(world.now);
    this.backoff = new Backoff(world.random);
  }

  get status(): Status {
    return this.status_;
  }

  get unanswered(): number {
    return this.requests.unanswered;
  }

  open(): void {
    if (this.status_.is === 'idle') this.connect();
  }

  /* Changes the room, once, however often the connection drops until the answer comes. What could not be saved may turn
     up all the same, once the server is back: made again it is the same change, so that it does not happen twice. */
  change(method: string, params: Params = {}): Promise<Result> {
    if (this.status_.is === 'over') return Promise.reject(new RoomError('disconnected', ''));
    const call = JSON.stringify([method, params]);
    const change = this.unsaved.get(call) ?? this.world.newId();
    this.unsaved.delete(call);
    return this.requests.ask(method, { ...params, change }, true, this.sender()).catch((error: RoomError) => {
      if (error.reason === 'storage_unavailable') this.keep(call, change);
      throw error;
    });
  }

  /* A question that changes nothing: it is asked now or not at all. */
  ask(method: string, params: Params): Promise<Result> {
    const send = this.sender();
    return send ? this.requests.ask(method, params, false, send) : Promise.reject(new RoomError('disconnected', ''));
  }

  /* The network may be back, or the machine awake: try now, or find out now. */
  nudge(): void {
    if (this.status_.is === 'waiting') this.connect();
    else if (this.status_.is === 'live') this.heartbeat();
  }

  leave(): void {
    this.sender()?.(JSON.stringify({ jsonrpc: '2.0', id: 'leave', method: 'room.leave' }));
    this.end('left');
  }

  private keep(call: string, change: string): void {
    if (this.unsaved.size === MOST_UNSAVED) this.unsaved.clear();
    this.unsaved.set(call, change);
  }

  private connect(): void {
    this.clearTimers();
    this.setStatus({ is: 'connecting', since: this.lostSince });
    const socket = this.world.connect();
    this.socket = socket;
    socket.onopen = () => void this.join(socket);
    socket.onmessage = ({ data }) => this.receive(socket, data);
    socket.onclose = ({ code }) => {
      if (socket === this.socket) this.closed(code);
    };
    this.later(JOIN_MS, () => this.lost());
  }

  private async join(socket: Socket): Promise<void> {
    const resume = this.model.position();
    const sent = this.world.now();
    try {
      const params = { token: this.token, ...(resume && { resume }) };
      const result = await this.requests.ask('room.join', params, false, (text) => socket.send(text));
      if (socket === this.socket) this.enter(result as unknown as JoinAnswer, sent);
    } catch (error) {
      if (socket !== this.socket) return;
      const { reason } = error as RoomError;
      if (reason === 'credential_invalid' || reason === 'data_damaged') this.end(reason);
      else this.lost();
    }
  }

  private enter(answer: JoinAnswer, sent: number): void {
    this.clock.add({ sent, received: this.world.now(), serverNow: answer.server_now });
    if (answer.state) this.model.replace(answer, answer.state);
    else for (const event of answer.events ?? []) this.model.apply(event);
    if (this.model.position()?.seq !== answer.seq) return this.startOver();
    this.clearTimers();
    this.callOffHeld = this.world.after(HELD_MS, () => this.backoff.reset());
    this.lostSince = undefined;
    this.setStatus({ is: 'live' });
    this.listener.joined(answer);
    this.requests.sendAll((text) => this.socket?.send(text));
    void this.tellTheTime();
    this.later(HEARTBEAT_MS, () => this.heartbeat());
  }

  private receive(socket: Socket, data: unknown): void {
    if (socket !== this.socket || typeof data !== 'string') return;
    let message: { id?: unknown; method?: unknown; params?: unknown } | null;
    try {
      message = JSON.parse(data) as typeof message;
    } catch {
      return this.lost();
    }
    if (typeof message !== 'object' || message === null) return;
    if (message.method === undefined) {
      this.requests.answer(message);
      return;
    }
    const params = message.params as never;
    switch (message.method) {
      case 'room.event':
        if (this.model.apply(params as RoomEvent) === 'gap') this.startOver();
        return;
      case 'room.state': {
        const { state, recent, ...position } = params as Pick<JoinAnswer, 'recent'> & Position & { state: RoomState };
        this.model.replace(position, state);
        return this.listener.replaced({ epoch: position.epoch, ...(recent && { recent }) });
      }
      case 'seat.state':
        return this.listener.seat(params);
      case 'room.notice':
        return this.listener.notice(params);
      case 'room.closing':
        this.restartDelay = (params as { reconnect_after_ms: number }).reconnect_after_ms;
    }
  }

  /* The patches do not add up: ask for the whole state, on a new connection, since one connection joins once. */
  private startOver(): void {
    this.model.forgetPosition();
    this.lost();
  }

  private closed(code: number): void {
    const verdict = verdictOf(code);
    if (verdict === 'come_back') this.lost();
    else this.end(verdict);
  }

  private lost(): void {
    this.dropSocket();
    this.requests.connectionLost();
    this.clearTimers();
    this.lostSince ??= this.world.now();
    const delay = this.restartDelay ?? this.backoff.next();
    this.restartDelay = undefined;
    this.setStatus({ is: 'waiting', since: this.lostSince });
    this.later(delay, () => this.connect());
  }

  private end(why: Verdict): void {
    this.dropSocket();
    this.clearTimers();
    this.requests.giveUp(new RoomError('disconnected', ''));
    this.setStatus({ is: 'over', why });
  }

  private heartbeat(): void {
    this.clearTimers();
    const giveUp = this.world.after(SILENCE_MS, () => this.lost());
    this.callOff.push(giveUp);
    const heard = () => {
      giveUp();
      if (this.status_.is === 'live') this.later(HEARTBEAT_MS, () => this.heartbeat());
    };
    // A server that refuses is there too.
    this.sample().then(heard, (error: RoomError) => {
      if (error.reason !== 'disconnected') heard();
    });
  }

  private async tellTheTime(): Promise<void> {
    try {
      for (let i = 0; i < SAMPLES; i++) await this.sample();
    } catch {
      // The connection went, and the next one asks again.
    }
  }

  private async sample(): Promise<void> {
    const sent = this.world.now();
    const answer = await this.requests.ask('clock.sync', {}, false, this.sender());
    this.clock.add({ sent, received: this.world.now(), serverNow: String(answer['server_now']) });
  }

  private sender(): ((text: string) => void) | undefined {
    const socket = this.socket;
    return this.status_.is === 'live' && socket ? (text) => socket.send(text) : undefined;
  }

  private dropSocket(): void {
    const socket = this.socket;
    this.socket = undefined;
    this.callOffHeld?.();
    socket?.close(1000);
  }

  private setStatus(status: Status): void {
    this.status_ = status;
    this.listener.status(status);
  }

  private later(ms: number, act: () => void): void {
    this.callOff.push(this.world.after(ms, act));
  }

  private clearTimers(): void {
    for (const callOff of this.callOff) callOff();
    this.callOff = [];
  }
}
