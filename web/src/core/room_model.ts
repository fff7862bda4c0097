/* What this client knows of a room: the state and the place in its history. It follows patches and nothing else;
   it does not know one kind of event from another, so an event that it has never heard of is followed as well. */

import { mergePatch } from './merge_patch';
import type { RoomEvent, RoomState } from './protocol';

/* An event's number, and what it is a number of: the room's life, and the run in which it was told. */
export interface Position {
  epoch: string;
  run: string;
  seq: number;
}

export type Step = 'applied' | 'known' | 'gap';

/* `event` is absent when the state was replaced as a whole; `before` when there was none. */
export type Listener = (now: RoomState, before: RoomState | undefined, event?: RoomEvent) => void;

export class RoomModel {
  private numbering: Omit<Position, 'seq'> | undefined;
  private seq = 0;
  private state_: RoomState | undefined;

  constructor(private readonly listener: Listener = () => {}) {}

  get state(): RoomState | undefined {
    return this.state_;
  }

  /* Where to resume from; nothing, if only the whole state will do. */
  position(): Position | undefined {
    return this.numbering && { ...this.numbering, seq: this.seq };
  }

  replace({ epoch, run, seq }: Position, state: RoomState): void {
    const before = this.state_;
    this.numbering = { epoch, run };
    this.seq = seq;
    this.state_ = state;
    this.listener(state, before);
  }

  /* Follows one event. One that came twice changes nothing. After a gap nothing is followed: ask for what is missing. */
  apply(event: RoomEvent): Step {
    if (this.state_ === undefined || event.seq > this.seq + 1) return 'gap';
    if (event.seq <= this.seq) return 'known';
    const before = this.state_;
    this.seq = event.seq;
    this.state_ = mergePatch(before, event.patch);
    this.listener(this.state_, before, event);
    return 'applied';
  }

  /* Trust nothing any more: the next join asks for the whole state. What is shown stays until it comes. */
  forgetPosition(): void {
    this.numbering = undefined;
  }
}
