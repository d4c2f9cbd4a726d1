// Turns response bodies into values. This room owns lossless JSON, decimal text, the wire building blocks
// and the reading of error bodies. It never knows what an operation means, never sends anything, and never
// repeats a field's value or a body in an error: only where it was, what was expected and what kind was got.
import type { z } from 'zod';
import { GatewayError } from '../errors/errors.ts';
import { parseLossless } from './json.ts';

/** The decoded answer of an operation, or a GatewayError UPSTREAM_MALFORMED that names the first bad field. */
export function decodeResponse<T>(operation: string, schema: z.ZodType<T>, body: string): T {
  const value = parse(operation, body);
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const { issues } = result.error;
  const [first] = issues;
  const others = new Set(issues.map(({ path }) => pathText(path))).size - 1;
  const rest = others > 0 ? ` (and ${others} more)` : '';
  throw malformed(operation, `${first ? describe(first, value) : 'unreadable'}${rest}`);
}

function parse(operation: string, body: string): unknown {
  try {
    return parseLossless(body);
  } catch {
    // The cause is left out: its message quotes the body.
    throw malformed(operation, `expected JSON, got ${body.length} characters that are not`);
  }
}

function malformed(operation: string, detail: string): GatewayError {
  return new GatewayError('UPSTREAM_MALFORMED', `${operation}: ${detail}`, { upstream: { operation } });
}

function describe(issue: z.core.$ZodIssue, value: unknown): string {
  const where = issue.path.length > 0 ? `${pathText(issue.path)}: ` : '';
  const got = issue.path.reduce(
    (at: unknown, key) => (isObject(at) ? Reflect.get(at, key) : undefined),
    value,
  );
  return `${where}${expected(issue)}, got ${kind(got)}`;
}

function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./, '');
}

/** Zod's own messages can quote what was read, so only what it expected is taken from an issue. */
function expected(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'custom':
      return issue.message; // written by `wire.ts`, begins with "expected"
    case 'invalid_type':
      return `expected ${issue.expected === 'nonoptional' ? 'a value' : issue.expected}`;
    case 'invalid_value':
      return `expected one of ${issue.values.map(String).join(', ')}`;
    case 'invalid_union':
      return `expected ${[...new Set(issue.errors.flat().map(expected))].join(' or ').replaceAll('expected ', '')}`;
    case 'too_small':
      return issue.origin === 'string'
        ? 'expected non-empty string'
        : `expected ${issue.origin} of at least ${issue.minimum}`;
    case 'too_big':
      return `expected ${issue.origin} of at most ${issue.maximum}`;
    default:
      return `expected another value (${issue.code})`;
  }
}

function kind(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (value === '') return 'an empty string';
  return Array.isArray(value) ? 'array' : typeof value;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
