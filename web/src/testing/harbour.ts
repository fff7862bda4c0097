/* Six people in the middle of a session: a state by hand, for tests and for looking at pages. */

import type { Member, RoomState, Turn } from '../core/protocol';
import { group75 } from './agendas';

export const now = Date.parse('2026-11-24T18:33:48.000Z');
export const iso = (ms: number) => new Date(ms).toISOString();

const person = (name: string, over: Partial<Member> = {}): Member => ({
  name,
  role: 'member',
  seated: true,
  present: true,
  ...over,
});

const waiting: Turn = { status: 'waiting', share_ms: 540_000, planned_ms: 540_000, guaranteed_ms: 360_000, used_ms: 0 };

export const stuck = {
  text: 'I have led the night support team for eight months, and I still take the hardest calls myself. Two people have stopped trying.',
  outcome: 'By spring, they run the night without me.',
};

/* Ioana (m3) has 3:12 left to explore; Kwame (m4) is next; Samira (m7) facilitates without a seat. */
export function exploration(): RoomState {
  return {
    session: {
      id: 's7',
      circle: 'c1',
      number: 7,
      phase: 'turn',
      planned_at: iso(now - 2_028_000),
      started_at: iso(now - 2_028_000),
      ends_at: iso(now + 2_472_000),
    },
    circle: { name: 'Harbour circle' },
    agenda: group75,
    members: {
      m1: person('Tomasz', { pronouns: 'he' }),
      m2: person('Aiko'),
      m3: person('Ioana', { pronouns: 'she' }),
      m4: person('Kwame'),
      m5: person('Thu Hà'),
      m6: person('Lucía'),
      m7: person('Samira', { role: 'facilitator', seated: false }),
    },
    rotation: ['m1', 'm2', 'm3', 'm4', 'm5', 'm6'],
    turns: {
      m1: { ...waiting, status: 'done', used_ms: 540_000 },
      m2: { ...waiting, status: 'done', planned_ms: 630_000, used_ms: 630_000 },
      m3: { ...waiting, status: 'now', used_ms: 108_000 },
      m4: waiting,
      m5: waiting,
      m6: waiting,
    },
    check_ins: Object.fromEntries(['m1', 'm2', 'm3', 'm4', 'm5', 'm6'].map((id) => [id, { status: 'done' }])),
    stage: {
      id: 'st9',
      kind: 'turn',
      name: 'exploration',
      holder: 'm3',
      started_at: iso(now - 105_000),
      length_ms: 297_000,
      deadline: iso(now + 192_000),
    },
    budget: {
      total_ms: 4_500_000,
      late_ms: 0,
      used_ms: 1_828_000,
      check_in_ms: 0,
      turns_ms: 2_052_000,
      handover_ms: 15_000,
      closing_ms: 360_000,
      reserve_ms: 240_000,
      plan: 14,
    },
    challenges: { m3: stuck },
    entries: {
      e1: { by: 'm5', kind: 'question', text: 'What happened the last time you let a call go?', status: 'called' },
      e2: { by: 'm1', kind: 'question', text: 'What would they say they need from you?', status: 'waiting' },
      e3: { by: 'm6', kind: 'hand', status: 'waiting' },
    },
    queue: ['e2', 'e3'],
    actions: {
      a1: { owner: 'm1', turn: 'm1', what: 'Book the room in Gdynia and invite the first ten.', measure: 'Ten people have said yes.', due: '2026-11-27', supporter: 'm2' },
      a2: { owner: 'm2', turn: 'm2', what: 'Say no to one review this week, and say why.', measure: 'One review went to somebody else.', due: '2026-11-30', supporter: 'm4' },
    },
    waivers: {},
    review: {},
    reflections: {},
  };
}
