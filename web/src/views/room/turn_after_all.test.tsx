// @vitest-environment happy-dom
import type { ComponentChild } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { LiveRoom } from '../../app/live_room';
import { mergePatch } from '../../core/merge_patch';
import type { Id, RoomState } from '../../core/protocol';
import { standingOf, type Standing } from '../../core/standing';
import { en } from '../../strings/en';
import { settle, type FakeSocket } from '../../testing/fake_world';
import { exploration, now } from '../../testing/harbour';
import { all, button, enteredRoom, press, show, words } from '../../testing/page';
import { MorePanel } from './more_panel';
import { TurnInLine, useTurnAfterAll } from './turn_after_all';
import { YourMinutes } from './your_minutes';

const skipped = (over: object = {}): RoomState =>
  mergePatch(exploration(), mergePatch<object>({ turns: { m4: { status: 'passed' } }, waivers: { m4: { cause: 'passed', by: 'm7' } } }, over));

interface Shown {
  room: LiveRoom;
  state: RoomState;
  standing: Standing;
}

const panel = (shown: Shown) => <MorePanel {...shown} close={() => {}} />;
const seat = (shown: Shown) => <YourMinutes {...shown} />;
const line = (shown: Shown) => <Line {...shown} />;

function Line({ room, state, standing }: Shown) {
  return <TurnInLine room={room} me={standing.me ?? ''} quote={useTurnAfterAll(room, state, standing.me)} />;
}

beforeEach(() => void vi.useFakeTimers({ now }));
afterEach(() => void vi.useRealTimers());

async function see(page: (shown: Shown) => ComponentChild, me: Id, state = skipped()): Promise<FakeSocket> {
  const role = state.members[me]?.role ?? 'member';
  const { room, socket } = await enteredRoom(state, { member: me, role });
  show(page({ room, state, standing: standingOf(state, me, role, now) }));
  await act(async () => void (await vi.advanceTimersByTimeAsync(200)));
  return socket;
}

const asked = (socket: FakeSocket, call: string) => socket.sent.filter(({ method, params }) => method === 'time.preview' && params['call'] === call);

async function answer(socket: FakeSocket, call: string, message: object): Promise<void> {
  await act(async () => {
    for (const { id } of asked(socket, call)) socket.say({ id, ...message });
    await settle();
  });
}

const { turns, budget, rotation } = skipped();
const costs = (member: Id) => ({
  result: { turns: mergePatch(turns, { [member]: { status: 'waiting', planned_ms: 480_000 }, m5: { planned_ms: 420_000 }, m6: { planned_ms: 420_000 } }), budget: { ...budget, reserve_ms: 0 }, rotation, plan: 14 },
});
const refused = (reason: string) => ({ error: { code: -32000, message: '', data: { reason, available_ms: 20_000 } } });

test('beneath the turns to come stand those who have none, each with what they get and who pays', async () => {
  const socket = await see(panel, 'm7');
  expect(asked(socket, 'rotation.include').map(({ params }) => params['params'])).toEqual([{ member: 'm4' }]);
  await answer(socket, 'rotation.include', costs('m4'));
  expect(words()).toContain('No turn todayKwameGive a turn a turn of 8:00, 2:00 each from Thu Hà and Lucía, 4:00 from the reserve');
  await press('Give Kwame a turn after all');
  expect(socket.last('rotation.include').params).toMatchObject({ member: 'm4', plan: 14 });
});

test('at one’s own seat a turn is taken after all, at the price that is shown', async () => {
  const socket = await see(seat, 'm4');
  expect(button(en.seat.afterAll)?.getAttribute('aria-disabled')).toBe('true');
  await answer(socket, 'rotation.include', costs('m4'));
  expect(words()).toContain('a turn of 8:00, 2:00 each from Thu Hà and Lucía, 4:00 from the reserve');
  await press(en.seat.afterAll);
  expect(socket.last('rotation.include').params).toMatchObject({ member: 'm4', plan: 14 });
});

test('it may be taken in a pause, and by whoever holds the seat', async () => {
  const pause = { cause: 'called', since: new Date(now).toISOString(), left_ms: 1000 };
  await see(seat, 'm4', skipped({ pause }));
  expect(all('button')).toEqual([en.seat.afterAll]);
  await see(seat, 'm5', skipped({ pause, members: { m4: { present: false, held_by: 'm5' } } }));
  expect(all('button')).toEqual(['Take Kwame’s turn after all']);
});

test('where one is told that there is none, it is offered in few words', async () => {
  const socket = await see(line, 'm4');
  expect(words()).toBe('');
  await answer(socket, 'rotation.include', costs('m4'));
  expect(words()).toBe('Take a turn after all a turn of 8:00, 4:00 from the reserve, 2:00 each from 2');
  await press(en.seat.afterAll);
  expect(socket.last('rotation.include').params).toMatchObject({ member: 'm4', plan: 14 });
});

test('too little time is said, and nothing is pressed', async () => {
  for (const page of [line, seat, panel]) {
    const socket = await see(page, page === panel ? 'm7' : 'm4');
    await answer(socket, 'rotation.include', refused('time_exhausted'));
    expect(words()).toContain(en.run.noTurnLeft);
    await press(page === panel ? /^Give Kwame/ : en.seat.afterAll);
    expect(socket.sent.filter(({ method }) => method === 'rotation.include')).toEqual([]);
  }
});

test('whoever has a turn is offered none', async () => {
  const socket = await see(seat, 'm5');
  expect(button(en.seat.afterAll)).toBeUndefined();
  expect(asked(socket, 'rotation.include')).toEqual([]);
});

test('a minute can be given to who speaks, as long as one’s own turn waits', async () => {
  const givable = () => all('option').slice(1);
  const socket = await see(seat, 'm5', exploration());
  expect(givable()).toEqual(['Ioana', 'Kwame', 'Lucía']);
  act(() => {
    const choose = document.querySelector('select');
    if (choose) choose.value = 'm3';
    choose?.dispatchEvent(new Event('change', { bubbles: true }));
    choose?.dispatchEvent(new Event('input', { bubbles: true }));
  });
  await act(async () => void (await vi.advanceTimersByTimeAsync(200)));
  expect(asked(socket, 'time.give').map(({ params }) => params['params'])).toEqual([{ member: 'm3', amount_ms: 60_000 }]);
  const own = exploration();
  await answer(socket, 'time.give', { result: { turns: mergePatch(own.turns, { m3: { planned_ms: 600_000 }, m5: { planned_ms: 480_000 } }), budget, rotation, plan: 14 } });
  expect(words()).toContain('yours: 9:00 → 8:00, Ioana: 9:00 → 10:00');
  await see(seat, 'm3', exploration());
  expect(givable()).toEqual(['Kwame', 'Thu Hà', 'Lucía']);
});
