/* The calls over HTTP. Errors become ApiError, which carries the reason for the program and a sentence for the person. */

import type {
  ActionChange,
  Agenda,
  CircleAgenda,
  CircleMember as FullMember,
  CircleView,
  CreatedCircle,
  Id,
  Link,
  ListedAction,
  ListedSession,
  NamedMember,
  NewCircle,
  NewMember,
  PlannedSession,
  SeatedMember,
  SessionSummary,
} from '../protocol/types';
import type { LinkRole } from './router';

export class ApiError extends Error {
  constructor(
    readonly status: number, // 0: nobody answered
    readonly reason: string,
    message: string,
    readonly field?: string,
  ) {
    super(message);
    this.name = 'ApiError';
  }
}

/* With an invite only the names of members are told. */
export type CircleMember = NamedMember & Partial<FullMember>;
export type CircleInfo = Omit<CircleView, 'members'> & { members: CircleMember[] };
export type KeptAction = ListedAction;
export type NewSeat = NewMember;

export type { ListedSession, SessionSummary } from '../protocol/types';

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export class Api {
  constructor(
    private readonly fetch: Fetch,
    private readonly base = '/api/v1',
  ) {}

  templates = async (): Promise<Agenda[]> => list<Agenda>(await this.json('GET', '/templates'), 'templates');

  /* `word`: the server's own token, where not everybody may start a circle. */
  createCircle = (body: NewCircle, word?: string) =>
    this.json('POST', '/circles', word, body) as Promise<CreatedCircle>;

  circle = (circle: Id, token: string) => this.json('GET', `/circles/${circle}`, token) as Promise<CircleInfo>;

  setAgenda = (circle: Id, token: string, agenda: Agenda) =>
    this.json('PUT', `/circles/${circle}/agenda`, token, { agenda }) as Promise<CircleAgenda>;

  takeSeat = (circle: Id, token: string, seat: NewSeat) =>
    this.json('POST', `/circles/${circle}/members`, token, seat) as Promise<SeatedMember>;

  newLink = (circle: Id, role: LinkRole, token: string) =>
    this.json('POST', `/circles/${circle}/links/${role}`, token) as Promise<Link>;

  planSession = (circle: Id, token: string) =>
    this.json('POST', `/circles/${circle}/sessions`, token) as Promise<PlannedSession>;

  sessions = async (circle: Id, token: string): Promise<ListedSession[]> =>
    list<ListedSession>(await this.json('GET', `/circles/${circle}/sessions`, token), 'sessions');

  session = (circle: Id, session: Id, token: string) =>
    this.json('GET', `/circles/${circle}/sessions/${session}`, token) as Promise<SessionSummary>;

  actions = async (circle: Id, token: string): Promise<KeptAction[]> =>
    list<KeptAction>(await this.json('GET', `/circles/${circle}/actions`, token), 'actions');

  changeAction = (action: Id, token: string, change: ActionChange) =>
    this.json('PATCH', `/actions/${action}`, token, change) as Promise<KeptAction>;

  actionsFile = async (circle: Id, kind: 'csv' | 'md', token: string): Promise<Blob> =>
    (await this.ask('GET', `/circles/${circle}/actions.${kind}`, token)).blob();

  private async json(method: string, path: string, token?: string, body?: object): Promise<unknown> {
    return (await this.ask(method, path, token, body)).json();
  }

  private async ask(method: string, path: string, token?: string, body?: object): Promise<Response> {
    const headers: Record<string, string> = {};
    if (token !== undefined) headers['Authorization'] = `Bearer ${token}`;
    if (body !== undefined) headers['Content-Type'] = 'application/json';
    let response: Response;
    try {
      response = await this.fetch(this.base + path, { method, headers, body: body && JSON.stringify(body), cache: 'no-store' });
    } catch {
      throw new ApiError(0, 'offline', '');
    }
    if (!response.ok) throw await errorOf(response);
    return response;
  }
}

function list<T>(answer: unknown, name: string): T[] {
  const named = (answer as Record<string, unknown> | null)?.[name];
  return Array.isArray(named) ? (named as T[]) : [];
}

async function errorOf(response: Response): Promise<ApiError> {
  let problem: { type?: unknown; title?: unknown; detail?: unknown; field?: unknown } = {};
  try {
    problem = (await response.json()) as typeof problem;
  } catch {
    // A proxy answered in its own words; the status is all there is.
  }
  const reason = typeof problem.type === 'string' ? problem.type.replace(/^.*\//, '') : 'unknown';
  const sentence = problem.detail ?? problem.title;
  return new ApiError(
    response.status,
    reason,
    typeof sentence === 'string' ? sentence : '',
    typeof problem.field === 'string' ? problem.field : undefined,
  );
}
