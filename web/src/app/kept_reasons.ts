/* What changed the minutes of a session survives a reload: the last sentences of one seat, in this tab only. */

import type { Reason } from '../views/room/replan';

const KEY = 'turnkeeper.what-changed';

export function keepReasons(seat: string, reasons: Reason[]): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ seat, reasons }));
  } catch {
    // Nothing can be kept here; the page itself still knows.
  }
}

export function keptReasons(seat: string): Reason[] {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEY) ?? 'null') as { seat: string; reasons: Reason[] } | null;
    return kept?.seat === seat ? kept.reasons : [];
  } catch {
    return [];
  }
}

export function forgetReasons(): void {
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    // There was nothing.
  }
}
