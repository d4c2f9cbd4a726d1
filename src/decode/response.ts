// Turns response bodies into values. This room owns lossless JSON, decimal text, the wire building blocks
// and the reading of error bodies. It never knows what an operation means, never sends anything, and never
// repeats a field's value or a body in an error: only where it was, what was expected and what kind was got.
//
// One odd value costs one field, and a row without its key one row: what is left is the answer, and `damageOf`
// says what is missing from it. An answer in which nothing can be recognised is none.
import type { z } from 'zod';
import { GatewayError } from '../errors/errors.ts';
import { markDamaged } from './damage.ts';
import { kindOf } from './describe-issue.ts';
import { parseLossless } from './json.ts';
import { marksOf, recognised } from './recognise.ts';
import { readRepaired } from './repair.ts';

export { type Damage, damageOf } from './damage.ts';

/** The decoded answer of an operation, or a GatewayError UPSTREAM_MALFORMED where it cannot be read at all. */
export function decodeResponse<T>(operation: string, schema: z.ZodType<T>, body: string): T {
  const parsed = parse(operation, body);
  if (!isPlainObject(parsed)) throw malformed(operation, `expected object, got ${kindOf(parsed)}`);
  const marks = marksOf(schema);
  const answer = recognised(parsed, marks);
  if (answer === undefined) {
    throw malformed(operation, `expected at least one of ${[...marks.keys].join(', ')}, got none of them`);
  }
  const result = schema.safeParse(answer);
  if (result.success) return result.data;
  const repaired = readRepaired(schema, answer, marks.list, result.error);
  if ('reason' in repaired) throw malformed(operation, repaired.reason);
  const { value, first, places, lost, kept } = repaired;
  if (places > 0) {
    const rest = places > 1 ? ` (and ${places - 1} more)` : '';
    markDamaged(value, { error: malformed(operation, `${first}${rest}`), lost, kept });
  }
  return value;
}

const BYTE_ORDER_MARK = '\uFEFF';

function parse(operation: string, body: string): unknown {
  try {
    return parseLossless(body.startsWith(BYTE_ORDER_MARK) ? body.slice(1) : body);
  } catch {
    // The cause is left out: its message quotes the body.
    throw malformed(operation, `expected JSON, got ${body.length} characters that are not`);
  }
}

function malformed(operation: string, detail: string): GatewayError {
  return new GatewayError('UPSTREAM_MALFORMED', `${operation}: ${detail}`, { upstream: { operation } });
}

function isPlainObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
