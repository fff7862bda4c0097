import { expect, test } from 'vitest';
import { nextAt } from './hard_end';

test('a time on the wall is the next one to come', () => {
  const now = new Date(2026, 10, 24, 18, 30).getTime();
  expect(nextAt('19:15', now)).toBe(new Date(2026, 10, 24, 19, 15).getTime());
  expect(nextAt('00:15', now)).toBe(new Date(2026, 10, 25, 0, 15).getTime());
});
