// Circuit breakers: what fails again and again is left alone, and one call at a time finds out whether it is
// back. As narrow as the failure: an operation of an account; the whole account when several of its operations
// fail; the host only when several accounts do. So one tenant's failures are nobody else's.
import type { Clock } from '../clock/clock.ts';

/** `closed`: calls go out. `open`: they are refused. `half-open`: one call is out to see whether it works. */
export type BreakerState = 'closed' | 'open' | 'half-open';

/** Whom a call asks, in whose name, and for what. */
export interface BreakerTarget {
  readonly host: string;
  readonly account: string;
  readonly operation: string;
}

/** `trial` is the one call that finds out whether it works again. */
export type BreakerAdmission =
  | { readonly admitted: true; readonly trial: boolean }
  | { readonly admitted: false; readonly retryAfterMs: number };

export type BreakerScope = 'operation' | 'account' | 'host';

export interface BreakerChange {
  readonly host: string;
  readonly scope: BreakerScope;
  /** Of a breaker for one operation only. */
  readonly operation?: string;
  readonly state: BreakerState;
}

export interface Breakers {
  admit(target: BreakerTarget): BreakerAdmission;
  /** How an admitted call ended; `abandoned` when that says nothing about the upstream. */
  report(target: BreakerTarget, result: 'answered' | 'failure' | 'abandoned', trial: boolean): void;
  /** The host's own breaker, of every host that was called. */
  hosts(): ReadonlyMap<string, BreakerState>;
  /** Those breakers that are not closed. Which account they are about is not told. */
  notClosed(): readonly BreakerChange[];
}

/** In a row. One operation may be told from a whole account only by failing for longer. */
const FAILURES_TO_OPEN: Readonly<Record<BreakerScope, number>> = { operation: 10, account: 5, host: 5 };
const WINDOW_MS = 10_000;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;
const MAX_HOSTS = 1_000;
/** Beyond this many, those whose failures lie too far back to count are dropped. */
const MAX_QUIET = 1_000;

interface FailureAt {
  readonly at: number;
  readonly account: string;
  readonly operation: string;
}

interface Breaker {
  readonly change: Omit<BreakerChange, 'state'>;
  state: BreakerState;
  /** Failures since the last answer, within the window. */
  failures: FailureAt[];
  pauseMs: number;
  openUntil: number;
}

/** Whether the failures are of the whole, and not of one part of it. */
const OF_THE_WHOLE: Readonly<Record<BreakerScope, (failures: readonly FailureAt[]) => boolean>> = {
  operation: () => true,
  account: (failures) => several(failures, 'operation'),
  host: (failures) => several(failures, 'account') && several(failures, 'operation'),
};

const several = (failures: readonly FailureAt[], part: 'account' | 'operation'): boolean =>
  failures.some((one) => one[part] !== failures[0]?.[part]);

export function createBreakers(
  clock: Clock,
  onChange: (change: BreakerChange) => void = () => undefined,
): Breakers {
  // Only what failed has a breaker: an answer drops it.
  const breakers = new Map<string, Breaker>();
  const hosts = new Set<string>();

  const keysOf = ({
    host,
    account,
    operation,
  }: BreakerTarget): readonly (readonly [BreakerScope, string])[] => [
    ['host', JSON.stringify([host])],
    ['account', JSON.stringify([host, account])],
    ['operation', JSON.stringify([host, account, operation])],
  ];
  const knownOf = (target: BreakerTarget): readonly (readonly [string, Breaker])[] =>
    keysOf(target).flatMap(([, key]) => {
      const breaker = breakers.get(key);
      return breaker ? [[key, breaker] as const] : [];
    });
  const create = (target: BreakerTarget, scope: BreakerScope, key: string): Breaker => {
    const { host, operation } = target;
    const change = { host, scope, ...(scope === 'operation' ? { operation } : {}) };
    const fresh: Breaker = { change, state: 'closed', failures: [], pauseMs: FIRST_PAUSE_MS, openUntil: 0 };
    if (breakers.size >= MAX_QUIET) dropQuiet(clock.monotonic() - WINDOW_MS);
    breakers.set(key, fresh);
    return fresh;
  };
  const dropQuiet = (before: number): void => {
    for (const [key, { state, failures }] of breakers) {
      if (state === 'closed' && (failures.at(-1)?.at ?? 0) <= before) breakers.delete(key);
    }
  };
  const change = (breaker: Breaker, state: BreakerState): void => {
    if (breaker.state === state) return;
    breaker.state = state;
    onChange({ ...breaker.change, state });
  };
  const open = (breaker: Breaker, now: number): void => {
    breaker.openUntil = now + breaker.pauseMs;
    breaker.pauseMs = Math.min(LONGEST_PAUSE_MS, breaker.pauseMs * 2);
    change(breaker, 'open');
  };
  const fail = (breaker: Breaker, failure: FailureAt, trial: boolean): void => {
    if (breaker.state === 'half-open') {
      // A call from before it was left alone decides nothing now.
      if (trial) open(breaker, failure.at);
    } else if (breaker.state === 'closed') {
      breaker.failures = [...breaker.failures.filter(({ at }) => at > failure.at - WINDOW_MS), failure];
      const { scope } = breaker.change;
      const enough = breaker.failures.length >= FAILURES_TO_OPEN[scope];
      if (enough && OF_THE_WHOLE[scope](breaker.failures)) open(breaker, failure.at);
    }
  };

  return {
    admit(target) {
      if (hosts.size < MAX_HOSTS) hosts.add(target.host);
      const now = clock.monotonic();
      const stopped = knownOf(target).filter(([, { state }]) => state !== 'closed');
      // Half-open, a call is already out to try; the others come back when it is known.
      const waits = stopped.map(([, { state, openUntil }]) =>
        state === 'half-open' ? Math.max(100, openUntil - now) : openUntil - now,
      );
      const retryAfterMs = Math.ceil(Math.max(0, ...waits));
      if (retryAfterMs > 0) return { admitted: false, retryAfterMs };
      for (const [, breaker] of stopped) change(breaker, 'half-open');
      return { admitted: true, trial: stopped.length > 0 };
    },
    report(target, result, trial) {
      const at = clock.monotonic();
      if (result === 'answered') {
        for (const [key, breaker] of knownOf(target)) {
          breakers.delete(key);
          change(breaker, 'closed');
        }
      } else if (result === 'failure') {
        for (const [scope, key] of keysOf(target)) {
          const breaker = breakers.get(key) ?? create(target, scope, key);
          fail(breaker, { at, account: target.account, operation: target.operation }, trial);
        }
      } else if (trial) {
        for (const [, breaker] of knownOf(target)) {
          if (breaker.state !== 'half-open') continue;
          // An abandoned trial proves nothing, so that the next call may try at once.
          breaker.openUntil = at;
          change(breaker, 'open');
        }
      }
    },
    hosts: () =>
      new Map([...hosts].map((host) => [host, breakers.get(JSON.stringify([host]))?.state ?? 'closed'])),
    notClosed: () =>
      [...breakers.values()]
        .filter(({ state }) => state !== 'closed')
        .map((breaker) => ({ ...breaker.change, state: breaker.state })),
  };
}
