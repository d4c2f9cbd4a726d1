import { rateOf } from '../rate.ts';
import type { Throttled } from '../types.ts';

// Two refusals within this time are not noise.
const NOISE_MS = 3_000;
const FIRST_PROBE_MS = 1_000;
const HALVED_PROBE_MS = 2_000;
const LONGEST_PROBE_MS = 22_000;
// A limit that held for so long was right; what lowers it now may be passing.
const PROVEN_MS = 10_000;
/** A probe without an outcome for so long is given up, and the next may go. */
export const PROBE_LEASE_MS = 10_000;
// Calls between a refused probe and the next. In the long run a refused probe costs at most one call in a
// hundred. The first few come sooner: most neighbours do not stay, and are then missed for less long.
const CALLS_PER_PROBE = 97;
const CALLS_BEFORE_FIRST = 88;
const CALLS_WHILE_NEW = 62;
const NEW_PROBES = 3;
const SPACING_GROWTH = 1.1;
// Once a probe got through the limit climbs back, one call at a time, from nothing to the quota in this time.
const CLIMB_MS = 3_000;
const FORGOTTEN_MS = 600_000;

/** What one call was in one window, for judging its outcome later. */
export interface WindowSnapshot {
  /** How many other calls of ours were in the window when it was granted, refused ones left out. */
  readonly others: number;
  readonly probe: boolean;
  readonly grantedAt: number;
}

/** All that was learned, as plain data, so that replicas can share it. Instants are on the caller's clock. */
export interface AdaptiveLimitState {
  /** Calls per second; absent while nothing is learned. */
  readonly limit?: number;
  readonly pausedUntil: number;
  readonly probeAt: number;
  readonly refusedAt: number;
  readonly lastRefusalAt: number;
  readonly loweredAt: number;
  readonly probesRefused: number;
  readonly climbing: boolean;
  /** The limit that the climb began from. */
  readonly base?: number;
}

// Long before any clock starts, yet plain JSON.
const NEVER = -1_000_000;

const NOTHING: AdaptiveLimitState = {
  pausedUntil: 0,
  probeAt: 0,
  refusedAt: NEVER,
  lastRefusalAt: NEVER,
  loweredAt: NEVER,
  probesRefused: 0,
  climbing: false,
};

/**
 * The limit that 429 answers taught about one window. A refusal at `others` calls of ours means that
 * somebody else holds the rest of the window: what is left for us is `others`. One call more is then
 * probed from time to time, ever more rarely while probes are refused, quickly while they get through.
 */
export class AdaptiveLimit {
  state: AdaptiveLimitState;

  constructor(state: AdaptiveLimitState = NOTHING) {
    this.state = state;
  }

  get pausedUntil(): number {
    return this.state.pausedUntil;
  }

  /** Takes over a limit that was learned elsewhere. */
  start(limit: number, now: number): void {
    this.#know({ limit, probeAt: now + LONGEST_PROBE_MS });
  }

  /** The learned limit while it is below the quota. */
  below(quota: number): number | undefined {
    const { limit } = this.state;
    return limit !== undefined && limit < quota ? limit : undefined;
  }

  /** Calls per second to keep to, without the probe. */
  limit(quota: number): number {
    return this.below(quota) ?? quota;
  }

  /** When one call above the limit may be tried; infinite while there is nothing to probe. */
  probeAt(quota: number): number {
    return this.below(quota) === undefined ? Number.POSITIVE_INFINITY : this.state.probeAt;
  }

  granted(inWindow: number, others: number, quota: number, now: number): WindowSnapshot {
    const probe = this.below(quota) !== undefined && inWindow >= rateOf(this.limit(quota)).count;
    if (probe) this.#know({ probeAt: now + PROBE_LEASE_MS });
    return { others, probe, grantedAt: now };
  }

  /** The upstream took the call. */
  accepted(snapshot: WindowSnapshot, quota: number, now: number): void {
    const { limit, climbing } = this.state;
    if (!snapshot.probe || limit === undefined) return;
    const raised = Math.floor(limit) + 1;
    if (raised >= quota) this.state = { ...NOTHING, pausedUntil: this.pausedUntil };
    // The first step up is tried for a whole window, in case the neighbour only paused.
    else
      this.#know({
        limit: raised,
        probeAt: now + (climbing ? CLIMB_MS / quota : FIRST_PROBE_MS),
        climbing: true,
        ...(climbing ? {} : { base: limit }),
      });
  }

  /** The call told nothing about this window: not sent, or refused by another one. */
  undecided(snapshot: WindowSnapshot, quota: number, now: number): void {
    if (snapshot.probe) this.#know({ probeAt: now + CLIMB_MS / quota });
  }

  /**
   * A 429. `others` is how many calls of ours the window holds by now. True when it began a refusal episode;
   * calls that left before the last refusal was known tell of the same one.
   */
  refused(
    snapshot: WindowSnapshot,
    others: number,
    quota: number,
    throttled: Throttled,
    now: number,
  ): boolean {
    const { climbing, base = Number.NEGATIVE_INFINITY } = this.state;
    const newEpisode = snapshot.grantedAt > this.state.refusedAt;
    const before = this.limit(quota);
    const proven = now - this.state.loweredAt > PROVEN_MS;
    // The probe fell into a gap that the neighbour left for a moment: it was as good as refused.
    const inGap = proven && climbing && newEpisode && before <= Math.floor(base) + 1;
    // Calls of one burst may overtake each other on the way: the fuller view of the window is the true one.
    const held = Math.max(snapshot.others, others);
    const learned = this.#learned(held, quota, throttled, newEpisode, snapshot.probe, now);
    // The probe right after a lowering counts as the first, whatever came of it.
    const refusedBefore = inGap ? Math.max(1, this.state.probesRefused) : this.state.probesRefused;
    this.#know({
      pausedUntil: Math.max(this.pausedUntil, now + (throttled.retryAfterMs ?? 0)),
      refusedAt: now,
      probesRefused: refusedBefore + (snapshot.probe || inGap ? 1 : 0),
    });
    if (learned === undefined) return newEpisode;
    const lowered = learned < before;
    const soon = lowered && proven && !inGap;
    this.#know({ limit: learned, loweredAt: lowered ? now : this.state.loweredAt });
    if (newEpisode || soon) this.#probeLater(learned, throttled, soon, now);
    return newEpisode;
  }

  /** True when this window has nothing to remember. */
  idle(now: number): boolean {
    const { limit, probeAt, pausedUntil } = this.state;
    return pausedUntil <= now && (limit === undefined || probeAt + FORGOTTEN_MS < now);
  }

  /**
   * The limit that a 429 teaches. One that it states is taken at once when it is below ours. Without
   * figures it halves ours, once per refusal episode. Else somebody shares the window, and what is left for us
   * is what we hold; but a lone refusal is noise (jitter, a neighbour's hiccup) and the guard's business.
   */
  #learned(
    held: number,
    quota: number,
    throttled: Throttled,
    newEpisode: boolean,
    probe: boolean,
    now: number,
  ): number | undefined {
    const before = this.limit(quota);
    if (throttled.limit === undefined) return newEpisode ? Math.max(1, Math.floor(before / 2)) : undefined;
    const stated = (throttled.limit * 1_000) / (throttled.windowMs ?? 1_000);
    if (stated < before) return stated;
    const { climbing, base } = this.state;
    if (probe && !climbing) return before;
    if (climbing && newEpisode) {
      // The neighbour gave way for a moment and wants its share again: it has not gone.
      this.#know({ lastRefusalAt: now });
      return Math.max(1, Math.min(before - 1, base ?? before));
    }
    const lone = now - this.state.lastRefusalAt > NOISE_MS;
    this.#know({ lastRefusalAt: now });
    if (lone) return undefined;
    return Math.max(1, Math.min(newEpisode ? before - 1 : before, held));
  }

  #probeLater(limit: number, throttled: Throttled, soon: boolean, now: number): void {
    const soonest = throttled.limit === undefined ? HALVED_PROBE_MS : FIRST_PROBE_MS;
    const rare = Math.min(LONGEST_PROBE_MS, (callsBetween(this.state.probesRefused) * 1_000) / limit);
    this.#know({ probeAt: now + (soon ? soonest : Math.max(soonest, rare)), climbing: false });
  }

  #know(news: Partial<AdaptiveLimitState>): void {
    this.state = { ...this.state, ...news };
  }
}

/** Calls until the next probe when so many were refused; the first of them follows the lowering at once. */
function callsBetween(refused: number): number {
  if (refused <= 1) return CALLS_BEFORE_FIRST;
  if (refused <= NEW_PROBES) return CALLS_WHILE_NEW;
  return CALLS_PER_PROBE * SPACING_GROWTH ** (refused - NEW_PROBES - 1);
}
