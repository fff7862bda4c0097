/* The server's time, told from this machine's clock and what clock.sync answered. */

import type { Timestamp } from './protocol';

export interface Sample {
  sent: number;
  received: number;
  serverNow: Timestamp;
}

const KEPT = 5;
const ALLOWED_MS = 20; // for timers that are coarse and clocks that drift

/* The true offset is not further from the measured one than half the trip. */
interface Measured {
  offset: number;
  trip: number;
}

export class ServerClock {
  private samples: Measured[] = [];

  constructor(private readonly localNow: () => number) {}

  /* Of the last five samples the one with the shortest trip is believed. */
  add({ sent, received, serverNow }: Sample): void {
    const trip = received - sent;
    const at = Date.parse(serverNow);
    if (Number.isNaN(at) || trip < 0) return;
    const newest = { offset: at - (sent + received) / 2, trip };
    // This machine slept or its clock was set: what cannot be true together with the newest is worth nothing.
    this.samples = this.samples.filter((older) => agree(older, newest));
    this.samples.push(newest);
    if (this.samples.length > KEPT) this.samples.shift();
  }

  offset(): number {
    let best: Measured | undefined;
    for (const sample of this.samples) if (!best || sample.trip < best.trip) best = sample;
    return best?.offset ?? 0;
  }

  now(): number {
    return this.localNow() + this.offset();
  }
}

function agree(one: Measured, other: Measured): boolean {
  return Math.abs(one.offset - other.offset) <= (one.trip + other.trip) / 2 + ALLOWED_MS;
}
