import { badInput } from '../../src/errors/errors.ts';

/** Two days of a cycle: both are given, or neither. */
export function checkDays(
  cycle: string,
  from: string | null | undefined,
  until: string | null | undefined,
): readonly [string, string] | undefined {
  if (!from && !until) return undefined;
  if (!from || !until) {
    throw badInput('filter.dateFrom and filter.dateUntil: expected both or neither, got one');
  }
  if (!from.startsWith(cycle) || !until.startsWith(cycle) || from > until) {
    throw badInput(
      `filter.dateFrom and filter.dateUntil: expected days within ${cycle} in order, got ${from} to ${until}`,
    );
  }
  return [from, until];
}
