import { expect, test } from 'vitest';
import { exploration, now } from '../../testing/harbour';
import { mergePatch } from '../../core/merge_patch';
import { timeOfDay } from '../../strings/words';
import { joined, planned, recall, remember, replanOf, type Reason } from './replan';

/* `by` stands among the data here, for short. */
const event = (kind: string, { by, ...data }: { by?: string } & Record<string, unknown>, at = '') => ({ seq: 1, at, event: kind, ...(by !== undefined && { by }), data });
const toldTo = (me: string | undefined, kind: string, data: Record<string, unknown>, state: object = {}, before: object = {}) =>
  replanOf(mergePatch(exploration(), state), mergePatch(exploration(), before), event(kind, data), now, me);
const told = (kind: string, data: Record<string, unknown>, state: object = {}, before: object = {}) => toldTo(undefined, kind, data, state, before);
const why = (...of: Parameters<typeof told>) => told(...of)?.why;
const to = (turns: Record<string, number>, reserve_ms = 0, closing_ms = 0) => ({ reserve_ms, closing_ms, turns });

test('a minute more is said with who pays', () => {
  expect(why('time.extended', { amount_ms: 120_000, paid: { reserve_ms: 60_000, turns: { m4: 20_000, m5: 20_000, m6: 20_000 } } })).toBe(
    '2 minutes more for this turn. Kwame, Thu Hà and Lucía have 20 seconds less each. The reserve gives the rest.',
  );
  expect(why('time.extended', { amount_ms: 60_000, paid: { reserve_ms: 60_000 } })).toBe('1 minute more for this turn. The reserve gives it.');
});

test('minutes that come back are said with whom they reach', () => {
  expect(why('time.given_back', { member: 'm2', amount_ms: 60_000, returned: { turns: { m4: 60_000 } } })).toBe('Aiko gives back 1 minute, to Kwame.');
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
    'We start 4 minutes late. The reserve gives it. Lucía has no turn today and is first next time.',
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
  expect(why('vote.closed', { vote: 'v1', outcome: 'failed', returned: to({}, 18_000) }, {}, { vote: { ...vote, yes: 1 } })).toBe(
    '1 of 4 said yes: it stays as it is. What it held the stage for and did not need goes back.',
  );
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
  expect(why('rotation.reordered', { order }, { rotation: order, session: { phase: 'lobby' } })).toBeUndefined();
  const at = '2026-11-24T19:00:00.000Z';
  expect(why('session.hard_end_set', { at })).toBe(`Everybody leaves at ${timeOfDay(at)}, at the latest.`);
  expect(why('session.hard_end_set', {})).toBe('The end is open again.');
  expect(why('session.hard_end_set', { at, member: 'm4' })).toBeUndefined();
  expect(why('session.hard_end_set', { at }, { session: { phase: 'lobby' } })).toBeUndefined();
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
  const during = (kind: string, data: Record<string, unknown>, before: object = {}) => told(kind, data, {}, before)?.during;
  const more = { amount_ms: 60_000, paid: to({}, 60_000) };
  expect(during('time.extended', more)).toBe('in Ioana’s turn');
  expect(during('time.extended', more, { stage: { kind: 'check_in', holder: 'm4' } })).toBe('in Kwame’s check-in');
  expect(during('turn.ended', { member: 'm3', returned: to({}, 60_000) }, { stage: null })).toBe('in Ioana’s turn');
  expect(during('turn.absent', { member: 'm6', returned: to({}, 60_000) }, { stage: null })).toBe('');
});

test('who gave the minutes is named before who pays for them, unless all did', () => {
  const more = { amount_ms: 120_000, paid: to({ m4: 60_000, m5: 60_000 }) };
  expect(why('time.extended', { by: 'm7', ...more })).toBe('Samira adds 2 minutes to this turn. Kwame and Thu Hà have 1 minute less each.');
  expect(why('stage.overtime', { amount_ms: 30_000, paid: to({}, 30_000) })).toBe('The time was over: 30 seconds more for this turn. The reserve gives it.');
  expect(why('turn.passed', { by: 'm7', member: 'm4', returned: to({}, 60_000) })).toBe('Samira skips Kwame’s turn. Its minutes go to the reserve.');
});

test('whoever reads it is told of themselves, and first', () => {
  const toKwame = (...of: Parameters<typeof told>) => toldTo('m4', ...of)?.why;
  const more = { by: 'm7', amount_ms: 60_000 };
  expect(toKwame('time.extended', { ...more, paid: to({ m5: 20_000, m4: 20_000, m6: 20_000 }) })).toBe(
    'Samira adds 1 minute to this turn. You, Thu Hà and Lucía have 20 seconds less each.',
  );
  expect(toKwame('time.extended', { ...more, paid: to({ m5: 20_000, m4: 15_000, m6: 25_000 }) })).toBe(
    'Samira adds 1 minute to this turn. You have 15 seconds less. Thu Hà and Lucía have a little less.',
  );
  expect(toKwame('time.extended', { ...more, paid: to({ m4: 20_000 }, 40_000) })).toBe('Samira adds 1 minute to this turn. You have 20 seconds less. The reserve gives the rest.');
  expect(toldTo('m3', 'time.extended', { ...more, paid: to({}, 60_000) })?.why).toBe('Samira adds 1 minute to your turn. The reserve gives it.');
  expect(toldTo('m7', 'time.extended', { ...more, paid: to({}, 60_000) })?.why).toBe('You add 1 minute to this turn. The reserve gives it.');
  expect(toKwame('turn.passed', { by: 'm7', member: 'm4', returned: to({ m5: 60_000 }) })).toBe('Samira skips your turn. Its minutes go to Thu Hà.');
  expect(toKwame('turn.passed', { by: 'm4', member: 'm4', returned: to({ m5: 60_000 }) })).toBe('You have no turn today. Your minutes go to Thu Hà.');
  expect(toKwame('turn.passed', { by: 'm6', member: 'm6', returned: to({ m5: 60_000, m4: 60_000 }) })).toBe('Lucía has no turn today. Their minutes go to you and Thu Hà.');
  expect(toKwame('time.given', { from: 'm5', to: 'm4', amount_ms: 60_000 })).toBe('Thu Hà gives you 1 minute.');
  expect(toKwame('turn.deferred', { member: 'm4' })).toBe('Your turn moves to the end.');
  expect(toldTo('m3', 'move.taken_back', { stage: 's1', spent_ms: 0 })?.why).toBe('Taken back: you go on with what was left.');
});

test('more than four are not all named', () => {
  const all = { m1: 9000, m2: 9000, m4: 9000, m5: 9000, m6: 9000 };
  expect(toldTo('m4', 'time.extended', { by: 'm7', amount_ms: 45_000, paid: to(all) })?.why).toBe('Samira adds 45 seconds to this turn. You, Tomasz and 3 others have 9 seconds less each.');
  expect(why('turn.passed', { member: 'm3', returned: to(all, 1000) })).toBe('Ioana has no turn today. Their minutes go to Tomasz, Aiko, 3 others and the reserve.');
});

test('one’s own turn is told as it was and as it is, over all that one decision brought about', () => {
  const charged = toldTo('m4', 'time.charged', { amount_ms: 60_000, paid: to({ m4: 30_000 }) }, { turns: { m4: { planned_ms: 510_000 } } });
  expect(charged?.mine).toEqual({ before: { planned_ms: 540_000, guaranteed_ms: 360_000 }, after: { planned_ms: 510_000, guaranteed_ms: 360_000 } });
  const again = toldTo('m4', 'time.charged', { amount_ms: 60_000, paid: to({ m4: 30_000 }) }, { turns: { m4: { planned_ms: 480_000 } } }, { turns: { m4: { planned_ms: 510_000 } } });
  expect(charged && again && joined(charged, again).mine).toMatchObject({ before: { planned_ms: 540_000 }, after: { planned_ms: 480_000 } });
  expect(toldTo('m5', 'time.charged', { amount_ms: 60_000, paid: to({ m4: 30_000 }) })?.mine).toBeUndefined();
  expect(toldTo('m4', 'turn.passed', { member: 'm4', returned: to({}) }, { turns: { m4: { status: 'passed', planned_ms: 0 } } })?.mine).toBeUndefined();
});

test('a hard end that is too near says whose turn it costs, of all of them once, and that they are first next time', () => {
  const carried = (member: string, me?: string) => toldTo(me, 'turn.carried_over', { member, returned: to({}, 60_000) });
  const story = (...parts: ReturnType<typeof told>[]) => parts.reduce((last, next) => next && joined(last, next))?.why;
  const charged = told('time.charged', { amount_ms: 90_000, paid: to({ m4: 30_000 }, 60_000) });
  expect(story(carried('m5'))).toBe('The end is fixed, and it is too near for all: Thu Hà has no turn today and is first next time.');
  expect(story(carried('m5'), carried('m6'), charged)).toBe(
    'The end is fixed, and it is too near for all: Thu Hà and Lucía have no turn today and are first next time. Kwame has 30 seconds less.',
  );
  const at = '2026-11-24T19:00:00.000Z';
  expect(story(told('session.hard_end_set', { at }), carried('m5'))).toBe(
    `Everybody leaves at ${timeOfDay(at)}, at the latest. That is too near for all: Thu Hà has no turn today and is first next time.`,
  );
  expect(story(carried('m5', 'm5'))).toBe('The end is fixed, and it is too near for all: you have no turn today and are first next time.');
});

test('what a turn that is carried over gave to somebody is not told as if it had been theirs', () => {
  const carried = told('turn.carried_over', { member: 'm6', returned: to({ m4: 25_000, m5: 25_000 }, 60_000, 10_000) });
  const charged = told('time.charged', { amount_ms: 300_000, paid: to({ m4: 116_000, m5: 116_000 }, 60_000, 8_000) });
  expect(carried && charged && joined(carried, charged).why).toBe(
    'The end is fixed, and it is too near for all: Lucía has no turn today and is first next time. Kwame and Thu Hà have 1:31 less each.',
  );
});

test('what nobody else can pay is told of what runs, and by how much its stage ends sooner', () => {
  const charged = (stage: object, me?: string) =>
    toldTo(me, 'time.charged', { amount_ms: 90_000, paid: to({}, 0, 30_000), running_ms: 60_000, stage_ms: 20_000 }, { stage })?.why;
  const start = 'The end is fixed: 1½ minutes less until then. The closing gives 30 seconds.';
  expect(charged({})).toBe(`${start} Ioana’s turn has 1 minute less. This stage ends 20 seconds sooner.`);
  expect(charged({}, 'm3')).toBe(`${start} Your turn has 1 minute less. This stage ends 20 seconds sooner.`);
  expect(charged({ kind: 'check_in' })).toBe(`${start} The check-ins have 1 minute less. This stage ends 20 seconds sooner.`);
  expect(charged({ kind: 'closing', holder: null })).toBe(`${start} The closing has 1 minute less. This stage ends 20 seconds sooner.`);
});

test('a hard end that is moved says to whom its minutes go back, the reader first, and what runs', () => {
  const back = (me?: string, over: object = {}) =>
    toldTo(me, 'time.returned', { amount_ms: 68_000, returned: to({ m4: 24_000, m5: 24_000 }, 20_000), ...over });
  expect(back()?.why).toBe('Everybody may stay longer. That gives back 24 seconds each to Kwame and Thu Hà and 20 seconds to the reserve.');
  expect(back('m5')?.why).toContain('24 seconds each to you and Kwame');
  expect(back('m3', { running_ms: 60_000, stage_ms: 20_000 })?.why).toBe(
    'Everybody may stay longer. That gives back 1 minute to your turn, 24 seconds each to Kwame and Thu Hà and 20 seconds to the reserve. This stage ends 20 seconds later.',
  );
  expect(back('m5', { returned: to({ m4: 24_000, m5: 30_000 }, 0, 5000) })?.why).toContain('30 seconds to you, 24 seconds to Kwame and 5 seconds to the closing.');
  expect(back(undefined, { returned: to({}) })).toBeUndefined();
  const set = told('session.hard_end_set', {});
  const after = back();
  expect(set && after && joined(set, after).why).toBe('The end is open again. That gives back 24 seconds each to Kwame and Thu Hà and 20 seconds to the reserve.');
  expect(back('m5', {})?.mine).toBeUndefined();
  expect(toldTo('m4', 'time.returned', { returned: to({ m4: 20_000 }) }, {}, { turns: { m4: { planned_ms: 520_000 } } })?.mine).toMatchObject({
    before: { planned_ms: 520_000 },
    after: { planned_ms: 540_000 },
  });
});

test('who has a turn again as the end is later was here, and does not join', () => {
  const included = (me?: string) => toldTo(me, 'rotation.included', { member: 'm6', planned_ms: 480_000, paid: to({}, 480_000) });
  expect(included()?.why).toBe('Lucía joins, with 8 minutes. The reserve gives it.');
  const after = (cause: ReturnType<typeof told>, next: ReturnType<typeof told>) => cause && next && joined(cause, next).why;
  expect(after(told('session.end_pushed', { amount_ms: 600_000 }), included())).toBe(
    'The end may be 10 minutes later: the reserve has them. Lucía has a turn after all, with 8 minutes. The reserve gives it.',
  );
  expect(after(told('session.hard_end_set', {}), included('m6'))).toBe('The end is open again. You have a turn after all, with 8 minutes. The reserve gives it.');
});

test('who takes the turn that was passed, or is given one by somebody else, does not join either', () => {
  const data = { member: 'm6', planned_ms: 480_000, paid: to({}, 480_000) };
  expect(toldTo('m6', 'rotation.included', { ...data, by: 'm6' }, {}, { turns: { m6: { status: 'passed' } } })?.why).toBe('You have a turn after all, with 8 minutes. The reserve gives it.');
  expect(why('rotation.included', { ...data, by: 'm7' })).toBe('Lucía has a turn after all, with 8 minutes. The reserve gives it.');
  expect(why('rotation.included', { ...data, by: 'm6' })).toBe('Lucía joins, with 8 minutes. The reserve gives it.');
});

test('of a charge whose beginning is not known no amount is told that may be wrong', () => {
  const at = (minute: number) => `2026-11-24T18:0${minute}:00.000Z`;
  const charged = event('time.charged', { amount_ms: 90_000, paid: to({ m4: 60_000 }, 30_000) }, at(1));
  const later = [2, 3, 4, 5].map((minute) => event('session.end_pushed', { amount_ms: 60_000 }, at(minute)));
  const oldest = (recent: ReturnType<typeof event>[]) => recall([], exploration(), recent).at(-1)?.why;
  expect(oldest([charged, ...later])).toBe('The end is fixed: 1½ minutes less until then.');
  const carried = event('turn.carried_over', { member: 'm6', returned: to({ m4: 25_000 }) }, at(1));
  expect(oldest([carried, charged, ...later.slice(1)])).toBe('The end is fixed, and it is too near for all: Lucía has no turn today and is first next time.');
  expect(oldest([charged])).toBe('The end is fixed: 1½ minutes less until then. Kwame has 1 minute less. The reserve gives the rest.');
});

test('what happened before one came is told without what only those knew who were there', () => {
  const state = exploration();
  const heard = (kind: string, data: Parameters<typeof event>[1], me?: string) => recall([], state, [event(kind, data, '2026-11-24T18:30:00.000Z')], me)[0];
  const paid = to({ m4: 20_000 });
  expect(heard('time.extended', { by: 'm7', stage: 'st9', amount_ms: 60_000, paid }, 'm4')).toEqual({
    why: 'Samira adds 1 minute to this turn. You have 20 seconds less.',
    at: '2026-11-24T18:30:00.000Z',
    during: '',
  });
  expect(heard('time.extended', { by: 'm7', stage: 'st4', amount_ms: 60_000, paid })?.why).toBe('Samira added 1 minute. Kwame has 20 seconds less.');
  expect(heard('stage.overtime', { stage: 'st4', amount_ms: 30_000, paid })?.why).toBe('The time was over: 30 seconds more. Kwame has 20 seconds less.');
  expect(heard('rotation.reordered', { order: ['m4'] })?.why).toBe('The turns to come got another order.');
  expect(heard('move.taken_back', { stage: 'st4', spent_ms: 0 })?.why).toBe('A move was taken back.');
  expect(heard('turn.ended', { member: 'm2', returned: to({}) })).toBeUndefined();
  expect(heard('time.bent', {})).toBeUndefined();
});

test('what one saw oneself stays, and what happened before is added in its place, five in all', () => {
  const at = (minute: number) => `2026-11-24T18:0${minute}:00.000Z`;
  const own: Reason = { why: 'seen', at: at(4), during: 'in Ioana’s turn' };
  const pushed = (minute: number) => event('session.end_pushed', { amount_ms: 60_000 * minute }, at(minute));
  const all = recall([own], exploration(), [1, 2, 3, 4, 5, 6].map(pushed));
  expect(all.map((reason) => reason.at)).toEqual([6, 5, 4, 3, 2].map(at));
  expect(all[2]).toBe(own);
  expect(recall(all, exploration(), [1, 2, 3, 4, 5, 6].map(pushed))).toEqual(all);
  const carried = ['m5', 'm6'].map((member) => event('turn.carried_over', { member, returned: to({}) }, at(1)));
  expect(recall([], exploration(), carried).map(({ why }) => why)).toEqual([
    'The end is fixed, and it is too near for all: Thu Hà and Lucía have no turn today and are first next time.',
  ]);
});
