// Ends an exchange that takes too long: in all, before its headers, or by falling silent inside its body.
import type { Clock, Timer } from '../clock/clock.ts';

export interface Limits {
  readonly headersTimeoutMs: number;
  readonly bodyTimeoutMs: number;
  /** For the whole exchange; absent means no such limit. */
  readonly timeoutMs: number | undefined;
}

export class Watchdog {
  readonly #clock: Clock;
  readonly #limits: Limits;
  readonly #expire: (expected: string) => void;
  readonly #end: number;
  #heardAt: number;
  #heard = false;
  #timer: Timer | undefined;

  constructor(clock: Clock, limits: Limits, expire: (expected: string) => void) {
    this.#clock = clock;
    this.#limits = limits;
    this.#expire = expire;
    this.#heardAt = clock.monotonic();
    this.#end = this.#heardAt + (limits.timeoutMs ?? Number.POSITIVE_INFINITY);
    this.#wait();
  }

  /** Response bytes arrived. Only notes the time: one timer per exchange, not one per chunk. */
  hear(): void {
    this.#heardAt = this.#clock.monotonic();
    if (this.#heard) return;
    this.#heard = true;
    this.stop();
    this.#wait();
  }

  stop(): void {
    this.#timer?.cancel();
  }

  #wait(): void {
    const { headersTimeoutMs, bodyTimeoutMs, timeoutMs } = this.#limits;
    const now = this.#clock.monotonic();
    const silentUntil = this.#heardAt + (this.#heard ? bodyTimeoutMs : headersTimeoutMs);
    if (now >= this.#end) this.#expire(`a complete response within ${timeoutMs} ms`);
    else if (now < silentUntil) {
      this.#timer = this.#clock.after(Math.min(silentUntil, this.#end) - now, () => this.#wait());
    } else if (this.#heard) this.#expire(`more of the response body within ${bodyTimeoutMs} ms`);
    else this.#expire(`response headers within ${headersTimeoutMs} ms`);
  }
}
