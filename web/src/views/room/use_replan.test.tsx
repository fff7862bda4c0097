// @vitest-environment happy-dom
import { act } from 'preact/test-utils';
import { beforeEach, expect, test } from 'vitest';
import type { LiveRoom } from '../../app/live_room';
import type { JoinAnswer, RoomState } from '../../core/protocol';
import { exploration } from '../../testing/harbour';
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
