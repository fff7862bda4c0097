import { expect, test } from 'vitest';
import type { Quote } from '../../core/price';
import { priceOf } from '../../core/price';
import { mergePatch } from '../../core/merge_patch';
import type { TimePreviewResult } from '../../core/protocol';
import { exploration, now } from '../../testing/harbour';
import { timeOfDay } from '../../strings/words';
import { cutWords, deferWords, endWords, gainWords, giveBackWords, giveWords, orderWords, passWords, priceWords, takeBackWords, votePriceWords } from './price';

const nothing = { reserve_ms: 0, closing_ms: 0, turns: {} };
const price = (part: 'paid' | 'gained', amounts: { reserve_ms?: number; closing_ms?: number; turns?: Record<string, number> }): Quote => ({
  plan: 12,
  paid: nothing,
  gained: nothing,
  reserve: { before_ms: 240_000, after_ms: 180_000 },
  [part]: { ...nothing, ...amounts },
  cutShort: [],
  then: { turns: {}, rotation: [] },
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

/* Kwame (m4), whose turn is to come, asks what it would lead to. */
const state = exploration();
const foreseen = (patch: object): Quote => {
  const { turns, budget, rotation } = state;
  return priceOf(state, mergePatch<TimePreviewResult>({ turns, budget, rotation, plan: 14, cut_short: [] }, patch));
};
const minutes = (of: Record<string, number>) => ({ turns: Object.fromEntries(Object.entries(of).map(([id, ms]) => [id, { planned_ms: ms }])) });

test('what one gives back is told with what one keeps and whom it reaches', () => {
  const words = (patch: object) => giveBackWords(state, 'm4', foreseen(patch));
  expect(words({ ...minutes({ m4: 480_000 }), budget: { reserve_ms: 300_000 } })).toBe('yours: 9:00 → 8:00, 1:00 to the reserve');
  expect(words({ ...minutes({ m4: 480_000, m5: 560_000, m6: 560_000 }), budget: { closing_ms: 380_000 } })).toBe(
    'yours: 9:00 → 8:00, 0:20 each to Thu Hà and Lucía, 0:20 to the closing',
  );
});

test('a gift is told with both turns, and with what fits if it is too much', () => {
  expect(giveWords(state, 'm4', 'm5', foreseen(minutes({ m4: 480_000, m5: 600_000 })))).toBe('yours: 9:00 → 8:00, Thu Hà: 9:00 → 10:00');
  expect(giveWords(state, 'm4', 'm5', { refused: 'turn_at_limit', available_ms: 30_900 })).toBe('only 0:30 more fit into Thu Hà’s turn');
  expect(giveWords(state, 'm4', 'm5', { refused: 'time_exhausted', available_ms: 10_000 })).toBe('only 0:10 left to give');
});

test('the holder, who gives of a turn that runs, keeps the rest', () =>
  expect(giveBackWords(state, 'm3', foreseen({ ...minutes({ m3: 480_000 }), budget: { reserve_ms: 300_000 } }))).toBe('yours: 9:00 → 8:00, 1:00 to the reserve'));

test('a turn that is given up goes to somebody, each with an amount', () => {
  expect(passWords(state, foreseen({ turns: { m4: { status: 'passed', planned_ms: 0 }, m5: { planned_ms: 810_000 }, m6: { planned_ms: 810_000 } }, budget: { reserve_ms: 245_000 } }))).toBe(
    '4:30 each to Thu Hà and Lucía, 0:05 to the reserve',
  );
});

test('a turn that moves is told with the one before it, and about when it begins', () => {
  const later = foreseen({ rotation: ['m1', 'm2', 'm3', 'm5', 'm6', 'm4'] });
  const begins = now + (540_000 - 108_000 - 105_000) + 3 * 5000 + 2 * 540_000;
  expect(deferWords(state, 'm4', later, now)).toBe(`after Lucía, at about ${timeOfDay(begins)}`);
  expect(deferWords(state, 'm4', later)).toBe('after Lucía');
  expect(deferWords(state, 'm6', { refused: 'wrong_phase' }, now)).toBe('it is the last already');
});

test('what is taken back takes its time from somebody', () => {
  const words = (patch: object) => takeBackWords(state, foreseen(patch));
  expect(words({ budget: { reserve_ms: 239_000 } })).toBe('the time comes from the reserve');
  // The turn that has just begun has not, once the move is taken back.
  expect(words({ turns: { m3: { status: 'waiting', planned_ms: 530_000 }, m4: { planned_ms: 530_000 } } })).toBe('the time comes from Ioana and Kwame');
  expect(words({ turns: { m3: { status: 'waiting' } } })).toBe('nobody pays');
  // Where nobody else can, the turn itself does.
  expect(words({ turns: { m3: { planned_ms: 530_000 } } })).toBe('the time comes from Ioana');
});

test('a fixed end says who pays, and of turns that are carried over only what the others pay', () => {
  const words = (patch: object) => endWords(foreseen(patch));
  expect(words({})).toBe('nobody pays');
  expect(words({ budget: { reserve_ms: 180_000 } })).toBe('the reserve: 4:00 → 3:00');
  expect(words({ budget: { reserve_ms: 0 }, ...minutes({ m4: 480_000, m5: 480_000 }) })).toBe('4:00 from the reserve, 1:00 each from 2');
  expect(words({ turns: { m6: null, m5: { planned_ms: 500_000 } } })).toBe('0:40 from one turn');
  expect(words({ turns: { m6: null } })).toBe('nobody else pays');
  expect(endWords({ refused: 'too_late' })).toBe('\u00a0');
});

test('an end for one person says in which order the turns come then', () => {
  const words = (rotation: string[]) => orderWords(state, foreseen({ rotation }), 'm6');
  expect(words(['m1', 'm2', 'm3', 'm6', 'm4', 'm5'])).toBe('the turns to come: you, Kwame and Thu Hà');
  expect(words(['m1', 'm2', 'm3', 'm4', 'm5', 'm6'])).toBe('the order stays as it is');
});

test('what a vote costs is told by name, the reader first, and the same whoever reads it', () => {
  const words = (paid: object, me?: string) => votePriceWords(state, { ...nothing, ...paid }, me);
  expect(words({ reserve_ms: 60_000 })).toBe('the reserve: 4:00 → 3:00');
  expect(words({ turns: { m4: 20_000, m5: 20_000 }, reserve_ms: 80_000 }, 'm5')).toBe('0:20 each from you and Kwame, 1:20 from the reserve');
  expect(words({ turns: { m4: 20_000, m5: 30_000 }, closing_ms: 10_000 })).toBe('0:20 from Kwame, 0:30 from Thu Hà, 0:10 from the closing');
  expect(words({})).toBe('nobody pays');
});

test('who would have to leave before their turn is over is told by name', () => {
  const words = (cut_short: string[], me?: string) => cutWords(state, foreseen({ cut_short }), me);
  expect(words([])).toBe('');
  expect(words(['m4'])).toBe('Then Kwame has to leave before their turn is over.');
  expect(words(['m4'], 'm4')).toBe('Then you have to leave before your turn is over.');
  expect(words(['m5', 'm4'], 'm4')).toBe('Then you and Thu Hà have to leave before their turns are over.');
  expect(cutWords(state, { refused: 'time_exhausted' }, 'm4')).toBe('');
});
