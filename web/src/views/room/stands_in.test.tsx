// @vitest-environment happy-dom
import { expect, test } from 'vitest';
import { mergePatch } from '../../core/merge_patch';
import type { RoomState } from '../../core/protocol';
import { standingOf } from '../../core/standing';
import { exploration, now } from '../../testing/harbour';
import { show, words } from '../../testing/page';
import { StandsIn } from './room';

function told(me: string, steppedIn = true): string {
  const state: RoomState = mergePatch(exploration(), { members: { m4: { stepped_in: steppedIn } } });
  show(<StandsIn state={state} standing={standingOf(state, me, 'member', now)} />);
  return words();
}

test('whoever stands in for the facilitator is told so', () => expect(told('m4')).toBe('You stand in for the facilitator.'));

test('the others are told who it is', () => expect(told('m2')).toMatch(/^\w+ stands in for the facilitator\.$/));

test('while nobody stands in, nothing is said', () => expect(told('m2', false)).toBe(''));
