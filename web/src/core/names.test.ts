import { expect, test } from 'vitest';
import { fitName, shortName, widthOf } from './names';

const room = { one: 4.2, two: 4.2, rest: 7, least: 0.6 };

test('a short name stands on one line as it is', () => {
  expect(fitName('Thu Hà', room)).toEqual({ first: 'Thu Hà', rest: '', firstScale: 1, restScale: 1 });
});

test('first and last name take two lines when one is too short', () => {
  expect(fitName('Rafael Souza', room)).toEqual({ first: 'Rafael', rest: 'Souza', firstScale: 1, restScale: 1 });
});

test('all that follows the first word stays together', () => {
  expect(fitName('  Anna  van der Berg ', room)).toMatchObject({ first: 'Anna', rest: 'van der Berg' });
});

test('a long single name is parted at its hyphen', () => {
  expect(fitName('Bartholomew-Alexander', room)).toMatchObject({ first: 'Bartholomew-', rest: 'Alexander' });
  expect(fitName('Li-Wu', room)).toMatchObject({ first: 'Li-Wu', rest: '' });
});

test('one long word shrinks, and no further than can be read', () => {
  const { first, rest, firstScale } = fitName('Bartholomew', room);
  expect([first, rest]).toEqual(['Bartholomew', '']);
  expect(firstScale).toBeLessThan(1);
  expect(widthOf('Bartholomew') * firstScale).toBeLessThanOrEqual(room.one);
  expect(fitName('W'.repeat(80), room).firstScale).toBe(room.least);
});

test('letters of one em and marks that take no room are counted as such', () => {
  expect(widthOf('田中')).toBe(2);
  expect(widthOf('e\u0301')).toBe(widthOf('é'));
});

test('where there is least room the first name stands for the whole, unless two have it', () => {
  const all = ['Rafael Souza', 'Jonas Lindqvist', 'Jonas Berg', 'Thu Hà'];
  expect(all.map((name) => shortName(name, all, 4))).toEqual(['Rafael', 'Jonas Lindqvist', 'Jonas Berg', 'Thu Hà']);
});
