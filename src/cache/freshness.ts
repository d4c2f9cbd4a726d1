import type { Freshness } from '../call/operation.ts';
import { chinaMidnight } from '../clock/china.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** After the announced time a refresh may still be hours away, so answers are only kept briefly then. */
const WHILE_REFRESHING = 15 * MINUTE;
/** How long an outdated answer is kept for the case that the upstream cannot give a new one. */
const STALE_IF_ERROR = HOUR;

/** Until when an answer may be given, in epoch ms; each instant is at or after the one before. */
export interface Lifetime {
  readonly freshUntil: number;
  /** While a new answer is fetched in the background. */
  readonly staleUntil: number;
  /** Because the upstream cannot give a new one. */
  readonly staleIfErrorUntil: number;
}

export function lifetime(freshness: Freshness, now: number): Lifetime {
  const fresh = freshUntil(freshness, now);
  const staleUntil = fresh + (freshness.staleSeconds ?? freshness.seconds) * 1000;
  return { freshUntil: fresh, staleUntil, staleIfErrorUntil: Math.max(staleUntil, fresh + STALE_IF_ERROR) };
}

/**
 * Until when an answer fetched at `now` counts as fresh, in epoch ms. Where the upstream refreshes once a
 * day, an answer lives until that time, and from then until midnight (China) only for minutes.
 */
export function freshUntil(freshness: Freshness, now: number): number {
  const bySeconds = now + freshness.seconds * 1000;
  if (!freshness.refreshesAt) return bySeconds;
  const [hours = 0, minutes = 0] = freshness.refreshesAt.split(':').map(Number);
  const midnight = chinaMidnight(now);
  const refresh = midnight + hours * HOUR + minutes * MINUTE;
  return now < refresh
    ? Math.min(refresh, bySeconds)
    : Math.min(now + WHILE_REFRESHING, midnight + DAY, bySeconds);
}
