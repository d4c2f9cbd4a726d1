// The least time that calls take under exact one-second windows. Pure.

/**
 * Seconds until the last answer, at best: the n-th call of an operation with quota q leaves floor((n - 1) / q)
 * seconds after the first, operations do not wait for each other, and each dependent level of the query that
 * makes calls takes one round trip. Levels may overlap otherwise: a call can go out as soon as its own parent
 * is there, so that summing the levels up would be no bound.
 */
export function boundSeconds(
  calls: Readonly<Record<string, number>>,
  levels: readonly (readonly string[])[],
  quotaOf: (operation: string) => number,
  roundTripSeconds: number,
): number {
  const known = new Set(levels.flat());
  let longest = 0;
  for (const [operation, count] of Object.entries(calls)) {
    if (!known.has(operation))
      throw new Error(`expected calls of ${[...known].join(', ')}, got ${operation}`);
    longest = Math.max(longest, Math.floor((count - 1) / quotaOf(operation)));
  }
  const used = levels.filter((level) => level.some((operation) => (calls[operation] ?? 0) > 0));
  return longest + used.length * roundTripSeconds;
}
