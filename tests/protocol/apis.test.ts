/* asyncapi.yaml and openapi.yaml only point at the schemas. These tests follow the pointers, and count the calls. */
import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import {
  codeIn,
  faults,
  isObject,
  names,
  read,
  schema,
  section,
  table,
  type Json,
  type JsonObject,
} from '../support/contract';

const asyncapi = parse(read('asyncapi.yaml')) as JsonObject;
const openapi = parse(read('openapi.yaml')) as JsonObject;

describe.each([
  ['asyncapi.yaml', asyncapi],
  ['openapi.yaml', openapi],
])('%s', (name, document) => {
  test.each([...new Set(references(document))])('%s leads somewhere', (reference) => {
    if (reference.startsWith('#')) expect(at(document, reference), name).toBeDefined();
    else expect(() => schema(reference.replace(/^schema\//, ''))).not.toThrow();
  });

  test('points at every schema of its folder', () => {
    const folders = name === 'asyncapi.yaml' ? ['call', 'notification'] : ['http'];
    const pointed = new Set(references(document).map((reference) => reference.split('#')[0]));
    for (const folder of folders) {
      for (const file of names(`schema/${folder}`)) expect(pointed).toContain(`schema/${folder}/${file}.json`);
    }
  });
});

describe('asyncapi.yaml', () => {
  const operations = Object.entries(asyncapi['operations'] as Record<string, JsonObject>);
  const having = (action: string) =>
    operations.filter(([, operation]) => operation['action'] === action).map(([name]) => name);

  test('receives the calls and sends the notifications', () => {
    expect(asyncapi['asyncapi']).toBe('3.0.0');
    expect(having('receive').sort()).toEqual(names('schema/call'));
    expect(having('send').sort()).toEqual(names('schema/notification'));
  });

  test.each(operations)('%s carries its own message, and a call is answered or refused', (name, operation) => {
    const room = '#/channels/room/messages/';
    expect(operation['messages']).toEqual([{ $ref: room + name }]);
    if (operation['action'] === 'send') return;
    const reply = operation['reply'] as JsonObject;
    expect(reply['messages']).toEqual([{ $ref: `${room}${name}.answer` }, { $ref: `${room}refusal` }]);
  });

  test.each(Object.entries((asyncapi['components'] as JsonObject)['messages'] as Record<string, JsonObject>))(
    'the message %s is described by its own schema',
    (name, message) => {
      const payload = message['payload'] as { schemaFormat: string; schema: { $ref: string } };
      expect(payload.schemaFormat).toBe('application/schema+json;version=draft-2020-12');
      expect(payload.schema.$ref).toBe(schemaOf(name));
    },
  );

  test('opens the address of the document, with its subprotocol', () => {
    const { room } = asyncapi['channels'] as { room: JsonObject };
    const text = section('## The live room: WebSocket').join('\n');
    expect(text).toContain(`GET ${String(room['address'])}\n`);
    expect(JSON.stringify(room['bindings'])).toContain(/Sec-WebSocket-Protocol: (\S+)/.exec(text)?.[1]);
  });

  function schemaOf(message: string): string {
    if (message === 'refusal') return 'schema/error.json#/$defs/refusal';
    if (message.endsWith('.answer')) return `schema/call/${message.replace(/\.answer$/, '')}.json#/$defs/answer`;
    return `schema/${names('schema/call').includes(message) ? 'call' : 'notification'}/${message}.json`;
  }
});

describe('openapi.yaml', () => {
  const documented = [...table(section('## HTTP')).map(([call]) => codeIn(call ?? '')[0] ?? ''), ...atTheRoot()];

  test('is OpenAPI 3.1', async () => {
    const validator = new Validator();
    const result = await validator.validate(withoutFiles(openapi) as Record<string, unknown>);
    expect(result).toEqual({ valid: true });
    expect(validator.version).toBe('3.1');
  });

  test('has the calls of the document', () => {
    const calls = Object.entries(openapi['paths'] as Record<string, JsonObject>).flatMap(([path, item]) =>
      Object.keys(item)
        .filter((key) => key !== 'parameters')
        .map((method) => `${method.toUpperCase()} ${path.replace(/^\/api\/v1/, '')}`),
    );
    const suffixes = ['.csv', '.md'].map((suffix) => `GET /circles/{circle}/actions${suffix}`);
    expect(calls.sort()).toEqual([...documented, ...suffixes].sort());
  });

  test('answers every refusal with a problem', () => {
    for (const [path, item] of Object.entries(openapi['paths'] as Record<string, JsonObject>)) {
      if (!path.startsWith('/api/')) continue;
      for (const [method, call] of Object.entries(item)) {
        if (method === 'parameters') continue;
        const responses = (call as JsonObject)['responses'] as JsonObject;
        for (const range of ['4XX', '5XX'])
          expect(responses[range], `${method} ${path}`).toEqual({ $ref: '#/components/responses/problem' });
      }
    }
  });

  test('names every parameter of a path', () => {
    for (const [path, item] of Object.entries(openapi['paths'] as Record<string, JsonObject>)) {
      const wanted = [...path.matchAll(/\{(.+?)\}/g)].map((match) => match[1]);
      const parameters = ((item['parameters'] ?? []) as JsonObject[]).map((parameter) =>
        typeof parameter['$ref'] === 'string' ? (at(openapi, parameter['$ref']) as JsonObject) : parameter,
      );
      expect(
        parameters.filter((parameter) => parameter['in'] === 'path').map((parameter) => parameter['name']),
      ).toEqual(wanted);
    }
  });

  function atTheRoot(): string[] {
    const line = section('## HTTP').find((each) => each.startsWith('At the root:')) ?? '';
    return codeIn(line).filter((word) => word.startsWith('GET '));
  }
});

describe('bodies of HTTP', () => {
  const sentence = {
    type: '/problems/circle_full',
    title: 'The circle is full',
    status: 409,
    detail: 'You may observe.',
  };

  test('a problem is closed, and says what to do', () => {
    expect(faults('http/problem.json', sentence)).toEqual([]);
    expect(faults('http/problem.json', { ...sentence, instance: '/circles/k3' })).not.toEqual([]);
    expect(faults('http/problem.json', { ...sentence, type: 'about:blank' })).not.toEqual([]);
    expect(faults('http/problem.json', { ...sentence, detail: '' })).not.toEqual([]);
  });

  test('a place needs a name and the agreement', () => {
    const place = { name: 'Ana', agreement: 'norms-1' };
    expect(faults('http/new_member.json', place)).toEqual([]);
    expect(
      faults('http/new_member.json', { ...place, as: 'facilitator', seat: false, time_zone: 'Europe/Lisbon' }),
    ).toEqual([]);
    expect(faults('http/new_member.json', { ...place, as: 'observer', seat: false })).not.toEqual([]);
    expect(faults('http/new_member.json', { ...place, seat: true })).not.toEqual([]);
    expect(faults('http/new_member.json', { name: 'Ana' })).not.toEqual([]);
    expect(faults('http/new_member.json', { ...place, name: 'A\nna' })).not.toEqual([]);
    expect(faults('http/new_member.json', { ...place, name: 'A\u202ena' })).not.toEqual([]);
    expect(faults('http/new_member.json', { ...place, name: 'n'.repeat(81) })).not.toEqual([]);
    expect(faults('http/new_member.json', { ...place, time_zone: 'America/Argentina/Ushuaia' })).toEqual([]);
    expect(faults('http/new_member.json', { ...place, time_zone: 'UTC' })).toEqual([]);
    expect(faults('http/new_member.json', { ...place, time_zone: '../etc' })).not.toEqual([]);
    expect(faults('http/new_member.json', { ...place, time_zone: 'Mars/Olympus' })).not.toEqual([]);
    expect(faults('http/new_member.json', { ...place, as: 'coordinator' })).not.toEqual([]);
  });

  test('a circle brings names, and an agenda by name or whole', () => {
    expect(faults('http/new_circle.json', { name: 'Lighthouse', agenda: 'quick-15', members: ['Ana', 'Bo'] })).toEqual(
      [],
    );
    expect(
      faults('http/new_circle.json', { name: 'Lighthouse', agenda: JSON.parse(read('agendas/group-75.json')) as Json }),
    ).toEqual([]);
    expect(faults('http/new_circle.json', { name: 'Lighthouse', members: ['Ana', ''] })).not.toEqual([]);
    expect(faults('http/new_circle.json', { name: 'Lighthouse', agenda: { name: 'own' } })).not.toEqual([]);
  });
});

function references(value: Json): string[] {
  if (Array.isArray(value)) return value.flatMap(references);
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, part]) => (key === '$ref' ? [String(part)] : references(part)));
}

function at(document: JsonObject, reference: string): Json | undefined {
  return reference
    .split('/')
    .slice(1)
    .reduce<Json | undefined>((part, key) => (isObject(part) ? part[key] : undefined), document);
}

/** The document with the schemas of other files left open: the validator reads one file only. */
function withoutFiles(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutFiles);
  if (!isObject(value)) return value;
  if (typeof value['$ref'] === 'string' && !value['$ref'].startsWith('#')) return {};
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, withoutFiles(part)]));
}
