import { badInput } from '../src/errors/errors.ts';

type Instant = string | null | undefined;

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
  const expected = longest ? `two instants in order, at most ${longest.text} apart` : 'two instants in order';
  throw badInput(
    `filter.${name}From and filter.${name}Until: expected ${expected}, got ${from} and ${until}`,
  );
}
