// @vitest-environment happy-dom
import { beforeEach, expect, test, vi } from 'vitest';
import { api, vault } from '../app/services';
import { ApiError } from '../core/api';
import { en } from '../strings/en';
import { all, calm, press, show, words } from '../testing/page';
import { RoomPage } from './room_page';

type Circle = Awaited<ReturnType<typeof api.circle>>;

const circle = (over: object = {}) => ({ id: 'c1', name: 'Harbour circle', ...over }) as unknown as Circle;
const opened: string[] = [];

async function see(answer: () => Promise<Circle>) {
  vi.spyOn(api, 'circle').mockImplementation(answer);
  show(<RoomPage circle="c1" />);
  await calm();
}

beforeEach(() => {
  localStorage.clear();
  opened.length = 0;
  vi.stubGlobal('WebSocket', function (url: string) {
    opened.push(url);
    return { send: () => {}, close: () => {} };
  });
  vault.keep('c1', { tokens: { personal: 'p'.repeat(32) } });
});

test('the session that is planned or live is entered, and the name of the circle kept', async () => {
  await see(async () => circle({ session: { id: 's7', number: 7, phase: 'turn' } }));
  expect(opened).toEqual([expect.stringContaining('/ws/v1/sessions/s7')]);
  expect(vault.get('c1')?.name).toBe('Harbour circle');
});

test('the room of a session that has just ended is still there', async () => {
  await see(async () => circle({ reopen: { id: 's6', number: 6, until: '' } }));
  expect(opened).toEqual([expect.stringContaining('/ws/v1/sessions/s6')]);
});

test('a session that is damaged says so, and what can be done', async () => {
  const socket: { onclose?: (event: { code: number }) => void } = {};
  vi.stubGlobal('WebSocket', function () {
    return Object.assign(socket, { send: () => {}, close: () => {} });
  });
  await see(async () => circle({ session: { id: 's7', number: 7, phase: 'turn' } }));
  socket.onclose!({ code: 4512 });
  await calm();
  expect(all('h1')).toEqual([en.dead.damaged]);
  expect(words()).toContain(en.dead.damagedLede);
});

test('a circle that is damaged says so, and does not ask to try again', async () => {
  await see(async () => {
    throw new ApiError(500, 'data_damaged', '');
  });
  expect(all('h1')).toEqual([en.dead.damaged]);
  expect(words()).toContain(en.dead.damagedLede);
  expect(words()).not.toContain(en.dead.again);
});

test('without a session one is opened, and entered', async () => {
  await see(async () => circle());
  expect(all('h1')).toEqual([en.noSession.title]);
  vi.spyOn(api, 'planSession').mockResolvedValue({ id: 's8' } as never);
  vi.spyOn(api, 'circle').mockResolvedValue(circle({ session: { id: 's8', number: 8, phase: 'lobby' } }));
  await press(en.noSession.open);
  expect(opened).toEqual([expect.stringContaining('/ws/v1/sessions/s8')]);
});

test('a link that was replaced is forgotten, and it says so', async () => {
  await see(() => Promise.reject(new ApiError(404, 'not_found', '')));
  expect(all('h1')).toEqual([en.dead.replaced]);
  expect(vault.get('c1')).toBeUndefined();
});

test('where nobody answers it is tried again when asked to, and the link is kept', async () => {
  await see(() => Promise.reject(new ApiError(0, 'offline', '')));
  expect(all('h1')).toEqual([en.dead.offline]);
  vi.spyOn(api, 'circle').mockResolvedValue(circle());
  await press(en.dead.again);
  expect(all('h1')).toEqual([en.noSession.title]);
  expect(vault.get('c1')?.tokens.personal).toBeDefined();
});

test('a circle that this browser does not know is not asked for', async () => {
  vault.forget('c1');
  await see(() => Promise.reject(new Error('asked')));
  expect(words()).toContain(en.dead.unknown);
  expect(api.circle).not.toHaveBeenCalled();
});
