// @vitest-environment happy-dom
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { mergePatch } from '../../core/merge_patch';
import type { RoomState } from '../../core/protocol';
import { standingOf } from '../../core/standing';
import { settle } from '../../testing/fake_world';
import { exploration, iso, now } from '../../testing/harbour';
import { button, enteredRoom, show, words } from '../../testing/page';
import { VoteCard } from './votes';

const vote = { id: 'v1', kind: 'more_time', by: 'm3', amount_ms: 120_000, until: iso(now + 20_000), voters: 2, yes: 1, ballots: { m3: 'yes', m4: 'open' } };
const asked = (over: object = {}): RoomState => mergePatch(exploration(), { members: { m7: { present: false } }, vote: { ...vote, ...over } });
const price = { reserve_ms: 80_000, closing_ms: 0, turns: { m4: 20_000, m5: 20_000 } };

async function see(state: RoomState, me: string) {
  const { room, socket } = await enteredRoom(state, { member: me });
  show(<VoteCard room={room} state={state} standing={standingOf(state, me, 'member', now)} />);
  await act(async () => void (await vi.advanceTimersByTimeAsync(200)));
  return socket;
}

beforeEach(() => void vi.useFakeTimers({ now }));
afterEach(() => void vi.useRealTimers());

test('an open vote says what it costs whom, by what the room knows and not by a button of the page', async () => {
  await see(asked({ price }), 'm4');
  expect(words()).toContain('Who pays: 0:20 each from you and Thu Hà, 1:20 from the reserve.');
  expect(button('Yes')).toBeDefined();
});

test('who came while it was open has no ballot, and sees the price all the same', async () => {
  await see(asked({ price }), 'm6');
  expect(words()).toContain('Who pays: 0:20 each from Kwame and Thu Hà, 1:20 from the reserve.');
  expect(button('Yes')).toBeUndefined();
});

test('who would have to leave in their turn if all say yes is told', async () => {
  const state = asked({ price });
  const socket = await see(state, 'm4');
  const { id, params } = socket.last('time.preview');
  expect(params).toMatchObject({ call: 'vote.cast', params: { vote: 'v1', yes: true } });
  const { turns, budget, rotation } = state;
  await act(async () => {
    socket.say({ id, result: { turns, budget, rotation, plan: budget.plan, cut_short: ['m5'] } });
    await settle();
  });
  expect(words()).toContain('Then Thu Hà has to leave before their turn is over.');
});

test('what has no price names none', async () => {
  await see(asked({ kind: 'move_on' }), 'm4');
  expect(words()).not.toContain('Who pays');
});
