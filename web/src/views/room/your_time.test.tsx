// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { beginsAt } from '../../core/plan';
import { mergePatch } from '../../core/merge_patch';
import type { RoomState } from '../../core/protocol';
import { standingOf } from '../../core/standing';
import { timeOfDay } from '../../strings/words';
import { exploration, iso, now } from '../../testing/harbour';
import { enteredRoom, show, words } from '../../testing/page';
import { YourTime } from './your_time';

beforeEach(() => void vi.useFakeTimers({ now }));
afterEach(() => void vi.useRealTimers());

async function told(patch: object, me = 'm4'): Promise<string> {
  const state: RoomState = mergePatch(exploration(), patch);
  const { room } = await enteredRoom(state, { member: me, server_now: iso(now) });
  show(<YourTime room={room} state={state} standing={standingOf(state, me, 'member', now)} />);
  return words();
}
const turn = (over: object, member = 'm4') => ({ turns: { [member]: over } });
const paused = { pause: { cause: 'called', since: iso(now), left_ms: 192_000 } };

test('a promise is told to the second, so four seconds less are seen', async () => {
  const at = timeOfDay(beginsAt(exploration(), 'm4', now) ?? 0);
  expect(await told(turn({ planned_ms: 691_000, guaranteed_ms: 414_000 }))).toBe(`Yours: 11:31, at least 6:54, at about ${at}.`);
  expect(await told(turn({ planned_ms: 687_000, guaranteed_ms: 414_000 }))).toBe(`Yours: 11:27, at least 6:54, at about ${at}.`);
});

test('a promise is never rounded up', async () => expect(await told(turn({ planned_ms: 691_900, guaranteed_ms: 414_999 }))).toMatch(/^Yours: 11:31, at least 6:54, /));

test('what is guaranteed in full is said once, as a promise', async () => expect(await told(turn({ guaranteed_ms: 540_000 }))).toMatch(/^Yours: 9:00, and no less, at about /));

test('in a pause nobody knows when', async () => expect(await told(paused)).toBe('Yours: 9:00, at least 6:00. The clock stands.'));

test('of a turn that is taken up again, what was used is gone from both', async () =>
  expect(await told({ ...turn({ used_ms: 100_000 }), ...paused })).toBe('Yours: 7:20, at least 4:20. The clock stands.'));

test('who passed a turn is told, if that is known', async () => {
  const passed = (by?: string) => told({ ...turn({ status: 'passed' }), waivers: { m4: { cause: 'passed', by } } });
  expect(await passed('m7')).toBe('No turn for you today. Samira skipped it.');
  expect(await passed('m4')).toBe('No turn for you today. You passed it.');
  expect(await passed()).toBe('No turn for you today.');
});

test('of a turn that runs, the guarantee is told as long as it is not behind', async () => {
  expect(await told({}, 'm3')).toBe('Yours now: 5:27 left in all, at least 2:27.');
  expect(await told(turn({ used_ms: 300_000 }, 'm3'), 'm3')).toBe('Yours now: 2:15 left in all.');
});
