import { describe, expect, test } from 'vitest';
import { beginsAt, deal, latestEnd, partsOf, suited, type Deal } from './plan';
import type { Agenda } from './protocol';
import { shipped } from '../testing/agendas';
import { exploration, now } from '../testing/harbour';

interface DealSample {
  name: string;
  agenda: string;
  with: Partial<Agenda>;
  people: number;
  deal: Deal;
}

const deals = Object.values(
  import.meta.glob<DealSample[]>('../../../protocol/golden/deals/*.json', { eager: true, import: 'default' }),
).flat();

describe('the plan of a session', () => {
  test('shows what was used, what is left and what is planned', () => {
    const parts = partsOf(exploration(), now);
    expect(parts.map((part) => [part.key, part.status, part.minutes_ms])).toEqual([
      ['check-in', 'done', 540_000],
      ['m1', 'done', 540_000],
      ['m2', 'done', 630_000],
      ['m3', 'now', 540_000 - 108_000 - 105_000],
      ['m4', 'waiting', 540_000],
      ['m5', 'waiting', 540_000],
      ['m6', 'waiting', 540_000],
      ['closing', 'waiting', 360_000],
      ['reserve', 'waiting', 240_000],
    ]);
    expect(parts.find((part) => part.key === 'm4')?.guaranteed).toBeCloseTo(2 / 3);
  });

  test('says when a turn begins: after what is left before it, and a breath', () => {
    const left = 540_000 - 108_000 - 105_000;
    expect(beginsAt(exploration(), 'm4', now)).toBe(now + left + 5_000);
    expect(beginsAt(exploration(), 'm5', now)).toBe(now + left + 5_000 + 540_000 + 5_000);
  });

  test('has no time to tell to those whose turn has begun', () => {
    expect(beginsAt(exploration(), 'm3', now)).toBeUndefined();
    expect(beginsAt(exploration(), 'm1', now)).toBeUndefined();
  });

  test('is over when the reserve is used up, at the latest; in a pause nobody knows', () => {
    const state = exploration();
    expect(latestEnd(state)).toBe(now + 2_472_000 + 240_000);
    delete state.session.ends_at;
    expect(latestEnd(state)).toBeUndefined();
  });
});

test.each([
  [6, 'group-75', 'pair-60'],
  [2, 'pair-45', 'quick-15'],
  [3, 'troika-30', 'group-90'],
])('the agendas are in the order in which %i people would think of them', (people, first, last) => {
  const names = suited(shipped, people).map(({ name }) => name);
  expect([names[0], names.at(-1)]).toEqual([first, last]);
});

test.each(deals.map((sample) => [sample.name, sample]))('%s: it is dealt as the server deals it', (_, sample) => {
  const agenda = { ...shipped.find(({ name }) => name === sample.agenda), ...sample.with } as Agenda;
  expect(deal(agenda, sample.people)).toEqual(sample.deal);
});

test('nothing of the session is lost when it is dealt out', () => {
  for (const agenda of shipped)
    for (let people = 2; people <= 8; people++) {
      const { check_in_ms, handover_ms, turns_ms, stages_ms, closing_ms, reserve_ms } = deal(agenda, people);
      const turns = turns_ms.reduce((a, b) => a + b);
      const all = people * check_in_ms + turns_ms.length * handover_ms + turns + closing_ms + reserve_ms;
      if (turns > 0) expect([agenda.name, people, all]).toEqual([agenda.name, people, agenda.total_s * 1000]);
      const stages = stages_ms.reduce((a, b) => a + b);
      expect(Math.abs(stages - (turns_ms[0] ?? 0))).toBeLessThan(stages_ms.length);
    }
});
