// Credentials that end: kept while they last, renewed before they end, obtained once for any number of
// waiters. Knows nothing of IAM.
import { LRUCache } from 'lru-cache';
import { type Clock, sleep } from '../clock/clock.ts';
import { GatewayError, isGatewayError } from '../errors/errors.ts';
import type { Authorization, WaitOptions } from './credentials.ts';

export interface Lease {
  readonly authorization: Authorization;
  /** Wall-clock milliseconds at which the issuer ends it. */
  readonly expiresAt: number;
}

interface Held extends Lease {
  /** From here on it is renewed in the background. */
  renewFrom: number;
  /** From here on it is not handed out: a call takes time, and the issuer's clock is not ours. */
  readonly usableUntil: number;
}

interface Refused {
  readonly error: GatewayError;
  /** Wall-clock milliseconds until which nobody asks again. */
  readonly until: number;
}

const SAFETY_MS = 30_000;
/** Pause after a failed renewal, so that a broken issuer is not asked by every call. */
const RENEWAL_PAUSE_MS = 30_000;

export class LeaseCache {
  readonly #clock: Clock;
  readonly #refreshAheadMs: number;
  readonly #refusedMs: number;
  readonly #held: LRUCache<string, Held>;
  readonly #refused: LRUCache<string, Refused>;
  // Apart from the bounded cache: an exchange under way must never be evicted, or a second one would start.
  readonly #flights = new Map<string, Promise<Lease>>();

  /** A refusal by the issuer is repeated for `refusedMs` without asking again; other failures never are. */
  constructor(clock: Clock, max: number, refreshAheadMs: number, refusedMs = 0) {
    this.#clock = clock;
    this.#refreshAheadMs = refreshAheadMs;
    this.#refusedMs = refusedMs;
    this.#held = new LRUCache({ max });
    this.#refused = new LRUCache({ max });
  }

  get size(): number {
    return this.#held.size;
  }

  async get(key: string, obtain: () => Promise<Lease>, wait: WaitOptions): Promise<Authorization> {
    const now = this.#clock.now();
    const held = this.#held.get(key);
    if (!held || now >= held.usableUntil) {
      const refused = this.#refused.get(key);
      if (refused && now < refused.until) throw refused.error;
      return (await this.#join(this.#fly(key, obtain), wait)).authorization;
    }
    if (now >= held.renewFrom) {
      this.#fly(key, obtain).catch(() => {
        held.renewFrom = this.#clock.now() + RENEWAL_PAUSE_MS;
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
        return lease;
      })
      .catch((error: unknown) => {
        if (this.#refusedMs > 0 && isGatewayError(error) && error.code === 'UPSTREAM_REJECTED') {
          this.#refused.set(key, { error, until: this.#clock.now() + this.#refusedMs });
        }
        throw error;
      })
      .finally(() => this.#flights.delete(key));
    this.#flights.set(key, flight);
    return flight;
  }

  #hold(lease: Lease): Held {
    // A short-lived credential is not renewed all the time: a fifth of its life is ahead enough.
    const lifetime = Math.max(0, lease.expiresAt - this.#clock.now());
    const ahead = Math.min(this.#refreshAheadMs, lifetime / 5);
    return {
      ...lease,
      renewFrom: lease.expiresAt - ahead,
      usableUntil: lease.expiresAt - Math.min(SAFETY_MS, ahead / 2),
    };
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
