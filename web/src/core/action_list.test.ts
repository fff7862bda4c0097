import { expect, test } from 'vitest';
import { asText, byMember, bySession, sorted } from './action_list';
import type { KeptAction } from './api';

const action = (id: string, over: Partial<KeptAction> = {}): KeptAction => ({
  id,
  session: 's1',
  number: 1,
  owner: 'm1',
  turn: 'm1',
  what: id,
  measure: '',
  due: '2026-11-27',
  status: 'open',
  ...over,
});
const nameOf = (id: string) => ({ m1: 'Tomasz', m2: 'Aiko' })[id] ?? id;

test('what is open comes first, the nearest date first', () => {
  const list = [action('later', { due: '2026-12-24' }), action('done', { status: 'done', due: '2026-01-01' }), action('soon')];
  expect(sorted(list).map(({ id }) => id)).toEqual(['soon', 'later', 'done']);
});

test('they are arranged by member, and by session with the newest first', () => {
  const list = [action('a'), action('b', { owner: 'm2', session: 's2', number: 2 })];
  expect(byMember(list, nameOf).map(({ title }) => title)).toEqual(['Aiko', 'Tomasz']);
  expect(bySession(list, (n) => `Session ${n}`).map(({ title }) => title)).toEqual(['Session 2', 'Session 1']);
});

test('as text they can be pasted anywhere', () => {
  expect(asText(byMember([action('Call Bo'), action('Rest', { owner: 'm2' })], nameOf), ({ what }) => what)).toBe(
    'Aiko\n- Rest\n\nTomasz\n- Call Bo\n',
  );
});
