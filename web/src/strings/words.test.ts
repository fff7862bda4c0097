import { expect, test } from 'vitest';
import { aboutMinutes, dueDay, fill, names, plural, roughly, spoken } from './words';

test.each([
  [20_000, '20 seconds'],
  [1_000, '1 second'],
  [60_000, '1 minute'],
  [540_000, '9 minutes'],
  [90_000, '1½ minutes'],
  [520_000, '8:40'],
])('%d ms are %s', (ms, words) => expect(spoken(ms)).toBe(words));

test.each([
  [244_000, 'about 4 minutes'],
  [71_000, 'about 1 minute'],
  [540_000, '9 minutes'],
  [150_000, '2½ minutes'],
  [24_000, '24 seconds'],
])('%d ms are roughly %s', (ms, words) => expect(roughly(ms)).toBe(words));

test('what lies ahead is rounded', () => expect(aboutMinutes(517_000)).toBe('9 minutes'));

// Whether a comma follows the weekday is the affair of the runtime's own words (ICU).
test('a due date is the same day everywhere', () => expect(dueDay('2026-11-26')).toMatch(/^Thu,? 26 Nov$/));

test('a date that is none is shown as it came', () => expect(dueDay('soon')).toBe('soon'));

test('names are listed as one says them', () => expect(names(['Kwame', 'Thu Hà', 'Lucía'])).toBe('Kwame, Thu Hà and Lucía'));

test('one and many', () => {
  const people = { one: '{n} person', other: '{n} people' };
  expect([plural(1, people), plural(0, people), plural(6, people)]).toEqual(['1 person', '0 people', '6 people']);
});

test('what has no value stays visible, so that it is found', () => expect(fill('Thank you, {name}.', {})).toBe('Thank you, {name}.'));
