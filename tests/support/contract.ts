/* The contract as tests see it: its schemas compiled, its samples read, its documents as text. */
import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

const folder = fileURLToPath(new URL('../../protocol/', import.meta.url));

/** The text of a file of `protocol/`. */
export function read(path: string): string {
  return readFileSync(folder + path, 'utf8');
}

export function readJson<T = Json>(path: string): T {
  return JSON.parse(read(path)) as T;
}

/** The paths of all files under a folder of `protocol/`, relative to it, sorted. */
export function list(path: string): string[] {
  return readdirSync(folder + path, { recursive: true })
    .map((name) => String(name).split('\\').join('/'))
    .filter((name) => /\.[a-z]+$/.test(name))
    .sort();
}

/** Names of the files of a folder, without `.json`. */
export function names(path: string): string[] {
  return list(path).map((file) => file.replace(/\.json$/, ''));
}

const ajv = new Ajv2020({ strict: true, strictRequired: true, allErrors: true, verbose: true });
addFormats.default(ajv);
for (const path of list('schema')) ajv.addSchema(readJson<JsonObject>(`schema/${path}`));

/** The validator of `state.json` or `call/time.extend.json#/$defs/params`. Throws if there is none, or it does not compile. */
export function schema(reference: string): ValidateFunction {
  const validate = ajv.getSchema(`https://turnkeeper.example/protocol/v1/${reference}`);
  if (!validate) throw new Error(`no schema ${reference}`);
  return validate;
}

/** What is wrong with `value`, one line a fault: "/stage/kind: must be string". */
export function faults(reference: string, value: Json): string[] {
  const validate = schema(reference);
  if (validate(value)) return [];
  return (validate.errors ?? []).filter((error) => error.keyword !== 'if').map(lineOf);
}

function lineOf(error: ErrorObject): string {
  const params = error.params as { additionalProperty?: string; allowedValue?: unknown; allowedValues?: unknown };
  const detail = params.additionalProperty ?? params.allowedValue ?? params.allowedValues;
  return `${error.instancePath || '/'}: ${error.message ?? error.keyword}${detail === undefined ? '' : ` (${String(detail)})`}`;
}

export interface Fault {
  reason: string;
  field: string;
}

/** What the server is to answer to params that do not fit: the reason, and the field by its path. */
export function faultOfParams(method: string, params: Json): Fault | undefined {
  return faultOf(`call/${method}.json#/$defs/params`, params, 'params');
}

export function faultOf(reference: string, value: Json, whole: string): Fault | undefined {
  const validate = schema(reference);
  if (validate(value)) return undefined;
  const errors = (validate.errors ?? []).filter(({ keyword }) => keyword !== 'if');
  // A value of the wrong type breaks further rules, none of which says more.
  const error = errors.find(({ keyword }) => keyword === 'type') ?? errors[0];
  if (!error) throw new Error(`${reference}: refused without a reason`);
  return { reason: reasonOf(error), field: fieldOf(error) || whole };
}

function reasonOf(error: ErrorObject): string {
  // With `verbose`, `parentSchema` is the definition that was broken: one with these keywords is a text.
  const broken = error.parentSchema as { maxLength?: number; pattern?: string; not?: object } | undefined;
  if (broken?.not && broken.pattern) {
    if (error.keyword === 'pattern') return 'text_empty';
    if (error.keyword === 'maxLength') return 'text_too_long';
    if (error.keyword === 'not') return 'text_invalid';
  }
  return 'invalid_params';
}

/** `/order/2` as the errors of the contract name it: `order[2]`. */
function fieldOf(error: ErrorObject): string {
  const params = error.params as { missingProperty?: string; additionalProperty?: string };
  const last = params.missingProperty ?? params.additionalProperty;
  const path = error.instancePath.split('/').slice(1);
  if (last !== undefined) path.push(last);
  return path.reduce((field, part) => {
    if (/^\d+$/.test(part)) return `${field}[${part}]`;
    return field === '' ? part : `${field}.${part}`;
  }, '');
}

/** RFC 7396. */
export function merge(target: Json | undefined, patch: Json): Json {
  if (!isObject(patch)) return patch;
  const result: JsonObject = isObject(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else result[key] = merge(result[key], value);
  }
  return result;
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The lines of PROTOCOL.md under a heading, up to the next of the same or a higher level. */
export function section(heading: string): string[] {
  const lines = read('PROTOCOL.md').split('\n');
  const start = lines.indexOf(heading);
  if (start < 0) throw new Error(`PROTOCOL.md has no "${heading}"`);
  const level = heading.indexOf(' ');
  const end = lines.findIndex((line, i) => i > start && /^#+ /.test(line) && line.indexOf(' ') <= level);
  return lines.slice(start + 1, end < 0 ? undefined : end);
}

/** The cells of the first table in some lines, without its head. */
export function table(lines: string[]): string[][] {
  const first = lines.findIndex((line) => line.startsWith('|'));
  const rows = lines
    .slice(first)
    .filter((line, i, all) => line.startsWith('|') && !all.slice(0, i).some((l) => !l.startsWith('|')));
  return rows.slice(2).map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

/** The words in `code` of a text. */
export function codeIn(text: string): string[] {
  return [...text.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? '');
}
