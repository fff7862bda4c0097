import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { FakeSocket, settle } from '../testing/fake_world';
import { LiveRoom } from './live_room';

vi.mock('./services', () => ({ newId: () => 'change' })); // it reads the address of the page

const sockets: FakeSocket[] = [];
let room: LiveRoom;

function socket(): FakeSocket {
  return sockets[sockets.length - 1] as FakeSocket;
}

async function join(): Promise<void> {
  socket().accept();
  socket().answer('room.join', {
    epoch: 'e1',
    run: 'r1',
    seq: 1,
    server_now: '2026-03-01T18:00:00.000Z',
    role: 'member',
    member: 'm1',
    state: { queue: [] },
  });
  await settle();
}

function notice(notice: string): void {
  socket().say({ method: 'room.notice', params: { notice, text: '' } });
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('location', { protocol: 'http:', host: 'circle.test' });
  vi.stubGlobal('addEventListener', () => {});
  vi.stubGlobal('removeEventListener', () => {});
  vi.stubGlobal('document', { addEventListener: () => {}, removeEventListener: () => {} });
  vi.stubGlobal('WebSocket', function () {
    sockets.push(new FakeSocket());
    return socket();
  });
  room = new LiveRoom('s1', 'token');
  room.open();
});

afterEach(() => {
  room.close();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe('that the server cannot save', () => {
  test('is shown from one notice to the other', async () => {
    await join();
    notice('storage_unavailable');
    expect(room.storageAway.value).toBe(true);
    notice('storage_back');
    expect(room.storageAway.value).toBe(false);
  });

  test('is not remembered from one connection to the next', async () => {
    await join();
    notice('storage_unavailable');
    socket().drop(1012);
    await vi.advanceTimersByTimeAsync(1000);
    await join();
    expect(room.storageAway.value).toBe(false);
  });
});
