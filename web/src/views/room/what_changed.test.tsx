// @vitest-environment happy-dom
import { expect, test } from 'vitest';
import { en } from '../../strings/en';
import { all, show, words } from '../../testing/page';
import type { Reason } from './replan';
import { WhatChanged } from './what_changed';

const at = '2026-11-24T18:30:00.000Z';
const reason = (over: Partial<Reason> = {}): Reason => ({ why: 'The end is open again.', at, during: '', ...over });
const seen = (...reasons: Reason[]) => {
  show(<WhatChanged reasons={reasons} class="only-wide" />);
  return all('.reasons li p');
};

test('each reason is told with when it was said, in whose turn, and what it did to one’s own', () => {
  const mine = { before: { planned_ms: 540_000, guaranteed_ms: 360_000 }, after: { planned_ms: 520_000, guaranteed_ms: 360_000 } };
  expect(seen(reason({ why: 'You have 20 seconds less.', during: 'in Ioana’s turn', mine }), reason({ at: '2026-11-24T18:20:00.000Z' }))).toEqual([
    'You have 20 seconds less. Yours: 9:00 → 8:40. in Ioana’s turn',
    'The end is open again.',
  ]);
  expect(document.querySelector('time')?.dateTime).toBe(at);
});

test('nothing has changed so far, and it says so', () => {
  expect(seen()).toEqual([]);
  expect(words()).toContain(en.plan.nothingChanged);
});

test('Escape closes it, and the reader is back where it was opened', () => {
  seen(reason());
  const details = document.querySelector('details');
  if (!details) throw new Error('there is nothing to open');
  details.open = true;
  details.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
  expect(details.open).toBe(false);
  expect(document.activeElement).toBe(details.querySelector('summary'));
});
