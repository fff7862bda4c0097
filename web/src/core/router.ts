/* Where in the client one is. Everything is in the fragment: a browser sends it to nobody. */

import type { Id } from './protocol';

export type LinkRole = 'invite' | 'facilitator' | 'coordinator' | 'display' | 'personal';

/* The pages of one circle. */
const CIRCLE_PAGES = ['circle', 'room', 'links', 'display', 'agenda'] as const;
export type CirclePage = (typeof CIRCLE_PAGES)[number];

export type Route =
  | { page: 'home' | 'start' | 'lost' }
  | { page: CirclePage; circle: Id }
  | { page: 'session'; circle: Id; session: Id }
  | { page: 'link'; role: LinkRole; circle: Id; token: string };

const ID = /^[A-Za-z0-9_-]{1,64}$/;
const TOKEN = /^[A-Za-z0-9_-]{32}$/;

const roleOfWord: Record<string, LinkRole> = {
  join: 'invite',
  keep: 'facilitator',
  'look-after': 'coordinator',
  display: 'display',
  me: 'personal',
};

/* A link that was cut off on its way is `lost`, and never home: whoever came by it must be told. */
export function parseRoute(hash: string): Route {
  const parts = hash.replace(/^#?\/?/, '').split('/').filter((part) => part !== '');
  const [word, circle, rest] = parts;
  if (word === undefined) return { page: 'home' };
  if (parts.length === 1 && word === 'start') return { page: 'start' };
  if (circle === undefined || !ID.test(circle)) return { page: 'lost' };
  const page = CIRCLE_PAGES.find((each) => each === word);
  if (parts.length === 2 && page) return { page, circle };
  if (rest === undefined || parts.length > 3) return { page: 'lost' };
  if (word === 'session' && ID.test(rest)) return { page: 'session', circle, session: rest };
  const role = roleOfWord[word];
  return role && TOKEN.test(rest) ? { page: 'link', role, circle, token: rest } : { page: 'lost' };
}

export function pathOf(page: CirclePage, circle: Id): string {
  return `#/${page}/${circle}`;
}

export function linkOf(origin: string, role: LinkRole, circle: Id, token: string): string {
  const word = Object.keys(roleOfWord).find((key) => roleOfWord[key] === role);
  return `${origin}/#/${word}/${circle}/${token}`;
}

/* Where a link leads once its token is stored and out of the address bar. */
export function afterLink(role: LinkRole, circle: Id): string {
  if (role === 'display') return pathOf('display', circle);
  return pathOf(role === 'coordinator' ? 'circle' : 'room', circle);
}
