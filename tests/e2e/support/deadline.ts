/* Waiting for what is expected, and no longer than a deadline. Nothing here sleeps. */

/** The value of `promise`, or an error that says what did not happen in time. */
export function within<T>(seconds: number, what: string | (() => string), promise: Promise<T>): Promise<T> {
  const signal = AbortSignal.timeout(seconds * 1000);
  return new Promise<T>((resolve, reject) => {
    const late = () => reject(new Error(`waited ${seconds} s in vain: ${typeof what === 'string' ? what : what()}`));
    signal.addEventListener('abort', late, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', late));
  });
}
