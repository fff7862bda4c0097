/* All stories at once: most of their time passes by itself, so they pass it side by side, in one browser. */
import { afterAll, beforeAll } from 'vitest';
import { closeBrowser, openBrowser } from './support/browser';

beforeAll(openBrowser, 60_000);
afterAll(closeBrowser);

// The longest first.
await import('./accessible.story');
await import('./led_by_time.story');
await import('./acting_together.story');
await import('./coming_and_going.story');
await import('./late_and_away.story');
await import('./hard_end.story');
await import('./prices_and_votes.story');
await import('./reopened.story');
await import('./killed_server.story');
await import('./one_clock.story');
await import('./bad_input.story');
await import('./agenda.story');
await import('./display.story');
await import('./keyboard_alone.story');
await import('./behind_a_proxy.story');
