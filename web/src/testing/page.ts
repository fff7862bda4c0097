/* Components on a page without a window: read by the words on it, driven by the names of its controls. For tests in
   the environment happy-dom. */

import { render, type ComponentChild } from 'preact';
import { act } from 'preact/test-utils';
import { LiveRoom } from '../app/live_room';
import type { JoinAnswer, RoomState } from '../core/protocol';
import { FakeSocket, settle } from './fake_world';

/* Shows it in the place of all that was there. */
export function show(page: ComponentChild): void {
  render(null, document.body);
  act(() => render(page, document.body));
}

export function leave(): void {
  act(() => render(null, document.body));
}

/* Each run of spaces is one, as a person sees it. */
export function words(of: Element | null = document.body): string {
  return (of?.textContent ?? '').replace(/\s+/g, ' ').trim();
}

export function all(selector: string): string[] {
  return [...document.querySelectorAll(selector)].map(words);
}

export function button(name: string | RegExp): HTMLButtonElement | undefined {
  const fits = (text: string) => (typeof name === 'string' ? text === name : name.test(text));
  return [...document.querySelectorAll('button')].find((found) => fits(found.getAttribute('aria-label') ?? words(found)));
}

export async function press(name: string | RegExp): Promise<void> {
  const found = button(name);
  if (!found) throw new Error(`there is no ${String(name)} among ${all('button').join(', ')}`);
  act(() => found.click());
  await calm();
}

/* Until nothing more happens by itself: what is answered draws, and what is drawn may ask again. */
export async function calm(): Promise<void> {
  for (let i = 0; i < 3; i++) await act(settle);
}

export async function type(selector: string, text: string): Promise<void> {
  const field = document.querySelector<HTMLInputElement>(selector);
  if (!field) throw new Error(`there is no ${selector}`);
  act(() => {
    field.value = text;
    field.dispatchEvent(new Event('input', { bubbles: true }));
  });
  await calm();
}

/* A room that somebody has entered, and the socket behind it. Give it to `act`, if a page shows it. */
export async function enteredRoom(state: RoomState, answer: Partial<JoinAnswer> = {}): Promise<{ room: LiveRoom; socket: FakeSocket }> {
  const socket = new FakeSocket();
  const real = globalThis.WebSocket;
  globalThis.WebSocket = function () {
    return socket;
  } as unknown as typeof WebSocket;
  const room = new LiveRoom(state.session.id, 'token');
  room.open();
  globalThis.WebSocket = real;
  socket.accept();
  socket.answer('room.join', { epoch: 'e1', run: 'r1', seq: 1, server_now: new Date().toISOString(), role: 'member', member: 'm4', state, ...answer });
  await settle();
  return { room, socket };
}
