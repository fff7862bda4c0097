import { describe, expect, test } from 'vitest';
import {
  faultOf,
  faultOfParams,
  faults,
  isObject,
  list,
  merge,
  names,
  readJson,
  schema,
  type Json,
  type JsonObject,
} from '../support/contract';

interface CallSample {
  name: string;
  message: { id: Json; method: string; params?: Json };
  valid: boolean;
  error?: { code: number; reason: string; field: string; limit?: number };
}

describe.each(names('golden/calls'))('calls of %s', (method) => {
  const samples = readJson<CallSample[]>(`golden/calls/${method}.json`);

  test.each(samples)('$name', ({ message, valid, error }) => {
    expect(message.method).toBe(method);
    expect(schema(`call/${method}.json`)(message)).toBe(valid);
    expect(error === undefined).toBe(valid);
    if (!error) return;
    expect(faultOfParams(method, message.params ?? {})).toEqual({ reason: error.reason, field: error.field });
    expect(error.code).toBe(-32602);
    expect(error.limit).toBe(error.reason === 'text_too_long' ? 2000 : undefined);
  });

  test('has good and bad samples, no two of one name', () => {
    expect(new Set(samples.map(({ valid }) => valid)).size).toBe(2);
    expect(new Set(samples.map(({ name }) => name)).size).toBe(samples.length);
  });

  test('shows each parameter', () => {
    const { $defs } = readJson<{ $defs: { params: { properties: JsonObject } } }>(`schema/call/${method}.json`);
    const shown = samples.filter(({ valid }) => valid).flatMap(({ message }) => Object.keys(message.params ?? {}));
    expect([...new Set(shown)].sort()).toEqual(Object.keys($defs.params.properties).sort());
  });
});

describe('what is no request', () => {
  interface BadRequest {
    name: string;
    text: string;
    id: Json;
    error: { code: number; reason: string };
  }
  test.each(readJson<BadRequest[]>('golden/bad_requests.json'))('$name', ({ text, id, error }) => {
    expect({ '-32700': 'parse_error', '-32600': 'invalid_request', '-32601': 'unknown_method' }).toHaveProperty(
      String(error.code),
      error.reason,
    );
    expect(faults('error.json#/$defs/refusal', refusal(id, error))).toEqual([]);
    for (const method of names('schema/call')) {
      // What JSON.parse takes and the contract refuses (a key twice, too deep) is for the server alone to see.
      if (error.reason !== 'parse_error') expect(schema(`call/${method}.json`)(JSON.parse(text))).toBe(false);
    }
  });
  const refusal = (id: Json, { code, reason }: { code: number; reason: string }): Json => ({
    jsonrpc: '2.0',
    id,
    error: { code, message: 'So it is.', data: { reason } },
  });
});

describe.each(names('golden/answers'))('answers to %s', (method) => {
  test.each(readJson<{ name: string; message: Json }[]>(`golden/answers/${method}.json`))('$name', ({ message }) => {
    expect(faults(`call/${method}.json#/$defs/answer`, message)).toEqual([]);
  });
});

describe.each(names('golden/notifications'))('notifications %s', (name) => {
  interface NotificationSample {
    name: string;
    audience: 'room' | 'display';
    message: { method: string; params: Json };
  }
  test.each(readJson<NotificationSample[]>(`golden/notifications/${name}.json`))('$name', ({ audience, message }) => {
    const { $defs } = readJson<{ $defs: JsonObject }>(`schema/notification/${name}.json`);
    const part = audience === 'display' && $defs['display_params'] ? 'display_params' : 'params';
    expect(faults(`notification/${name}.json`, message as Json)).toEqual([]);
    expect(faults(`notification/${name}.json#/$defs/${part}`, message.params)).toEqual([]);
  });
});

describe('states', () => {
  test.each(names('golden/state'))('%s', (name) => {
    expect(faults('state.json', readJson(`golden/state/${name}.json`))).toEqual([]);
  });

  test.each(names('golden/display_state'))('%s, as a display sees it', (name) => {
    const shown = readJson<JsonObject>(`golden/display_state/${name}.json`);
    expect(faults('display_state.json', shown)).toEqual([]);
    expect(faults('state.json', shown)).not.toEqual([]);
    expect(isPartOf(shown, readJson(`golden/state/${name}.json`))).toBe(true);
  });

  test.each(names('golden/state'))('%s adds up', (name) => {
    const { budget, turns } = readJson<{
      budget: Record<string, number>;
      turns: Record<string, Record<string, number>>;
    }>(`golden/state/${name}.json`);
    const { total_ms: total, plan, ...parts } = budget;
    expect(plan).toBeGreaterThanOrEqual(0);
    expect(sum(Object.values(parts))).toBe(total);
    expect(sum(Object.values(turns).map((turn) => (turn['planned_ms'] ?? 0) - (turn['used_ms'] ?? 0)))).toBe(
      budget['turns_ms'],
    );
  });
});

describe('events', () => {
  test.each(names('golden/events'))('%s', (kind) => {
    const event = readJson<JsonObject>(`golden/events/${kind}.json`);
    expect(faults('event.json', event)).toEqual([]);
    expect(event['event']).toBe(kind);
  });

  test.each(names('golden/display_events'))('%s, as a display gets it', (kind) => {
    const event = readJson<JsonObject>(`golden/display_events/${kind}.json`);
    expect(faults('display_event.json', event)).toEqual([]);
    expect(event['event']).toBe(kind);
  });

  test('each kind of event has a sample, and data of another kind is refused', () => {
    const { $defs } = readJson<{ $defs: JsonObject }>('schema/event.json');
    expect(names('golden/events')).toEqual(Object.keys($defs).sort());
    const event = readJson<JsonObject>('golden/events/time.extended.json');
    expect(faults('event.json', { ...event, data: { member: 'm1' } })).not.toEqual([]);
    expect(faults('event.json', { ...event, event: 'move.cancelled' })).not.toEqual([]);
  });
});

describe('errors', () => {
  test.each(names('golden/errors'))('%s', (reason) => {
    const answer = readJson<{ error: { data: { reason: string } } }>(`golden/errors/${reason}.json`);
    expect(faults('error.json#/$defs/refusal', answer as unknown as Json)).toEqual([]);
    expect(answer.error.data.reason).toBe(reason);
  });

  test('a reason goes with its code, and with the number that it promises', () => {
    const answer = readJson<{ error: JsonObject }>('golden/errors/time_exhausted.json');
    expect(faults('error.json', { ...answer.error, code: -32602 })).not.toEqual([]);
    expect(faults('error.json', { ...answer.error, data: { reason: 'time_exhausted' } })).not.toEqual([]);
    expect(faults('error.json', { ...answer.error, data: { reason: 'busy', available_ms: 1 } })).not.toEqual([]);
  });
});

describe('patches', () => {
  test.each(names('golden/patches'))('%s', (name) => {
    const sample = readJson<{ old: Json; patch: Json; new: Json }>(`golden/patches/${name}.json`);
    expect(merge(sample.old, sample.patch)).toEqual(sample.new);
  });

  test('a patch between two states leads from a valid one to a valid one', () => {
    for (const name of ['lobby_to_check_in', 'closing_to_ended']) {
      const sample = readJson<{ old: Json; patch: Json; new: Json }>(`golden/patches/${name}.json`);
      expect(faults('state.json', sample.old)).toEqual([]);
      expect(faults('patch.json', sample.patch)).toEqual([]);
      expect(faults('state.json', sample.new)).toEqual([]);
    }
  });
});

describe('agendas', () => {
  interface Agenda {
    name: string;
    for_members: number;
    total_s: number;
    check_in_s: number;
    turn_s: number;
    handover_s: number;
    closing_s: number;
    shortest_s: number;
    spotlights?: number;
    stages: { id: string; share?: number; length_s?: number }[];
  }

  test.each(names('agendas'))('%s can be used', (name) => {
    const agenda = readJson<Agenda>(`agendas/${name}.json`);
    expect(faults('agenda.json', agenda as unknown as Json)).toEqual([]);
    expect(agenda.name).toBe(name);
    expect(faultBeyondSchema(agenda)).toBeUndefined();
  });

  test.each(names('golden/agendas/invalid'))('%s is refused', (name) => {
    const { agenda, error } = readJson<{ agenda: Agenda; error: { reason: string; field: string } }>(
      `golden/agendas/invalid/${name}.json`,
    );
    const bySchema = faultOf('agenda.json', agenda as unknown as Json, 'agenda')?.field;
    expect(bySchema ?? faultBeyondSchema(agenda)).toBe(error.field);
    expect(error.reason).toBe('invalid_params');
  });

  function faultBeyondSchema(agenda: Agenda): string | undefined {
    const { for_members: people, stages } = agenda;
    const turns = Math.min(people, agenda.spotlights ?? people);
    const needed = people * agenda.check_in_s + turns * (agenda.turn_s + agenda.handover_s) + agenda.closing_s;
    if (needed > agenda.total_s) return 'total_s';
    if (agenda.shortest_s > agenda.turn_s) return 'shortest_s';
    const twice = stages.findIndex(({ id }, i) => stages.findIndex((stage) => stage.id === id) < i);
    if (twice >= 0) return `stages[${twice}].id`;
    const shares = sum(stages.map(({ share }) => share ?? 0));
    const lengths = sum(stages.map(({ length_s }) => length_s ?? 0));
    if (shares > 0 && shares !== 100) return 'stages';
    if (shares > 0 ? lengths >= agenda.turn_s : lengths !== agenda.turn_s) return 'stages';
    return undefined;
  }
});

test('no sample holds a null that the contract forbids', () => {
  const kept = ['state', 'display_state', 'answers'].flatMap((folder) =>
    list(`golden/${folder}`).map((file) => `golden/${folder}/${file}`),
  );
  for (const path of kept) {
    const value = readJson<Json>(path);
    if (!path.includes('room.join')) expect(holdsNull(value), path).toBe(false);
  }
});

function sum(numbers: number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}

function holdsNull(value: Json): boolean {
  if (Array.isArray(value)) return value.some(holdsNull);
  return isObject(value) ? Object.values(value).some(holdsNull) : value === null;
}

function isPartOf(part: Json, whole: Json): boolean {
  if (isObject(part) && isObject(whole)) {
    return Object.entries(part).every(([key, value]) => key in whole && isPartOf(value, whole[key] as Json));
  }
  return JSON.stringify(part) === JSON.stringify(whole);
}
