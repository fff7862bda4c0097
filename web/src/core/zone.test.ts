import { expect, test } from 'vitest';
import { isZone, zoneOf } from './zone';

test.each(['Europe/Lisbon', 'America/Argentina/Ushuaia', 'Etc/GMT+5', 'UTC', 'GMT', 'US/Eastern'])('%s is taken', (name) =>
  expect(isZone(name)).toBe(true),
);

test.each(['', 'EST5EDT', 'CET', 'Lisbon', 'Europe', 'Europe/', 'Mars/Olympus', 'Europe/Lis bon'])('“%s” is not', (name) =>
  expect(isZone(name)).toBe(false),
);

test.each([
  ['Europe/Berlin', 'Europe/Berlin'],
  ['EST5EDT', 'America/New_York'],
  ['CET', 'Europe/Brussels'],
  ['Factory', ''],
  [undefined, ''],
])('a browser that says %s gets %s', (browser, zone) => expect(zoneOf(browser)).toBe(zone));

test('every old name leads to one that is taken', () => {
  for (const old of ['EST', 'MST', 'HST', 'WET', 'MET', 'EET', 'Japan', 'NZ', 'Zulu']) expect(isZone(zoneOf(old))).toBe(true);
});
