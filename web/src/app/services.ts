/* What a browser lends to the core: its storage, its fetch, its address. Made once. */

import { signal } from '@preact/signals';
import { Api } from '../core/api';
import { parseRoute, type Route } from '../core/router';
import { storeOf, Vault } from '../core/vault';

export const api = new Api((url, init) => fetch(url, init));
export const vault = new Vault(storeOf(() => localStorage), () => Date.now());

export const route = signal<Route>(parseRoute(location.hash));

addEventListener('hashchange', () => {
  route.value = parseRoute(location.hash);
});

export function go(path: string): void {
  location.hash = path;
}

/* The address changes and leaves nothing behind in the history: for links, whose token must not stay there. */
export function replacePath(path: string): void {
  history.replaceState(null, '', path);
  route.value = parseRoute(location.hash);
}

export function newId(): string {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID();
  // Plain http on a home network is no secure context, and has no randomUUID.
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
