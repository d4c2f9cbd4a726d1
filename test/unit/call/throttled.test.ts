import { describe, expect, it } from 'vitest';
import { readThrottled, waitOf } from '../../../src/call/throttled.ts';

const NOW = Date.UTC(2026, 0, 15);
const read = (message?: string, headers: Record<string, string> = {}) => {
  const { source: _, ...figures } = readThrottled({ message, headers, errorCode: 'APIG.0308' }, NOW);
  return figures;
};

describe('what a throttled call is told', () => {
  it.each([
    ['limit:10,time:1 second', 10, 1_000],
    ['policy user over ratelimit,limit:200,time:5 minute', 200, 300_000],
    ['limit:200,time:5 minutes', 200, 300_000],
    ['LIMIT: 3, TIME: 2 HOURS', 3, 7_200_000],
    ['limit:1,time:1 day', 1, 86_400_000],
    ['limit = 5, period = 30 s', 5, 30_000],
    ['limit:100,time:500 ms', 100, 500],
    ['limit:100,time:10', 100, 10_000],
    ['limit:100,time:3 min', 100, 180_000],
    ['limit:100,time:minute', 100, 60_000],
    ['limit:20,time:1分钟', 20, 60_000],
    ['limit:20,time:2 小时', 20, 7_200_000],
    ['at most 300 requests per 5 minutes', 300, 300_000],
    ['20/second', 20, 1_000],
  ])('is read: %s', (message, limit, windowMs) => {
    expect(read(message)).toEqual({ limit, windowMs });
  });

  it.each([
    ['limit:XX,time:5 minute', { windowMs: 300_000 }],
    ['limit:,time:1 hour', { windowMs: 3_600_000 }],
    ['limit:7', { limit: 7 }],
    ['limit:7,time:', { limit: 7 }],
    ['limit:0,time:0 second', {}],
    ['limit:99999999999,time:99999999999 day', {}],
    ['AK access failed to reach the limit,forbidden.', {}],
    ['try again', {}],
    [undefined, {}],
  ])('may lack a figure: %s', (message, figures) => {
    expect(read(message)).toEqual(figures);
  });

  it.each([
    ['7', 7_000],
    [' 1.5 ', 1_500],
    ['Thu, 15 Jan 2026 00:01:00 GMT', 60_000],
    ['999999999', 86_400_000],
  ])('to come back after %s', (value, retryAfterMs) => {
    expect(read(undefined, { 'retry-after': value })).toEqual({ retryAfterMs });
  });

  it('to come back at a date of the upstream, by the clock of the upstream', () => {
    const headers = { 'retry-after': 'Thu, 15 Jan 2026 01:00:30 GMT', date: 'Thu, 15 Jan 2026 01:00:00 GMT' };
    expect(read(undefined, headers)).toEqual({ retryAfterMs: 30_000 });
  });

  it.each(['0', '-5', '1e300', 'soon', '', 'NaN', 'Thu, 15 Jan 2025 00:00:00 GMT', '2027'.repeat(9)])(
    'nothing by a Retry-After of %j',
    (value) => {
      expect(read(undefined, { 'retry-after': value })).toEqual({});
    },
  );

  it.each([
    ['CBC.0250', 'business'],
    ['APIGW.0308', 'gateway'],
    [undefined, 'gateway'],
  ])('by which throttle: %s', (errorCode, source) => {
    expect(readThrottled({ message: undefined, headers: {}, errorCode }, NOW)).toEqual({ source });
  });
});

describe('the wait before the same call', () => {
  it.each([
    [{ windowMs: 300_000 }, 300_000],
    [{ windowMs: 300_000, retryAfterMs: 2_000 }, 2_000],
    [{ windowMs: 1_000 }, undefined],
    [{}, undefined],
  ])('after %j is %j', (figures, wait) => {
    expect(waitOf({ source: 'gateway', ...figures })).toBe(wait);
  });
});
