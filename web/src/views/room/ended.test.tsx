// @vitest-environment happy-dom
import { expect, test } from 'vitest';
import type { RoomState } from '../../core/protocol';
import { standingOf } from '../../core/standing';
import { en } from '../../strings/en';
import { exploration, iso, now } from '../../testing/harbour';
import { all, button, enteredRoom, press, show, words } from '../../testing/page';
import { Ended } from './ended';

async function see(over: Partial<RoomState['session']>, me = 'm4') {
  const state = { ...exploration(), reflections: { m4: { text: 'That stopping is a skill as well.' } }, session: { ...exploration().session, phase: 'ended' as const, ...over } };
  delete state.stage;
  const { room, socket } = await enteredRoom(state);
  show(<Ended {...{ room, state }} standing={standingOf(state, me, 'member', now)} />);
  return socket;
}

test('all is saved, and one link leads to what was agreed', async () => {
  await see({ end_cause: 'complete' });
  expect(all('h1')).toEqual(['That was session 7.']);
  expect(words()).toContain(en.ended.saved);
  expect(document.querySelector('.button-main')?.getAttribute('href')).toBe('#/circle/c1');
  expect(words()).toContain('Book the room in Gdynia');
  expect(words()).toContain('That stopping is a skill as well.');
  expect(button(en.ended.reopen)).toBeUndefined();
});

test('ended too soon, whoever has a seat opens it again, as long as that is possible', async () => {
  const socket = await see({ end_cause: 'ended_by_hand', reopen_until: iso(now + 60_000) });
  expect(words()).toContain(en.ended.early);
  await press(en.ended.reopen);
  expect(socket.last('session.reopen').params).toHaveProperty('change');
  await see({ end_cause: 'ended_by_hand', reopen_until: iso(now - 1) });
  expect(button(en.ended.reopen)).toBeUndefined();
});

test('who observed or facilitated without a seat of theirs in this circle sees no button that would be refused', async () => {
  await see({ reopen_until: iso(now + 60_000) }, 'm9');
  expect(button(en.ended.reopen)).toBeUndefined();
});

test('a session that was cancelled has agreed on nothing', async () => {
  await see({ end_cause: 'cancelled', reopen_until: iso(now + 60_000) });
  expect(all('h1')).toEqual([en.ended.cancelled]);
  expect(words()).not.toContain(en.closing.promises);
  expect(words()).toContain('its lobby can be opened again');
});
