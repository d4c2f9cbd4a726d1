import type { Clock } from '../../clock/clock.ts';
import { AdaptiveLimit, type AdaptiveLimitState } from '../limit/adaptive-limit.ts';
import type { RedisLink } from './redis-link.ts';

const ATTEMPTS = 5;

/** What 429 answers taught, shared by all replicas: read, applied here, written if nobody was faster. */
export class SharedLimits {
  readonly #clock: Clock;
  readonly #link: RedisLink;
  readonly #keepMs: number;
  #serverAhead = 0;
  // One observation after the other, so that a burst of refusals does not race with itself.
  #last: Promise<unknown> = Promise.resolve();

  constructor(clock: Clock, link: RedisLink, keepMs: number) {
    this.#clock = clock;
    this.#link = link;
    this.#keepMs = keepMs;
  }

  /** The server's clock, as of its latest answer. Good to a round trip, which is plenty for seconds. */
  synchronize(serverNow: number): void {
    this.#serverAhead = serverNow - this.#clock.monotonic();
  }

  /** Undefined when Redis is lost over it, or others kept being faster. */
  observe<T>(key: string, apply: (learned: AdaptiveLimit, now: number) => T): Promise<T | undefined> {
    const learned = this.#last.then(() => this.#observe(key, apply));
    this.#last = learned;
    return learned;
  }

  async #observe<T>(key: string, apply: (learned: AdaptiveLimit, now: number) => T): Promise<T | undefined> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const known = await this.#link.learn(key, '', '', this.#keepMs);
      if (known === undefined) return undefined;
      const [version, json, probeAt] = known;
      const state = json === '' ? undefined : (JSON.parse(json) as AdaptiveLimitState);
      const learned = new AdaptiveLimit(state && { ...state, probeAt: Number(probeAt) });
      const result = apply(learned, this.#clock.monotonic() + this.#serverAhead);
      const written = await this.#link.learn(key, version, JSON.stringify(learned.state), this.#keepMs);
      if (written?.[0] === 'kept') return result;
    }
    return undefined;
  }
}
