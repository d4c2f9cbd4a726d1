import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { clientWithKey, withKey } from '../../support/clients.ts';
import { globalId } from '../../support/expected/values.ts';
import { type GraphAnswer, type Harness, startHarness } from '../../support/harness.ts';

const CYCLE = '2026-09';
const DASHBOARD = `query Dashboard($first: Int!, $cycle: BillingCycle!) {
  customers(first: $first) { nodes {
    balance { debt { amount } }
    orders(first: 5) { nodes { orderId } }
    monthlyBill(cycle: $cycle) { total { amount } }
  } }
}`;
const PLAN_ONLY = { 'x-upstream-plan': 'only' };
const NO_CACHE = { 'cache-control': 'no-cache' };
const TRACED = { ...NO_CACHE, 'x-upstream-trace': '1' };

const WORLD = { customers: 60, seed: 7, fixedNow: Date.UTC(2026, 9, 20, 4), withoutQuotas: true } as const;

interface Customers {
  readonly customers: {
    readonly nodes: readonly {
      readonly orders: { readonly nodes: readonly { readonly lineItems: { readonly nodes: unknown } }[] };
    }[];
  };
}

const isCancelled = (row: Readonly<Record<string, unknown>>): boolean => String(row['status']) === '4';

interface Refusal {
  readonly budget: number;
  readonly estimate: { readonly expected: number; readonly operations: readonly unknown[] };
  readonly weighsMost?: { readonly smaller: number; readonly expected: number };
}

const refusalIn = ({ errors }: GraphAnswer<unknown>): Refusal => {
  const [error] = errors ?? [];
  expect(errors).toHaveLength(1);
  expect(error?.extensions).toMatchObject({ code: 'QUERY_TOO_EXPENSIVE', retryable: false });
  return error?.extensions as unknown as Refusal;
};

describe('the estimate beside the answer', () => {
  let harness: Harness;
  beforeAll(async () => {
    harness = await startHarness(WORLD);
  });
  afterAll(() => harness.close());

  it('tells calls per operation and the seconds of waiting, with a trace', async () => {
    await harness.query(DASHBOARD, { first: 20, cycle: CYCLE });
    const { result, calls } = await harness.callsOf(() =>
      harness.query(DASHBOARD, { first: 20, cycle: CYCLE }, TRACED),
    );
    const { estimatedCalls, estimate } = result.extensions.upstream;
    expect(
      Object.fromEntries((estimate.operations ?? []).map((one) => [one.operation, one.expected])),
    ).toEqual(calls);
    expect(estimate).toMatchObject({ expected: estimatedCalls, seconds: 0 });
  });

  it('leaves out what fragments select on interfaces that the object of an id does not implement', async () => {
    const world = await harness.world();
    const id = globalId('Customer', String(world.customers[0]?.['customer_id']));
    const own = 'id ... on Customer { name }';
    const others =
      '... on Resource { customer { name } order { status } } ... on Coupon { usedByOrder { status } }';
    const estimateOf = async (fields: string) => {
      const { extensions } = await harness.query(`{ node(id: "${id}") { ${fields} } }`, {}, PLAN_ONLY);
      return extensions.upstream.estimate.operations;
    };
    expect(await estimateOf(`${own} ${others}`)).toEqual(await estimateOf(own));
    // Every object that can be found so is a Node.
    expect(await estimateOf('... on Node { ... on Customer { name } }')).toEqual(await estimateOf(own));
  });

  it('expects nothing of what is in the cache, and estimates no answer that is given again', async () => {
    const query = '{ customers(first: 3) { nodes { customerId } } }';
    const first = await harness.query(query);
    expect(first.extensions.upstream).toMatchObject({ calls: 1, estimatedCalls: 1, estimate: { upper: 1 } });
    const kept = await harness.query(query, {}, { 'x-upstream-trace': '1' });
    expect(kept.extensions.upstream).toMatchObject({ calls: 0, estimatedCalls: 0, estimate: { upper: 1 } });
    const again = await harness.query(query);
    expect(again.extensions.upstream).toMatchObject({ estimatedCalls: 0, estimate: { upper: 0 } });
  });

  it('counts fragments, aliases, edges and skipped fields as execution does', async () => {
    const ask = async (selection: string) => {
      const query = `query ($yes: Boolean!) { customers(first: 2) { nodes { customerId @include(if: $yes) } ${selection} } }
        fragment Ordered on Customer { orders(first: 2) { nodes { lineItems { nodes { lineItemId } } } } }`;
      const { extensions } = await harness.query(query, { yes: true }, { ...PLAN_ONLY, ...NO_CACHE });
      return extensions.upstream.estimate.upper;
    };
    const once = await ask('nodes { ...Ordered }');
    expect(once).toBeGreaterThan(4);
    expect(
      await ask('nodes { ...Ordered ... on Customer { ...Ordered again: orders(first: 2) { totalCount } } }'),
    ).toBe(once);
    expect(await ask('nodes { ...Ordered } edges { node { ...Ordered } }')).toBe(once);
    expect(await ask('nodes { ...Ordered @include(if: $yes) }')).toBe(once);
    expect(await ask('nodes { ...Ordered @skip(if: $yes) } edges { cursor @skip(if: $yes) }')).toBe(1);
    expect(
      await ask(
        'nodes { ...Ordered other: orders(first: 3) { nodes { lineItems { nodes { lineItemId } } } } }',
      ),
    ).toBeGreaterThan(once);
  });
});

describe('x-upstream-plan: only', () => {
  let harness: Harness;
  beforeAll(async () => {
    harness = await startHarness({ ...WORLD, environment: { MAX_UPSTREAM_CALLS: '5' } });
  });
  afterAll(() => harness.close());

  it('tells the plan and calls nobody, also over budget', async () => {
    const { result, calls } = await harness.callsOf(() =>
      harness.query(DASHBOARD, { first: 20, cycle: CYCLE }, PLAN_ONLY),
    );
    expect(calls).toEqual({});
    expect(result.errors).toBeUndefined();
    expect(result.data).toBeNull();
    const { plan, ...upstream } = result.extensions.upstream;
    expect(upstream).toMatchObject({ calls: 0, estimate: { expected: upstream.estimatedCalls } });
    expect(plan?.budget).toBe(5);
    expect(plan?.edges).toContainEqual(
      expect.objectContaining({
        edge: 'Customer.orders',
        operation: 'ListCustomerOrders',
        level: 1,
        keys: { upper: 20, expected: 20 },
        upper: 21,
        ways: { point: 20, sweep: null },
      }),
    );
    expect(plan?.text.split('\n')).toHaveLength(1 + (plan?.edges.length ?? 0));
    expect(plan?.text).toMatch(/^about \d+ calls, at most \d+\n {2}customers: about 1 ListSubCustomers/);
  });

  it('still tells what is wrong with the request', async () => {
    const broken = await harness.query('{ nobody }', {}, PLAN_ONLY);
    expect(broken.errors?.[0]?.message).toMatch(/Cannot query field "nobody"/);
    const variables = await harness.query(DASHBOARD, { first: 'many', cycle: CYCLE }, PLAN_ONLY);
    expect(variables.errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
    const header = await harness.query('{ catalog { __typename } }', {}, { 'x-upstream-plan': 'maybe' });
    expect(header.errors?.[0]?.message).toBe('x-upstream-plan: expected only, got "maybe"');
  });
});

describe('a budget', () => {
  let harness: Harness;
  const ADMIN = withKey('admin-key');
  const OPERATOR = withKey('operator-key');
  beforeAll(async () => {
    harness = await startHarness({
      ...WORLD,
      environment: { DEV_VIEWER: '', MAX_UPSTREAM_CALLS: '40', LOG_LEVEL: 'silent' },
      tenants: ([one]) => {
        if (!one) throw new Error('expected a tenant');
        const clients = [
          clientWithKey('admin-key', 'PARTNER_ADMIN'),
          clientWithKey('operator-key', 'PARTNER_OPERATOR'),
        ];
        return [{ ...one, clients, maxUpstreamCalls: { PARTNER_OPERATOR: 3 } }];
      },
    });
  });
  afterEach(() => harness.reset());
  afterAll(() => harness.close());

  it('refuses what is expected to pass it before any call, and says what to make smaller', async () => {
    const query = `{ customers(first: 50) { nodes { orders(first: 20) { nodes { lineItems(first: 5) {
      nodes { lineItemId } } } } } } }`;
    const { result, calls } = await harness.callsOf(() => harness.query(query, {}, ADMIN));
    expect(calls).toEqual({});
    expect(result.data ?? null).toBeNull();
    const { budget, estimate, weighsMost } = refusalIn(result);
    expect(budget).toBe(40);
    expect(estimate.expected).toBeGreaterThan(500);
    expect(estimate.operations).toContainEqual(
      expect.objectContaining({ operation: 'ShowCustomerOrderDetails', upper: 1000 }),
    );
    expect(weighsMost).toMatchObject({ argument: 'customers(first: 50)', value: 50 });
    expect(result.errors?.[0]?.message).toMatch(
      /^Expected a query of at most 40 upstream calls, got one of about/,
    );
    const smaller = query.replace('first: 50', `first: ${weighsMost?.smaller}`);
    const fits = await harness.query(smaller, {}, { ...ADMIN, ...PLAN_ONLY });
    expect(fits.extensions.upstream.estimatedCalls).toBe(weighsMost?.expected);
    expect(weighsMost?.expected).toBeLessThanOrEqual(40);
  });

  it('is that of the role where the tenant sets one', async () => {
    const query = '{ customers(first: 4) { nodes { orders(first: 1) { nodes { orderId } } } } }';
    expect((await harness.query(query, {}, { ...ADMIN, ...NO_CACHE })).errors).toBeUndefined();
    const plain = '{ customers(first: 4) { nodes { balance { debt { amount } } } } }';
    expect((await harness.query(plain, {}, { ...OPERATOR, ...NO_CACHE })).errors).toBeUndefined();
    const lines = '{ orders(first: 4) { nodes { lineItems { nodes { lineItemId } } } } }';
    expect(refusalIn(await harness.query(lines, {}, OPERATOR)).budget).toBe(3);
  });

  it('ends a request that makes more calls than expected, and leaves the rest of the answer', async () => {
    // A customer without cancelled orders makes the estimate believe that there are few.
    const world = await harness.world('?include=customers,orders');
    const cancelled = new Set(world.orders.filter(isCancelled).map((row) => row['customer_id']));
    const without = world.customers.find((row) => !cancelled.has(row['customer_id']));
    const orders = 'orders(first: 90, filter: { status: CANCELLED })';
    await harness.query(
      `query ($id: String!) { customer(customerId: $id) { ${orders} { nodes { orderId } } } }`,
      { id: String(without?.['customer_id']) },
      ADMIN,
    );
    const query = `{ customers(first: 50) { nodes { name ${orders} {
      nodes { orderId lineItems { nodes { lineItemId } } } } } } }`;
    const { result, calls } = await harness.callsOf(() =>
      harness.query<Customers>(query, {}, { ...ADMIN, ...NO_CACHE }),
    );
    const all = world.orders.filter(isCancelled).length;
    expect(all).toBeGreaterThan(40);
    expect(result.extensions.upstream).toMatchObject({ calls: 40, estimate: { upper: 40 } });
    expect(calls).toEqual({ ListSubCustomers: 1, ListCustomerOrders: 1, ShowCustomerOrderDetails: 38 });
    expect(result.errors?.length).toBeGreaterThan(0);
    for (const { extensions, message } of result.errors ?? []) {
      expect(extensions).toMatchObject({ code: 'QUERY_TOO_EXPENSIVE', budget: 40 });
      expect(message).toMatch(/^ShowCustomerOrderDetails: the 40 upstream calls/);
    }
    const shown = result.data.customers.nodes.flatMap((node) => node.orders.nodes);
    expect(shown.filter((order) => order.lineItems !== null)).toHaveLength(38);
    expect(shown).toHaveLength(38 + (result.errors?.length ?? 0));
  });

  it('holds for retries too: what went wrong is told when there is no call left for another try', async () => {
    await harness.setFaults({ ListSubCustomers: { status: 503 } });
    const { result, calls } = await harness.callsOf(() =>
      harness.query(
        '{ a: customers(first: 1) { totalCount } b: customers(first: 2) { totalCount } }',
        {},
        { ...OPERATOR, ...NO_CACHE },
      ),
    );
    expect(calls).toEqual({ ListSubCustomers: 3 });
    expect(result.errors?.map(({ extensions }) => extensions.code)).toEqual([
      'UPSTREAM_UNAVAILABLE',
      'UPSTREAM_UNAVAILABLE',
    ]);
  });
});
