import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Harness, startHarness } from '../support/harness.ts';
import { readMetrics } from '../support/metrics-page.ts';
import { passwordTenant } from '../support/tenants.ts';

const UNITS = '{ catalog { measureUnits { name } } }';
const CUSTOMERS = '{ customers(first: 3) { nodes { customerId } } }';
const NO_CACHE = { 'cache-control': 'no-cache' };

/** What a piece of work adds to each sample; samples that do not move are left out. */
async function moved(harness: Harness, work: () => Promise<unknown>): Promise<Record<string, number>> {
  const before = await readMetrics(harness.gateway.url);
  await work();
  const after = await readMetrics(harness.gateway.url);
  return Object.fromEntries(
    [...after]
      .map(([name, value]) => [name, value - (before.get(name) ?? 0)] as const)
      .filter(([name, change]) => change !== 0 && !name.includes('_bucket')),
  );
}

describe('the metrics page', () => {
  let harness: Harness;
  beforeAll(async () => {
    harness = await startHarness({ customers: 8 });
  });
  afterEach(() => harness.reset());
  afterAll(() => harness.close());

  it('counts requests by outcome, and errors by code', async () => {
    await harness.setFaults({ ListMeasureUnits: { status: 400 }, ListSubCustomers: { status: 400 } });
    const change = await moved(harness, async () => {
      await harness.query('{ viewer { tenant } }');
      await harness.query(`{ viewer { tenant } catalog { measureUnits { name } } }`, {}, NO_CACHE);
      await harness.query('{ nothingOfThatName }');
    });
    expect(change).toMatchObject({
      'requests_total{outcome="ok"}': 1,
      'requests_total{outcome="partial"}': 1,
      'requests_total{outcome="failed"}': 1,
      'errors_total{code="UPSTREAM_REJECTED"}': 1,
      'errors_total{code="BAD_USER_INPUT"}': 1,
      request_seconds_count: 3,
    });
  });

  it('counts calls, cache reads and answers that are given again', async () => {
    const first = await moved(harness, () => harness.query(CUSTOMERS));
    expect(first).toMatchObject({
      'upstream_calls_total{operation="ListSubCustomers",status="200"}': 1,
      'upstream_call_seconds_count{operation="ListSubCustomers"}': 1,
      'queue_wait_seconds_count{operation="ListSubCustomers",priority="interactive"}': 1,
      'cache_results_total{operation="ListSubCustomers",result="miss"}': 1,
      cache_entries: 1,
      cache_bytes: expect.any(Number),
    });
    expect(first).not.toHaveProperty('answers_repeated_total');
    const again = await moved(harness, () => harness.query(CUSTOMERS));
    expect(again).toMatchObject({ 'requests_total{outcome="ok"}': 1, answers_repeated_total: 1 });
    expect(Object.keys(again).filter((name) => name.startsWith('upstream_'))).toEqual([]);
    const other = await moved(harness, () =>
      harness.query(CUSTOMERS.replace('{ nodes', '{ __typename nodes')),
    );
    expect(other).toMatchObject({ 'cache_results_total{operation="ListSubCustomers",result="hit"}': 1 });
    const fresh = await moved(harness, () => harness.query(CUSTOMERS, {}, NO_CACHE));
    expect(fresh).toMatchObject({ 'cache_results_total{operation="ListSubCustomers",result="bypass"}': 1 });
  });

  it('counts calls that join another under way', async () => {
    await harness.setFaults({ ListSubCustomers: { latencyMs: 500 } });
    const change = await moved(harness, () =>
      Promise.all([harness.query(CUSTOMERS, {}, NO_CACHE), harness.query(CUSTOMERS, {}, NO_CACHE)]),
    );
    expect(change).toMatchObject({ 'cache_results_total{operation="ListSubCustomers",result="joined"}': 1 });
  });

  it('counts retries, and attempts without a response', async () => {
    await harness.setFaults({ ListMeasureUnits: { reset: true, times: 1 } });
    const change = await moved(harness, () => harness.query(UNITS, {}, NO_CACHE));
    expect(change).toMatchObject({
      'upstream_retries_total{operation="ListMeasureUnits"}': 1,
      'upstream_calls_total{operation="ListMeasureUnits",status="none"}': 1,
      'upstream_calls_total{operation="ListMeasureUnits",status="200"}': 1,
    });
  });

  it('shows what waits, how full the windows are, and what was refused for lack of time', async () => {
    // Its own gateway: what waits here would keep the others waiting.
    const busy = await startHarness({ customers: 8, quotas: { ListSubCustomers: 2 }, tenants: slow });
    try {
      const ask = (first: number, headers = {}) =>
        busy.query(
          `{ customers(first: ${first}) { nodes { customerId } } }`,
          {},
          { ...NO_CACHE, ...headers },
        );
      const waiting = [1, 2, 3, 4, 5].map((first) => ask(first));
      const page = await pageWhere(busy, (one) => one.get('queue_depth{operation="ListSubCustomers"}') === 3);
      for (const dimension of ['account', 'address']) {
        const labels = `{operation="ListSubCustomers",dimension="${dimension}"}`;
        expect(page.get(`window_use${labels}`)).toBe(2);
        expect(page.get(`window_limit${labels}`)).toBe(2);
        expect(page.get(`window_quota${labels}`)).toBe(2);
      }
      expect(page.get('flights')).toBeGreaterThanOrEqual(3);
      const refused = await ask(6, { 'x-deadline-ms': '200' });
      expect(refused.errors?.[0]?.extensions.code).toBe('UPSTREAM_BUSY');
      await Promise.all(waiting);
      const after = await readMetrics(busy.gateway.url);
      expect(after.get('queue_refused_total{operation="ListSubCustomers",reason="admission"}')).toBe(1);
      expect(after.get('queue_depth{operation="ListSubCustomers"}')).toBe(0);
      expect(after.get('flights')).toBe(0);
      expect(
        after.get('queue_wait_seconds_sum{operation="ListSubCustomers",priority="interactive"}'),
      ).toBeGreaterThan(1);
    } finally {
      await busy.close();
    }
  });

  it('counts what the upstream throttled, and shows the limit that this taught', async () => {
    await harness.setFaults({ ListMeasureUnits: { quotaPerSecond: 1 } });
    const change = await moved(harness, () =>
      Promise.all([
        harness.query(UNITS, {}, NO_CACHE),
        harness.query(UNITS, {}, { ...NO_CACHE, 'accept-language': 'en' }),
      ]),
    );
    expect(change).toMatchObject({
      'upstream_throttled_total{operation="ListMeasureUnits",dimension="account",source="gateway"}': 1,
      'upstream_calls_total{operation="ListMeasureUnits",status="429"}': 1,
      'upstream_retries_total{operation="ListMeasureUnits"}': 1,
    });
    const page = await readMetrics(harness.gateway.url);
    const limit = page.get('window_limit{operation="ListMeasureUnits",dimension="account"}');
    const quota = page.get('window_quota{operation="ListMeasureUnits",dimension="account"}');
    expect(limit).toBeLessThan(quota ?? 0);
  });

  it('shows which way windows are counted, and breakers by host', async () => {
    const host = new URL(harness.upstreamUrl).host;
    const page = await readMetrics(harness.gateway.url);
    expect(['local', 'shared', 'fallback'].map((mode) => page.get(`throttle_mode{mode="${mode}"}`))).toEqual([
      1, 0, 0,
    ]);
    expect(page.get(`breaker_open{host="${host}"}`)).toBe(0);
    await harness.setFaults({ '*': { status: 503 } });
    // Eight attempts: more than a breaker stands.
    await Promise.all([harness.query(UNITS, {}, NO_CACHE), harness.query(CUSTOMERS, {}, NO_CACHE)]);
    expect((await readMetrics(harness.gateway.url)).get(`breaker_open{host="${host}"}`)).toBe(1);
  });
});

describe('the metrics of credentials', () => {
  it('count exchanges with IAM like other calls, and what is held', async () => {
    const harness = await startHarness({ customers: 8 });
    harness.gateway.reload([passwordTenant(harness)]);
    try {
      const change = await moved(harness, () => harness.query(UNITS));
      expect(change).toMatchObject({
        'upstream_calls_total{operation="CreateToken",status="201"}': 1,
        'queue_wait_seconds_count{operation="CreateToken",priority="interactive"}': 1,
        credentials: 1,
      });
    } finally {
      await harness.close();
    }
  });
});

/** The gateway knows of the stricter quota, as a tenants file would tell it. */
function slow(tenants: Harness['tenants']): Harness['tenants'] {
  return tenants.map((tenant) => ({ ...tenant, quotas: { ListSubCustomers: 2 } }));
}

/** The first page of which something holds. */
async function pageWhere(
  { gateway }: Harness,
  holds: (page: ReadonlyMap<string, number>) => boolean,
): Promise<ReadonlyMap<string, number>> {
  for (;;) {
    const page = await readMetrics(gateway.url);
    if (holds(page)) return page;
  }
}
