// More costs more quota than it saves: a tenth of it.
const LARGEST_MS = 100;
const HALF_LIFE_MS = 60_000;

/**
 * How much later than its sending the upstream may count a call: transit jitter and lateness of both
 * event loops. Grows at once when the upstream refuses a lone call although we kept the quota, and gives the
 * excess back by half every minute; never below what it was configured to.
 */
export class Guard {
  readonly #baseMs: number;
  #excessMs = 0;
  #since = 0;

  constructor(baseMs: number) {
    this.#baseMs = baseMs;
  }

  ms(now: number): number {
    if (this.#excessMs === 0) return this.#baseMs;
    const left = this.#excessMs * 0.5 ** ((now - this.#since) / HALF_LIFE_MS);
    if (left < 0.5) this.#excessMs = 0;
    return Math.min(LARGEST_MS, this.#baseMs + left);
  }

  grow(now: number): number {
    const current = this.ms(now);
    this.#excessMs = Math.min(LARGEST_MS, current * 1.5 + 1) - this.#baseMs;
    this.#since = now;
    return this.ms(now);
  }
}
