import type { Clock } from '../clock/clock.ts';

/** `closed`: calls go out. `open`: they are refused. `half-open`: one call is out to see whether it works. */
export type BreakerState = 'closed' | 'open' | 'half-open';

/** `trial` is the one call that finds out whether the host is back. */
export type Admission =
  | { readonly admitted: true; readonly trial: boolean }
  | { readonly admitted: false; readonly retryAfterMs: number };

/** Stops calling a host that is down, and finds out with one call at a time whether it is back. */
export interface Breakers {
  admit(host: string): Admission;
  /** How an admitted call ended; `abandoned` when that says nothing about the host. */
  report(host: string, result: 'answered' | 'failure' | 'abandoned', trial: boolean): void;
  /** Whether a call would be refused, or be the one that tries. */
  isOpen(host: string): boolean;
  states(): ReadonlyMap<string, BreakerState>;
}

const FAILURES_TO_OPEN = 5;
const WINDOW_MS = 10_000;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;

interface Breaker {
  state: BreakerState;
  /** Instants of the failures since the host last answered, within the window. */
  failures: number[];
  pauseMs: number;
  openUntil: number;
}

export function createBreakers(
  clock: Clock,
  onChange: (host: string, state: BreakerState) => void = () => undefined,
): Breakers {
  const breakers = new Map<string, Breaker>();
  const breakerOf = (host: string): Breaker => {
    const known = breakers.get(host);
    if (known) return known;
    const fresh: Breaker = { state: 'closed', failures: [], pauseMs: FIRST_PAUSE_MS, openUntil: 0 };
    breakers.set(host, fresh);
    return fresh;
  };
  const change = (host: string, breaker: Breaker, state: BreakerState): void => {
    if (breaker.state === state) return;
    breaker.state = state;
    onChange(host, state);
  };
  const open = (host: string, breaker: Breaker, now: number): void => {
    breaker.openUntil = now + breaker.pauseMs;
    breaker.pauseMs = Math.min(LONGEST_PAUSE_MS, breaker.pauseMs * 2);
    change(host, breaker, 'open');
  };

  return {
    admit(host) {
      const breaker = breakerOf(host);
      if (breaker.state === 'closed') return { admitted: true, trial: false };
      const now = clock.monotonic();
      const left = breaker.openUntil - now;
      // Half-open, a call is already out to try; the others come back when it is known.
      if (breaker.state === 'half-open') return { admitted: false, retryAfterMs: Math.max(100, left) };
      if (left > 0) return { admitted: false, retryAfterMs: Math.ceil(left) };
      change(host, breaker, 'half-open');
      return { admitted: true, trial: true };
    },
    report(host, result, trial) {
      const breaker = breakerOf(host);
      const now = clock.monotonic();
      if (result === 'answered') {
        breaker.failures = [];
        breaker.pauseMs = FIRST_PAUSE_MS;
        change(host, breaker, 'closed');
      } else if (breaker.state === 'half-open') {
        // A call from before the host was left alone decides nothing now.
        if (!trial) return;
        // An abandoned trial proves nothing, so that the next call may try at once.
        if (result === 'abandoned') breaker.openUntil = now;
        if (result === 'abandoned') change(host, breaker, 'open');
        else open(host, breaker, now);
      } else if (result === 'failure' && breaker.state === 'closed') {
        breaker.failures = [...breaker.failures.filter((at) => at > now - WINDOW_MS), now];
        if (breaker.failures.length >= FAILURES_TO_OPEN) open(host, breaker, now);
      }
    },
    isOpen: (host) => breakerOf(host).state !== 'closed',
    states: () => new Map([...breakers].map(([host, breaker]) => [host, breaker.state])),
  };
}
