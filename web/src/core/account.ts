/* The account of a turn: what it was planned at, each cause that changed it, and what it is; in whole seconds that add up. */

import type { Turn, TurnChange } from './protocol';

export interface Account {
  start_ms: number;
  entries: { cause: string; amount_ms: number }[];
  planned_ms: number;
}

const SECOND_MS = 1000;

/* Causes that are told by the same words are one entry. What is too small to be told by itself is told together. */
export function accountOf({ share_ms, planned_ms, changes = [] }: Turn, tell: (change: TurnChange) => string, small: string): Account {
  const exact = new Map<string, number>();
  for (const change of changes) add(exact, tell(change), change.amount_ms);
  for (const [cause, ms] of exact)
    if (whole(ms) === 0 && cause !== small) {
      exact.delete(cause);
      add(exact, small, ms);
    }
  const [start, now] = [floored(share_ms), floored(planned_ms)];
  const entries = addingUp([...exact], now - start);
  return { start_ms: start, entries: entries.filter(({ amount_ms }) => amount_ms !== 0), planned_ms: now };
}

/* Each to the nearest second, but for those that are moved by one so that the sum is right: first those next to the half. */
function addingUp(exact: [string, number][], sum: number): Account['entries'] {
  const entries = exact.map(([cause, ms]) => ({ cause, ms, amount_ms: whole(ms) }));
  let missing = sum - entries.reduce((all, { amount_ms }) => all + amount_ms, 0);
  const step = Math.sign(missing) * SECOND_MS;
  const byNeed = [...entries].sort((a, b) => step * (b.ms - b.amount_ms - (a.ms - a.amount_ms)));
  for (let i = 0; missing !== 0 && byNeed.length > 0; i = (i + 1) % byNeed.length) {
    const entry = byNeed[i];
    if (entry) entry.amount_ms += step;
    missing -= step;
  }
  return entries.map(({ cause, amount_ms }) => ({ cause, amount_ms }));
}

function add(exact: Map<string, number>, cause: string, ms: number): void {
  exact.set(cause, (exact.get(cause) ?? 0) + ms);
}

/* A length is told as it is everywhere: never more than there is. */
function floored(ms: number): number {
  return Math.floor(ms / SECOND_MS) * SECOND_MS;
}

function whole(ms: number): number {
  return Math.round(ms / SECOND_MS) * SECOND_MS || 0; // no -0
}
