// Zod building blocks for wire rows. The upstream leaves optional keys out, sends `null` for them or an
// empty string, writes codes as numbers in one API and as strings in the next, and money three ways;
// these blocks give every operation the same reading of it. They never know what an operation means.
import { z } from 'zod';
import { canonicalDecimal } from './decimal.ts';

/** Text; absent, `null` and empty all read as `undefined`. */
export const text = z
  .string()
  .nullish()
  .transform((value) => (value ? value : undefined));

/** A key that every row must have, e.g. the id that a join hangs on. */
export const requiredText = z.string().min(1);

/** An enumeration code, kept open: its text whether it was sent as `5` or as `"5"`. */
export const code = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((value) => (value === null || value === undefined || value === '' ? undefined : String(value)));

/** A count or small whole number. */
export const int = z
  .union([
    z.number().int(),
    z
      .string()
      .regex(/^-?\d{1,15}$/)
      .transform(Number),
  ])
  .nullish()
  .transform((value) => value ?? undefined);

/** An amount or measure as canonical decimal text; the digits never pass through a float. */
export const decimal = z
  .union([z.number(), z.string()])
  .nullish()
  .transform((value, context) => {
    if (value === null || value === undefined || value === '') return undefined;
    const digits = canonicalDecimal(value);
    if (digits === undefined) {
      context.addIssue({
        code: 'custom',
        message: `expected a decimal number, got ${JSON.stringify(value)}`,
      });
      return z.NEVER;
    }
    return digits;
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
