// Zod building blocks for wire rows. The upstream leaves optional keys out, sends `null` for them or an
// empty string, writes codes as numbers in one API and as strings in the next, and money three ways;
// these blocks give every operation the same reading of it. They never know what an operation means.
//
// Each scalar is one transform instead of the union, nullish and pipe that would say the same: that reads
// a page of 1,000 rows of 48 fields in 1.0 ms instead of 1.7 ms.
import { z } from 'zod';
import { canonicalDecimal } from './decimal.ts';

interface Issues {
  readonly issues: { push(issue: { code: 'custom'; message: string; input: unknown }): unknown };
}

function reject(context: Issues, input: unknown, expected: string): never {
  context.issues.push({ code: 'custom', message: `expected ${expected}`, input });
  return z.NEVER;
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}

/** Text; absent, `null` and empty all read as `undefined`. */
export const text = z.transform((value: unknown, context): string | undefined => {
  if (isAbsent(value)) return undefined;
  return typeof value === 'string' ? value : reject(context, value, 'string');
});

/** A key that every row must have, e.g. the id that a join hangs on. */
export const requiredText = z.string().min(1);

/** An enumeration code, kept open: its text whether it was sent as `5` or as `"5"`. */
export const code = z.transform((value: unknown, context): string | undefined => {
  if (isAbsent(value)) return undefined;
  if (typeof value === 'string') return value;
  return typeof value === 'number' ? String(value) : reject(context, value, 'string or number');
});

/** A count or small whole number. */
export const int = z.transform((value: unknown, context): number | undefined => {
  if (isAbsent(value)) return undefined;
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  if (typeof value === 'string' && /^-?\d{1,15}$/.test(value)) return Number(value);
  return reject(context, value, 'whole number');
});

/** An amount or measure as canonical decimal text; the digits never pass through a float. */
export const decimal = z.transform((value: unknown, context): string | undefined => {
  if (isAbsent(value)) return undefined;
  const digits = typeof value === 'number' || typeof value === 'string' ? canonicalDecimal(value) : undefined;
  return digits ?? reject(context, value, 'decimal number');
});

/** A list; absent and `null` read as empty. */
export function list<Row extends z.ZodType>(row: Row) {
  return z
    .array(row)
    .nullish()
    .transform((rows) => rows ?? []);
}

/** A nested object; absent and `null` read as `undefined`. */
export function nested<Shape extends z.ZodType>(shape: Shape) {
  return shape.nullish().transform((value) => value ?? undefined);
}
