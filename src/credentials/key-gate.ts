// Keeps a permanent key from being locked: five refused signatures in a row lock it for five minutes upstream.
// Of a key that was never accepted one call goes out at a time. A refused key is left alone, and one call at a
// time finds out whether it is good again. A key that was accepted and is refused to one operation is left alone
// for that operation only, until another one is refused, too.
import { LRUCache } from 'lru-cache';
import type { Clock } from '../clock/clock.ts';
import type { Verdict, WaitOptions } from './credentials.ts';

export type RefusedVerdict = Extract<Verdict, { kind: 'refused' }>;

/** Between a refusal and the call that tries again: less than a minute, so that a good key works in one. */
const PAUSE_MS = 50_000;
/** After so many refusals without an answer between them: longer than the upstream's lock lasts. */
const PATIENT_REFUSALS = 3;
const LONG_PAUSE_MS = 310_000;
/** A first call that hangs proves nothing, and holds up nobody for longer. */
const LONGEST_TURN_MS = 1_000;
const MAX_KEYS = 1_000;

/** The wait after the nth refusal in a row of a secret that locks. */
export const refusalPause = (count: number): number => (count <= PATIENT_REFUSALS ? PAUSE_MS : LONG_PAUSE_MS);

interface Closed {
  readonly until: number;
  readonly verdict: RefusedVerdict;
}

interface Standing {
  /** Accepted since it was last refused as a whole. */
  accepted: boolean;
  closed: Closed | undefined;
  readonly closedTo: Map<string, Closed>;
  /** Operations refused since the last call that was accepted. */
  readonly refusedTo: Set<string>;
  refusals: number;
  /** The call that finds out; while there is one, the others wait for it or fail. */
  trial: { readonly since: number } | undefined;
  /** Calls that wait for it to end, in their order. */
  readonly waiting: Set<() => void>;
}

export type Entry =
  | { readonly entered: true; readonly end: (verdict: Verdict) => void }
  | { readonly entered: false; readonly verdict: RefusedVerdict };

export class KeyGate {
  readonly #clock: Clock;
  readonly #keys = new LRUCache<string, Standing>({ max: MAX_KEYS });

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Keys that are left alone now. */
  get closed(): number {
    return [...this.#keys.values()].filter(({ closed }) => closed !== undefined).length;
  }

  /** Lets a call use the key, perhaps after its turn, or says why not. Who enters has to end it, once. */
  async enter(key: string, operation: string, wait: WaitOptions): Promise<Entry> {
    const standing = this.#standing(key);
    for (;;) {
      const now = this.#clock.monotonic();
      const closed = standing.closed ?? standing.closedTo.get(operation);
      if (closed) {
        if (now < closed.until || standing.trial) return { entered: false, verdict: closed.verdict };
        return this.#trial(standing, operation, now);
      }
      if (standing.accepted && standing.refusedTo.size === 0) return this.#enter(standing, operation);
      if (!standing.trial) return this.#trial(standing, operation, now);
      const left = standing.trial.since + LONGEST_TURN_MS - now;
      // Out of time, a call fails at its next step, which says so.
      if (left <= 0 || now >= wait.deadline) return this.#enter(standing, operation);
      await this.#turn(standing, left, wait);
    }
  }

  #standing(key: string): Standing {
    const known = this.#keys.get(key);
    if (known) return known;
    const fresh: Standing = {
      accepted: false,
      closed: undefined,
      closedTo: new Map(),
      refusedTo: new Set(),
      refusals: 0,
      trial: undefined,
      waiting: new Set(),
    };
    this.#keys.set(key, fresh);
    return fresh;
  }

  #trial(standing: Standing, operation: string, now: number): Entry {
    const trial = { since: now };
    standing.trial = trial;
    return this.#enter(standing, operation, (verdict) => {
      if (standing.trial === trial) standing.trial = undefined;
      // What proved nothing leaves the next one to find out; to wake them all each time would be quadratic.
      const next = verdict.kind === 'unknown' ? [...standing.waiting].slice(0, 1) : [...standing.waiting];
      for (const wake of next) wake();
    });
  }

  #enter(standing: Standing, operation: string, after: (verdict: Verdict) => void = () => undefined): Entry {
    return {
      entered: true,
      end: (verdict) => {
        if (verdict.kind === 'accepted') this.#accept(standing, operation);
        if (verdict.kind === 'refused') this.#refuse(standing, operation, verdict);
        after(verdict);
      },
    };
  }

  #accept(standing: Standing, operation: string): void {
    standing.accepted = true;
    standing.closed = undefined;
    standing.closedTo.delete(operation);
    standing.refusedTo.clear();
    standing.refusals = 0;
  }

  #refuse(standing: Standing, operation: string, verdict: RefusedVerdict): void {
    // While it is locked, a refusal says nothing new about the key.
    if (verdict.reason !== 'locked') standing.refusals += 1;
    const until = this.#clock.monotonic() + refusalPause(standing.refusals);
    const closed = { until, verdict };
    standing.refusedTo.add(operation);
    if (standing.accepted && standing.refusedTo.size === 1 && verdict.reason !== 'locked') {
      standing.closedTo.set(operation, closed);
      return;
    }
    standing.accepted = false;
    standing.closed = closed;
    standing.closedTo.clear();
  }

  /** Until the trial ended, its turn is over, or who waits has gone or is out of time. */
  #turn({ waiting }: Standing, turnMs: number, { signal, deadline }: WaitOptions): Promise<void> {
    return new Promise((resolve, reject) => {
      const stop = () => {
        timer.cancel();
        signal?.removeEventListener('abort', leave);
        waiting.delete(wake);
      };
      const wake = () => {
        stop();
        resolve();
      };
      const leave = () => {
        stop();
        reject(signal?.reason);
      };
      const timer = this.#clock.after(Math.min(turnMs, deadline - this.#clock.monotonic()), wake);
      waiting.add(wake);
      signal?.addEventListener('abort', leave, { once: true });
      if (signal?.aborted) leave();
    });
  }
}
