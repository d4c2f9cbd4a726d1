import { badInput } from '../../../src/errors/errors.ts';

type Instant = string | null | undefined;

const DAY_LENGTH = '2026-10-31'.length;

/** Throws BAD_USER_INPUT unless a filter's two ends are in order and at most `longest` apart. */
export function checkSpan(
  name: string,
  from: Instant,
  until: Instant,
  longest?: { readonly ms: number; readonly text: string },
): void {
  if (!from || !until) return;
  const span = Date.parse(until) - Date.parse(from);
  if (span >= 0 && span <= (longest?.ms ?? Number.POSITIVE_INFINITY)) return;
  const ends = from.length === DAY_LENGTH ? 'days' : 'instants';
  const expected = `two ${ends} in order${longest ? `, at most ${longest.text} apart` : ''}`;
  throw badInput(
    `filter.${name}From and filter.${name}Until: expected ${expected}, got ${from} and ${until}`,
  );
}

/** Both ends belong to it. */
export type Span = readonly [first: number, last: number];

/** A span in parts of at most `longest` from their first to their last `step`, the latest part first. */
export function splitSpan([first, last]: Span, longest: number, step: number): readonly [Span, ...Span[]] {
  if (last - first <= longest) return [[first, last]];
  const start = last - longest;
  return [[start, last], ...splitSpan([first, start - step], longest, step)];
}
