import { describe, expect, test } from 'vitest';
import { agendaOf, draftFrom, draftOf, faceOf, faultsOf, keyToAgenda, secondsOf, withoutStage, withStage, withStageMoved, type AgendaDraft } from './agenda_editor';
import { deal } from './plan';
import { group75, shipped } from '../testing/agendas';

const words = { title: 'Echo', holder: 'Listen.', others: 'Say back what you heard.' };
const troika = shipped.find(({ name }) => name === 'troika-30')!;
const faults = (draft: AgendaDraft) => Object.fromEntries(faultsOf(draft));
const amounts = (draft: AgendaDraft) => draft.stages.map(({ amount }) => amount);

function changed(change: (draft: AgendaDraft) => void, agenda = group75): AgendaDraft {
  const draft = structuredClone(draftOf(agenda));
  change(draft);
  return draft;
}

describe('an agenda that is edited', () => {
  test.each(shipped.map((agenda) => [agenda.name, agenda]))('%s comes back as it was, but for its name', (_, agenda) => {
    expect(faults(draftOf(agenda))).toEqual({});
    expect({ ...agendaOf(draftOf(agenda)), name: agenda.name }).toEqual(agenda);
  });

  test('has a name for programs that comes of its title, and one of its own where the title has no letters for it', () => {
    const nameFor = (title: string) => agendaOf(changed((draft) => (draft.title = title))).name;
    expect(nameFor('Été: les 75 minutes')).toBe('ete-les-75-minutes');
    expect(nameFor('円卓')).toBe('own');
    expect(nameFor('x'.repeat(80))).toMatch(/^[a-z0-9_-]{1,40}$/);
  });

  test('gives no two stages one id', () => {
    const twice = withStage(withStage(draftOf(group75), { ...words, title: 'Action' }), { ...words, title: 'Action' });
    expect(agendaOf(twice).stages.map(({ id }) => id)).toEqual(['challenge', 'exploration', 'action', 'action-2', 'action-3']);
  });

  test('is put aside and taken up again, and what is none is not', () => {
    const draft = changed((it) => (it.lengths.turn_s = '9:'));
    expect(draftFrom(JSON.stringify(draft))).toEqual(draft);
    for (const other of ['', '{', 'null', '{"title":"Ours"}']) expect(draftFrom(other)).toBeUndefined();
  });
});

describe('a length', () => {
  test.each([
    ['9', 540],
    ['9:00', 540],
    ['9:', 540],
    [' 0:05 ', 5],
    ['75:30', 4530],
    ['', undefined],
    ['nine', undefined],
    ['9:75', undefined],
    ['-1', undefined],
    ['1.5', undefined],
  ])('typed as "%s" is %s seconds', (text, seconds) => expect(secondsOf(text)).toBe(seconds));

  test('is read as it is written', () => {
    for (const seconds of [0, 5, 60, 4530]) expect(secondsOf(faceOf(seconds))).toBe(seconds);
  });
});

describe('what does not fit is told at its field, as the server names it', () => {
  test.each<[string, (draft: AgendaDraft) => void, object]>([
    ['title', (it) => (it.title = ' \u200b'), { is: 'missing' }],
    ['title', (it) => (it.title = 'Ours\u202e'), { is: 'controls' }],
    ['title', (it) => (it.title = 'x'.repeat(81)), { is: 'longText', n: 80 }],
    ['turn_s', (it) => (it.lengths.turn_s = 'long'), { is: 'notLength' }],
    ['turn_s', (it) => (it.lengths.turn_s = ''), { is: 'notLength' }],
    ['check_in_s', (it) => (it.lengths.check_in_s = '0:00'), { is: 'zero' }],
    ['total_s', (it) => (it.lengths.total_s = '481:00'), { is: 'tooLong' }],
    ['total_s', (it) => (it.lengths.total_s = '1000:00'), { is: 'tooLong' }],
    ['total_s', (it) => (it.lengths.total_s = '60:00'), { is: 'parts', sum_s: 4170, of_s: 3600 }],
    ['shortest_s', (it) => (it.lengths.shortest_s = '9:01'), { is: 'shortest' }],
    ['floor_percent', (it) => (it.floor_percent = '101'), { is: 'percent' }],
    ['stages', (it) => (it.stages[1]!.amount = '45'), { is: 'sum', n: 90 }],
    ['stages[1].share', (it) => (it.stages[1]!.amount = 'half'), { is: 'share' }],
    ['stages[0].title', (it) => (it.stages[0]!.title = ''), { is: 'missing' }],
    ['stages[0].asks.others', (it) => (it.stages[0]!.others = ''), { is: 'missing' }],
    ['stages[2].needs', (it) => (it.stages[2]!.allows = []), { is: 'needsCommit' }],
    ['stages[0].needs', (it) => ((it.stages[0]!.needs = 'challenge'), (it.stages[0]!.allows = [])), { is: 'needsState' }],
    ['stages[0].ends_by', (it) => (it.stages[0]!.ends_by = []), { is: 'nobodyEnds' }],
    ['stages[0].prompts', (it) => (it.stages[0]!.prompts = 'Why?\n'.repeat(13)), { is: 'prompts', n: 13 }],
    ['', (it) => (it.stages[0]!.prompts = `${'長'.repeat(1999)}\n`.repeat(12)), { is: 'size' }],
  ])('%s', (path, change, fault) => expect(faults(changed(change))).toEqual({ [path]: fault }));

  test('lengths alone add up to the turn; beside shares they leave something of it', () => {
    expect(faults(changed((it) => (it.stages[0]!.amount = '2:00'), troika))).toEqual({ stages: { is: 'lengths', sum_s: 510, of_s: 480 } });
    const mixed = changed((it) => it.stages.push({ ...it.stages[0]!, key: 9, id: 'more', unit: 'length_s', amount: '9:00' }));
    expect(faults(mixed)).toEqual({ stages: { is: 'leaveNothing', sum_s: 540, of_s: 540 } });
  });

  test('a handover of nothing is a handover', () => {
    expect(faults(changed((it) => (it.lengths.handover_s = '0')))).toEqual({});
  });
});

describe('stages come, go and move, and the turn stays whole', () => {
  test('one more takes its part from the largest', () => {
    expect(amounts(withStage(draftOf(group75), words))).toEqual(['20', '45', '25', '10']);
    expect(amounts(withStage(draftOf(troika), words))).toEqual(['1:30', '1:30', '3:00', '1:00', '1:00']);
    expect(deal(agendaOf(withStage(draftOf(group75), words)), 6).stages_ms).toEqual([108_000, 243_000, 135_000, 54_000]);
  });

  test('one less gives its part to the one before, the first to the one after', () => {
    const [first, , last] = draftOf(group75).stages.map(({ key }) => key);
    expect(amounts(withoutStage(draftOf(group75), last!))).toEqual(['20', '80']);
    expect(amounts(withoutStage(draftOf(group75), first!))).toEqual(['75', '25']);
  });

  test('the last one stays', () => {
    const alone = changed((it) => it.stages.splice(1));
    expect(withoutStage(alone, 0)).toBe(alone);
  });

  test('one that moves keeps what it is', () => {
    const moved = withStageMoved(draftOf(group75), 2, 0);
    expect(moved.stages.map(({ id }) => id)).toEqual(['action', 'challenge', 'exploration']);
    expect(moved.stages[0]).toEqual(draftOf(group75).stages[2]);
  });
});

describe('the agenda is set', () => {
  const tokens = { personal: 'p', facilitator: 'f', coordinator: 'c' };
  const known = (member: string, which: (keyof typeof tokens)[]) => ({
    circle: 'c1',
    member,
    opened: 0,
    tokens: Object.fromEntries(which.map((kind) => [kind, tokens[kind]])),
  });
  const led = [{ id: 'm1', role: 'member' as const }, { id: 'm2', role: 'facilitator' as const }];

  test.each([
    ['a facilitator, by their own link', known('m2', ['personal', 'facilitator']), led, 'p'],
    ['a member who keeps the facilitator link, by that', known('m1', ['personal', 'facilitator']), led, 'f'],
    ['the coordinator', known('', ['coordinator']), led, 'c'],
    ['a member where nobody facilitates', known('m1', ['personal']), led.slice(0, 1), 'p'],
    ['no member where somebody does', known('m1', ['personal']), led, undefined],
    ['no observer', known('m3', ['personal']), [{ id: 'm3', role: 'observer' as const }], undefined],
    ['nobody without a link', undefined, led, undefined],
  ])('by %s', (_, browser, members, key) => expect(keyToAgenda(browser, members)).toBe(key));
});
