import { expect, test } from 'vitest';
import type { VoteKind } from '../core/protocol';
import { exploration } from '../testing/harbour';
import { voteResult } from './lately';

const result = (kind: VoteKind, yes: number, voters: number) =>
  voteResult({ ...exploration(), vote: { id: 'v1', kind, until: '', yes, voters, amount_ms: 120_000 } });

test('a shared screen says what a vote has decided, by more than half', () => {
  expect(result('more_time', 2, 3)).toBe('2 of 3 said yes: 2 minutes more.');
  expect(result('later_end', 3, 4)).toBe('3 of 4 said yes: the end may be 2 minutes later.');
  expect(result('skip', 3, 4)).toBe('3 of 4 said yes: Ioana’s turn comes later.');
});

test('half of all is not enough, and it says so', () => expect(result('pause', 2, 4)).toBe('2 of 4 said yes, and that is not enough.'));
