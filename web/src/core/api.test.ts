import { describe, expect, test, vi } from 'vitest';
import { Api, ApiError } from './api';

const problem = (status: number, body: object) =>
  new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/problem+json' } });

describe('a call', () => {
  test('carries the token in a header, never in the address', async () => {
    const fetch = vi.fn(async (_url: string, _init: RequestInit) => new Response('{"id":"c1"}'));
    await new Api(fetch).circle('c1', 'SECRET');
    const [url, init] = fetch.mock.calls[0] ?? [];
    expect(url).toBe('/api/v1/circles/c1');
    expect(init?.headers).toMatchObject({ Authorization: 'Bearer SECRET' });
  });

  test('that starts a circle carries the word of the server, if there is one', async () => {
    const fetch = vi.fn(async (_url: string, _init: RequestInit) => new Response('{}'));
    const api = new Api(fetch);
    await api.createCircle({ name: 'Harbour' });
    await api.createCircle({ name: 'Harbour' }, 'lighthouse');
    const sent = fetch.mock.calls.map(([, init]) => (init.headers as Record<string, string>)['Authorization']);
    expect(sent).toEqual([undefined, 'Bearer lighthouse']);
  });

  test('that is refused says why, to the program and to the person', async () => {
    const full = { type: '/problems/circle_full', title: 'Full', status: 409, detail: 'All eight seats are taken.', field: 'as' };
    const api = new Api(async () => problem(409, full));
    const error = await api.takeSeat('c1', 'T', { name: 'Ana', agreement: 'norms-1' }).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ status: 409, reason: 'circle_full', message: 'All eight seats are taken.', field: 'as' });
  });

  test('answered by a proxy in HTML is an error with its status', async () => {
    const api = new Api(async () => new Response('<h1>Bad gateway</h1>', { status: 502 }));
    await expect(api.templates()).rejects.toMatchObject({ status: 502, reason: 'unknown' });
  });

  test('that nobody answers is an error of its own', async () => {
    const api = new Api(async () => {
      throw new TypeError('Failed to fetch');
    });
    await expect(api.templates()).rejects.toMatchObject({ status: 0, reason: 'offline' });
  });

  test('for a list gives the list', async () => {
    const api = new Api(async () => new Response('{"templates":[{"name":"group-75"}]}'));
    expect(await api.templates()).toEqual([{ name: 'group-75' }]);
  });
});
