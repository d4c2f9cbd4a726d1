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

/**
 * Turns requests away while there are as many as can be served, or while the process is late with everything:
 * an early 503 costs nothing, and a late answer is of no use.
 */
export class Admission {
  readonly #limits: ServerLimits;
  readonly #loopDelayMs: () => number;
  #underWay = 0;
  #shed = 0;

  constructor(limits: ServerLimits, loopDelayMs: () => number) {
    this.#limits = limits;
    this.#loopDelayMs = loopDelayMs;
  }

  /** Counts a request until the returned function is called; throws where it cannot be taken. */
  enter(): () => void {
    if (this.#underWay >= this.#limits.requests)
      throw this.#overloaded('requests than can be under way at once');
    if (this.#underWay > 0 && this.#loopDelayMs() > this.#limits.loopDelayMs) {
      throw this.#overloaded('work than can be done in time');
    }
    this.#underWay += 1;
    let left = false;
    return () => {
      if (!left) this.#underWay -= 1;
      left = true;
    };
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
