import { describe, expect, test } from 'vitest';
import { amountFace, clockFace, countdown, elapsed, lengthFace, untilNextSecond } from './countdown';
import type { Pause, Stage } from './protocol';

const start = Date.parse('2026-03-01T18:00:00.000Z');
const at = (seconds: number) => start + seconds * 1000;
const stage = (over: Partial<Stage> = {}): Stage => ({
  id: 's1',
  kind: 'turn',
  name: 'exploration',
  started_at: '2026-03-01T18:00:00.000Z',
  length_ms: 300_000,
  deadline: '2026-03-01T18:05:00.000Z',
  ...over,
});

describe('a countdown', () => {
  test('is what lies between now and the deadline', () => {
    expect(countdown(stage(), undefined, at(108)).left_ms).toBe(192_000);
    expect(countdown(stage(), undefined, at(108)).left).toBeCloseTo(0.64);
    expect(elapsed(stage(), undefined, at(108))).toBe(108_000);
  });

  test('changes its tone in the last fifth, not before', () => {
    expect(countdown(stage(), undefined, at(239)).lastFifth).toBe(false);
    expect(countdown(stage(), undefined, at(240)).lastFifth).toBe(true);
  });

  test('stays at nothing when the deadline has passed and no news has come', () => {
    expect(countdown(stage(), undefined, at(999))).toMatchObject({ left_ms: 0, left: 0, over: false });
  });

  test('never shows more than the stage has, should this clock be behind', () => {
    expect(countdown(stage(), undefined, at(-3))).toMatchObject({ left_ms: 300_000, left: 1 });
  });

  test('stands still in a pause', () => {
    const pause: Pause = { cause: 'care', since: '2026-03-01T18:01:00.000Z', left_ms: 240_000 };
    const paused = stage({ deadline: undefined });
    expect(countdown(paused, pause, at(500))).toMatchObject({ left_ms: 240_000, held: true });
  });

  test('in overtime counts what is over, and empties the overtime', () => {
    const long = stage({ length_ms: 330_000, overtime_ms: 30_000, deadline: '2026-03-01T18:05:30.000Z' });
    const count = countdown(long, undefined, at(318));
    expect(count).toMatchObject({ over: true, over_ms: 18_000, left_ms: 12_000, lastFifth: false });
    expect(count.left).toBeCloseTo(0.4);
  });
});

describe('the face of the clock', () => {
  test.each([
    [192_000, '3:12'],
    [191_001, '3:12'],
    [191_000, '3:11'],
    [1, '0:01'],
    [0, '0:00'],
    [-5, '0:00'],
    [3_600_000, '60:00'],
  ])('%d ms left reads %s', (ms, face) => expect(clockFace(ms)).toBe(face));

  test('what is planned or promised is never rounded up, and neither is time that grows', () =>
    expect([lengthFace(18_900), lengthFace(514_999), lengthFace(515_000)]).toEqual(['0:18', '8:34', '8:35']));

  test('what is paid is told to the nearest second', () => expect([amountFace(8571), amountFace(8400)]).toEqual(['0:09', '0:08']));

  test('changes once a second, when the second is over', () => {
    expect(untilNextSecond(191_250)).toBe(250);
    expect(untilNextSecond(191_000)).toBe(1000);
    expect(untilNextSecond(0)).toBe(1000);
  });
});
