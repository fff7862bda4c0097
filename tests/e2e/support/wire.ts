/* Every frame that a page sends and receives, held against the contract, and what they add up to. */
import type { Page, WebSocket } from 'playwright-core';
import type { RoomEvent, RoomState } from '../../../web/src/core/protocol';
import { validateFrame, watchConnection, type Audience, type Direction, type Watch } from '../../support/validate-frame';
import type { Json } from '../../support/contract';
import { within } from './deadline';

export interface Frame {
  direction: Direction;
  text: string;
}

export class Wire {
  readonly frames: Frame[] = [];
  readonly complaints: string[] = [];
  /** What happened in the room while this page was in it, in order. */
  readonly events: RoomEvent[] = [];
  /** How many times it came into the room. */
  joins = 0;
  private latest: Watch | undefined;
  /** The state at each place in the room's history that this page came by, by epoch, run and seq. */
  private readonly places = new Map<string, Json>();
  private watchers: (() => void)[] = [];

  constructor(
    page: Page,
    private readonly audience: Audience,
  ) {
    page.on('websocket', (socket) => this.follow(socket));
  }

  /** The room as this page must know it by now. */
  get state(): RoomState | undefined {
    return this.latest?.joined ? (this.latest.state as unknown as RoomState) : undefined;
  }

  /** What `find` finds, as soon as it finds something. It is asked again at every frame. */
  until<T>(what: string, find: (state: RoomState) => T | undefined | false, seconds: number): Promise<T> {
    const found = new Promise<T>((resolve) => {
      const look = () => {
        const state = this.state;
        const value = state && find(state);
        if (value === undefined || value === false) return;
        this.watchers = this.watchers.filter((watcher) => watcher !== look);
        resolve(value);
      };
      this.watchers.push(look);
      look();
    });
    return within(seconds, () => `${what}; the stage is ${JSON.stringify(this.state?.stage)}, ${this.last()}`, found);
  }

  /** The last things that happened, for a person who reads a failure. */
  last(count = 6): string {
    return `after ${this.events.slice(-count).map(({ event }) => event).join(', ') || 'nothing'}`;
  }

  /* A page may hold the old connection for a moment while it opens the new one, and hear no more of what comes over it.
     So each connection is watched by itself, and begins where the page says that it stands. */
  private follow(socket: WebSocket): void {
    const watch = watchConnection();
    let current = false;
    const take = (direction: Direction, payload: string | Buffer) => {
      const text = payload.toString();
      this.frames.push({ direction, text });
      if (direction === 'sent') this.takeUp(watch, text);
      const joined = watch.joined;
      this.complaints.push(...validateFrame(direction, text, this.audience, watch));
      if (!joined && watch.joined) {
        current = true;
        this.joins++;
        this.latest = watch;
      }
      if (watch.joined && watch.state !== undefined) this.places.set(`${watch.epoch}.${watch.run}.${watch.seq}`, watch.state);
      if (current && direction === 'received') this.note(text);
      for (const watcher of [...this.watchers]) watcher();
    };
    socket.on('framesent', ({ payload }) => take('sent', payload));
    socket.on('framereceived', ({ payload }) => take('received', payload));
  }

  private takeUp(watch: Watch, sent: string): void {
    const { method, params } = JSON.parse(sent) as { method?: string; params?: { resume?: { epoch: string; run: string; seq: number } } };
    if (method !== 'room.join' || !params?.resume) return;
    const { epoch, run, seq } = params.resume;
    const state = this.places.get(`${epoch}.${run}.${seq}`);
    if (state === undefined) this.complaints.push(`resumes at seq ${seq} of ${epoch} and ${run}, where it never was`);
    else Object.assign(watch, { epoch, run, seq, state });
  }

  private note(text: string): void {
    const { method, params, result } = JSON.parse(text) as {
      method?: string;
      params?: RoomEvent;
      result?: { events?: RoomEvent[] };
    };
    if (method === 'room.event' && params) this.events.push(params);
    if (result?.events) this.events.push(...result.events);
  }
}
