/* A room that is open in this page: the connection, and what pages read of it as signals. Nothing here draws. */

import { batch, computed, signal } from '@preact/signals';
import type { Verdict } from '../core/close_code';
import { Connection, type Socket, type Status, type World } from '../core/connection';
import { countdown, untilNextSecond, type Countdown } from '../core/countdown';
import { priceOf, refusedBy, type Quote } from '../core/price';
import type { ChangeMethod, ChangeParams, Id, JoinAnswer, MoveMethod, PricedMethod, Role, RoomEvent, RoomState, TimePreviewResult } from '../core/protocol';
import { RoomError } from '../core/room_error';
import { RoomModel } from '../core/room_model';
import { standingOf } from '../core/standing';
import { en } from '../strings/en';
import { newId } from './services';

export type Follower = (now: RoomState, before: RoomState | undefined, event: RoomEvent | undefined, room: LiveRoom) => void;

/* What may be left out where nothing is required. */
type Given<P> = Record<string, never> extends P ? [params?: P] : [params: P];

const ERROR_SHOWN_MS = 9000;

export class LiveRoom {
  readonly state = signal<RoomState | undefined>(undefined);
  readonly status = signal<Status>({ is: 'idle' });
  readonly me = signal<Id | undefined>(undefined);
  readonly role = signal<Role | 'display'>('member');
  /* How the room was entered last: in which life of it, and what had happened before. */
  readonly entry = signal<Pick<JoinAnswer, 'epoch' | 'recent'> | undefined>(undefined);
  /* The server's time. It moves when a second of the stage or of a pending move is over, so at most once each. */
  readonly now = signal(Date.now());
  readonly error = signal<string | undefined>(undefined);
  readonly storageAway = signal(false);

  readonly count = computed<Countdown | undefined>(() => {
    const state = this.state.value;
    return state?.stage && countdown(state.stage, state.pause, this.now.value);
  });
  readonly standing = computed(() => {
    const state = this.state.value;
    return state && standingOf(state, this.me.value, this.role.value, this.now.value);
  });

  private readonly connection: Connection;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private errorTimer: ReturnType<typeof setTimeout> | undefined;
  private readonly followers = new Set<Follower>();

  constructor(session: Id, token: string) {
    const model = new RoomModel((now, before, event) => {
      batch(() => {
        this.state.value = now;
        this.tick();
      });
      for (const follower of this.followers) follower(now, before, event, this);
    });
    this.connection = new Connection(token, model, browserWorld(session), {
      status: (status) => {
        this.status.value = status;
      },
      joined: ({ member, role, epoch, recent }) => {
        this.storageAway.value = false; // if it still is, the server says so again
        this.me.value = member;
        this.role.value = role;
        this.entry.value = { epoch, ...(recent && { recent }) };
        this.tick();
      },
      replaced: (entry) => {
        this.entry.value = entry;
      },
      seat: ({ role }) => {
        this.role.value = role;
      },
      notice: ({ notice }) => {
        if (notice === 'storage_unavailable') this.storageAway.value = true;
        if (notice === 'storage_back') this.storageAway.value = false;
      },
    });
  }

  open(): void {
    this.connection.open();
    addEventListener('online', this.nudge);
    document.addEventListener('visibilitychange', this.nudge);
  }

  close(): void {
    removeEventListener('online', this.nudge);
    document.removeEventListener('visibilitychange', this.nudge);
    clearTimeout(this.timer);
    clearTimeout(this.errorTimer);
    if (this.connection.status.is !== 'over') this.connection.leave();
    this.followers.clear();
  }

  follow(follower: Follower): () => void {
    this.followers.add(follower);
    return () => this.followers.delete(follower);
  }

  /* Makes a change. A refusal is shown as a sentence in the quiet line; true if it was made. */
  change<M extends ChangeMethod>(method: M, ...[params]: Given<ChangeParams<M>>): Promise<boolean> {
    return this.attempt(method, { ...params });
  }

  /* The same for a call that must mean the stage that this person sees. */
  move<M extends MoveMethod>(method: M, ...[params]: Given<ChangeParams<M>>): Promise<boolean> {
    const stage = this.state.value?.stage?.id;
    return this.attempt(method, stage === undefined ? { ...params } : { ...params, expect: { stage } });
  }

  /* What a call would cost whom, or why it would be refused; nothing if nobody answers. */
  async price(call: PricedMethod, params: Record<string, unknown>): Promise<Quote | undefined> {
    try {
      const foreseen = (await this.connection.ask('time.preview', { call, params })) as unknown as TimePreviewResult;
      const state = this.state.value;
      // Minutes were planned anew on the way: whoever asked will ask again.
      return state?.budget.plan === foreseen.plan ? priceOf(state, foreseen) : undefined;
    } catch (error) {
      const refusal = error as RoomError;
      return refusal.reason === 'disconnected' ? undefined : refusedBy(refusal);
    }
  }

  /* This machine's time; read it where `now` is read, and it moves with it. */
  localNow(): number {
    return Math.max(Date.now(), this.now.value - this.connection.clock.offset());
  }

  get over(): Verdict | undefined {
    const status = this.status.value;
    return status.is === 'over' ? status.why : undefined;
  }

  private async attempt(method: ChangeMethod, params: Record<string, unknown>): Promise<boolean> {
    try {
      await this.connection.change(method, params);
      return true;
    } catch (error) {
      this.complain(error as RoomError);
      return false;
    }
  }

  private complain(error: RoomError): void {
    this.error.value = en.errors[error.reason] ?? (error.message || en.errors['unknown']);
    clearTimeout(this.errorTimer);
    this.errorTimer = setTimeout(() => {
      this.error.value = undefined;
    }, ERROR_SHOWN_MS);
  }

  private readonly nudge = (): void => {
    if (document.visibilityState === 'visible') {
      this.connection.nudge();
      this.tick();
    }
  };

  private tick(): void {
    clearTimeout(this.timer);
    const now = this.connection.clock.now();
    this.now.value = now;
    const state = this.state.value;
    let delay = 1000;
    if (state?.stage && !state.pause) delay = untilNextSecond(countdown(state.stage, undefined, now).left_ms);
    if (state?.pending) delay = Math.min(delay, untilNextSecond(Date.parse(state.pending.effective_at) - now));
    this.timer = setTimeout(() => this.tick(), Math.max(30, delay + 5));
  }
}

function browserWorld(session: Id): World {
  const scheme = location.protocol === 'https:' ? 'wss:' : 'ws:';
  return {
    connect: () => new WebSocket(`${scheme}//${location.host}/ws/v1/sessions/${session}`, 'turnkeeper.v1') as unknown as Socket,
    now: () => Date.now(),
    after: (ms, act) => {
      const timer = setTimeout(act, ms);
      return () => clearTimeout(timer);
    },
    random: Math.random,
    newId,
  };
}
