// @vitest-environment happy-dom
import { expect, test } from 'vitest';
import { mergePatch } from '../../core/merge_patch';
import type { RoomState } from '../../core/protocol';
import { standingOf } from '../../core/standing';
import { timeOfDay } from '../../strings/words';
import { exploration, iso, now } from '../../testing/harbour';
import { show, words } from '../../testing/page';
import { PauseAsk } from './pause_card';

const until = iso(now + 900_000);
const hardEnd = iso(now + 600_000);

function told(pause: object, session = {}): string {
  const state: RoomState = mergePatch(exploration(), { session, pause: { since: iso(now), left_ms: 192_000, until, ...pause } });
  if (!state.pause) throw new Error('no pause');
  show(<PauseAsk {...{ state, pause: state.pause, now }} standing={standingOf(state, 'm4', 'member', now)} />);
  return words();
}

test('a pause is free, and ends the session when it is too long', () => {
  expect(told({ cause: 'called', by: 'm2' })).toContain('The clock stands, and nobody pays.');
  expect(told({ cause: 'outage' })).toContain('nobody lost a minute');
  expect(told({ cause: 'called' })).toContain(`Until ${timeOfDay(until)} at the latest`);
});

test.each(['called', 'care', 'outage', 'holder_away'])('where the end is fixed nobody is told that a pause is free: %s', (cause) => {
  const said = told({ cause, by: 'm2' }, { hard_end: hardEnd });
  expect(said).toContain('The end is fixed, so what this takes is paid when it goes on.');
  expect(said).not.toContain('nobody');
});

test('whoever asked for a pause for care reads the same of it as the others', () => {
  const mine = { cause: 'care', by: 'm4' };
  expect(told(mine)).toContain('The clock stands, and nobody pays.');
  expect(told(mine, { hard_end: hardEnd })).toContain('is paid when it goes on.');
});

test('a fixed end that comes before the end of the pause is the one that is told', () =>
  expect(told({ cause: 'called' }, { hard_end: hardEnd })).toContain(`Until ${timeOfDay(hardEnd)}, the fixed end; then`));
