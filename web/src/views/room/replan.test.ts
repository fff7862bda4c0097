import { expect, test } from 'vitest';
import { exploration, now } from '../../testing/harbour';
import { replanOf } from './replan';

const why = (event: string, data: object) =>
  replanOf(exploration(), exploration(), { seq: 1, at: '', event, data: data as Record<string, unknown>, patch: {} }, now)?.why;

test('a minute more is said with who pays', () => {
  expect(why('time.extended', { amount_ms: 120_000, paid: { reserve_ms: 60_000, turns: { m4: 20_000, m5: 20_000, m6: 20_000 } } })).toBe(
    '2 minutes more for this turn. Kwame, Thu Hà and Lucía have 20 seconds less each. The reserve gives the rest.',
  );
  expect(why('time.extended', { amount_ms: 60_000, paid: { reserve_ms: 60_000 } })).toBe('1 minute more for this turn. The reserve gives it.');
});

test('minutes that come back are said with whom they reach', () => {
  expect(why('time.given_back', { amount_ms: 60_000, returned: { turns: { m4: 60_000 } } })).toBe('Given back: 1 minute, to Kwame.');
});

test('what changes no minutes says nothing', () => expect(why('hand.raised', { entry: 'e1' })).toBeUndefined());
