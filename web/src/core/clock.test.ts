import { expect, test } from 'vitest';
import { ServerClock } from './clock';

const iso = (ms: number) => new Date(ms).toISOString();

test('of the samples the one with the shortest round trip is believed', () => {
  let local = 100_000;
  const clock = new ServerClock(() => local);
  clock.add({ sent: 100_000, received: 100_400, serverNow: iso(105_000) }); // offset 4800
  clock.add({ sent: 101_000, received: 101_020, serverNow: iso(106_010) }); // offset 5000
  clock.add({ sent: 102_000, received: 102_300, serverNow: iso(107_000) }); // offset 4850
  expect(clock.offset()).toBe(5000);
  local = 103_000;
  expect(clock.now()).toBe(108_000);
});

test('a sample is forgotten after five more, so that the clocks may drift', () => {
  const clock = new ServerClock(() => 0);
  const later = (i: number) => clock.add({ sent: i * 100, received: i * 100 + 40, serverNow: iso(i * 100 + 1050) });
  clock.add({ sent: 0, received: 10, serverNow: iso(1005) });
  for (let i = 1; i <= 4; i++) later(i);
  expect(clock.offset()).toBe(1000);
  later(5);
  expect(clock.offset()).toBe(1030);
});

test('when this machine slept, old samples are worth nothing', () => {
  const clock = new ServerClock(() => 0);
  clock.add({ sent: 0, received: 2, serverNow: iso(5001) });
  clock.add({ sent: 1000, received: 1300, serverNow: iso(61_150) });
  expect(clock.offset()).toBe(60_000);
});

test.each([-1500, -150, 150, 1500])('a clock that is set by %d ms is noticed by the next sample, even by a slower one', (step) => {
  const clock = new ServerClock(() => 0);
  clock.add({ sent: 0, received: 20, serverNow: iso(5010) });
  clock.add({ sent: 20_000, received: 20_060, serverNow: iso(25_030 - step) });
  expect(clock.offset()).toBe(5000 - step);
});

test('only the samples that cannot be true any more are dropped', () => {
  const clock = new ServerClock(() => 0);
  clock.add({ sent: 0, received: 10, serverNow: iso(5005) }); // 4995 to 5005
  clock.add({ sent: 1000, received: 1100, serverNow: iso(6100) }); // 5000 to 5100
  expect(clock.offset()).toBe(5000);
  clock.add({ sent: 2000, received: 2200, serverNow: iso(7240) }); // 5040 to 5240
  expect(clock.offset()).toBe(5050);
});

test('a slow sample does not outdo a quick one that it agrees with', () => {
  const clock = new ServerClock(() => 0);
  clock.add({ sent: 0, received: 20, serverNow: iso(5010) });
  clock.add({ sent: 20_000, received: 23_000, serverNow: iso(28_000) }); // all of its trip on the way back
  expect(clock.offset()).toBe(5000);
});

test('nonsense is not believed', () => {
  const clock = new ServerClock(() => 7);
  clock.add({ sent: 10, received: 5, serverNow: iso(99) });
  clock.add({ sent: 0, received: 1, serverNow: 'soon' });
  expect(clock.now()).toBe(7);
});
