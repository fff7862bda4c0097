import { expect, test } from 'vitest';
import { exploration, now } from '../../testing/harbour';
import { mergePatch } from '../../core/merge_patch';
import { timeOfDay } from '../../strings/words';
import { joined, planned, remember, replanOf, type Reason } from './replan';

const event = (kind: string, data: object, at = '') => ({ seq: 1, at, event: kind, data: data as Record<string, unknown>, patch: {} });
const told = (kind: string, data: object, state: object = {}, before: object = {}) =>
  replanOf(mergePatch(exploration(), state), mergePatch(exploration(), before), event(kind, data), now);
const why = (...of: Parameters<typeof told>) => told(...of)?.why;
const to = (turns: Record<string, number>, reserve_ms = 0, closing_ms = 0) => ({ reserve_ms, closing_ms, turns });

test('a minute more is said with who pays', () => {
  expect(why('time.extended', { amount_ms: 120_000, paid: { reserve_ms: 60_000, turns: { m4: 20_000, m5: 20_000, m6: 20_000 } } })).toBe(
    '2 minutes more for this turn. Kwame, Thu Hà and Lucía have 20 seconds less each. The reserve gives the rest.',
  );
  expect(why('time.extended', { amount_ms: 60_000, paid: { reserve_ms: 60_000 } })).toBe('1 minute more for this turn. The reserve gives it.');
});

test('minutes that come back are said with whom they reach', () => {
  expect(why('time.given_back', { amount_ms: 60_000, returned: { turns: { m4: 60_000 } } })).toBe('Given back: 1 minute, to Kwame.');
});

test('what changes no minutes says nothing', () => expect(why('hand.raised', { entry: 'e1' })).toBeUndefined());

test('who has not come, who gave up their turn and what was left over is said with whom it reaches', () => {
  expect(why('turn.absent', { member: 'm6', returned: to({ m4: 60_000, m5: 60_000 }) })).toBe(
    'Lucía has not come. Their minutes go to Kwame and Thu Hà, and back to them if they come.',
  );
  expect(why('turn.passed', { member: 'm4', returned: to({}, 60_000) })).toBe('Kwame has no turn today. Their minutes go to the reserve.');
  expect(why('turn.deferred', { member: 'm4' })).toBe('Kwame’s turn moves to the end.');
  expect(why('turn.ended', { member: 'm3', cause: 'moved_on', returned: to({}, 80_000) })).toBe('1:20 left over, for the reserve.');
  expect(why('turn.ended', { member: 'm3', cause: 'complete', returned: to({}) })).toBeUndefined();
  expect(why('time.given', { from: 'm4', to: 'm5', amount_ms: 60_000 })).toBe('Kwame gives Thu Hà 1 minute.');
});

test('the grace for whoever is away when their turn comes is not taken for overtime', () => {
  const stage = { kind: 'handover', name: 'handover', holder: 'm4' };
  expect(why('stage.overtime', { stage: 's1', amount_ms: 30_000, paid: to({}, 30_000) }, { stage })).toBe(
    'Kwame is not here yet. We wait for 30 seconds. The reserve gives it.',
  );
});

test('a late start says who pays, how much later the end is, and who is first next time', () => {
  const order = ['m1', 'm2', 'm3', 'm4', 'm5', 'm6'];
  expect(why('session.started', { order, review: [] })).toBeUndefined();
  expect(why('session.started', { order, review: [], late_ms: 240_000, paid: to({}, 240_000) })).toBe('We start 4 minutes late. The reserve gives it.');
  expect(why('session.started', { order, review: [], late_ms: 240_000, paid: to({ m1: 30_000 }, 60_000), pushed_ms: 60_000 })).toBe(
    'We start 4 minutes late. Tomasz has 30 seconds less. The reserve gives the rest. The end is 1 minute later.',
  );
  expect(why('session.started', { order, review: [], late_ms: 240_000, paid: to({}, 60_000), turns: 5 })).toBe(
    'We start 4 minutes late. The reserve gives it. Lucía has no turn today, and is first next time.',
  );
});

test('what is paid against a fixed end, and what taking a move back costs', () => {
  expect(why('time.charged', { amount_ms: 30_000, paid: to({}, 30_000) })).toBe('The end is fixed: 30 seconds less until then. The reserve gives it.');
  expect(why('session.end_pushed', { amount_ms: 300_000 })).toBe('The end may be 5 minutes later: the reserve has them.');
  expect(why('move.taken_back', { stage: 's1', deadline: '', spent_ms: 7_000, paid: to({}, 7_000) })).toBe(
    'Taken back: Ioana goes on with what was left. 7 seconds had passed meanwhile. The reserve gives it.',
  );
});

test('a vote says how it went, and what it decided in one breath', () => {
  const vote = { id: 'v1', kind: 'more_time', by: 'm4', until: '', voters: 4, yes: 3, ballots: {} };
  expect(why('vote.closed', { vote: 'v1', outcome: 'failed' }, {}, { vote: { ...vote, yes: 1 } })).toBe('1 of 4 said yes: it stays as it is.');
  const closed = told('vote.closed', { vote: 'v1', outcome: 'passed' }, {}, { vote });
  const extended = told('time.extended', { amount_ms: 120_000, paid: to({}, 120_000) });
  expect(closed && extended && joined(closed, extended).why).toBe('3 of 4 said yes. 2 minutes more for this turn. The reserve gives it.');
});

test('what a check-in or a breath leaves is said if somebody has more by it, and not of the reserve alone', () => {
  const ended = (returned: object) => why('stage.ended', { stage: 's1', used_ms: 1, cause: 'moved_on', returned });
  expect(ended(to({ m4: 20_000, m5: 20_000 }))).toBe('40 seconds left over, for Kwame and Thu Hà.');
  expect(ended(to({}, 0, 5_000))).toBe('5 seconds left over, for the closing.');
  expect(ended(to({}, 60_000))).toBeUndefined();
  expect(why('stage.ended', { stage: 's1', used_ms: 1, cause: 'moved_on' })).toBeUndefined();
});

test('another order and a fixed end are said while the session runs, and not in the lobby', () => {
  const order = ['m1', 'm2', 'm3', 'm5', 'm4', 'm6'];
  expect(why('rotation.reordered', { order }, { rotation: order })).toBe('The turns to come have another order: Thu Hà, Kwame and Lucía.');
  expect(why('rotation.reordered', { order }, { rotation: order, stage: null })).toBeUndefined();
  const at = '2026-11-24T19:00:00.000Z';
  expect(why('session.hard_end_set', { at })).toBe(`Everybody leaves at ${timeOfDay(at)}, at the latest.`);
  expect(why('session.hard_end_set', {})).toBe('The end is open again.');
  expect(why('session.hard_end_set', { at, member: 'm4' })).toBeUndefined();
  expect(why('session.hard_end_set', { at }, { stage: null })).toBeUndefined();
});

test('the last five reasons are kept, newest first, and what belongs together is one of them', () => {
  let reasons: Reason[] = [];
  for (let n = 1; n <= 6; n++) reasons = remember(reasons, { why: `reason ${n}`, at: `at ${n}`, during: '' });
  expect(reasons.map(({ why }) => why)).toEqual(['reason 6', 'reason 5', 'reason 4', 'reason 3', 'reason 2']);
  reasons = remember(reasons, { why: 'reason 6, and more', at: 'at 6', during: '' });
  expect(reasons.map(({ why }) => why)).toEqual(['reason 6, and more', 'reason 5', 'reason 4', 'reason 3', 'reason 2']);
});

test('only what planned minutes anew is such a reason', () => {
  const before = exploration();
  expect(planned(mergePatch(before, { budget: { plan: 15 } }), before)).toBe(true);
  expect(planned(mergePatch(before, { vote: null }), before)).toBe(false);
});

test('a reason that is read later says in whose turn it was', () => {
  const during = (kind: string, data: object, before: object = {}) => told(kind, data, {}, before)?.during;
  const more = { amount_ms: 60_000, paid: to({}, 60_000) };
  expect(during('time.extended', more)).toBe('in Ioana’s turn');
  expect(during('time.extended', more, { stage: { kind: 'check_in', holder: 'm4' } })).toBe('in Kwame’s check-in');
  expect(during('turn.ended', { member: 'm3', returned: to({}, 60_000) }, { stage: null })).toBe('in Ioana’s turn');
  expect(during('turn.absent', { member: 'm6', returned: to({}, 60_000) }, { stage: null })).toBe('');
});
