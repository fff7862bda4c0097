import { describe, expect, test } from 'vitest';
import { isObject, list, read, readJson, schema, type Json, type JsonObject } from '../support/contract';

const files = list('schema');

describe.each(files)('schema/%s', (path) => {
  const root = readJson<JsonObject>(`schema/${path}`);

  test('compiles, with each of its definitions, in strict mode', () => {
    expect(() => schema(path)).not.toThrow();
    for (const name of Object.keys((root['$defs'] as JsonObject | undefined) ?? {})) {
      expect(() => schema(`${path}#/$defs/${name}`)).not.toThrow();
    }
  });

  test('says what it is, by the name that it is found by', () => {
    expect(root['$schema']).toBe('https://json-schema.org/draft/2020-12/schema');
    expect(root['$id']).toBe(`https://turnkeeper.example/protocol/v1/${path}`);
    expect(root['title']).toEqual(expect.any(String));
    expect(root['description']).toMatch(/^[A-Z].*\.$/s);
  });

  test('closes its objects', () => {
    const open = objectsIn(root, path).filter(
      ([, part]) => part['properties'] && part['additionalProperties'] !== false,
    );
    expect(open.map(([at]) => at)).toEqual([]);
  });

  test('explains its definitions', () => {
    const silent = Object.entries((root['$defs'] as JsonObject | undefined) ?? {}).filter(
      ([, part]) => isObject(part) && !part['description'] && !part['$ref'],
    );
    expect(silent.map(([name]) => name)).toEqual([]);
  });
});

test('every reference in the schemas leads somewhere', () => {
  const targets = new Set(files.map((path) => `https://turnkeeper.example/protocol/v1/${path}`));
  for (const path of files) {
    for (const [, ref] of read(`schema/${path}`).matchAll(/"\$ref": "([^"]+)"/g)) {
      const [file] = new URL(ref ?? '', `https://turnkeeper.example/protocol/v1/${path}`).href.split('#');
      expect(targets, `${path}: ${ref}`).toContain(file);
    }
  }
});

/** All parts of a schema that describe an object, except those that only add a condition to one. */
function objectsIn(part: Json, at: string): [string, JsonObject][] {
  if (Array.isArray(part)) return part.flatMap((item, i) => objectsIn(item, `${at}/${i}`));
  if (!isObject(part)) return [];
  const inner = Object.entries(part)
    .filter(([key]) => !['allOf', 'if', 'then', 'else', 'not'].includes(key))
    .flatMap(([key, value]) => objectsIn(value, `${at}/${key}`));
  return part['type'] === 'object' ? [[at, part], ...inner] : inner;
}
