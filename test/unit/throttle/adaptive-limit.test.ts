import { describe, expect, it } from 'vitest';
import {
  type AdaptiveLimitEvent,
  type AdaptiveLimitState,
  isIdle,
  limitBelow,
  next,
  OPEN,
  probeAtOf,
} from '../../../src/throttle/limit/adaptive-limit.ts';
import type { Throttled } from '../../../src/throttle/throttle.ts';

const NOW = 100_000;
const QUOTA = 10;
const full: Throttled = { limit: QUOTA, windowMs: 1_000, source: 'gateway' };
const bare: Throttled = { source: 'business' };
const call = { others: 9, probe: false, grantedAt: NOW - 50 };
const probe = { ...call, probe: true };

const lowered: AdaptiveLimitState = { ...OPEN, kind: 'lowered', limit: 5, probeAt: NOW };
const climbing: AdaptiveLimitState = { ...OPEN, kind: 'climbing', limit: 6, probeAt: NOW, base: 5 };

const taken = (snapshot = probe): AdaptiveLimitEvent => ({
  type: 'accepted',
  snapshot,
  quota: QUOTA,
  now: NOW,
});
const refusal = (throttled: Throttled, snapshot = call, others = 0): AdaptiveLimitEvent => ({
  type: 'refused',
  snapshot,
  others,
  quota: QUOTA,
  refusal: throttled,
  now: NOW,
});

describe('the adaptive limit', () => {
  it.each<
    readonly [string, AdaptiveLimitState, AdaptiveLimitEvent, Partial<AdaptiveLimitState> & { kind: string }]
  >([
    ['open, a call is taken', OPEN, taken(call), { kind: 'open' }],
    ['open, a lone refusal is noise', OPEN, refusal(full), { kind: 'open', suspectedAt: NOW }],
    [
      'open, a second refusal is a neighbour',
      { ...OPEN, suspectedAt: NOW - 1_000, lastRefusalAt: NOW - 1_000 },
      refusal(full, { ...call, others: 4 }),
      { kind: 'lowered', limit: 4 },
    ],
    [
      'open, a refusal without figures halves',
      OPEN,
      refusal(bare),
      { kind: 'lowered', limit: 5, probeAt: NOW + 2_000 },
    ],
    [
      'open, one more of the same burst does not halve again',
      { ...lowered, lastRefusalAt: NOW - 10 },
      refusal(bare),
      { kind: 'lowered', limit: 5 },
    ],
    [
      'open, a stated lower limit is taken at once',
      OPEN,
      refusal({ ...full, limit: 3 }),
      { kind: 'lowered', limit: 3 },
    ],
    [
      'lowered, a probe goes out',
      lowered,
      { type: 'probed', now: NOW },
      { kind: 'lowered', probeAt: NOW + 10_000 },
    ],
    [
      'lowered, a probe is taken',
      lowered,
      taken(),
      { kind: 'climbing', limit: 6, base: 5, probeAt: NOW + 1_000 },
    ],
    ['lowered, another call is taken', lowered, taken(call), { kind: 'lowered', limit: 5, probeAt: NOW }],
    [
      'lowered, a probe is refused',
      lowered,
      refusal(full, probe),
      { kind: 'lowered', limit: 5, probesRefused: 1 },
    ],
    [
      'lowered, a probe was not sent',
      lowered,
      { type: 'undecided', snapshot: probe, quota: QUOTA, now: NOW },
      { kind: 'lowered', probeAt: NOW + 300 },
    ],
    [
      'climbing, the next probe is taken',
      climbing,
      taken(),
      { kind: 'climbing', limit: 7, base: 5, probeAt: NOW + 300 },
    ],
    ['climbing, the quota is reached', { ...climbing, limit: 9 }, taken(), { kind: 'open' }],
    [
      'climbing, a refusal goes back to where the climb began',
      { ...climbing, limit: 9 },
      refusal(full, probe),
      { kind: 'lowered', limit: 5 },
    ],
    [
      'any, a limit learned elsewhere',
      OPEN,
      { type: 'inherited', limit: 2.5, now: NOW },
      { kind: 'lowered', limit: 2.5 },
    ],
  ])('%s', (_name, state, event, expected) => {
    expect(next(state, event)).toMatchObject(expected);
  });

  const SECOND = 1_000;
  const MINUTE = 60 * SECOND;

  it.each<readonly [string, Omit<Throttled, 'source'>, number, number]>([
    // what it says · paused for at most · limit at least
    ['nothing', {}, 0, 5],
    ['Retry-After: 1e300', { retryAfterMs: 1e303 }, 30 * SECOND, 5],
    ['Retry-After: 3600', { retryAfterMs: 3_600_000 }, 30 * SECOND, 5],
    ['Retry-After: -5', { retryAfterMs: -5_000 }, 0, 5],
    ['Retry-After: NaN', { retryAfterMs: Number.NaN }, 0, 5],
    ['Retry-After: Infinity', { retryAfterMs: Number.POSITIVE_INFINITY }, 0, 5],
    ['limit:0', { limit: 0, windowMs: 1_000 }, 0, 5],
    ['limit:-1', { limit: -1, windowMs: 1_000 }, 0, 5],
    ['limit:1,time:1 day', { limit: 1, windowMs: 86_400_000 }, 15 * MINUTE, 0.1],
    ['limit:1,time:1e300', { limit: 1, windowMs: 1e303 }, 15 * MINUTE, 0.1],
    ['limit:200,time:5 minute', { limit: 200, windowMs: 5 * MINUTE }, 5 * MINUTE, 0.6],
    [
      'limit:200,time:5 minute, Retry-After: 3600',
      { limit: 200, windowMs: 5 * MINUTE, retryAfterMs: 3_600_000 },
      5 * MINUTE,
      0.6,
    ],
    ['a window without a limit', { windowMs: 5 * MINUTE }, 5 * MINUTE, 5],
    ['limit:1e9', { limit: 1e9, windowMs: 1_000 }, 0, 10],
  ])('learns nothing without bound from a refusal that says %s', (_name, said, pauseMs, least) => {
    const state = next(OPEN, refusal({ source: 'gateway', ...said }));
    expect(state.pausedUntil).toBeLessThanOrEqual(NOW + pauseMs);
    expect(limitBelow(state, QUOTA) ?? QUOTA).toBeGreaterThanOrEqual(least);
    expect(Number.isFinite(state.pausedUntil)).toBe(true);
    // It can be found out that all is well again.
    if (state.kind !== 'open') expect(probeAtOf(state, QUOTA)).toBeLessThanOrEqual(NOW + 2 * 15 * MINUTE);
    expect(isIdle(state, NOW + 3_600_000)).toBe(true);
  });

  it('pauses for as long as a long window may be used up', () => {
    const state = next(OPEN, refusal({ source: 'gateway', limit: 200, windowMs: 5 * MINUTE }));
    expect(state.pausedUntil).toBe(NOW + 5 * MINUTE);
  });
});
