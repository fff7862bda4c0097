import { describe, expect, test } from 'vitest';
import { exploration, iso, now } from '../testing/harbour';
import { mergePatch } from './merge_patch';
import type { RoomState } from './protocol';
import { allHaveSaid, handOf, skipperOf, stageAfter, standingOf, withoutTurn } from './standing';

const of = (me: string, patch: object = {}, later = 0) => {
  const state: RoomState = mergePatch(exploration(), patch);
  return standingOf(state, me, state.members[me]?.role ?? 'member', now + later);
};
const alone = { members: { m7: { present: false } } };

describe('in a turn', () => {
  test('the holder and the facilitator may go on, the others may not', () => {
    expect([of('m3').mayAdvance, of('m7').mayAdvance, of('m4').mayAdvance]).toEqual([true, true, false]);
  });

  test('a holder who is away is not moved on by others, except in the check-in', () => {
    const away = { members: { m7: { present: false }, m3: { present: false } } };
    expect(of('m4', away).mayAdvance).toBe(false);
    const checkIn = { ...away, session: { phase: 'check_in' }, stage: { kind: 'check_in', name: 'check_in' } };
    expect(of('m4', checkIn).mayAdvance).toBe(true);
    expect(of('m4', { ...checkIn, members: { m3: { present: false } } }).mayAdvance).toBe(false);
  });

  test('who holds the seat of somebody without a device does what the holder does', () => {
    const held = { members: { m3: { present: false, held_by: 'm4' } } };
    expect([of('m4', held).isHolder, of('m4', held).mayAdvance, of('m4', held).speaksFor]).toEqual([true, true, 'm3']);
    expect([of('m5', held).isHolder, of('m3').speaksFor]).toEqual([false, undefined]);
  });

  test('a guest and a deputy who has stepped in facilitate', () => {
    expect(of('m4', { members: { m4: { lead: 'guest' } } }).facilitates).toBe(true);
    expect(of('m4', { members: { m4: { lead: 'deputy' } } }).facilitates).toBe(false);
    expect(of('m4', { members: { m4: { lead: 'deputy', stepped_in: true }, m7: { present: false } } }).guided).toBe(true);
  });

  test('next is whoever waits first', () => {
    expect(of('m1').next).toBe('m4');
    expect(of('m1', { turns: { m4: { status: 'passed' } } }).next).toBe('m5');
  });

  test('in the check-in whoever is away is passed over', () => {
    const checkIn = { session: { phase: 'check_in' }, stage: { kind: 'check_in', name: 'check_in' }, check_ins: { m5: { status: 'waiting' }, m6: { status: 'waiting' } } };
    expect(of('m1', checkIn).next).toBe('m5');
    expect(of('m1', { ...checkIn, members: { m5: { present: false } } }).next).toBe('m6');
  });

  test('in a handover, next is the one after the one whose turn comes', () => {
    const stage = { kind: 'handover', name: 'handover', holder: 'm4' };
    expect(of('m1', { stage, session: { phase: 'handover' }, turns: { m3: { status: 'done' } } }).next).toBe('m5');
  });

  test('an action stage without an action is not over; a waiver will do', () => {
    const stage = { name: 'action' };
    expect(of('m3', { stage }).needsAction).toBe(true);
    expect(of('m3', { stage, waivers: { m3: { cause: 'stated' } } }).needsAction).toBe(false);
    expect(of('m3').needsAction).toBe(false);
  });
});

describe('a pending move', () => {
  const next = { pending: { move: 'next', by: 'm7', effective_at: iso(now + 3000) } };
  test('can be stopped by the holder, the facilitator and whoever proposed it', () => {
    expect([of('m3', next).mayStop, of('m7', next).mayStop, of('m4', next).mayStop]).toEqual([true, true, false]);
  });
  test('that passes a turn to come can be stopped by the one whose turn it is', () => {
    const pass = { pending: { ...next.pending, move: 'pass', member: 'm4' } };
    expect([of('m4', pass).mayStop, of('m5', pass).mayStop]).toEqual([true, false]);
  });
  test('that ends the session can be stopped by anyone with a seat', () => {
    expect(of('m4', { pending: { ...next.pending, move: 'end' } }).mayStop).toBe(true);
  });
});

describe('a pause', () => {
  const pause = (cause: string, by?: string) => ({ pause: { cause, by, since: iso(now), left_ms: 1000 } });
  test('ends by whoever called it or by the facilitator', () => {
    expect([of('m4', pause('care', 'm4')).mayResume, of('m7', pause('care', 'm4')).mayResume]).toEqual([true, true]);
    expect(of('m5', pause('care', 'm4')).mayResume).toBe(false);
  });
  test('after two minutes ends by a vote, whoever facilitates if it was for care', () => {
    expect(of('m5', pause('care', 'm4')).votes).toEqual([]);
    expect(of('m5', pause('care', 'm4'), 120_000).votes).toEqual(['resume']);
    expect(of('m5', pause('called', 'm4'), 120_000).votes).toEqual([]);
    expect(of('m5', { ...pause('called', 'm4'), ...alone }, 120_000).votes).toEqual(['resume']);
    expect(of('m5', { ...pause('care', 'm4'), ...alone }, 120_000).mayResume).toBe(false);
  });
  test('after an outage ends by anyone with a seat, if there is no facilitator', () => {
    expect(of('m5', { ...pause('outage'), ...alone }).mayResume).toBe(true);
    expect(of('m5', pause('outage')).mayResume).toBe(false);
  });
  test('for a holder who is gone ends by anyone with a seat, or they are skipped by a vote', () => {
    const gone = { ...pause('holder_away'), members: { m3: { present: false } } };
    expect([of('m5', gone).mayResume, of('m7', gone).mayResume]).toEqual([true, true]);
    expect(of('m5', gone).votes).toEqual([]);
    expect(of('m5', { ...gone, members: { m3: { present: false }, m7: { present: false } } }).votes).toEqual(['skip']);
  });
});

describe('votes', () => {
  test('are for when nobody facilitates', () => {
    expect(of('m4').votes).toEqual([]);
    expect(of('m4', alone).votes).toEqual(['move_on', 'pause', 'more_time', 'later_end']);
    expect(of('m3', alone).votes).toEqual(['pause', 'more_time', 'later_end']);
  });
  test('for a later end are for a session whose end is open', () => {
    expect(of('m4', { ...alone, session: { hard_end: iso(now + 3_600_000) } }).votes).not.toContain('later_end');
    expect(of('m4', { ...alone, stage: { voted: true } }).votes).toEqual(['move_on', 'pause', 'later_end']);
    for (const phase of ['lobby', 'ended']) expect(of('m4', { ...alone, session: { phase }, stage: null }).votes).toEqual([]);
  });
  test('for more than a turn may grow by are for everyone', () => {
    expect(of('m4', { turns: { m3: { planned_ms: 800_000 } } }).votes).toEqual(['more_time']);
  });
  test('are one at a time', () => {
    const vote = { id: 'v1', kind: 'pause', by: 'm5', until: iso(now + 20_000), voters: 6, yes: 1, ballots: {} };
    expect(of('m4', { ...alone, vote }).votes).toEqual([]);
  });
});

test('a move is taken back by whoever made it, who had the floor and the facilitator, for half a minute', () => {
  const moved = { last_move: { by: 'm4', stage: 'exploration', holder: 'm1', until: iso(now + 20_000) } };
  expect(['m4', 'm1', 'm7', 'm5'].map((me) => of(me, moved).mayTakeBack)).toEqual([true, true, true, false]);
  expect(of('m7', moved, 20_000).mayTakeBack).toBe(false);
});

test('the lobby is opened by the facilitator, and by anyone seated only without one', () => {
  const lobby = { session: { phase: 'lobby' }, stage: null };
  expect([of('m7', lobby).mayStart, of('m4', lobby).mayStart]).toEqual([true, false]);
  expect(of('m4', { ...lobby, ...alone }).mayStart).toBe(true);
});

test('a raised hand is found, and the stage that comes after', () => {
  expect(handOf(exploration(), 'm6')).toBe('e3');
  expect(handOf(exploration(), 'm5')).toBeUndefined();
  expect(stageAfter(exploration())?.title).toBe('Action');
});

test('a closing is ripe when all who are here with a seat have shared', () => {
  const state = exploration();
  const here = Object.keys(state.members).filter((id) => state.members[id]?.seated);
  state.reflections = Object.fromEntries(here.slice(1).map((id) => [id, { text: 'Rest is work.' }]));
  expect(allHaveSaid(state)).toBe(false);
  state.members[here[0]!]!.present = false;
  expect(allHaveSaid(state)).toBe(true);
});

describe('a session that has ended', () => {
  const ended = (reopen_until: string | null) => ({ session: { phase: 'ended', reopen_until }, stage: null });

  test('is opened again by whoever has a seat or facilitates, until its time is over', () => {
    const soon = iso(now + 60_000);
    expect([of('m4', ended(soon)).mayReopen, of('m7', ended(soon)).mayReopen]).toEqual([true, true]);
    expect(of('m4', { ...ended(soon), members: { m4: { seated: false } } }).mayReopen).toBe(false);
    expect(of('m4', ended(soon), 60_001).mayReopen).toBe(false);
    expect(of('m4', ended(null)).mayReopen).toBe(false);
    expect(of('m4').mayReopen).toBe(false);
  });
});

describe('a turn after all', () => {
  const without = (patch: object) => withoutTurn(mergePatch<RoomState>(exploration(), patch));

  test('is for whoever has a seat and no turn, in the order of turns', () => {
    expect(without({})).toEqual([]);
    const left = { members: { m8: { name: 'Noor', role: 'member', seated: true, present: true } }, turns: { m6: { status: 'passed' }, m5: null } };
    expect(without(left)).toEqual(['m5', 'm6', 'm8']);
  });

  test('is not for whoever has begun, nor for the closing', () => {
    expect(without({ turns: { m6: { status: 'passed', used_ms: 4000 } } })).toEqual([]);
    expect(without({ turns: { m6: { status: 'passed' } }, session: { phase: 'closing' } })).toEqual([]);
  });

  test('knows who passed it, if that was somebody else', () => {
    const by = (waiver: object) => skipperOf(mergePatch<RoomState>(exploration(), { waivers: { m6: waiver } }), 'm6');
    expect([by({ cause: 'passed', by: 'm7' }), by({ cause: 'passed', by: 'm6' }), by({ cause: 'passed' }), by({ cause: 'stated', by: 'm7' })]).toEqual(['m7', undefined, undefined, undefined]);
  });
});
