/* One polite live region for the whole client. It speaks at milestones only, never because a second has passed. */

import { signal } from '@preact/signals';

export const announcement = signal('');

export function announce(sentence: string): void {
  // The same sentence twice would not be read again: a no-break space makes it another.
  announcement.value = announcement.value === sentence ? `${sentence}\u00a0` : sentence;
}
