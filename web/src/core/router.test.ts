import { describe, expect, test } from 'vitest';
import { afterLink, linkOf, parseRoute } from './router';

const token = 'AbCdEfGhIjKlMnOpQrStUvWxYz012345';

describe('an address', () => {
  test.each([
    ['', { page: 'home' }],
    ['#', { page: 'home' }],
    ['#/', { page: 'home' }],
    ['#/start', { page: 'start' }],
    ['#/circle/c1', { page: 'circle', circle: 'c1' }],
    ['#/room/c1', { page: 'room', circle: 'c1' }],
    ['#/agenda/c1', { page: 'agenda', circle: 'c1' }],
    ['#/display/c1', { page: 'display', circle: 'c1' }],
    ['#/session/c1/s1', { page: 'session', circle: 'c1', session: 's1' }],
    [`#/join/c1/${token}`, { page: 'link', role: 'invite', circle: 'c1', token }],
    [`#/keep/c1/${token}`, { page: 'link', role: 'facilitator', circle: 'c1', token }],
    [`#/look-after/c1/${token}`, { page: 'link', role: 'coordinator', circle: 'c1', token }],
    [`#/display/c1/${token}`, { page: 'link', role: 'display', circle: 'c1', token }],
    [`#/me/c1/${token}/`, { page: 'link', role: 'personal', circle: 'c1', token }],
  ])('%s is understood', (hash, route) => expect(parseRoute(hash)).toEqual(route));

  test.each(['#/join/c1', `#/join/c1/${token.slice(1)}`, '#/join', `#/join/c 1/${token}`, '#/nowhere', `#/x/c1/${token}`, `#/join/c1/${token}/more`])(
    '%s leads to a page that says that the link is broken',
    (hash) => expect(parseRoute(hash)).toEqual({ page: 'lost' }),
  );

  test('a link is read as it was made', () => {
    const link = linkOf('https://example.org', 'coordinator', 'c1', token);
    expect(link).toBe(`https://example.org/#/look-after/c1/${token}`);
    expect(parseRoute(new URL(link).hash)).toMatchObject({ role: 'coordinator' });
  });

  test('when the token is stored, the address holds none', () => {
    expect(afterLink('invite', 'c1')).toBe('#/room/c1');
    expect(afterLink('coordinator', 'c1')).toBe('#/circle/c1');
    expect(afterLink('display', 'c1')).toBe('#/display/c1');
  });
});
