// Credentials that end: kept while they last, renewed before they end, obtained once for any number of
// waiters, and not asked for at every call while the issuer refuses. Knows nothing of IAM.
import { LRUCache } from 'lru-cache';
import { type Clock, sleep } from '../clock/clock.ts';
import { GatewayError, isGatewayError, type UpstreamFault } from '../errors/errors.ts';
import type { Authorization, WaitOptions } from './credentials.ts';

export interface Lease {
  readonly authorization: Authorization;
  /** By the issuer's clock, so that it does not matter how far ours is off. */
  readonly lifetimeMs: number;
}

/** Instants are monotonic milliseconds: setting the wall clock neither ends a credential nor revives one. */
interface Held extends Lease {
  /** From here on it is renewed in the background. */
  renewFrom: number;
  /** From here on it is not handed out: a call takes time. */
  readonly usableUntil: number;
}

/** What is left of a refusal: an error holds on to much more than its message. */
interface Refused {
  readonly message: string;
  readonly upstream: UpstreamFault | undefined;
  readonly count: number;
  /** Until then the issuer is not asked. */
  readonly until: number;
}

/** The wait after the nth refusal in a row; 0 for what is no refusal of this credential. */
export type RefusalPause = (error: GatewayError, count: number) => number;

const SAFETY_MS = 30_000;
/** Pause after a failed renewal, so that a broken issuer is not asked by every call. */
const RENEWAL_PAUSE_MS = 30_000;
/** Refusals are many when an application goes through all its customers; one costs half a kilobyte. */
const MAX_REFUSED = 5_000;

export class LeaseCache {
  readonly #clock: Clock;
  readonly #refreshAheadMs: number;
  readonly #refusalPause: RefusalPause;
  readonly #held: LRUCache<string, Held>;
  readonly #refused = new LRUCache<string, Refused>({ max: MAX_REFUSED });
  // Apart from the bounded cache: an exchange under way must never be evicted, or a second one would start.
  readonly #flights = new Map<string, Promise<Lease>>();

  /** A refusal is repeated for its pause without asking again. */
  constructor(clock: Clock, max: number, refreshAheadMs: number, refusalPause: RefusalPause) {
    this.#clock = clock;
    this.#refreshAheadMs = refreshAheadMs;
    this.#refusalPause = refusalPause;
    this.#held = new LRUCache({ max });
  }

  get size(): number {
    return this.#held.size;
  }

  /** `key` is short, whatever the ids in it: it is kept with what is obtained. */
  async get(key: string, obtain: () => Promise<Lease>, wait: WaitOptions): Promise<Authorization> {
    const now = this.#clock.monotonic();
    const held = this.#held.get(key);
    if (!held || now >= held.usableUntil) {
      const refused = this.#refused.get(key);
      if (refused && now < refused.until) throw errorOf(refused);
      return (await this.#join(this.#fly(key, obtain), wait)).authorization;
    }
    if (now >= held.renewFrom) {
      this.#fly(key, obtain).catch(() => {
        held.renewFrom = this.#clock.monotonic() + RENEWAL_PAUSE_MS;
      });
    }
    return held.authorization;
  }

  /** Forgets the credential if it still is the one of that generation. */
  drop(key: string, generation: number): void {
    if (this.#held.peek(key)?.authorization.generation === generation) this.#held.delete(key);
  }

  #fly(key: string, obtain: () => Promise<Lease>): Promise<Lease> {
    const known = this.#flights.get(key);
    if (known) return known;
    const flight = obtain()
      .then((lease) => {
        this.#held.set(key, this.#hold(lease));
        this.#refused.delete(key);
        return lease;
      })
      .catch((error: unknown) => {
        if (isGatewayError(error)) this.#refuse(key, error);
        throw error;
      })
      .finally(() => this.#flights.delete(key));
    this.#flights.set(key, flight);
    return flight;
  }

  #refuse(key: string, error: GatewayError): void {
    const count = (this.#refused.peek(key)?.count ?? 0) + 1;
    const pause = this.#refusalPause(error, count);
    if (pause === 0) return;
    const { message, upstream } = error;
    const until = this.#clock.monotonic() + pause;
    this.#refused.set(key, { message, upstream, count, until });
  }

  #hold(lease: Lease): Held {
    // A short-lived credential is not renewed all the time: a fifth of its life is ahead enough.
    const lifetime = Math.max(0, lease.lifetimeMs);
    const ahead = Math.min(this.#refreshAheadMs, lifetime / 5);
    const end = this.#clock.monotonic() + lifetime;
    return { ...lease, renewFrom: end - ahead, usableUntil: end - Math.min(SAFETY_MS, ahead / 2) };
  }

  /** One waiter's share of a flight: its own signal and deadline end its wait, never the flight. */
  async #join(flight: Promise<Lease>, { signal, deadline }: WaitOptions): Promise<Lease> {
    const arrived = new AbortController();
    const leave = signal ? AbortSignal.any([signal, arrived.signal]) : arrived.signal;
    const late = sleep(this.#clock, deadline - this.#clock.monotonic(), leave).then(() => {
      throw new GatewayError(
        'DEADLINE_EXCEEDED',
        'expected a credential before the deadline, the exchange with IAM was still under way',
      );
    });
    try {
      return await Promise.race([flight, late]);
    } finally {
      arrived.abort();
    }
  }
}

function errorOf({ message, upstream }: Refused): GatewayError {
  return new GatewayError('UPSTREAM_REJECTED', message, upstream ? { upstream } : {});
}
