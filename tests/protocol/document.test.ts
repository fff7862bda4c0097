/* PROTOCOL.md, the schemas and the samples are three tellings of one contract. Here they are held against each other. */
import { describe, expect, test } from 'vitest';
import { codeIn, names, read, readJson, section, table, type JsonObject } from '../support/contract';

const headings = (heading: string) => section(heading).flatMap((line) => /^### (.+)$/.exec(line)?.[1] ?? []);
const common = readJson<{ $defs: Record<string, { enum: string[] } & JsonObject> }>('schema/common.json').$defs;
const roles = table(section('## Who may call what'));

describe('the calls', () => {
  const calls = headings('## Calls');

  test('have a heading, a row in the table of roles, a schema, samples and answers each', () => {
    expect(new Set(calls).size).toBe(calls.length);
    expect(roles.map(([method]) => codeIn(method ?? '')[0])).toEqual(calls);
    expect(common['method']?.enum).toEqual(calls);
    for (const folder of ['schema/call', 'golden/calls', 'golden/answers']) {
      expect(names(folder), folder).toEqual([...calls].sort());
    }
  });

  test('are allowed or not, and nothing between', () => {
    for (const [method, ...cells] of roles) {
      expect(cells, method).toHaveLength(4);
      for (const cell of cells) expect(['yes', '–']).toContain(cell);
    }
  });

  test.each(calls)('%s has the parameters and the answer of its section', (method) => {
    const text = section(`### ${method}`).join(' ');
    const { $defs } = readJson<{ $defs: { params: JsonObject; result: JsonObject } }>(`schema/call/${method}.json`);
    const params = Object.keys(($defs.params['properties'] ?? {}) as JsonObject);
    for (const field of params) expect(codeIn(text).map(withoutMark), `${method} ${field}`).toContain(field);
    expect(optionalIn(text, params)).toEqual(params.filter((field) => !required($defs.params).includes(field)));
    const answers = Object.keys(($defs.result['properties'] ?? {}) as JsonObject).filter((field) => field !== 'seq');
    for (const field of answers)
      expect(text, `${method} answers ${field}`).toMatch(new RegExp(`[Aa]nswers.*\`${field}\``));
  });

  test('carry `change` if, and only if, they change something', () => {
    const still = ['room.join', 'room.leave', 'clock.sync', 'time.preview'];
    for (const method of calls) {
      const { $defs } = readJson<{ $defs: { params: JsonObject; result: JsonObject } }>(`schema/call/${method}.json`);
      expect(required($defs.params).includes('change'), method).toBe(!still.includes(method));
    }
  });
});

describe('the notifications', () => {
  const notifications = headings('## Notifications');

  test('have a heading, a schema and samples each', () => {
    for (const folder of ['schema/notification', 'golden/notifications']) {
      expect(names(folder), folder).toEqual([...notifications].sort());
    }
  });

  test.each(notifications)('%s has the parameters of its section', (name) => {
    const { $defs } = readJson<{ $defs: { params: JsonObject } }>(`schema/notification/${name}.json`);
    const params = name === 'room.event' ? readJson<JsonObject>('schema/event.json') : $defs.params;
    const fields = Object.keys(params['properties'] as JsonObject);
    const text = section(`### ${name}`).join(' ');
    expect(codeIn(text).map(withoutMark)).toEqual(expect.arrayContaining(fields));
    expect(optionalIn(text, fields)).toEqual(fields.filter((field) => !required(params).includes(field)));
  });
});

test('the events of the table are those of the schema, with the same data', () => {
  const { $defs } = readJson<{ $defs: Record<string, JsonObject> }>('schema/event.json');
  const rows = table(section('## Events')).flatMap(([kinds, data]) =>
    codeIn(kinds ?? '').map((kind) => ({ kind, data: data ?? '' })),
  );
  expect(rows.map(({ kind }) => kind).sort()).toEqual(Object.keys($defs).sort());
  expect([...(common['event_name']?.enum ?? [])].sort()).toEqual(Object.keys($defs).sort());
  for (const { kind, data } of rows) {
    const fields = topLevel(data);
    const part = $defs[kind] ?? {};
    expect(fields.map(withoutMark).sort(), kind).toEqual(Object.keys((part['properties'] ?? {}) as JsonObject).sort());
    expect(fields.filter((field) => !field.endsWith('?')).sort(), kind).toEqual(required(part).sort());
  }
});

test('the state has the fields of the table', () => {
  const state = readJson<JsonObject & { $defs: Record<string, JsonObject> }>('schema/state.json');
  const rows = table(section('## The state'));
  const fields = rows.flatMap(([cell]) => optional(cell ?? ''));
  expect(fields.map(withoutMark).sort()).toEqual(Object.keys(state['properties'] as JsonObject).sort());
  expect(fields.filter((field) => !field.endsWith('?')).sort()).toEqual(required(state).sort());
  const parts: Record<string, string> = {
    session: 'session',
    circle: 'circle',
    members: 'member',
    turns: 'turn',
    check_ins: 'check_in',
    stage: 'stage',
    pause: 'pause',
    pending: 'pending',
    vote: 'vote',
    last_move: 'last_move',
    budget: 'budget',
    challenges: 'challenge',
    actions: 'action',
    waivers: 'waiver',
    reflections: 'reflection',
  };
  for (const [cell, meaning] of rows) {
    const part = state.$defs[parts[withoutMark(optional(cell ?? '')[0] ?? '')] ?? ''];
    if (!part) continue;
    expect(
      topLevel(meaning ?? '')
        .map(withoutMark)
        .sort(),
      cell,
    ).toEqual(Object.keys(part['properties'] as JsonObject).sort());
    expect(
      topLevel(meaning ?? '')
        .filter((field) => !field.endsWith('?'))
        .sort(),
      cell,
    ).toEqual(required(part).sort());
  }
});

test('the agenda has the fields of the table', () => {
  const agenda = readJson<JsonObject>('schema/agenda.json');
  const fields = table(section('## Agenda templates')).flatMap(([cell]) => codeIn(cell ?? ''));
  const optional = table(section('## Agenda templates')).flatMap(([cell]) => optionalIn(cell ?? '', codeIn(cell ?? '')));
  expect(fields.sort()).toEqual(Object.keys(agenda['properties'] as JsonObject).sort());
  expect(required(agenda).sort()).toEqual(fields.filter((field) => !optional.includes(field)).sort());
});

describe('the errors', () => {
  const { $defs, allOf } = readJson<{ $defs: { reason: { enum: string[] } }; allOf: JsonObject[] }>(
    'schema/error.json',
  );
  const lines = section('## Errors');

  test('have the reasons of the document, and a sample each', () => {
    const inTable = table(lines).flatMap(([, reasons]) => codeIn(reasons ?? ''));
    const general = lines.find((line) => line.startsWith('General rejections')) ?? '';
    const rest = lines.filter((line) => /^(`stage_moved_on`|The others are named)/.test(line)).join(' ');
    const written = codeIn(`${inTable.map((reason) => `\`${reason}\``).join(' ')} ${general} ${rest}`);
    const reasons = written.filter((word) => !word.startsWith('data.'));
    expect(reasons.sort()).toEqual([...$defs.reason.enum].sort());
    expect(names('golden/errors')).toEqual([...$defs.reason.enum].sort());
  });

  test('have the codes of the document', () => {
    const coded = new Map(
      table(lines).flatMap(([code, reasons]) => codeIn(reasons ?? '').map((reason) => [reason, Number(code)])),
    );
    for (const rule of allOf) {
      const text = JSON.stringify(rule);
      for (const [reason, code] of coded) expect(text.includes(`"${reason}"`)).toBe(text.includes(`"const":${code}}`));
    }
  });

  test('that one call alone has are named at that call or in general', () => {
    const atCalls = new Set(codeIn(section('## Calls').join(' ')));
    const others = codeIn(lines.find((line) => line.startsWith('The others are named')) ?? '');
    for (const reason of others) expect(atCalls, reason).toContain(reason);
  });
});

describe('the limits', () => {
  const rows = new Map(table(section('## Limits')).map(([limit, value]) => [limit, value ?? '']));
  const numbersOf = (limit: string) => [...(rows.get(limit) ?? '').replaceAll(',', '').matchAll(/\d+/g)].map(Number);
  const longest = (definition: string) => common[definition]?.['maxLength'];
  const properties = (path: string) => readJson<{ properties: Record<string, JsonObject> }>(path).properties;

  test('of texts are those of the schemas', () => {
    expect(numbersOf('text')).toEqual([longest('written_text')]);
    expect(numbersOf('text')).toEqual([longest('kept_text')]);
    expect(numbersOf('name, pronouns')).toEqual([longest('name'), longest('pronouns')]);
    expect(numbersOf('name, pronouns')).toEqual([longest('kept_name'), longest('kept_pronouns')]);
    for (const id of ['id', 'member_id', 'change', 'epoch']) expect(longest(id)).toBe(64);
    expect(section('## Conventions').join(' ')).toContain('1 to 64 characters');
  });

  test('of people and devices are those of the schemas', () => {
    const reorder = readJson<{ $defs: { params: { properties: Record<string, JsonObject> } } }>(
      'schema/call/rotation.reorder.json',
    );
    expect(numbersOf('seats')).toEqual([reorder.$defs.params.properties['order']?.['maxItems']]);
    expect(numbersOf('seats')).toEqual([properties('schema/agenda.json')['for_members']?.['maximum']]);
    const seat = readJson<{ $defs: { params: { properties: Record<string, JsonObject> } } }>(
      'schema/notification/seat.state.json',
    );
    expect(numbersOf('connections of a seat')).toEqual([seat.$defs.params.properties['sockets']?.['maximum']]);
  });

  test('of amounts are those of the document', () => {
    const { minimum, maximum } = common['amount_ms'] as { minimum?: number; maximum?: number };
    for (const method of ['session.push_end', 'time.extend', 'time.give_back', 'time.give', 'vote.call']) {
      const [, least, most] = /`amount_ms`\?? \(([\d,]+) – ([\d,]+)[;)]/.exec(section(`### ${method}`).join(' ')) ?? [];
      expect([least, most].map((amount) => Number(amount?.replaceAll(',', '')))).toEqual([minimum, maximum]);
    }
  });

  test('of templates are those of the document', () => {
    const text = section('## Agenda templates').join(' ');
    const agenda = properties('schema/agenda.json');
    const range = (definition: JsonObject | undefined) => `${definition?.['minimum']}–${definition?.['maximum']}`;
    expect(text).toContain(`\`for_members\` is ${range(agenda['for_members'])}`);
    expect(text.replaceAll(',', '')).toContain(`lengths are ${range(agenda['total_s'])}`);
    expect(text).toContain(`\`growth_percent\` ${range(agenda['growth_percent'])}`);
    expect(text).toContain(`percentages are ${range(agenda['floor_percent'])}`);
    expect(text).toContain(`${agenda['stages']?.['minItems']}–${agenda['stages']?.['maxItems']} \`stages\``);
    const zero = Object.entries(agenda).filter(([field, part]) => field.endsWith('_s') && part['minimum'] === 0);
    const [, written] = /and ((?:`\w+`(?:, | and )?)+) may be 0/.exec(text) ?? [];
    expect(zero.map(([field]) => field)).toEqual(codeIn(written ?? ''));
  });

  test('beyond which there is an error have one that exists', () => {
    const { $defs } = readJson<{ $defs: { reason: { enum: string[] } } }>('schema/error.json');
    const ofHttp = ['circle_full', 'facilitators_full', 'observers_full'];
    for (const [limit, , beyond] of table(section('## Limits'))) {
      for (const reason of codeIn(beyond ?? '')) {
        if (reason !== 'room.state') expect([...$defs.reason.enum, ...ofHttp], limit).toContain(reason);
      }
    }
  });
});

test('every line of JSON in the document can be read', () => {
  const lines = read('PROTOCOL.md')
    .split('\n')
    .flatMap((line) => /^ {4}(?:[→←] )?([{[].*)$/.exec(line)?.[1] ?? []);
  expect(lines.length).toBeGreaterThan(3);
  for (const line of lines) {
    const message = JSON.parse(line.replaceAll('{…}', '{}').replaceAll(',…', '')) as JsonObject;
    expect(message['jsonrpc']).toBe('2.0');
    const method = message['method'];
    if (typeof method === 'string')
      expect([...names('schema/call'), ...names('schema/notification')]).toContain(method);
  }
});

test('the table of contents leads to every section', () => {
  const text = read('PROTOCOL.md');
  const sections = [...text.matchAll(/^## (.+)$/gm)].map((match) => match[1] ?? '');
  const entries = [...text.matchAll(/^- \[(.+)\]\(#(.+)\)$/gm)];
  expect(entries.map((entry) => entry[1])).toEqual(sections);
  for (const entry of entries) {
    const anchor = (entry[1] ?? '')
      .toLowerCase()
      .replace(/[^a-z0-9 -]/g, '')
      .replaceAll(' ', '-');
    expect(entry[2]).toBe(anchor);
  }
});

function required(part: JsonObject): string[] {
  return (part['required'] ?? []) as string[];
}

function withoutMark(field: string): string {
  return field.replace(/\?$/, '');
}

/** Words in code, with the `?` that stands right behind those that may be absent. */
function optional(text: string): string[] {
  return [...text.matchAll(/`([^`]+)`(\??)/g)].map((match) => `${match[1]}${match[2]}`);
}

/** The same, without what stands in parentheses or braces. */
function topLevel(text: string): string[] {
  let bare = text;
  for (let last = ''; last !== bare;) {
    last = bare;
    bare = bare.replace(/\([^()]*\)/g, '');
  }
  return optional(bare);
}

/** Which of some fields the first mention in a text marks as optional, or "any of" covers. */
function optionalIn(text: string, fields: string[]): string[] {
  const anyOf = /any of (.*?)\./.exec(text)?.[1] ?? '';
  return fields.filter((field) => text.includes(`\`${field}\`?`) || codeIn(anyOf).includes(field));
}
