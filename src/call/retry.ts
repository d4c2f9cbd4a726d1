import type { Clock } from '../clock/clock.ts';

/** Attempts of one call, the first included. */
export const MAX_ATTEMPTS = 4;

const BASE_MS = 100;
const LONGEST_MS = 2_000;

/** Wait before attempt `attempt + 1`: exponential with full jitter, so that retries of many do not meet. */
export function backoffMs(attempt: number, random: () => number = Math.random): number {
  return random() * Math.min(LONGEST_MS, BASE_MS * 2 ** attempt);
}

/** Keeps retries a small part of the traffic, so that they cannot turn a failure into an avalanche. */
export interface RetryBudget {
  /** Counts a first attempt. */
  earn(): void;
  /** Takes one retry out of the budget; false when there is none left. */
  spend(): boolean;
}

const WINDOW_MS = 10_000;
/** Retries that are always possible, or a quiet gateway could never retry at all. */
const FREE_RETRIES = 10;

/** At most `share` of the calls of the last ten seconds may be retries. */
export function createRetryBudget(clock: Clock, share = 0.2): RetryBudget {
  let window = 0;
  let calls = [0, 0];
  let retries = [0, 0];
  const roll = () => {
    const current = Math.floor(clock.monotonic() / WINDOW_MS);
    if (current === window) return;
    const kept = current === window + 1;
    calls = [0, kept ? (calls[0] ?? 0) : 0];
    retries = [0, kept ? (retries[0] ?? 0) : 0];
    window = current;
  };
  const sum = ([now = 0, before = 0]: readonly number[]) => now + before;
  return {
    earn() {
      roll();
      calls[0] = (calls[0] ?? 0) + 1;
    },
    spend() {
      roll();
      if (sum(retries) >= FREE_RETRIES + share * sum(calls)) return false;
      retries[0] = (retries[0] ?? 0) + 1;
      return true;
    },
  };
}
