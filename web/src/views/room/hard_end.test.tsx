// @vitest-environment happy-dom
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { standingOf } from '../../core/standing';
import { en } from '../../strings/en';
import { timeOfDay } from '../../strings/words';
import { settle, type FakeSocket } from '../../testing/fake_world';
import { exploration, now } from '../../testing/harbour';
import { button, enteredRoom, press, show, type, words } from '../../testing/page';
import { HardEnd, nextAt } from './hard_end';

test('a time on the wall is the next one to come', () => {
  const now = new Date(2026, 10, 24, 18, 30).getTime();
  expect(nextAt('19:15', now)).toBe(new Date(2026, 10, 24, 19, 15).getTime());
  expect(nextAt('00:15', now)).toBe(new Date(2026, 10, 25, 0, 15).getTime());
});

describe('a fixed end for all', () => {
  const minute = (ms: number) => Math.ceil(ms / 60_000) * 60_000;
  const asked = minute(now + 1_200_000);
  const wall = new Date(asked).toTimeString().slice(0, 5);
  const at = (ms: number) => new Date(ms).toISOString();
  const state = exploration();
  const { turns, budget, rotation } = state;
  let socket: FakeSocket;

  /* What the page asks for is asked a little later, once no more is typed. */
  const quotes = () => act(async () => void (await vi.advanceTimersByTimeAsync(200)));
  const previews = () => socket.sent.filter(({ method }) => method === 'time.preview').map(({ id, params }) => ({ id, ...(params['params'] as { at: string; carry_over?: boolean }) }));
  const answer = (id: number, message: object) =>
    act(async () => {
      socket.say({ id, ...message });
      await settle();
    });
  const costs = (id: number) => answer(id, { result: { turns, budget: { ...budget, reserve_ms: 180_000 }, rotation, plan: 14 } });

  async function write(): Promise<void> {
    await press(en.hardEnd.allSet);
    await type('input[type=time]', wall);
    await quotes();
  }

  async function refused(carried: string[], missing_ms = 400_000): Promise<void> {
    await write();
    await answer(previews()[0]?.id ?? 0, { error: { code: -32000, message: '', data: { reason: 'too_late', available_ms: 1, missing_ms, carried } } });
    await quotes();
  }

  beforeEach(async () => {
    vi.useFakeTimers({ now });
    const entered = await enteredRoom(state, { member: 'm7', role: 'facilitator' });
    socket = entered.socket;
    show(<HardEnd room={entered.room} state={state} standing={standingOf(state, 'm7', 'facilitator', now)} />);
  });
  afterEach(() => vi.useRealTimers());

  test('shows its price, and is set for that price', async () => {
    await write();
    expect(previews().map(({ at }) => at)).toEqual([at(asked)]);
    await costs(previews()[0]?.id ?? 0);
    expect(words()).toContain('the reserve: 4:00 → 3:00');
    await press(en.hardEnd.keep);
    expect(socket.last('session.set_hard_end').params).toMatchObject({ at: at(asked), plan: 14 });
  });

  test('that is too early says which is the earliest, and sets that one for its price', async () => {
    await refused([]);
    const earliest = minute(asked + 400_000);
    expect(words()).toContain(`${timeOfDay(asked)} is too near for what is promised to all; ${timeOfDay(earliest)} is the earliest that can be kept.`);
    const offer = `End by ${timeOfDay(earliest)}`;
    expect(button(new RegExp(`^${offer}`))?.getAttribute('aria-disabled')).toBe('true');
    const [, later, carried] = previews();
    expect(later?.at).toBe(at(earliest));
    expect(carried).toBeUndefined();
    await costs(later?.id ?? 0);
    await press(new RegExp(`^${offer} the reserve: 4:00 → 3:00`));
    expect(socket.last('session.set_hard_end').params).toMatchObject({ at: at(earliest), plan: 14 });
    expect(button(/all the same/)).toBeUndefined();
  });

  test('is kept all the same at the cost of whole turns, by name', async () => {
    await refused(['m5', 'm6']);
    const carried = previews().find(({ carry_over }) => carry_over);
    expect(carried?.at).toBe(at(asked));
    await answer(carried?.id ?? 0, { result: { turns: { ...turns, m5: undefined, m6: undefined }, budget, rotation, plan: 14 } });
    await press(new RegExp(`^End by ${timeOfDay(asked)} all the same Thu Hà and Lucía have no turn today and are first next time. nobody else pays$`));
    expect(socket.last('session.set_hard_end').params).toMatchObject({ at: at(asked), carry_over: true, plan: 14 });
  });

  test('goes away with the form when it is set', async () => {
    await refused([]);
    await costs(previews()[1]?.id ?? 0);
    await press(/^End by/);
    await act(async () => {
      socket.answer('session.set_hard_end', { seq: 2 });
      await settle();
    });
    expect(document.querySelector('form')).toBeNull();
  });
});
