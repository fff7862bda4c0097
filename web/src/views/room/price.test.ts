import { expect, test } from 'vitest';
import type { Quote } from '../../core/price';
import { exploration } from '../../testing/harbour';
import { gainWords, priceWords } from './price';

const nothing = { reserve_ms: 0, closing_ms: 0, turns: {} };
const price = (part: 'paid' | 'gained', amounts: { reserve_ms?: number; closing_ms?: number; turns?: Record<string, number> }): Quote => ({
  plan: 12,
  paid: nothing,
  gained: nothing,
  reserve: { before_ms: 240_000, after_ms: 180_000 },
  [part]: { ...nothing, ...amounts },
});
const says = (paid: object) => priceWords(price('paid', paid));

test('the reserve alone is told before and after', () => expect(says({ reserve_ms: 60_000 })).toBe('the reserve: 4:00 → 3:00'));

test('turns alone are told each', () =>
  expect(says({ turns: { m4: 20_000, m5: 20_000, m6: 20_000 } })).toBe('0:20 each from 3'));

test('who pays together is told together, each with an amount', () => {
  expect(says({ reserve_ms: 40_000, turns: { m4: 10_000, m5: 10_000 } })).toBe('0:40 from the reserve, 0:10 each from 2');
  expect(says({ reserve_ms: 30_000, turns: { m4: 10_000, m5: 10_000 }, closing_ms: 10_000 })).toBe(
    '0:30 from the reserve, 0:10 each from 2, 0:10 from the closing',
  );
  expect(says({ reserve_ms: 50_000, closing_ms: 10_000 })).toBe('0:50 from the reserve, 0:10 from the closing');
});

test('one turn, and turns that do not pay alike, are told in all', () => {
  expect(says({ turns: { m4: 60_000 } })).toBe('1:00 from one turn');
  expect(says({ turns: { m4: 20_000, m5: 40_000 } })).toBe('1:00 from 2 turns');
});

test('what cannot be had says how much can', () =>
  expect(priceWords({ refused: 'time_exhausted', available_ms: 21_400 })).toBe('only 0:21 left to give'));

test('what is left over goes to somebody', () => {
  const goes = (gained: object) => gainWords(exploration(), price('gained', gained));
  expect(goes({ turns: { m4: 1000 }, closing_ms: 1000, reserve_ms: 1000 })).toBe('what is left goes to Kwame, the closing and the reserve');
  expect(goes({ turns: { m4: 1000, m5: 1000, m6: 1000 } })).toBe('what is left goes to 3 turns');
  expect(goes({})).toBe('no time is left over');
});
