import { beforeEach, describe, expect, test } from 'vitest';
import { FakeWorld, settle } from '../testing/fake_world';
import { Connection, type Status } from './connection';
import type { RecentEvent, RoomState } from './protocol';
import type { RoomError } from './room_error';
import { RoomModel } from './room_model';

const empty = { queue: [] } as unknown as RoomState;
const serverNow = '2026-03-01T18:00:05.000Z';

let world: FakeWorld;
let model: RoomModel;
let connection: Connection;
let statuses: Status[];
let notices: string[];
let told: RecentEvent[];

beforeEach(() => {
  world = new FakeWorld();
  model = new RoomModel();
  statuses = [];
  notices = [];
  told = [];
  connection = new Connection('token', model, world, {
    status: (status) => statuses.push(status),
    joined: () => {},
    replaced: ({ recent }) => told.push(...(recent ?? [])),
    seat: () => {},
    notice: ({ notice }) => notices.push(notice),
  });
});

const event = (seq: number, patch: object) => ({ method: 'room.event', params: { seq, at: '', event: 'x', patch } });

async function join(answer: object = { state: empty }, epoch = 'e1', seq = 41, run = 'r1') {
  world.socket.accept();
  world.socket.answer('room.join', { epoch, run, seq, server_now: serverNow, member: 'm1', role: 'member', ...answer });
  await settle();
}

async function untilNextAttempt(): Promise<number> {
  const before = world.now();
  const count = world.sockets.length;
  while (world.sockets.length === count) await world.advance(100);
  return world.now() - before;
}

describe('joining', () => {
  test('is the first thing said, with the token and nothing to resume', async () => {
    connection.open();
    world.socket.accept();
    expect(world.socket.sent[0]).toMatchObject({ method: 'room.join', params: { token: 'token' } });
    expect(world.socket.sent[0]?.params).not.toHaveProperty('resume');
  });

  test('brings the state and then the time', async () => {
    connection.open();
    await join();
    expect(model.state).toEqual(empty);
    expect(connection.status.is).toBe('live');
    expect(world.socket.last('clock.sync')).toBeTruthy();
    expect(connection.clock.now()).toBe(Date.parse(serverNow));
  });

  test('five samples are taken, one after the other', async () => {
    connection.open();
    await join();
    for (let i = 0; i < 5; i++) {
      world.socket.answer('clock.sync', { server_now: serverNow });
      await settle();
    }
    expect(world.socket.sent.filter((request) => request.method === 'clock.sync')).toHaveLength(5);
  });

  test.each(['credential_invalid', 'data_damaged'])('where no other try helps it ends at once (%s)', async (why) => {
    connection.open();
    world.socket.accept();
    world.socket.refuse('room.join', why);
    await settle();
    expect(connection.status).toEqual({ is: 'over', why });
    await world.advance(60_000);
    expect(world.sockets).toHaveLength(1);
  });

  test('a server that does not answer is given up and tried again', async () => {
    connection.open();
    world.socket.accept();
    await world.advance(13_000);
    expect(world.sockets).toHaveLength(2);
  });
});

describe('after a drop', () => {
  test('it comes back by itself and resumes where it was', async () => {
    connection.open();
    await join();
    world.socket.say(event(42, { queue: ['a'] }));
    world.socket.drop();
    expect(connection.status.is).toBe('waiting');
    await world.advance(500);
    world.socket.accept();
    expect(world.socket.last('room.join').params['resume']).toEqual({ epoch: 'e1', run: 'r1', seq: 42 });
    world.socket.answer('room.join', {
      epoch: 'e1',
      run: 'r1',
      seq: 44,
      server_now: serverNow,
      events: [event(43, { queue: ['a', 'b'] }).params, event(44, { queue: ['b'] }).params],
    });
    await settle();
    expect(model.state?.queue).toEqual(['b']);
    expect(connection.status.is).toBe('live');
  });

  test('another epoch replaces the whole state', async () => {
    connection.open();
    await join();
    world.socket.drop(1012);
    await world.advance(500);
    await join({ state: { queue: ['other'] } }, 'e2', 3);
    expect(model.state?.queue).toEqual(['other']);
    expect(model.position()).toEqual({ epoch: 'e2', run: 'r1', seq: 3 });
  });

  test('each drop is resumed from the run that was heard last', async () => {
    connection.open();
    await join();
    world.socket.drop(1012);
    await world.advance(500);
    await join({ state: { queue: ['other'] } }, 'e1', 43, 'r2');
    world.socket.drop();
    await world.advance(500);
    world.socket.accept();
    expect(world.socket.last('room.join').params['resume']).toEqual({ epoch: 'e1', run: 'r2', seq: 43 });
  });

  test('the attempts get rarer: half a second, one, two, to thirty', async () => {
    connection.open();
    const waited: number[] = [];
    for (let i = 0; i < 8; i++) {
      world.socket.drop();
      waited.push(await untilNextAttempt());
    }
    expect(waited).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
  });

  test('the attempts get rarer also when each is let in and dropped soon after', async () => {
    connection.open();
    const waited: number[] = [];
    for (let i = 0; i < 5; i++) {
      await join();
      await world.advance(9_900);
      world.socket.drop(1012);
      waited.push(await untilNextAttempt());
    }
    expect(waited).toEqual([500, 1000, 2000, 4000, 8000]);
  });

  test.each(['at rest', 'nudged'])('a connection that held for ten seconds comes back fast again (%s)', async (how) => {
    connection.open();
    for (let i = 0; i < 4; i++) {
      world.socket.drop();
      await untilNextAttempt();
    }
    await join();
    await world.advance(5_000);
    if (how === 'nudged') connection.nudge();
    await world.advance(5_000);
    world.socket.drop();
    expect(await untilNextAttempt()).toBe(500);
  });

  test('the ten seconds are those of one connection', async () => {
    connection.open();
    await join();
    await world.advance(9_900);
    world.socket.drop();
    expect(await untilNextAttempt()).toBe(500);
    await join();
    await world.advance(9_000);
    world.socket.drop();
    expect(await untilNextAttempt()).toBe(1000);
  });

  test('it knows since when, however many attempts fail', async () => {
    connection.open();
    await join();
    const dropped = world.now();
    world.socket.drop();
    await world.advance(500);
    world.socket.drop();
    expect(connection.status).toEqual({ is: 'waiting', since: dropped });
  });

  test('a nudge does not wait for the next attempt', async () => {
    connection.open();
    for (let i = 0; i < 6; i++) {
      world.socket.drop();
      await world.advance(i === 5 ? 0 : 40_000);
    }
    const before = world.sockets.length;
    connection.nudge();
    expect(world.sockets).toHaveLength(before + 1);
  });

  test('a server that goes down says when to come back', async () => {
    connection.open();
    await join();
    world.socket.say({ method: 'room.closing', params: { reason: 'restart', reconnect_after_ms: 3000 } });
    world.socket.drop(1012);
    await world.advance(2900);
    expect(world.sockets).toHaveLength(1);
    await world.advance(100);
    expect(world.sockets).toHaveLength(2);
  });

  test('a network that is gone without a word is noticed by silence', async () => {
    connection.open();
    await join();
    await world.advance(20_000 + 8_000);
    expect(connection.status.is).toBe('waiting');
    expect(world.socket.closedByClient).toBe(true);
  });

  test('a heartbeat that is refused was heard all the same', async () => {
    connection.open();
    await join();
    world.socket.refuse('clock.sync', 'rate_limited');
    await settle();
    const said = world.socket.sent.length;
    for (let beats = 1; beats <= 3; beats++) {
      await world.advance(20_000);
      expect(world.socket.sent).toHaveLength(said + beats);
      world.socket.refuse('clock.sync', 'rate_limited');
      await settle();
    }
    expect(world.sockets).toHaveLength(1);
    expect(connection.status.is).toBe('live');
  });

  test('what an old connection still says is not heard', async () => {
    connection.open();
    await join();
    const old = world.socket;
    await world.advance(28_000);
    old.say(event(42, { queue: ['ghost'] }));
    expect(model.state?.queue).toEqual([]);
  });

  test.each([1001, 1006, 1012, 4408, 4429, 4490])('%d means: come back', async (code) => {
    connection.open();
    await join();
    world.socket.drop(code);
    await world.advance(30_000);
    expect(world.sockets.length).toBeGreaterThan(1);
  });

  test.each([
    [1000, 'left'],
    [1008, 'refused'],
    [1009, 'refused'],
    [4500, 'refused'],
    [4501, 'credential_invalid'],
    [4503, 'removed'],
    [4509, 'replaced'],
    [4510, 'room_ended'],
    [4511, 'too_many_connections'],
    [4512, 'data_damaged'],
    [4777, 'refused'],
  ])('%d means: do not come back (%s)', async (code, why) => {
    connection.open();
    await join();
    world.socket.drop(code);
    await world.advance(120_000);
    expect(world.sockets).toHaveLength(1);
    expect(connection.status).toEqual({ is: 'over', why });
  });
});

describe('staying in step', () => {
  test('an event out of order is not guessed at: the whole state is asked for on a new connection', async () => {
    connection.open();
    await join();
    world.socket.say(event(43, { queue: ['b'] }));
    expect(model.state?.queue).toEqual([]);
    await world.advance(500);
    world.socket.accept();
    expect(world.socket.last('room.join').params).not.toHaveProperty('resume');
  });

  test('events that do not reach the seq of the answer are not believed either', async () => {
    connection.open();
    await join();
    world.socket.drop();
    await world.advance(500);
    await join({ events: [event(42, {}).params] }, 'e1', 44);
    expect(connection.status.is).toBe('waiting');
  });

  test('a whole state in place of a backlog is taken', async () => {
    connection.open();
    await join();
    world.socket.say({ method: 'room.state', params: { epoch: 'e1', run: 'r1', seq: 99, state: { queue: ['z'] }, recent: [{ seq: 98, at: '', event: 'time.extended' }] } });
    world.socket.say(event(100, { queue: [] }));
    expect(model.position()).toEqual({ epoch: 'e1', run: 'r1', seq: 100 });
    expect(told.map(({ seq }) => seq)).toEqual([98]);
  });

  test('a notice is passed on; a notification of a later version is ignored', async () => {
    connection.open();
    await join();
    world.socket.say({ method: 'room.notice', params: { notice: 'storage_unavailable', text: '' } });
    world.socket.say({ method: 'room.weather', params: { sun: true } });
    expect(notices).toEqual(['storage_unavailable']);
    expect(connection.status.is).toBe('live');
  });
});

describe('a change', () => {
  test('is answered with its result', async () => {
    connection.open();
    await join();
    const answer = connection.change('hand.raise');
    world.socket.answer('hand.raise', { seq: 42, entry: 'e9' });
    expect(await answer).toEqual({ seq: 42, entry: 'e9' });
  });

  test('that was not answered is sent again with the same id, and only once a connection', async () => {
    connection.open();
    await join();
    const answer = connection.change('hand.raise');
    const first = world.socket.last('hand.raise').params['change'];
    world.socket.drop();
    await world.advance(500);
    await join({ events: [] });
    expect(world.socket.sent.filter((request) => request.method === 'hand.raise')).toHaveLength(1);
    expect(world.socket.last('hand.raise').params['change']).toBe(first);
    world.socket.answer('hand.raise', { seq: 42 });
    expect(await answer).toEqual({ seq: 42 });
    expect(connection.unanswered).toBe(0);
  });

  test('made while there is no connection waits for one', async () => {
    connection.open();
    const answer = connection.change('question.ask', { text: 'Why now?' });
    await join();
    expect(world.socket.last('question.ask').params).toEqual({ text: 'Why now?', change: 'change-1' });
    world.socket.answer('question.ask', { seq: 42 });
    await expect(answer).resolves.toEqual({ seq: 42 });
  });

  test('that is refused carries the reason and the number that would have worked', async () => {
    connection.open();
    await join();
    const answer = connection.change('time.extend', { amount_ms: 600_000 });
    world.socket.refuse('time.extend', 'time_exhausted', 'There are 90 seconds left to give.', { available_ms: 90_000 });
    const error = (await answer.catch((e: unknown) => e)) as RoomError;
    expect(error).toMatchObject({ reason: 'time_exhausted', message: 'There are 90 seconds left to give.' });
    expect(error.data['available_ms']).toBe(90_000);
  });

  describe('that could not be saved, and may turn up all the same,', () => {
    const extend = { amount_ms: 60_000 };

    async function refused(method: string, params: object, reason: string): Promise<unknown> {
      const answer = connection.change(method, { ...params });
      const { change } = world.socket.last(method).params;
      world.socket.refuse(method, reason);
      await expect(answer).rejects.toMatchObject({ reason });
      return change;
    }

    beforeEach(async () => {
      connection.open();
      await join();
    });

    test('is the same one when it is made again, until it is accepted', async () => {
      const first = await refused('time.extend', extend, 'storage_unavailable');
      expect(await refused('time.extend', extend, 'storage_unavailable')).toBe(first);
      world.socket.drop();
      await untilNextAttempt();
      await join();
      const answer = connection.change('time.extend', extend);
      expect(world.socket.last('time.extend').params['change']).toBe(first);
      world.socket.answer('time.extend', { seq: 42 });
      await answer;
      void connection.change('time.extend', extend);
      expect(world.socket.last('time.extend').params['change']).not.toBe(first);
    });

    test('is another one after a refusal for another reason', async () => {
      const first = await refused('time.extend', extend, 'storage_unavailable');
      expect(await refused('time.extend', extend, 'time_exhausted')).toBe(first);
      expect(await refused('time.extend', extend, 'time_exhausted')).not.toBe(first);
    });

    test('is another one with other params or by another method', async () => {
      const first = await refused('time.extend', extend, 'storage_unavailable');
      expect(await refused('time.extend', { amount_ms: 120_000 }, 'storage_unavailable')).not.toBe(first);
      expect(await refused('vote.call', extend, 'storage_unavailable')).not.toBe(first);
      expect(await refused('time.extend', extend, 'storage_unavailable')).toBe(first);
    });

    test('is not the same as one that is made while it waits for its answer', async () => {
      const first = await refused('time.extend', extend, 'storage_unavailable');
      void connection.change('time.extend', extend);
      void connection.change('time.extend', extend);
      const ids = world.socket.sent.filter(({ method }) => method === 'time.extend').map(({ params }) => params['change']);
      expect(ids).toEqual([first, first, expect.not.stringMatching(`^${String(first)}$`)]);
    });

    test('is forgotten when there are more than twenty', async () => {
      const first = await refused('hand.raise', {}, 'storage_unavailable');
      for (let i = 1; i < 20; i++) await refused('question.ask', { text: `${i}` }, 'storage_unavailable');
      expect(await refused('hand.raise', {}, 'storage_unavailable')).toBe(first);
      await refused('question.ask', { text: '20' }, 'storage_unavailable');
      expect(await refused('hand.raise', {}, 'storage_unavailable')).not.toBe(first);
    });
  });

  test('an answer to something that was never asked harms nothing', async () => {
    connection.open();
    await join();
    world.socket.say({ id: 777, result: {} });
    world.socket.say({ id: null, error: { code: -32700, message: '' } });
    expect(connection.status.is).toBe('live');
  });

  test('that can no longer be made says so at once', async () => {
    connection.open();
    await join();
    const open = connection.change('hand.raise');
    world.socket.drop(4510);
    await expect(open).rejects.toMatchObject({ reason: 'disconnected' });
    await expect(connection.change('hand.raise')).rejects.toMatchObject({ reason: 'disconnected' });
  });
});
