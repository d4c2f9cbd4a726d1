// The least time that calls take level by level, under exact one-second windows. Pure.

/** Calls by operation. */
export type CallCounts = Readonly<Record<string, number>>;

/**
 * Seconds until the last answer when a level of the query begins once the level above has all its answers, so
 * that its plans see all their keys. The calls of a level leave as soon as their operation's window has room:
 * the n-th of quota q, by itself, floor((n - 1) / q) seconds after the first. Operations do not wait for each
 * other, and every level takes one round trip. Where levels overlap, an answer can come sooner.
 */
export function boundSeconds(
  levels: readonly CallCounts[],
  quotaOf: (operation: string) => number,
  roundTripSeconds: number,
): number {
  const left = new Map<string, number[]>();
  let start = 0;
  for (const level of levels) {
    let last: number | undefined;
    for (const [operation, calls] of Object.entries(level)) {
      const times = left.get(operation) ?? [];
      left.set(operation, times);
      for (let call = 0; call < calls; call++) {
        const before = times[times.length - quotaOf(operation)];
        const time = before === undefined ? start : Math.max(start, before + 1);
        times.push(time);
        last = Math.max(last ?? 0, time);
      }
    }
    if (last !== undefined) start = last + roundTripSeconds;
  }
  return start;
}

/** Sorts the calls made into the query's dependent levels, given as operation names. */
export function inLevels(calls: CallCounts, levels: readonly (readonly string[])[]): CallCounts[] {
  const known = new Set(levels.flat());
  const stranger = Object.keys(calls).find((operation) => !known.has(operation));
  if (stranger) throw new Error(`expected calls of ${[...known].join(', ')}, got ${stranger}`);
  return levels.map((level) => Object.fromEntries(level.map((name) => [name, calls[name] ?? 0])));
}
