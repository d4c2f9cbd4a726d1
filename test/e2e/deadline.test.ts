import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Harness, startHarness } from '../support/harness.ts';

const QUOTA = 5;

/** Each order is a call of its own; orders that nobody has are null without an error. */
const orders = (count: number, prefix: string) =>
  Array.from({ length: count }, (_, at) => `a${at}: order(orderId: "${prefix}${at}") { orderId }`).join(' ');

describe('a deadline', () => {
  let harness: Harness;
  beforeAll(async () => {
    const quotas = { ListCustomerOrders: QUOTA };
    harness = await startHarness({
      customers: 5,
      quotas,
      tenants: (tenants) => tenants.map((tenant) => ({ ...tenant, quotas })),
    });
  });
  afterEach(() => harness.reset());
  afterAll(() => harness.close());

  it('shorter than the queue refuses what cannot make it, says when to come back, and sends the rest', async () => {
    const { result: answer, calls } = await harness.callsOf(() =>
      harness.query<Record<string, null>>(
        `{ viewer { tenant } ${orders(40, 'D')} }`,
        {},
        { 'x-deadline-ms': '2500' },
      ),
    );
    const errors = answer.errors ?? [];
    expect(answer.data).toMatchObject({ viewer: { tenant: 'sandbox' }, a0: null, a39: null });
    expect(new Set(errors.map((error) => error.extensions.code))).toEqual(new Set(['UPSTREAM_BUSY']));
    // What was not refused was asked for, and what was asked for was in time.
    expect(calls).toEqual({ ListCustomerOrders: 40 - errors.length });
    expect(calls['ListCustomerOrders']).toBeGreaterThanOrEqual(2 * QUOTA);
    expect(calls['ListCustomerOrders']).toBeLessThanOrEqual(3 * QUOTA);
    for (const { extensions } of errors) {
      expect(extensions).toMatchObject({ retryable: true, upstream: { operation: 'ListCustomerOrders' } });
      expect(extensions.retryAfterMs).toBeGreaterThan(0);
    }
    expect(answer.extensions.upstream).toMatchObject({ calls: 40 - errors.length, throttled: 0 });
  });

  it('ends what waits for an answer, and the next request is not held up by it', async () => {
    await harness.setFaults({ ListCustomerOrders: { latencyMs: 30_000 } });
    const late = await harness.query(
      `{ viewer { tenant } ${orders(2, 'L')} }`,
      {},
      { 'x-deadline-ms': '1200' },
    );
    expect(late.data).toEqual({ viewer: { tenant: 'sandbox' }, a0: null, a1: null });
    expect(late.errors?.map(({ path, extensions }) => [path, extensions.code])).toEqual([
      [['a0'], 'DEADLINE_EXCEEDED'],
      [['a1'], 'DEADLINE_EXCEEDED'],
    ]);
    await harness.setFaults({});
    const next = await harness.query(`{ ${orders(2, 'N')} }`);
    expect(next.errors).toBeUndefined();
  });
});

describe('answers under way', () => {
  const CUSTOMERS = '{ customers(first: 5) { nodes { customerId } } }';
  const NO_CACHE = { 'cache-control': 'no-cache' };
  let harness: Harness;
  beforeAll(async () => {
    harness = await startHarness({ customers: 5 });
  });
  afterAll(() => harness.close());

  it('are shared by one viewer asking the same twice at once: one call', async () => {
    await harness.setFaults({ ListSubCustomers: { latencyMs: 500 } });
    const { result: answers, calls } = await harness.callsOf(() =>
      Promise.all([harness.query(CUSTOMERS, {}, NO_CACHE), harness.query(CUSTOMERS, {}, NO_CACHE)]),
    );
    expect(calls).toEqual({ ListSubCustomers: 1 });
    expect(answers[0]?.data).toEqual(answers[1]?.data);
    expect(answers.map((answer) => answer.extensions.upstream.calls).sort()).toEqual([0, 1]);
    expect(answers.map((answer) => answer.extensions.upstream.coalesced).sort()).toEqual([0, 1]);
  });
});
