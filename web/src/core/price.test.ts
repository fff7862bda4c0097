import { expect, test } from 'vitest';
import { exploration } from '../testing/harbour';
import { mergePatch } from './merge_patch';
import { planOf, priceOf, refusedBy } from './price';
import type { TimePreviewResult } from './protocol';
import { RoomError } from './room_error';

const foreseen = (patch: object): TimePreviewResult => {
  const { turns, budget, rotation } = exploration();
  return mergePatch({ turns, budget, rotation, plan: 12, cut_short: [] }, patch);
};

test('who has less pays, who has more gains, and the one who has the floor is not counted', () => {
  const more = foreseen({
    turns: { m3: { planned_ms: 660_000 }, m4: { planned_ms: 520_000 }, m5: { planned_ms: 550_000 } },
    budget: { reserve_ms: 180_000, closing_ms: 370_000 },
  });
  expect(priceOf(exploration(), more)).toEqual({
    plan: 12,
    paid: { reserve_ms: 60_000, closing_ms: 0, turns: { m4: 20_000 } },
    gained: { reserve_ms: 0, closing_ms: 10_000, turns: { m5: 10_000 } },
    reserve: { before_ms: 240_000, after_ms: 180_000 },
    cutShort: [],
    then: { turns: more.turns, rotation: more.rotation },
  });
});

test('whoever checks in pays and gains with the others: their turn is to come', () => {
  const checkIn = mergePatch(exploration(), { stage: { kind: 'check_in', name: 'check_in', holder: 'm4' } });
  expect(priceOf(checkIn, foreseen({ turns: { m4: { planned_ms: 520_000 } } })).paid.turns).toEqual({ m4: 20_000 });
});

test('a refusal says how much there is instead, and has no plan', () => {
  const refused = refusedBy(new RoomError('turn_at_limit', '', { reason: 'turn_at_limit', available_ms: 30_000 }));
  expect(refused).toEqual({ refused: 'turn_at_limit', available_ms: 30_000 });
  expect([planOf(refused), planOf(undefined), planOf(priceOf(exploration(), foreseen({})))]).toEqual([{}, {}, { plan: 12 }]);
});
