/* How long to wait before the next attempt: half a second, doubling to thirty, with jitter, so that a room full of
   people who lost the same server does not come back in the same instant. */

const FIRST_MS = 500;
const MOST_MS = 30_000;

export class Backoff {
  private attempts = 0;

  constructor(private readonly random: () => number) {}

  next(): number {
    const full = Math.min(MOST_MS, FIRST_MS * 2 ** this.attempts);
    this.attempts = Math.min(this.attempts + 1, 10);
    return Math.round(full * (0.5 + this.random() / 2));
  }

  reset(): void {
    this.attempts = 0;
  }
}
