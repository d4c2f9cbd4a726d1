// One millisecond more than a second: two machines' clocks may differ by 500 ppm while they are slewed.
export const WINDOW_MS = 1_001;

/** So many calls in every window of so many milliseconds. */
export interface Rate {
  readonly count: number;
  readonly windowMs: number;
}

/**
 * Whole calls per second are counted per second. Less than one call per second stretches the window;
 * more is rounded down, because a longer window would let a burst through that one second does not allow.
 */
export function rateOf(callsPerSecond: number): Rate {
  if (callsPerSecond >= 1) return { count: Math.floor(callsPerSecond), windowMs: WINDOW_MS };
  return { count: 1, windowMs: Math.ceil(WINDOW_MS / Math.max(callsPerSecond, 0.001)) };
}
