import { expect, test } from 'vitest';
import { exploration } from '../../testing/harbour';
import { priceWords } from './price';

const says = (paid: { reserve_ms?: number; closing_ms?: number; turns?: Record<string, number> }) =>
  priceWords(exploration(), { possible: true, reserve_ms: 0, reserveAfter_ms: 180_000, closing_ms: 0, turns: {}, ...paid });

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
  expect(priceWords(exploration(), { possible: false, available_ms: 21_400 })).toBe('only 0:21 left to give'));
