import { describe, expect, it } from 'vitest';
import { freshUntil, lifetime } from '../../../src/cache/freshness.ts';

const at = (text: string) => Date.parse(text);
const until = (freshness: Parameters<typeof freshUntil>[0], now: string) =>
  new Date(freshUntil(freshness, at(now))).toISOString();

describe('how long an answer stays good', () => {
  it('is so many seconds', () => {
    expect(until({ seconds: 90 }, '2026-01-15T00:00:00Z')).toBe('2026-01-15T00:01:30.000Z');
  });

  // 16:00 in China is 08:00 UTC, midnight there 16:00 UTC.
  it.each([
    ['long before the refresh', '2026-01-15T05:00:00Z', '2026-01-15T06:00:00.000Z'],
    ['shortly before it, until it', '2026-01-15T07:30:00Z', '2026-01-15T08:00:00.000Z'],
    ['at it, briefly', '2026-01-15T08:00:00Z', '2026-01-15T08:15:00.000Z'],
    ['after it, briefly until midnight', '2026-01-15T12:00:00Z', '2026-01-15T12:15:00.000Z'],
    ['shortly before midnight, until it', '2026-01-15T15:50:00Z', '2026-01-15T16:00:00.000Z'],
    ['after midnight, as long as it says', '2026-01-15T16:00:00Z', '2026-01-15T17:00:00.000Z'],
  ])('with a daily refresh %s', (_when, now, expected) => {
    expect(until({ seconds: 3600, refreshesAt: '16:00' }, now)).toBe(expected);
  });

  it('is never longer than its seconds, refresh or not', () => {
    expect(until({ seconds: 60, refreshesAt: '16:00' }, '2026-01-15T09:00:00Z')).toBe(
      '2026-01-15T09:01:00.000Z',
    );
    expect(until({ seconds: 86_400, refreshesAt: '16:00' }, '2026-01-15T00:00:00Z')).toBe(
      '2026-01-15T08:00:00.000Z',
    );
  });
});

describe('how long an outdated answer may be given', () => {
  const after = (text: string, now: string) => at(text) - at(now);

  it('is as long again, and an hour in need', () => {
    const now = '2026-01-15T00:00:00Z';
    expect(lifetime({ seconds: 60 }, at(now))).toEqual({
      freshUntil: at(now) + 60_000,
      staleUntil: at(now) + 120_000,
      staleIfErrorUntil: at(now) + 60_000 + 3_600_000,
    });
  });

  it('may be said, and is never longer than the need', () => {
    const now = '2026-01-15T07:59:00Z';
    const bill = lifetime({ seconds: 86_400, staleSeconds: 7_200, refreshesAt: '16:00' }, at(now));
    expect(bill.freshUntil - at(now)).toBe(after('2026-01-15T08:00:00Z', now));
    expect(bill.staleUntil - bill.freshUntil).toBe(7_200_000);
    expect(bill.staleIfErrorUntil).toBe(bill.staleUntil);
    expect(lifetime({ seconds: 60, staleSeconds: 0 }, at(now)).staleUntil).toBe(at(now) + 60_000);
  });
});
