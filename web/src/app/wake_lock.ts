/* Keeps the screen awake while a session runs, where the browser can. */

let lock: WakeLockSentinel | undefined;
let wanted = false;

export function stayAwake(want: boolean): void {
  wanted = want;
  if (!want) {
    void lock?.release();
    lock = undefined;
  } else void take();
}

/* A lock is lost whenever the page is hidden. */
document.addEventListener('visibilitychange', () => {
  if (wanted && document.visibilityState === 'visible') void take();
});

async function take(): Promise<void> {
  if (!('wakeLock' in navigator) || (lock && !lock.released)) return;
  try {
    lock = await navigator.wakeLock.request('screen');
    if (!wanted) void lock.release();
  } catch {
    // A low battery or a hidden page; the session goes on all the same.
  }
}
