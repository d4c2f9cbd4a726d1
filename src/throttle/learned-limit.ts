import { rateOf } from './rate.ts';
import type { Throttled } from './types.ts';

const FIRST_PROBE_MS = 1_000;
const HALVED_PROBE_MS = 2_000;
const LONGEST_PROBE_MS = 30_000;
// A refused probe is to cost at most one call in a hundred, so probes are this many calls apart.
const CALLS_PER_PROBE = 97;
const SPACING_GROWTH = 1.1;
// Once a probe got through the limit climbs back, one slot at a time, from nothing to the quota in this time.
const CLIMB_MS = 3_000;

/** What one call was in one window, for judging its outcome later. */
export interface Standing {
  /** How many other calls of ours were in the window when it was granted. */
  readonly others: number;
  readonly probe: boolean;
  readonly grantedAt: number;
}

/**
 * The limit that 429 answers taught for one window. A refusal at `others` calls of ours means that
 * somebody else holds the rest of the window: what is left for us is `others`. One slot more is then
 * probed from time to time, ever more rarely while probes are refused, quickly while they get through.
 */
export class LearnedLimit {
  #limit = Number.POSITIVE_INFINITY;
  #holdUntil = 0;
  #probeAt = 0;
  #probing = false;
  #refusedAt = Number.NEGATIVE_INFINITY;
  #incidents = 0;

  /** The learned limit while it is below the quota. */
  below(quota: number): number | undefined {
    return this.#limit < quota ? this.#limit : undefined;
  }

  get holdUntil(): number {
    return this.#holdUntil;
  }

  /** Calls per second to keep to, without the probe. */
  limit(quota: number): number {
    return Math.min(this.#limit, quota);
  }

  /** When one call above the limit may be tried; infinite while there is nothing to probe. */
  probeAt(quota: number): number {
    return this.#limit < quota && !this.#probing ? this.#probeAt : Number.POSITIVE_INFINITY;
  }

  granted(others: number, quota: number, now: number): Standing {
    const probe = others >= rateOf(this.limit(quota)).count && this.#limit < quota;
    if (probe) this.#probing = true;
    return { others, probe, grantedAt: now };
  }

  /** The upstream took the call. */
  accepted(standing: Standing, quota: number, now: number): void {
    if (!standing.probe || !this.#probing) return;
    this.#probing = false;
    this.#limit = Math.floor(this.#limit) + 1;
    this.#probeAt = now + CLIMB_MS / quota;
    if (this.#limit >= quota) this.forget();
  }

  /** The call told nothing about this window: not sent, or refused by another one. */
  undecided(standing: Standing, quota: number, now: number): void {
    if (!standing.probe || !this.#probing) return;
    this.#probing = false;
    this.#probeAt = now + CLIMB_MS / quota;
  }

  /** A 429. True when it changed the limit or began a new incident. */
  refused(standing: Standing, quota: number, throttled: Throttled, now: number): boolean {
    if (throttled.retryAfterMs !== undefined) {
      this.#holdUntil = Math.max(this.#holdUntil, now + throttled.retryAfterMs);
    }
    // Calls that left before the last refusal was known tell of the same incident.
    const known = standing.grantedAt <= this.#refusedAt;
    const before = this.limit(quota);
    const after = Math.min(before, this.#taught(standing, before, throttled, known));
    if (standing.probe) this.#probing = false;
    this.#limit = after < quota ? after : this.#limit;
    if (!known) this.#space(after, throttled, now);
    return !known || after < before;
  }

  /** True when this window has nothing to remember. */
  idle(now: number): boolean {
    return this.#limit === Number.POSITIVE_INFINITY && this.#holdUntil <= now;
  }

  forget(): void {
    this.#limit = Number.POSITIVE_INFINITY;
    this.#probing = false;
    this.#incidents = 0;
  }

  #taught(standing: Standing, before: number, throttled: Throttled, known: boolean): number {
    if (throttled.limit === undefined) return known ? before : Math.max(1, Math.floor(before / 2));
    const stated = (throttled.limit * 1_000) / (throttled.windowMs ?? 1_000);
    return stated < before ? stated : Math.max(1, standing.others);
  }

  #space(limit: number, throttled: Throttled, now: number): void {
    this.#refusedAt = now;
    const spacing =
      this.#incidents === 0
        ? throttled.limit === undefined
          ? HALVED_PROBE_MS
          : FIRST_PROBE_MS
        : ((CALLS_PER_PROBE * 1_000) / limit) * SPACING_GROWTH ** (this.#incidents - 1);
    this.#incidents++;
    this.#probeAt = now + Math.min(LONGEST_PROBE_MS, Math.max(FIRST_PROBE_MS, spacing));
  }
}
