import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Harness, startHarness } from '../../support/harness.ts';
import { allParts, askInParts, merged, type Part } from '../../support/parts.ts';

// What is ready is sent, and the rest follows: `@defer` and `@stream` over both transports.

const CYCLE = '2026-09';
const FIXED_NOW = Date.UTC(2026, 9, 20, 4);
const NO_CACHE = { 'cache-control': 'no-cache' };
const TRANSPORTS = ['multipart/mixed', 'text/event-stream'] as const;

const edges = `orders(first: 2) { nodes { orderId } } coupons(first: 3) { nodes { couponId } totalCount }
  monthlyBill(cycle: "${CYCLE}") { total { amount } }`;
const DEFERRED = `{ customers(first: 30) { totalCount nodes {
  customerId ... @defer(label: "rest") { ${edges} }
} } }`;
const STREAMED = `{ customers(first: 500) { totalCount nodes @stream(initialCount: 5) { customerId name } } }`;
const BOTH = `{ customers(first: 150) { nodes @stream(initialCount: 10) {
  customerId ... @defer { balance { available { amount } } }
} } }`;

const plain = (query: string): string => query.replaceAll(/@(defer|stream)(\([^)]*\))?/g, '');

describe.each(TRANSPORTS)('over %s', (accept) => {
  let harness: Harness;
  beforeAll(async () => {
    harness = await startHarness({ customers: 510, seed: 7, fixedNow: FIXED_NOW, withoutQuotas: true });
  });
  afterEach(() => harness.reset());
  afterAll(() => harness.close());
  const ask = (query: string, headers: Readonly<Record<string, string>> = NO_CACHE) =>
    askInParts(harness.gateway.url, query, { accept, headers });

  it.each([
    ['@defer', DEFERRED],
    ['@stream', STREAMED],
    ['both at once', BOTH],
  ])('the parts of %s make up the whole answer', async (_what, query) => {
    const whole = await harness.query(plain(query), {}, NO_CACHE);
    const parts = await allParts(ask(query));
    expect(whole.errors).toBeUndefined();
    expect(parts.length).toBeGreaterThan(1);
    expect(merged(parts)).toEqual({ data: whole.data, errors: [] });
    expect(parts.map(({ hasNext }) => hasNext)).toEqual([...parts.slice(1).map(() => true), false]);
  });

  it('the last part says what the whole cost, and no other does', async () => {
    const { result, calls } = await harness.callsOf(() => allParts(ask(DEFERRED)));
    const told = result.map((part) => part.extensions?.upstream);
    expect(told.slice(0, -1).every((one) => one === undefined)).toBe(true);
    const made = Object.values(calls).reduce((sum, one) => sum + one, 0);
    expect(told.at(-1)).toMatchObject({ calls: made, throttled: 0, retries: 0 });
    expect(told.at(-1)?.estimate.upper).toBeGreaterThanOrEqual(made);
  });

  it('a list of 500 customers comes in the order of its pages', async () => {
    const world = await harness.world('?include=customers');
    const parts = await allParts(ask(STREAMED));
    const [first] = parts;
    expect(first?.data).toMatchObject({ customers: { totalCount: 510, nodes: { length: 5 } } });
    const starts = parts
      .flatMap((part) => part.incremental ?? [])
      .map(({ path, items }) => [path.at(-1), items?.length]);
    let next = 5;
    for (const [start, length] of starts) {
      expect(start).toBe(next);
      next += Number(length);
    }
    expect(next).toBe(500);
    const { customers } = merged(parts).data as { customers: { nodes: { customerId: string }[] } };
    const expected = world.customers.slice(0, 500).map((row) => row['customer_id']);
    expect(customers.nodes.map(({ customerId }) => customerId)).toEqual(expected);
  });

  it('a list that shifts while it streams holds every row once', async () => {
    const world = await harness.world('?include=customers');
    await harness.setFaults({ '*': { rowShift: 'remove' } });
    const parts = await allParts(ask(STREAMED.replace('500', '500')));
    const { customers } = merged(parts).data as { customers: { nodes: { customerId: string }[] } };
    const ids = customers.nodes.map(({ customerId }) => customerId);
    expect(new Set(ids).size).toBe(ids.length);
    const firsts = world.customers.slice(0, 450).map((row) => row['customer_id']);
    expect(firsts.filter((id) => !ids.includes(String(id)))).toEqual([]);
  });

  it('a failure in a deferred part is one null and one error in that part', async () => {
    await harness.setFaults({ ListCustomerOrders: { status: 500 } });
    const parts = await allParts(ask(DEFERRED.replace('30', '3')));
    expect(parts[0]?.errors).toBeUndefined();
    const { data, errors } = merged(parts);
    const { nodes } = (data as { customers: { nodes: Record<string, unknown>[] } }).customers;
    expect(nodes.map(({ orders, monthlyBill }) => [orders, typeof monthlyBill])).toEqual(
      nodes.map(() => [null, 'object']),
    );
    expect(errors.map(({ path, extensions }) => [path?.slice(0, 4), extensions.code])).toEqual(
      expect.arrayContaining(
        [0, 1, 2].map((at) => [['customers', 'nodes', at, 'orders'], 'UPSTREAM_UNAVAILABLE']),
      ),
    );
    expect(errors).toHaveLength(3);
  });

  it('the deadline is that of the whole', async () => {
    await harness.setFaults({ ListSubcustomerMonthlyBills: { latencyMs: 20_000 } });
    const parts = await allParts(ask(DEFERRED.replace('30', '2'), { ...NO_CACHE, 'x-deadline-ms': '900' }));
    const { data, errors } = merged(parts);
    expect(data).toMatchObject({
      customers: { nodes: [0, 1].map(() => ({ orders: { nodes: expect.any(Array) }, monthlyBill: null })) },
    });
    expect(new Set(errors.map(({ extensions }) => extensions.code))).toEqual(new Set(['DEADLINE_EXCEEDED']));
    expect(parts.at(-1)?.hasNext).toBe(false);
  });

  it.each([
    ['one that is over its budget', {}, 'QUERY_TOO_EXPENSIVE'],
    ['one whose plan alone is wanted', { 'x-upstream-plan': 'only' }, undefined],
  ])('%s is answered whole, without a call', async (_what, headers, code) => {
    const strict = await startHarness({ customers: 30, environment: { MAX_UPSTREAM_CALLS: '2' } });
    try {
      const { result, calls } = await strict.callsOf(() =>
        allParts(askInParts(strict.gateway.url, DEFERRED, { accept, headers })),
      );
      expect(result).toHaveLength(1);
      expect(result[0]?.errors?.map(({ extensions }) => extensions.code)).toEqual(code ? [code] : undefined);
      expect(calls).toEqual({});
    } finally {
      await strict.close();
    }
  });
});

it('a client that takes neither transport gets one whole answer', async () => {
  const harness = await startHarness({ customers: 40, seed: 7, fixedNow: FIXED_NOW });
  try {
    const whole = await harness.query(plain(DEFERRED));
    const parts = await allParts(askInParts(harness.gateway.url, DEFERRED, { accept: 'application/json' }));
    expect(parts.map(({ data, errors }) => ({ data, errors }))).toEqual([
      { data: whole.data, errors: undefined },
    ]);
  } finally {
    await harness.close();
  }
});

describe.each(TRANSPORTS)('with eight seconds of queue, over %s', (accept) => {
  // Resources have no way for all customers at once: ten customers are ten calls, at one a second.
  const QUEUED = `{ customers(first: 10) { nodes {
    customerId ... @defer { resources(first: 1) { nodes { resourceId } } }
  } } }`;
  const SLOW = { ListPayPerUseCustomerResources: 1, ListCustomerOnDemandResources: 1 };
  let harness: Harness;
  beforeAll(async () => {
    harness = await startHarness({
      customers: 10,
      seed: 7,
      fixedNow: FIXED_NOW,
      tenants: (tenants) => tenants.map((tenant) => ({ ...tenant, quotas: SLOW })),
    });
  });
  afterAll(() => harness.close());

  it('the first part does not wait for the queue, and the queue does not wait for a client that left', async () => {
    const controller = new AbortController();
    const { gateway } = harness;
    const parts = askInParts(gateway.url, QUEUED, { accept, headers: NO_CACHE, signal: controller.signal });
    const { value: first } = (await parts.next()) as { value: Part };
    const called = (await harness.log()).operations;
    expect(first.data).toMatchObject({ customers: { nodes: { length: 10 } } });
    expect(first.hasNext).toBe(true);
    expect(called['ListSubCustomers']?.calls).toBe(1);
    expect(called['ListPayPerUseCustomerResources']?.calls ?? 0).toBeLessThanOrEqual(1);
    controller.abort();
    // Parts that had arrived before are still handed out.
    await expect(allParts(parts)).rejects.toThrow();
    const queued = async () => {
      const answer = await harness.query<{ viewer: { quota: { operation: string; queued: number }[] } }>(
        '{ viewer { quota { operation queued } } }',
      );
      return answer.data.viewer.quota.filter((use) => use.queued > 0);
    };
    await expect.poll(queued, { timeout: 3_000, interval: 20 }).toEqual([]);
    const made = (await harness.log()).operations['ListPayPerUseCustomerResources']?.calls ?? 0;
    expect(made).toBeLessThan(10);
  });
});
