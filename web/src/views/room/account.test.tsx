// @vitest-environment happy-dom
import { expect, test } from 'vitest';
import { mergePatch } from '../../core/merge_patch';
import type { RoomState, TurnChange } from '../../core/protocol';
import { exploration } from '../../testing/harbour';
import { all, show, words } from '../../testing/page';
import { Accounts, accountFor, accountWords } from './account';

const changed = (member: string, ...changes: TurnChange[]): RoomState =>
  mergePatch(exploration(), { turns: { [member]: { planned_ms: changes.reduce((sum, { amount_ms }) => sum + amount_ms, 540_000), changes } } });
const line = (me: string | undefined, member: string, ...changes: TurnChange[]) => accountWords(accountFor(changed(member, ...changes), member, me));
const see = (state: RoomState, me?: string) => show(<Accounts state={state} me={me} class="only-wide" />);

test('twenty seconds less are told with whom they were for, and what was given since', () =>
  expect(line('m4', 'm4', { cause: 'overtime', whom: 'm2', amount_ms: -20_000 }, { cause: 'minutes_given', whom: 'm5', amount_ms: 5000 })).toBe(
    '9:00 planned at first, \u22120:20 for Aiko’s overtime, +0:05 given by Thu Hà = 8:45',
  ));

test('each cause has its words, for the turn itself and for those of others', () => {
  const cause = (one: TurnChange, me?: string) => /[+\u2212]\d+:\d\d (.*) = /.exec(line(me, 'm4', one))?.[1];
  const of = (kind: TurnChange['cause'], amount_ms: number, whom?: string): TurnChange => ({ cause: kind, amount_ms, ...(whom !== undefined && { whom }) });
  expect(cause(of('late_start', -10_000))).toBe('for the late start');
  expect(cause(of('hard_end', -10_000))).toBe('for the fixed end');
  expect(cause(of('more_time', 60_000, 'm4'))).toBe('more time');
  expect(cause(of('more_time', -20_000, 'm3'))).toBe('for Ioana’s extra time');
  expect(cause(of('more_time', -20_000, 'm3'), 'm3')).toBe('for your extra time');
  expect(cause(of('overtime', 30_000, 'm4'))).toBe('overtime');
  expect(cause(of('minutes_given', -60_000, 'm5'), 'm5')).toBe('given to you');
  expect(cause(of('given_back', -60_000, 'm4'))).toBe('given back');
  expect(cause(of('given_back', 60_000, 'm2'))).toBe('given back by Aiko');
  expect(cause(of('turn_ended', 60_000, 'm2'))).toBe('left over from Aiko’s turn');
  expect(cause(of('turn_passed', 60_000, 'm2'))).toBe('from Aiko’s turn, which was given up');
  expect(cause(of('turn_absent', 60_000, 'm2'))).toBe('from Aiko’s turn, not here yet');
  expect(cause(of('turn_carried_over', 60_000, 'm2'))).toBe('from Aiko’s turn, which comes next time');
  expect(cause(of('joined', -60_000, 'm6'))).toBe('for Lucía’s turn, added later');
  expect(cause(of('stage_left', 5000, 'm2'))).toBe('left over from a check-in or handover');
  expect(cause(of('taken_back', -5000, 'm2'))).toBe('for a move that was taken back');
  expect(cause(of('reopened', 5000))).toBe('as the session was opened again');
  expect(cause({ cause: 'bent', amount_ms: 5000 } as unknown as TurnChange)).toBe('for another reason');
});

test('one’s own minutes are told first, as they add up', () => {
  see(changed('m4', { cause: 'overtime', whom: 'm2', amount_ms: -20_000 }, { cause: 'minutes_given', whom: 'm5', amount_ms: 5000 }), 'm4');
  expect(all('.ledger tr')).toEqual(['9:00 planned at first', '\u22120:20 for Aiko’s overtime', '+0:05 given by Thu Hà', '8:45 now']);
  expect(all('.accounts li')).toEqual(['Ioana 9:00, as planned at first', 'Thu Hà 9:00, as planned at first', 'Lucía 9:00, as planned at first']);
});

test('minutes of a turn that somebody else skipped say who did', () => {
  const skipped = mergePatch(changed('m4', { cause: 'turn_passed', whom: 'm2', amount_ms: 60_000 }), { waivers: { m2: { cause: 'passed', by: 'm7' } } });
  const told = (me?: string) => accountWords(accountFor(skipped, 'm4', me));
  expect(told('m4')).toBe('9:00 planned at first, +1:00 from Aiko’s turn, which Samira skipped = 10:00');
  expect(told('m2')).toContain('from your turn, which Samira skipped');
  expect(told('m7')).toContain('from Aiko’s turn, which you skipped');
});

test('a turn that is not to be has a line of its own: what it had, and who gave it up', () => {
  const passed = (by?: string) => mergePatch(exploration(), { turns: { m5: { status: 'passed', planned_ms: 0 } }, waivers: { m5: { cause: 'passed', by } } });
  see(passed('m7'), 'm4');
  expect(all('.accounts li').at(-1)).toBe('Thu Hà 9:00 planned at first, skipped by Samira');
  see(passed('m5'), 'm4');
  expect(all('.accounts li').at(-1)).toBe('Thu Hà 9:00 planned at first, passed by Thu Hà');
  see(passed(), 'm4');
  expect(all('.accounts li').at(-1)).toBe('Thu Hà 9:00 planned at first, given up');
  see(passed('m7'), 'm5');
  expect(all('.ledger')).toEqual(['Your minutes9:00 planned at first, skipped by Samira']);
  see(passed('m5'), 'm5');
  expect(all('.ledger')).toEqual(['Your minutes9:00 planned at first, passed by you']);
});

test('who has no turn to come, or watches, finds the turns of the others', () => {
  see(exploration(), 'm1');
  expect(all('.ledger')).toEqual([]);
  expect(all('.accounts li')).toHaveLength(4);
  see(exploration(), 'm4');
  expect(all('.ledger tr')).toEqual(['9:00 as planned at first']);
  see(mergePatch(exploration(), { turns: Object.fromEntries(['m3', 'm4', 'm5', 'm6'].map((id) => [id, { status: 'done' }])) }), 'm1');
  expect(words()).toBe('');
});
