import { expect, test } from 'vitest';
import { exploration } from '../testing/harbour';
import { voteResult } from './lately';

const result = (yes: number, voters: number) =>
  voteResult({ ...exploration(), vote: { id: 'v1', kind: 'pause', until: '', yes, voters } });

test('a shared screen says how many said yes, and no more than it knows of what came of it', () =>
  expect(result(3, 4)).toBe('3 of 4 said yes.'));

test('half of all is not enough, and it says so', () => expect(result(2, 4)).toBe('2 of 4 said yes, and that is not enough.'));
