import type { Throttled } from '../types.ts';

/** The longest pause that one refusal causes when it names no longer window. */
const SHORT_PAUSE_MS = 30_000;
/** The longest pause at all: then one call finds out how things are. */
export const LONGEST_PAUSE_MS = 900_000;
/** In windows up to this the log of what was sent says when there is room again. */
const COUNTED_WINDOW_MS = 2_000;
const LONGEST_WINDOW_MS = 31 * 86_400_000;
/** The lowest limit that one refusal teaches: one call in ten seconds. */
const LOWEST_PER_SECOND = 0.1;

/** A refusal without what no upstream can mean: figures that are none, not positive, or without bound. */
export function boundedRefusal({ source, limit, windowMs, retryAfterMs }: Throttled): Throttled {
  const window = isPositive(windowMs) ? Math.min(windowMs, LONGEST_WINDOW_MS) : undefined;
  const longestPause = Math.max(SHORT_PAUSE_MS, Math.min(window ?? 0, LONGEST_PAUSE_MS));
  return {
    source,
    ...(isPositive(limit) ? { limit: Math.max(limit, (LOWEST_PER_SECOND * (window ?? 1_000)) / 1_000) } : {}),
    ...(window === undefined ? {} : { windowMs: window }),
    ...(isPositive(retryAfterMs) ? { retryAfterMs: Math.min(retryAfterMs, longestPause) } : {}),
  };
}

/**
 * How long nothing may be sent after a (bounded) refusal. A longer window may be used up until its end,
 * whatever was sent from here: nothing that is known here says when it has room again.
 */
export function pauseOf({ windowMs = 0, retryAfterMs }: Throttled): number {
  const untilWindowEnds = windowMs > COUNTED_WINDOW_MS ? Math.min(windowMs, LONGEST_PAUSE_MS) : 0;
  return retryAfterMs ?? untilWindowEnds;
}

function isPositive(value: number | undefined): value is number {
  return value !== undefined && Number.isFinite(value) && value > 0;
}
