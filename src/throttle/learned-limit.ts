import { rateOf } from './rate.ts';
import type { Throttled } from './types.ts';

// Two refusals within this time are not noise.
const NOISE_MS = 3_000;
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
  /** How many other calls of ours were in the window when it was granted, refused ones left out. */
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
  #struckAt = Number.NEGATIVE_INFINITY;
  #probesRefused = 0;
  #climbing = false;

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

  granted(inWindow: number, others: number, quota: number, now: number): Standing {
    const probe = inWindow >= rateOf(this.limit(quota)).count && this.#limit < quota;
    if (probe) this.#probing = true;
    return { others, probe, grantedAt: now };
  }

  /** The upstream took the call. */
  accepted(standing: Standing, quota: number, now: number): void {
    if (!standing.probe || !this.#probing) return;
    this.#probing = false;
    this.#limit = Math.floor(this.#limit) + 1;
    // The first step up is tried for a whole window, in case the neighbour only paused.
    this.#probeAt = now + (this.#climbing ? CLIMB_MS / quota : FIRST_PROBE_MS);
    this.#climbing = true;
    if (this.#limit >= quota) this.forget();
  }

  /** The call told nothing about this window: not sent, or refused by another one. */
  undecided(standing: Standing, quota: number, now: number): void {
    if (!standing.probe || !this.#probing) return;
    this.#probing = false;
    this.#probeAt = now + CLIMB_MS / quota;
  }

  /**
   * A 429. `others` is how many calls of ours the window holds by now. True when it began an incident;
   * calls that left before the last refusal was known tell of the same one.
   */
  refused(standing: Standing, others: number, quota: number, throttled: Throttled, now: number): boolean {
    if (throttled.retryAfterMs !== undefined) {
      this.#holdUntil = Math.max(this.#holdUntil, now + throttled.retryAfterMs);
    }
    const incident = standing.grantedAt > this.#refusedAt;
    const before = this.limit(quota);
    // Calls of one burst may overtake each other on the way: the fuller view of the window is the true one.
    const held = Math.max(1, standing.others, others);
    const { after, lone } = this.#taught(held, before, throttled, incident, standing.probe, now);
    this.#refusedAt = now;
    if (standing.probe) {
      this.#probing = false;
      this.#probesRefused++;
    }
    if (lone) return incident;
    const first = this.#limit === Number.POSITIVE_INFINITY;
    this.#limit = Math.min(this.#limit, after);
    if (incident || first) this.#probeLater(after, throttled, first, now);
    return incident;
  }

  /** True when this window has nothing to remember. */
  idle(now: number): boolean {
    return this.#limit === Number.POSITIVE_INFINITY && this.#holdUntil <= now;
  }

  forget(): void {
    this.#limit = Number.POSITIVE_INFINITY;
    this.#probing = false;
    this.#probesRefused = 0;
    this.#climbing = false;
  }

  /**
   * A stated limit below ours is taken at once. Without figures a 429 halves the limit, once per incident.
   * Else somebody shares the window, and what is left for us is what we hold; but one refusal alone is
   * noise (jitter, a neighbour's hiccup), for which the guard is the remedy.
   */
  #taught(
    held: number,
    before: number,
    throttled: Throttled,
    incident: boolean,
    probe: boolean,
    now: number,
  ): { after: number; lone: boolean } {
    if (throttled.limit === undefined) {
      return { after: incident ? Math.max(1, Math.floor(before / 2)) : before, lone: false };
    }
    const stated = (throttled.limit * 1_000) / (throttled.windowMs ?? 1_000);
    if (stated < before) return { after: stated, lone: false };
    if (probe) return { after: before, lone: false };
    const lone = now - this.#struckAt > NOISE_MS;
    this.#struckAt = now;
    return { after: Math.min(before, held), lone };
  }

  #probeLater(limit: number, throttled: Throttled, first: boolean, now: number): void {
    const soon = throttled.limit === undefined ? HALVED_PROBE_MS : FIRST_PROBE_MS;
    const rare = ((CALLS_PER_PROBE * 1_000) / limit) * SPACING_GROWTH ** Math.max(0, this.#probesRefused - 1);
    this.#probeAt = now + (first ? soon : Math.min(LONGEST_PROBE_MS, Math.max(soon, rare)));
    this.#climbing = false;
  }
}
