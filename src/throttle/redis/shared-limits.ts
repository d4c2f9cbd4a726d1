import type { Clock } from '../../clock/clock.ts';
import { type AdaptiveLimitState, limitBelow, OPEN } from '../limit/adaptive-limit.ts';
import { readLimitState } from './limit-state.ts';
import type { RedisLink } from './redis-link.ts';
import { LIMIT_MS } from './shared-account.ts';

const ATTEMPTS = 5;

/** The adaptive limits of all replicas: read, changed here, written if no other replica was faster. */
export class SharedLimits {
  readonly #clock: Clock;
  readonly #link: RedisLink;
  readonly #serverNow: (now: number) => number;
  // One observation after the other, so that a burst of refusals does not race with itself.
  #last: Promise<unknown> = Promise.resolve();

  constructor(clock: Clock, link: RedisLink, serverNow: (now: number) => number) {
    this.#clock = clock;
    this.#link = link;
    this.#serverNow = serverNow;
  }

  /**
   * The state before and after a change, with instants of the server's clock. Undefined when Redis is lost
   * over it, or others kept being faster. Never rejects.
   */
  observe(
    key: string,
    change: (state: AdaptiveLimitState, now: number) => AdaptiveLimitState,
  ): Promise<{ readonly before: AdaptiveLimitState; readonly after: AdaptiveLimitState } | undefined> {
    const observed = this.#last.then(() => this.#observe(key, change));
    this.#last = observed;
    return observed;
  }

  async #observe(
    key: string,
    change: (state: AdaptiveLimitState, now: number) => AdaptiveLimitState,
  ): Promise<{ readonly before: AdaptiveLimitState; readonly after: AdaptiveLimitState } | undefined> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const known = await this.#link.observe(key, '', '', LIMIT_MS, []);
      if (known === undefined) return undefined;
      const [version, json, probeAt] = known;
      const now = this.#serverNow(this.#clock.monotonic());
      const before = readLimitState(json, probeAt, now) ?? OPEN;
      const after = change(before, now);
      const fields = [
        limitBelow(after, Number.POSITIVE_INFINITY),
        after.kind === 'open' ? undefined : after.probeAt,
        after.pausedUntil,
      ];
      const written = await this.#link.observe(key, version, JSON.stringify(after), LIMIT_MS, fields);
      if (written?.[0] === 'kept') return { before, after };
    }
    return undefined;
  }
}
