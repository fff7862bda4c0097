import { expect, test } from 'vitest';
import { accountOf } from './account';
import type { Turn, TurnChange } from './protocol';

const turn = (share_ms: number, ...changes: [string, number][]): Turn => ({
  status: 'waiting',
  share_ms,
  planned_ms: changes.reduce((sum, [, ms]) => sum + ms, share_ms),
  guaranteed_ms: 0,
  used_ms: 0,
  changes: changes.map(([whom, amount_ms]) => ({ cause: 'overtime', whom, amount_ms }) as TurnChange),
});
const account = (...of: Parameters<typeof turn>) => accountOf(turn(...of), ({ whom }) => whom ?? '', 'bits');
const amounts = (...of: Parameters<typeof turn>) => account(...of).entries.map(({ cause, amount_ms }) => `${cause} ${amount_ms / 1000}`);
const addsUp = ({ start_ms, entries, planned_ms }: ReturnType<typeof account>) => entries.reduce((sum, { amount_ms }) => sum + amount_ms, start_ms) === planned_ms;

test('an account begins with the share, names each cause, and ends with what is planned', () =>
  expect(account(540_000, ['bea', -20_000], ['dan', 5000])).toEqual({
    start_ms: 540_000,
    entries: [{ cause: 'bea', amount_ms: -20_000 }, { cause: 'dan', amount_ms: 5000 }],
    planned_ms: 525_000,
  }));

test('what is shown adds up, whatever lies between the seconds', () => {
  expect(amounts(540_000, ['a', -6667], ['b', -6667], ['c', -6666])).toEqual(['a -7', 'b -7', 'c -6']);
  for (let i = 0; i < 500; i++) {
    const ms = (n: number) => ((i * 7919 + n * 104_729) % 20_001) - 10_000;
    const one = account(540_000 + ms(9), ['a', ms(1)], ['b', ms(2)], ['c', ms(3) % 700], ['d', ms(4) % 700]);
    expect(addsUp(one), JSON.stringify(one)).toBe(true);
  }
});

test('six small gifts are told together, and not lost', () => {
  const gifts = ['a', 'b', 'c', 'd', 'e', 'f'].map((from): [string, number] => [from, 400]);
  expect(amounts(540_000, ...gifts)).toEqual(['bits 2']);
});

test('what is told by the same words is one entry, and what cancels out is none', () => {
  expect(amounts(540_000, ['a', 3000], ['b', -1000], ['a', 2000])).toEqual(['a 5', 'b -1']);
  expect(amounts(540_000, ['a', 3000], ['a', -3000])).toEqual([]);
  expect(accountOf({ ...turn(540_000), changes: undefined } as unknown as Turn, () => '', '').entries).toEqual([]);
});
