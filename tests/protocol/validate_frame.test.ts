import { beforeEach, describe, expect, test } from 'vitest';
import { names, readJson, type Json, type JsonObject } from '../support/contract';
import { reconnect, validateFrame, watchConnection, type Watch } from '../support/validate-frame';

const lobby = readJson<JsonObject>('golden/state/lobby.json');
const display = readJson<JsonObject>('golden/display_state/action_pending.json');
const observer = ['clock.sync', 'room.join', 'room.leave'];
let watch: Watch;

const rpc = (message: object) => JSON.stringify({ jsonrpc: '2.0', ...message });
const send = (message: object) => validateFrame('sent', rpc(message), 'room', watch);
const receive = (message: object) => validateFrame('received', rpc(message), 'room', watch);
const event = (seq: number, kind: string, data: Json, patch: Json) =>
  receive({
    method: 'room.event',
    params: { seq, at: '2026-03-01T18:00:00.000Z', event: kind, by: 'm1', data, patch },
  });
const arrived = (seq: number) => event(seq, 'member.arrived', { member: 'm4' }, { members: { m4: { present: true } } });

function join(result: object): string[] {
  send({ id: 1, method: 'room.join', params: { token: 'x' } });
  const here = { epoch: 'e1', run: 'r1', seq: 41, server_now: '2026-03-01T18:00:00.000Z', role: 'member', member: 'm1' };
  return receive({ id: 1, result: { ...here, ...result } });
}

beforeEach(() => {
  watch = watchConnection();
});

describe('a connection that keeps the contract', () => {
  test('joins, sees events, and is answered', () => {
    expect(join({ state: lobby, recent: [] })).toEqual([]);
    expect(
      receive({
        method: 'seat.state',
        params: { member: 'm6', role: 'observer', seated: false, sockets: 1, calls: observer },
      }),
    ).toEqual([]);
    expect(arrived(42)).toEqual([]);
    expect((watch.state as { members: { m4: { present: boolean } } }).members.m4.present).toBe(true);
    expect(send({ id: 'a', method: 'session.start', params: { change: 'c1' } })).toEqual([]);
    expect(receive({ id: 'a', result: { seq: 43 } })).toEqual([]);
    expect(receive({ method: 'room.state', params: { epoch: 'e1', run: 'r1', seq: 60, state: lobby, recent: [] } })).toEqual([]);
    expect(arrived(61)).toEqual([]);
  });

  test('comes back and applies what it missed', () => {
    join({ state: lobby, recent: [] });
    reconnect(watch);
    const missed = {
      seq: 42,
      at: '2026-03-01T18:00:01.000Z',
      event: 'member.arrived',
      data: { member: 'm4' },
      patch: { members: { m4: { present: true } } },
    };
    expect(join({ seq: 42, events: [missed] })).toEqual([]);
    expect(arrived(43)).toEqual([]);
  });

  test('is a display', () => {
    const onScreen = (message: object) => validateFrame('received', rpc(message), 'display', watch);
    send({ id: 1, method: 'room.join', params: { token: 'x' } });
    expect(
      onScreen({
        id: 1,
        result: { epoch: 'e1', run: 'r1', seq: 9, server_now: '2026-03-01T18:00:00.000Z', role: 'display', state: display },
      }),
    ).toEqual([]);
    const cancelled = { seq: 10, at: '2026-03-01T18:00:00.000Z', event: 'move.cancelled', patch: { pending: null } };
    expect(onScreen({ method: 'room.event', params: cancelled })).toEqual([]);
    expect(onScreen({ method: 'room.event', params: { ...cancelled, seq: 11, by: 'm1' } })).not.toEqual([]);
    const words = { entries: { q4: { text: 'Why?' } } };
    expect(onScreen({ method: 'room.event', params: { ...cancelled, seq: 12, patch: words } })).not.toEqual([]);
    expect(
      onScreen({
        method: 'seat.state',
        params: { member: 'm6', role: 'observer', seated: false, sockets: 1, calls: observer },
      }),
    ).not.toEqual([]);
  });

  test('is judged without a watch, frame by frame', () => {
    for (const name of names('golden/notifications')) {
      for (const { audience, message } of readJson<{ audience: 'room' | 'display'; message: Json }[]>(
        `golden/notifications/${name}.json`,
      )) {
        expect(validateFrame('received', JSON.stringify(message), audience)).toEqual([]);
      }
    }
    for (const method of names('golden/answers')) {
      for (const { message } of readJson<{ message: Json }[]>(`golden/answers/${method}.json`)) {
        expect(validateFrame('received', JSON.stringify(message), 'room')).toEqual([]);
      }
    }
    for (const reason of names('golden/errors')) {
      expect(validateFrame('received', JSON.stringify(readJson(`golden/errors/${reason}.json`)), 'room')).toEqual([]);
    }
  });
});

describe('a complaint is made of', () => {
  beforeEach(() => {
    join({ state: lobby, recent: [] });
  });

  test('what is no message', () => {
    expect(validateFrame('received', '{', 'room')).toHaveLength(1);
    expect(validateFrame('received', '[]', 'room')).toHaveLength(1);
    expect(receive({ method: 'room.tick', params: {} })).toEqual(['received room.tick: no such notification']);
    expect(send({ id: 2, method: 'room.destroy' })).toEqual(['sent room.destroy: no such method']);
  });

  test('a gap, and an event twice', () => {
    expect(arrived(43)).toEqual(['received room.event: has seq 43 after 41']);
    expect(arrived(43)).toEqual(['received room.event: has seq 43 after 43']);
  });

  test('an event before the join', () => {
    watch = watchConnection();
    expect(arrived(1)).toContain('received room.event: comes before the join was answered');
  });

  test('a patch that leads to a state that cannot be', () => {
    expect(event(42, 'member.away', { member: 'm4' }, { members: { m4: { present: 'no' } } })).toEqual([
      'received room.event: leads to a state with /members/m4/present: must be boolean',
    ]);
    join({ state: lobby, recent: [] });
    expect(
      event(42, 'member.away', { member: 'm4' }, { session: { started_at: '2026-03-01T18:00:00.000Z' } }),
    ).not.toEqual([]);
  });

  test('a millisecond that was lost', () => {
    expect(event(42, 'member.arrived', { member: 'm4' }, { budget: { reserve_ms: 87999 } })).toEqual([
      'received room.event: leads to a state with /budget: its parts are 899999 ms, not 900000',
    ]);
  });

  test('an id that leads nowhere', () => {
    expect(event(42, 'rotation.reordered', { order: ['m9'] }, { rotation: ['m9'] })).toEqual([
      'received room.event: leads to a state with /rotation: m9 is no member',
    ]);
    join({ state: lobby, recent: [] });
    expect(event(42, 'hand.raised', { entry: 'q1' }, { queue: ['q1'] })).toEqual([
      'received room.event: leads to a state with /queue: is not those that wait',
    ]);
  });

  test('an answer to nothing, and an answer of another call', () => {
    expect(receive({ id: 99, result: { seq: 42 } })).toEqual(['received answer 99: answers nothing that was asked']);
    send({ id: 3, method: 'hand.raise', params: { change: 'c1' } });
    expect(receive({ id: 3, result: { seq: 42 } })).toEqual([
      "received answer 3: /result: must have required property 'entry'",
    ]);
  });

  test('an error without its number', () => {
    send({ id: 4, method: 'session.start', params: { change: 'c1' } });
    const error = { code: -32000, message: 'Not yet.', data: { reason: 'not_enough_members' } };
    expect(receive({ id: 4, error })).not.toEqual([]);
  });

  test('calls that the role may not make', () => {
    const seat = { member: 'm6', role: 'observer', seated: false, sockets: 1, calls: [...observer, 'session.pause'] };
    expect(receive({ method: 'seat.state', params: seat })).toHaveLength(1);
  });

  test('a state that goes back', () => {
    expect(receive({ method: 'room.state', params: { epoch: 'e1', run: 'r1', seq: 40, state: lobby, recent: [] } })).toHaveLength(1);
    expect(receive({ method: 'room.state', params: { epoch: 'e2', run: 'r1', seq: 40, state: lobby, recent: [] } })).toEqual([]);
  });

  test('missed events of a life that the client does not know', () => {
    reconnect(watch);
    expect(join({ epoch: 'e2', events: [] })).toEqual([
      'received answer 1: resumes an epoch that the client did not name',
    ]);
  });

  test('missed events of a run that the client does not know', () => {
    reconnect(watch);
    expect(join({ run: 'r2', events: [] })).toEqual([
      'received answer 1: resumes a run that the client did not name',
    ]);
  });
});
