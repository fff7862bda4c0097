// @vitest-environment happy-dom
import { expect, test } from 'vitest';
import { mergePatch } from '../../core/merge_patch';
import { partsOf } from '../../core/plan';
import type { RoomState } from '../../core/protocol';
import { exploration, now } from '../../testing/harbour';
import { all, show } from '../../testing/page';
import { PlanBar } from './plan_bar';

function see(patch: object, at = now, before = exploration()) {
  const state = mergePatch<RoomState>(exploration(), patch);
  show(<PlanBar state={state} parts={partsOf(state, at)} before={partsOf(before, now)} />);
  const [running = '', ...toCome] = all('.is-now, .part-turn.is-waiting');
  return { running, next: toCome[0] ?? '' };
}

test('what is guaranteed of a turn that runs is less by what has been used, and that is no change of plan', () => {
  expect(see({}, now + 4000).running).toContain('5:23 left 2:23at least 2:23');
});

test('a guarantee that is smaller than it was is told with what it was', () => {
  expect(see({ turns: { m4: { guaranteed_ms: 330_000 } } }).next).toContain('9:00 6:00 → 5:30at least 5:30');
});

test('a guarantee that is behind is not told', () => {
  expect(see({ turns: { m3: { used_ms: 400_000 } } }).running).not.toContain('at least');
});

test('a change is the difference between what is shown and what was, both in whole seconds', () => {
  const { next } = see({ turns: { m4: { planned_ms: 534_600 } } });
  expect(next).toContain('9:00 → 8:54');
  expect(next).toContain('−0:06');
});

test('when the closing and the reserve are short together, their words do not lie over each other', () => {
  const row = () => document.querySelector('.plan-row')?.className;
  see({});
  expect(row()).toBe('plan-row');
  see({ budget: { reserve_ms: 10_000, closing_ms: 60_000 } });
  expect(row()).toBe('plan-row is-tight');
});
