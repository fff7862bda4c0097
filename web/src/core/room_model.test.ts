import { describe, expect, test, vi } from 'vitest';
import { RoomModel } from './room_model';
import type { RoomEvent, RoomState } from './protocol';

const state = { circle: { name: 'Harbour' }, queue: ['e1'] } as unknown as RoomState;
const event = (seq: number, patch: unknown, kind = 'hand.raised'): RoomEvent => ({ seq, at: '', event: kind, patch });

describe('the model of a room', () => {
  test('follows patches in order', () => {
    const model = new RoomModel();
    model.replace({ epoch: 'e', run: 'r', seq: 41 }, state);
    expect(model.apply(event(42, { queue: ['e1', 'e2'] }))).toBe('applied');
    expect(model.state?.queue).toEqual(['e1', 'e2']);
    expect(model.position()).toEqual({ epoch: 'e', run: 'r', seq: 42 });
  });

  test('follows an event that it has never heard of', () => {
    const model = new RoomModel();
    model.replace({ epoch: 'e', run: 'r', seq: 1 }, state);
    model.apply(event(2, { circle: { name: 'Lighthouse' } }, 'circle.renamed'));
    expect(model.state?.circle.name).toBe('Lighthouse');
  });

  test('an event that comes twice changes nothing and is not told twice', () => {
    const listener = vi.fn();
    const model = new RoomModel(listener);
    model.replace({ epoch: 'e', run: 'r', seq: 41 }, state);
    model.apply(event(42, { queue: [] }));
    expect(model.apply(event(42, { queue: ['x'] }))).toBe('known');
    expect(model.apply(event(40, { queue: ['x'] }))).toBe('known');
    expect(model.state?.queue).toEqual([]);
    expect(listener).toHaveBeenCalledTimes(2);
  });

  test('after a gap it stays where it was', () => {
    const model = new RoomModel();
    model.replace({ epoch: 'e', run: 'r', seq: 41 }, state);
    expect(model.apply(event(43, { queue: [] }))).toBe('gap');
    expect(model.position()).toEqual({ epoch: 'e', run: 'r', seq: 41 });
    expect(model.state?.queue).toEqual(['e1']);
  });

  test('before the first state every event is a gap', () => {
    expect(new RoomModel().apply(event(1, {}))).toBe('gap');
  });

  test('a whole state replaces what was there, also with a smaller seq, another epoch and another run', () => {
    const model = new RoomModel();
    model.replace({ epoch: 'old', run: 'r', seq: 41 }, state);
    model.replace({ epoch: 'new', run: 's', seq: 7 }, { ...state, queue: [] });
    expect(model.position()).toEqual({ epoch: 'new', run: 's', seq: 7 });
    expect(model.state?.queue).toEqual([]);
  });

  test('without a position it keeps what it shows', () => {
    const model = new RoomModel();
    model.replace({ epoch: 'e', run: 'r', seq: 41 }, state);
    model.forgetPosition();
    expect(model.position()).toBeUndefined();
    expect(model.state).toBe(state);
  });
});
