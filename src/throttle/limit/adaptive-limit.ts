// The limit that 429 answers taught about one window: a state, and the pure function from one to the next. A
// refusal while we hold `others` calls means that another client holds the rest of the window: what is left
// for us is `others`. One call more is then probed from time to time, ever more rarely while probes are
// refused, quickly while they get through.
import { rateOf } from '../rate.ts';
import type { Throttled } from '../types.ts';
import { boundedRefusal, LONGEST_PAUSE_MS, pauseOf } from './bounded-refusal.ts';

export { LONGEST_PAUSE_MS };

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
// Long before any clock starts, yet plain JSON.
const NEVER = -1_000_000;

/** What one call was in one window, so that its outcome can be understood later. */
export interface WindowSnapshot {
  /** How many other calls of ours were in the window when it was granted, refused ones left out. */
  readonly others: number;
  readonly probe: boolean;
  readonly grantedAt: number;
}

/** What every state remembers. Plain data, so that replicas can share it; instants on the caller's clock. */
interface Memory {
  /** Nothing may be sent before this instant. */
  readonly pausedUntil: number;
  readonly lastRefusalAt: number;
  /** The last refusal that might have been noise. */
  readonly suspectedAt: number;
  readonly loweredAt: number;
  readonly probesRefused: number;
}

export type AdaptiveLimitState = Memory &
  (
    | { readonly kind: 'open' }
    /** Keeps to a limit (calls per second), and tries one call more at `probeAt`. */
    | { readonly kind: 'lowered'; readonly limit: number; readonly probeAt: number }
    /** A probe got through: one call more at a time, from `base` on. */
    | { readonly kind: 'climbing'; readonly limit: number; readonly probeAt: number; readonly base: number }
  );

export type AdaptiveLimitEvent =
  /** The probe has gone out. */
  | { readonly type: 'probed'; readonly now: number }
  /** The upstream took the call. */
  | {
      readonly type: 'accepted';
      readonly snapshot: WindowSnapshot;
      readonly quota: number;
      readonly now: number;
    }
  /** The call says nothing about this window: not sent, or refused by another one. */
  | {
      readonly type: 'undecided';
      readonly snapshot: WindowSnapshot;
      readonly quota: number;
      readonly now: number;
    }
  /** A 429. `others` is how many calls of ours the window holds by now. */
  | {
      readonly type: 'refused';
      readonly snapshot: WindowSnapshot;
      readonly others: number;
      readonly quota: number;
      readonly refusal: Throttled;
      readonly now: number;
    }
  /** A limit that was learned elsewhere. */
  | { readonly type: 'inherited'; readonly limit: number; readonly now: number };

type Refused = Extract<AdaptiveLimitEvent, { readonly type: 'refused' }>;

export const OPEN: AdaptiveLimitState = {
  kind: 'open',
  pausedUntil: 0,
  lastRefusalAt: NEVER,
  suspectedAt: NEVER,
  loweredAt: NEVER,
  probesRefused: 0,
};

export function next(state: AdaptiveLimitState, event: AdaptiveLimitEvent): AdaptiveLimitState {
  switch (event.type) {
    case 'probed':
      return probeNoSooner(state, event.now + PROBE_LEASE_MS);
    case 'accepted':
      return event.snapshot.probe ? raised(state, event.quota, event.now) : state;
    case 'undecided':
      return event.snapshot.probe ? probeNoSooner(state, event.now + CLIMB_MS / event.quota) : state;
    case 'inherited':
      return {
        ...memoryOf(state),
        kind: 'lowered',
        limit: event.limit,
        probeAt: event.now + LONGEST_PROBE_MS,
      };
    case 'refused':
      return refused(state, { ...event, refusal: boundedRefusal(event.refusal) });
  }
}

/** The learned limit while it is below the quota, in calls per second. */
export function limitBelow(state: AdaptiveLimitState, quota: number): number | undefined {
  return state.kind !== 'open' && state.limit < quota ? state.limit : undefined;
}

/** Calls per second to keep to, without the probe. */
export function limitOf(state: AdaptiveLimitState, quota: number): number {
  return limitBelow(state, quota) ?? quota;
}

/** When one call above the limit may be tried; infinite while there is nothing to probe. */
export function probeAtOf(state: AdaptiveLimitState, quota: number): number {
  return state.kind === 'open' || state.limit >= quota ? Number.POSITIVE_INFINITY : state.probeAt;
}

/** Calls that left before the last refusal was known tell of the same refusal episode. */
export function startsEpisode(state: AdaptiveLimitState, snapshot: WindowSnapshot): boolean {
  return snapshot.grantedAt > state.lastRefusalAt;
}

/** Whether a call into a window that holds so many calls already is one above the limit. */
export function isProbe(state: AdaptiveLimitState, inWindow: number, quota: number): boolean {
  return limitBelow(state, quota) !== undefined && inWindow >= rateOf(limitOf(state, quota)).count;
}

/** True when there is nothing to remember. */
export function isIdle(state: AdaptiveLimitState, now: number): boolean {
  return state.pausedUntil <= now && (state.kind === 'open' || state.probeAt + FORGOTTEN_MS < now);
}

function probeNoSooner(state: AdaptiveLimitState, probeAt: number): AdaptiveLimitState {
  return state.kind === 'open' ? state : { ...state, probeAt };
}

function raised(state: AdaptiveLimitState, quota: number, now: number): AdaptiveLimitState {
  if (state.kind === 'open') return state;
  const limit = Math.floor(state.limit) + 1;
  if (limit >= quota) return { ...OPEN, pausedUntil: state.pausedUntil };
  const { kind } = state;
  // The first step up is tried for a whole window, in case the neighbour only paused.
  const probeAt = now + (kind === 'climbing' ? CLIMB_MS / quota : FIRST_PROBE_MS);
  return {
    ...memoryOf(state),
    kind: 'climbing',
    limit,
    probeAt,
    base: kind === 'climbing' ? state.base : state.limit,
  };
}

function refused(state: AdaptiveLimitState, event: Refused): AdaptiveLimitState {
  const { snapshot, quota, refusal, now } = event;
  const before = limitOf(state, quota);
  const isNew = startsEpisode(state, snapshot);
  const proven = now - state.loweredAt > PROVEN_MS;
  // The probe fell into a gap that the neighbour left for a moment: it was as good as refused.
  const inGap = proven && isNew && state.kind === 'climbing' && before <= Math.floor(state.base) + 1;
  const { limit, suspected } = assess(state, event, before, isNew);
  // The probe right after a lowering counts as the first, whatever came of it.
  const refusedBefore = inGap ? Math.max(1, state.probesRefused) : state.probesRefused;
  const isLower = limit !== undefined && limit < before;
  const memory: Memory = {
    pausedUntil: Math.max(state.pausedUntil, now + pauseOf(refusal)),
    lastRefusalAt: now,
    suspectedAt: suspected ? now : state.suspectedAt,
    loweredAt: isLower ? now : state.loweredAt,
    probesRefused: refusedBefore + (snapshot.probe || inGap ? 1 : 0),
  };
  if (limit === undefined) return { ...state, ...memory };
  const soon = isLower && proven && !inGap;
  if (isNew || soon) {
    return { ...memory, kind: 'lowered', limit, probeAt: nextProbe(limit, refusal, memory, soon, now) };
  }
  return state.kind === 'open'
    ? { ...memory, kind: 'lowered', limit, probeAt: now }
    : { ...state, ...memory, limit };
}

/**
 * The limit that a 429 teaches, and whether it might have been noise. A limit that it states is taken at once
 * when it is below ours. Without figures it halves ours, once per refusal episode. Else another client shares
 * the window, and what is left for us is what we hold; but a lone refusal is noise (jitter, a neighbour's
 * hiccup) and the guard's business.
 */
function assess(
  state: AdaptiveLimitState,
  { snapshot, others, refusal, now }: Refused,
  before: number,
  isNew: boolean,
): { readonly limit: number | undefined; readonly suspected: boolean } {
  if (refusal.limit === undefined) {
    const half = Math.min(before, Math.max(1, Math.floor(before / 2)));
    return { limit: isNew ? half : undefined, suspected: false };
  }
  const stated = (refusal.limit * 1_000) / (refusal.windowMs ?? 1_000);
  if (stated < before) return { limit: stated, suspected: false };
  if (snapshot.probe && state.kind !== 'climbing') return { limit: before, suspected: false };
  if (state.kind === 'climbing' && isNew) {
    // The neighbour gave way for a moment and wants its share again: it has not gone.
    return { limit: atLeastOne(Math.min(before - 1, state.base), before), suspected: true };
  }
  if (now - state.suspectedAt > NOISE_MS) return { limit: undefined, suspected: true };
  // Calls of one burst may overtake each other on the way: the fuller view of the window is the true one.
  const held = Math.max(snapshot.others, others);
  return { limit: atLeastOne(Math.min(isNew ? before - 1 : before, held), before), suspected: true };
}

/** One call per second, unless less was let through already. */
function atLeastOne(limit: number, before: number): number {
  return Math.max(limit, Math.min(1, before));
}

function nextProbe(
  limit: number,
  refusal: Throttled,
  { probesRefused }: Memory,
  soon: boolean,
  now: number,
): number {
  // What a long window grants is used up until it has passed: another call would only find that out again.
  const pause = pauseOf(refusal);
  if (refusal.windowMs !== undefined && pause >= refusal.windowMs) return now + 2 * pause;
  const soonest = refusal.limit === undefined ? HALVED_PROBE_MS : FIRST_PROBE_MS;
  const rare = Math.min(LONGEST_PROBE_MS, (callsBetween(probesRefused) * 1_000) / limit);
  return now + (soon ? soonest : Math.max(soonest, rare));
}

/** Calls until the next probe when so many were refused; the first of them follows the lowering at once. */
function callsBetween(refused: number): number {
  if (refused <= 1) return CALLS_BEFORE_FIRST;
  if (refused <= NEW_PROBES) return CALLS_WHILE_NEW;
  return CALLS_PER_PROBE * SPACING_GROWTH ** (refused - NEW_PROBES - 1);
}

function memoryOf(state: AdaptiveLimitState): Memory {
  const { pausedUntil, lastRefusalAt, suspectedAt, loweredAt, probesRefused } = state;
  return { pausedUntil, lastRefusalAt, suspectedAt, loweredAt, probesRefused };
}
