import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Clock } from '../../clock/clock.ts';
import type { ServerLimits } from '../../config/limits.ts';
import { RequestRefusal } from './refusal.ts';

const RETRY_AFTER_S = 1;
const RESOLUTION_MS = 20;
const PERIOD_MS = 1_000;

export interface AdmissionState {
  readonly underWay: number;
  readonly shed: number;
  readonly loopDelayMs: number;
}

/** One place in so many of the bound is each tenant's own, on top of it. */
const OWN_PART = 16;

/**
 * Turns requests away while there are as many as can be served, or while the process is late with everything:
 * an early 503 costs nothing, and a late answer is of no use. Who is alone may take every place. Beside others a
 * tenant may take another one while it holds less than twice what is free, and a few are always its own, on top. While the
 * process is late, one request of each tenant is let in: who makes it late is turned away, and not the others.
 */
export class Admission {
  readonly #limits: ServerLimits;
  readonly #loopDelayMs: () => number;
  readonly #byTenant = new Map<string, number>();
  #underWay = 0;
  #shed = 0;

  constructor(limits: ServerLimits, loopDelayMs: () => number) {
    this.#limits = limits;
    this.#loopDelayMs = loopDelayMs;
  }

  /** Counts a request until the returned function is called; throws where it cannot be taken. */
  enter(tenant: string): () => void {
    if (!this.#hasPlace(tenant)) throw this.#overloaded('requests than can be under way at once');
    if (this.#byTenant.has(tenant) && this.#loopDelayMs() > this.#limits.loopDelayMs) {
      throw this.#overloaded('work than can be done in time');
    }
    this.#count(tenant, 1);
    let left = false;
    return () => {
      if (!left) this.#count(tenant, -1);
      left = true;
    };
  }

  #hasPlace(tenant: string): boolean {
    const held = this.#byTenant.get(tenant) ?? 0;
    const { requests } = this.#limits;
    if (held < Math.max(1, Math.floor(requests / OWN_PART))) return true;
    const free = requests - this.#underWay;
    return free > 0 && (held === this.#underWay || held < 2 * free);
  }

  #count(tenant: string, change: 1 | -1): void {
    this.#underWay += change;
    const held = (this.#byTenant.get(tenant) ?? 0) + change;
    if (held === 0) this.#byTenant.delete(tenant);
    else this.#byTenant.set(tenant, held);
  }

  get state(): AdmissionState {
    return { underWay: this.#underWay, shed: this.#shed, loopDelayMs: this.#loopDelayMs() };
  }

  #overloaded(what: string): RequestRefusal {
    this.#shed += 1;
    return new RequestRefusal(
      503,
      'OVERLOADED',
      `Expected a moment with fewer requests, got more ${what}`,
      { 'retry-after': String(RETRY_AFTER_S) },
      { retryable: true, retryAfterMs: RETRY_AFTER_S * 1000 },
    );
  }
}

/** How late the event loop was, on the median of the last second. */
export function watchLoopDelay(clock: Clock): { readonly current: () => number; readonly stop: () => void } {
  const histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  histogram.enable();
  let current = 0;
  const look = () => {
    current = histogram.count === 0 ? 0 : Math.max(0, histogram.percentile(50) / 1e6 - RESOLUTION_MS);
    histogram.reset();
    timer = clock.after(PERIOD_MS, look, { unref: true });
  };
  let timer = clock.after(PERIOD_MS, look, { unref: true });
  return {
    current: () => current,
    stop: () => {
      timer.cancel();
      histogram.disable();
    },
  };
}
