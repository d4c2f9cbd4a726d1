// Parameters, checked against the entry: type, bounds, longest list, format. What an operation
// does not list is refused, so that a misspelt name cannot pass as "no filter".
import type { operations } from '../../operations/operations.ts';
import { parameterError } from './refusal.ts';

export type Entry = (typeof operations)[number];
type Parameter = Entry['parameters'][string];
export type Values = Readonly<Record<string, unknown>>;

export interface Given {
  readonly path: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: Uint8Array;
}

const FORMATS: Readonly<Record<NonNullable<Parameter['format']>, readonly [string, RegExp]>> = {
  cycle: ['YYYY-MM', /^\d{4}-(0[1-9]|1[0-2])$/],
  date: ['YYYY-MM-DD', /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/],
  instant: [
    "yyyy-MM-dd'T'HH:mm:ss'Z'",
    /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$/,
  ],
};

/** The values of a request by parameter name; what was not sent, or sent as `null`, is not in it. */
export function parametersOf(entry: Entry, given: Given): Values {
  const body = bodyOf(entry, given.body);
  refuseUnknown(entry, [...given.query.keys()], 'query');
  refuseUnknown(entry, Object.keys(body), 'body');
  const values: Record<string, unknown> = {};
  for (const [name, parameter] of Object.entries(entry.parameters)) {
    const value = raw(name, parameter, given, body);
    if (value === undefined || value === null) {
      if (parameter.required) throw parameterError(`${name}: expected a value, got none`);
      continue;
    }
    values[name] = checked(name, parameter, value);
  }
  return values;
}

function bodyOf(entry: Entry, bytes: Uint8Array): Readonly<Record<string, unknown>> {
  if (entry.method === 'GET' || bytes.length === 0) return {};
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(bytes).toString());
  } catch {
    throw parameterError('body: expected JSON, got something else');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw parameterError('body: expected a JSON object');
  }
  return value as Readonly<Record<string, unknown>>;
}

function refuseUnknown(entry: Entry, names: readonly string[], where: Parameter['in']): void {
  for (const name of names) {
    if (entry.parameters[name]?.in !== where) {
      throw parameterError(`${name}: ${entry.name} has no such ${where} parameter`);
    }
  }
}

function raw(name: string, parameter: Parameter, given: Given, body: Values): unknown {
  switch (parameter.in) {
    case 'path':
      return given.path[name];
    case 'header':
      return given.headers[name.toLowerCase()];
    case 'body':
      return body[name];
    case 'query': {
      const all = given.query.getAll(name);
      if (parameter.type === 'strings' || parameter.type === 'ints') return all.length ? all : undefined;
      if (all.length > 1) throw parameterError(`${name}: expected one value, got ${all.length}`);
      if (parameter.type === 'boolean' && /^(true|false)$/.test(all[0] ?? '')) return all[0] === 'true';
      if (all[0] === undefined || parameter.type !== 'int') return all[0];
      return /^-?\d{1,15}$/.test(all[0]) ? Number(all[0]) : all[0];
    }
  }
}

function checked(name: string, parameter: Parameter, value: unknown): unknown {
  const expect = (holds: boolean, expected: string) => {
    if (!holds) throw parameterError(`${name}: expected ${expected}, got ${JSON.stringify(value)}`);
  };
  switch (parameter.type) {
    case 'int': {
      expect(Number.isSafeInteger(value), 'a whole number');
      const { min = -Infinity, max = Infinity } = parameter;
      expect(Number(value) >= min && Number(value) <= max, `a number from ${min} to ${max}`);
      return value;
    }
    case 'boolean':
      expect(typeof value === 'boolean', 'true or false');
      return value;
    case 'string': {
      expect(typeof value === 'string', 'text');
      if (parameter.format) {
        const [expected, pattern] = FORMATS[parameter.format];
        expect(pattern.test(String(value)), expected);
      }
      return value;
    }
    case 'object':
      expect(typeof value === 'object' && value !== null && !Array.isArray(value), 'an object');
      return value;
    default:
      return list(name, parameter.type, parameter, value);
  }
}

const ELEMENTS = {
  strings: ['text', (value: unknown) => typeof value === 'string'],
  ints: ['whole numbers', (value: unknown) => Number.isSafeInteger(value)],
  objects: ['objects', (value: unknown) => typeof value === 'object' && value !== null],
} as const;

function list(name: string, type: keyof typeof ELEMENTS, parameter: Parameter, value: unknown): unknown {
  const [expected, holds] = ELEMENTS[type];
  if (!Array.isArray(value) || !value.every(holds))
    throw parameterError(`${name}: expected a list of ${expected}`);
  const most = parameter.maxItems ?? Infinity;
  if (value.length === 0 || value.length > most) {
    throw parameterError(`${name}: expected 1 to ${most} elements, got ${value.length}`);
  }
  return value;
}
