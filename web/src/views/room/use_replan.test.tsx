// @vitest-environment happy-dom
import { act } from 'preact/test-utils';
import { beforeEach, expect, test } from 'vitest';
import type { LiveRoom } from '../../app/live_room';
import type { JoinAnswer, RoomState } from '../../core/protocol';
import { mergePatch } from '../../core/merge_patch';
import { en } from '../../strings/en';
import { exploration, iso, now } from '../../testing/harbour';
import { all, enteredRoom, leave, show, words } from '../../testing/page';
import { useReplan } from './use_replan';

function Seen({ room }: { room: LiveRoom }) {
  const { replan, reasons } = useReplan(room);
  return (
    <>
      <p>{replan?.why}</p>
      <ol>
        {reasons.map(({ at, why }) => (
          <li key={at}>{why}</li>
        ))}
      </ol>
    </>
  );
}

const pushed = (minutes: number) => ({ at: `2026-11-24T18:0${minutes}:00.000Z`, event: 'session.end_pushed', by: 'm7', data: { amount_ms: minutes * 60_000 } });
const told = (minutes: number) => `The end may be ${minutes} minutes later: the reserve has them.`;

async function open(answer: Partial<JoinAnswer> = {}, state: RoomState = exploration()) {
  const entered = await enteredRoom(state, answer);
  show(<Seen room={entered.room} />);
  return entered;
}

async function pushedInTheRoom(socket: Awaited<ReturnType<typeof open>>['socket'], minutes: number): Promise<void> {
  await act(() => socket.say({ method: 'room.event', params: { seq: 2, ...pushed(minutes), patch: { budget: { plan: 15 } } } }));
}

beforeEach(() => sessionStorage.clear());

test('why minutes changed is said, and kept', async () => {
  const { socket } = await open();
  await pushedInTheRoom(socket, 5);
  expect(words(document.querySelector('p'))).toBe(told(5));
  expect(all('li')).toEqual([told(5)]);
});

test('after a reload it is there again, for the same seat in the same life of the session only', async () => {
  const { socket } = await open();
  await pushedInTheRoom(socket, 5);
  leave();
  await open();
  expect(all('li')).toEqual([told(5)]);
  await open({ member: 'm5' });
  expect(all('li')).toEqual([]);
  await open({ epoch: 'e2' });
  expect(all('li')).toEqual([]);
});

test('what a restored backup does not know is not there any more, for those who stayed either', async () => {
  const { socket } = await open();
  await pushedInTheRoom(socket, 5);
  await act(() => socket.say({ method: 'room.state', params: { epoch: 'e2', run: 'r2', seq: 1, state: exploration() } }));
  expect(all('li')).toEqual([]);
});

test('who comes later hears of what was before, once', async () => {
  const recent = [pushed(3), pushed(4)].map((event, i) => ({ seq: i + 1, ...event }));
  const { socket } = await open({ recent });
  expect(all('li')).toEqual([told(4), told(3)]);
  await pushedInTheRoom(socket, 5);
  leave();
  await open({ recent: [...recent, { seq: 3, ...pushed(5) }] });
  expect(all('li')).toEqual([told(5), told(4), told(3)]);
});

test('with the end of the session it is forgotten', async () => {
  const { socket } = await open();
  await pushedInTheRoom(socket, 5);
  await act(() => socket.say({ method: 'room.event', params: { seq: 3, at: '', event: 'session.ended', data: { cause: 'complete' }, patch: { session: { phase: 'ended' }, stage: null } } }));
  expect(sessionStorage.length).toBe(0);
});

const openVote = { id: 'v1', kind: 'pause' as const, by: 'm5', until: '2099-01-01T00:00:00.000Z', yes: 1, voters: 4, ballots: {} };
const waitingMove = { move: 'next' as const, by: 'm7', effective_at: iso(now + 2000) };

async function backTo(state: RoomState, socket: Awaited<ReturnType<typeof open>>['socket']): Promise<void> {
  await act(() => socket.say({ method: 'room.state', params: { epoch: 'e1', run: 'r1', seq: 9, state } }));
}

test('what was open when the connection went, and is not there when it is back, is said', async () => {
  const { socket } = await open({}, { ...exploration(), vote: openVote, pending: waitingMove });
  await backTo(exploration(), socket);
  expect(words(document.querySelector('p'))).toBe(`${en.vote.cutOff} ${en.pending.cutOff}`);
  expect(all('li')).toEqual([]);
});

test('what is still open, was over anyway or belonged to a stage that is gone is not', async () => {
  const before = { ...exploration(), vote: openVote, pending: waitingMove };
  const { socket } = await open({}, before);
  await backTo(before, socket);
  await backTo(mergePatch(exploration(), { stage: { id: 'st10' } }), socket);
  await backTo({ ...exploration(), vote: { ...openVote, until: '2020-01-01T00:00:00.000Z' } }, socket);
  await backTo(exploration(), socket);
  expect(words(document.querySelector('p'))).toBe('');
});

test('a move that was stopped by nobody is said to be, and one that somebody stopped is not', async () => {
  const { socket } = await open({}, { ...exploration(), pending: waitingMove });
  await act(() => socket.say({ method: 'room.event', params: { seq: 2, at: iso(now), event: 'move.cancelled', by: 'm7', data: {}, patch: { pending: null } } }));
  expect(words(document.querySelector('p'))).toBe('');
  await act(() => socket.say({ method: 'room.event', params: { seq: 3, at: iso(now), event: 'move.cancelled', data: {}, patch: {} } }));
  expect(words(document.querySelector('p'))).toBe(en.pending.cutOff);
});

test('where nothing can be kept the page still knows', async () => {
  const real = Object.getOwnPropertyDescriptor(globalThis, 'sessionStorage');
  Object.defineProperty(globalThis, 'sessionStorage', { configurable: true, get: () => { throw new Error('no'); } });
  try {
    const { socket } = await open();
    await pushedInTheRoom(socket, 5);
    expect(all('li')).toEqual([told(5)]);
  } finally {
    if (real) Object.defineProperty(globalThis, 'sessionStorage', real);
  }
});
