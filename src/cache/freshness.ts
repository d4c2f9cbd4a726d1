import type { Freshness } from '../call/operation.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const CHINA_OFFSET = 8 * 60 * MINUTE;
/** After the announced time a refresh may still be hours away, so answers are only kept briefly then. */
const WHILE_REFRESHING = 15 * MINUTE;

/**
 * Until when an answer fetched at `now` counts as fresh, in epoch ms. Where the upstream refreshes once a
 * day, an answer lives until that time, and from then until midnight (China) only for minutes.
 */
export function freshUntil(freshness: Freshness, now: number): number {
  const bySeconds = now + freshness.seconds * 1000;
  if (!freshness.refreshesAt) return bySeconds;
  const [hours = 0, minutes = 0] = freshness.refreshesAt.split(':').map(Number);
  const midnight = Math.floor((now + CHINA_OFFSET) / DAY) * DAY - CHINA_OFFSET;
  const refresh = midnight + (hours * 60 + minutes) * MINUTE;
  return now < refresh
    ? Math.min(refresh, bySeconds)
    : Math.min(now + WHILE_REFRESHING, midnight + DAY, bySeconds);
}
