/* The server's time, told from this machine's clock and what clock.sync answered. */

import type { Timestamp } from './protocol';

export interface Sample {
  sent: number;
  received: number;
  serverNow: Timestamp;
}

const KEPT = 5;
const JUMP_MS = 2000;

export class ServerClock {
  private samples: { offset: number; trip: number }[] = [];

  constructor(private readonly localNow: () => number) {}

  /* Of the last five samples the one with the shortest trip is believed. */
  add({ sent, received, serverNow }: Sample): void {
    const trip = received - sent;
    const at = Date.parse(serverNow);
    if (Number.isNaN(at) || trip < 0) return;
    const offset = at - (sent + received) / 2;
    // This machine slept or its clock was set: what was measured before is worth nothing.
    if (this.samples.length > 0 && Math.abs(offset - this.offset()) > JUMP_MS + trip) this.samples = [];
    this.samples.push({ offset, trip });
    if (this.samples.length > KEPT) this.samples.shift();
  }

  offset(): number {
    let best: { offset: number; trip: number } | undefined;
    for (const sample of this.samples) if (!best || sample.trip < best.trip) best = sample;
    return best?.offset ?? 0;
  }

  now(): number {
    return this.localNow() + this.offset();
  }
}
