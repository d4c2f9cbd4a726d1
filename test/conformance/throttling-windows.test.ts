import { describe, expect, it } from 'vitest';
import { type ThrottleDress, throttled } from '../support/conformance/faults.ts';
import { shiftedClock } from '../support/conformance/shifted-clock.ts';
import { at, codesOf, onStage, type StageAnswer } from '../support/conformance/stage.ts';

// A quota may be counted over seconds or over days. What is used up for minutes is not asked for again in a
// second, and clients are not sent back before the window could have moved on.

const CUSTOMERS = '{ customers(first: 1) { nodes { customerId } } }';
const SOON = { 'x-deadline-ms': '5000' };
const LONG_MS = 30_000;

function expectBusyForLong(answer: StageAnswer): void {
  expect(codesOf(answer)).toEqual(['UPSTREAM_BUSY']);
  const retryAfterMs = answer.errors?.[0]?.extensions?.retryAfterMs;
  if (retryAfterMs !== undefined) expect(retryAfterMs).toBeGreaterThanOrEqual(LONG_MS);
}

describe('a window of minutes or more', () => {
  it.each<[name: string, dress: ThrottleDress, window: string, headers?: Record<string, string>]>([
    ['five minutes', 'APIGW', 'limit:200,time:5 minute'],
    ['five minutes in the plural', 'APIGW', 'limit:200,time:5 minutes'],
    ['300 seconds', 'APIGW', 'limit:200,time:300 second'],
    ['an hour', 'APIG', 'limit:200,time:1 hour'],
    ['a day', 'APIG', 'limit:10000,time:1 day'],
    ['five minutes in capitals', 'APIGW', 'limit: 200, time: 5 MINUTE'],
    ['a back end that says when', 'CBC', '', { 'retry-after': '120' }],
    ['a header that says when', 'none', '', { 'retry-after': '3600' }],
    ['a header with a date', 'none', '', { 'retry-after': new Date(Date.now() + 600_000).toUTCString() }],
  ])('is not asked in again: %s', async (_name, dress, window, headers = {}) => {
    await onStage({}, async ({ upstream, query }) => {
      upstream.on('ListSubCustomers', throttled(dress, window, headers));
      expectBusyForLong(await query(CUSTOMERS, {}, SOON));
      expect(upstream.calls.length).toBeLessThanOrEqual(2);
    })();
  });

  it(
    'is not asked in again by the next requests',
    onStage({}, async ({ upstream, query }) => {
      upstream.on('ListSubCustomers', throttled('APIGW', 'limit:200,time:5 minute'));
      for (let run = 0; run < 4; run++) expectBusyForLong(await query(CUSTOMERS, {}, SOON));
      expect(upstream.calls.length).toBeLessThanOrEqual(3);
    }),
  );

  it('is asked in again when it has moved on', async () => {
    const clock = shiftedClock();
    await onStage({ clock }, async ({ upstream, query }) => {
      let used = true;
      upstream.on('ListSubCustomers', () =>
        used ? throttled('APIGW', 'limit:200,time:5 minute') : undefined,
      );
      await query(CUSTOMERS, {}, SOON);
      used = false;
      clock.pass(301_000);
      const answer = await query(CUSTOMERS, {}, SOON);
      expect(answer.errors).toBeUndefined();
    })();
  });

  it(
    'of one operation leaves the others',
    onStage({}, async ({ upstream, query }) => {
      upstream.on('ListSubCustomers', throttled('APIG', 'limit:200,time:1 hour'));
      const answer = await query(
        '{ customers(first: 1) { nodes { customerId } } orders(first: 1) { nodes { orderId } } }',
        {},
        SOON,
      );
      expect(codesOf(answer)).toEqual(['UPSTREAM_BUSY']);
      expect(at(answer, 'orders', 'nodes')).toHaveLength(1);
    }),
  );
});

describe('a window of seconds', () => {
  it.each<[name: string, dress: ThrottleDress, window: string, headers?: Record<string, string>]>([
    ['a second', 'APIGW', 'limit:10,time:1 second'],
    ['two seconds', 'APIG', 'limit:10,time:2 second'],
    ['a header that says when', 'none', '', { 'retry-after': '1' }],
  ])('is waited for: %s', async (_name, dress, window, headers = {}) => {
    await onStage({}, async ({ upstream, query }) => {
      upstream.on('ListSubCustomers', (_call, nth) =>
        nth === 1 ? throttled(dress, window, headers) : undefined,
      );
      const answer = await query(CUSTOMERS, {}, { 'x-deadline-ms': '8000' });
      expect(answer.errors).toBeUndefined();
      expect(at(answer, 'customers', 'nodes')).toHaveLength(1);
      expect(upstream.calls).toHaveLength(2);
    })();
  });
});
