/* For a page without a live connection: it looks again when somebody comes back to it, and now and then while it is
   in sight. */

import { useEffect } from 'preact/hooks';

const EVERY_MS = 30_000;

export function useLookingAgain(look: () => void): void {
  useEffect(() => {
    const lookIfSeen = () => {
      if (document.visibilityState === 'visible') look();
    };
    const timer = setInterval(lookIfSeen, EVERY_MS);
    addEventListener('focus', lookIfSeen);
    document.addEventListener('visibilitychange', lookIfSeen);
    return () => {
      clearInterval(timer);
      removeEventListener('focus', lookIfSeen);
      document.removeEventListener('visibilitychange', lookIfSeen);
    };
  }, []);
}
