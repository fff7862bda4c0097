import { expect, test } from 'vitest';
import { mergePatch } from '../core/merge_patch';
import type { VoteKind } from '../core/protocol';
import { exploration, iso, now } from '../testing/harbour';
import { en } from '../strings/en';
import { voteResult } from './lately';

const asked = (yes: number, voters: number, kind: VoteKind = 'pause') => ({ ...exploration(), vote: { id: 'v1', kind, until: iso(now + 20_000), yes, voters } });
const result = (yes: number, voters: number) => voteResult(asked(yes, voters), exploration(), now + 5000);

test('a shared screen says how many said yes, and no more than it knows of what came of it', () =>
  expect(result(3, 4)).toBe('3 of 4 said yes.'));

test('half of all is not enough, and it says so', () => expect(result(2, 4)).toBe('2 of 4 said yes, and that is not enough.'));

test('a question that the end of its stage or a pause cuts off has lapsed, and not one whose time was over', () => {
  const cutOff = mergePatch(exploration(), { stage: { id: 'st10' } });
  expect(voteResult(asked(1, 4), cutOff, now + 5000)).toBe(en.vote.lapsed);
  expect(voteResult(asked(1, 4), mergePatch(exploration(), { pause: { cause: 'care', since: iso(now), left_ms: 1000 } }), now + 5000)).toBe(en.vote.lapsed);
  expect(voteResult(asked(1, 4), cutOff, now + 20_000)).toBe('1 of 4 said yes, and that is not enough.');
});

test('more time that a majority wanted and nobody got has lapsed', () => {
  const more = asked(3, 4, 'more_time');
  expect(voteResult(more, exploration(), now, true)).toBe('3 of 4 said yes, but minutes have moved meanwhile: the vote has lapsed, and can be called again.');
  expect(voteResult(more, mergePatch(exploration(), { budget: { plan: 15 } }), now, true)).toBe('3 of 4 said yes.');
});
