import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { OperationFaults, Truth } from '../../../src/sandbox/sandbox.ts';
import { type Harness, startHarness } from '../../support/harness.ts';

// What the upstream gets wrong: one null and one coded error at the field that needed it, siblings intact.

let harness: Harness;
let world: Truth;
beforeAll(async () => {
  harness = await startHarness({
    customers: 12,
    fixedNow: Date.UTC(2026, 9, 20, 4),
    withoutQuotas: true,
    environment: { LOG_LEVEL: 'silent' },
  });
  world = await harness.world('?include=customers,balances,orders');
});
afterEach(() => harness.reset());
afterAll(() => harness.close());

const QUERY = `{ customers(first: 2) { nodes {
  customerId balance { debt { currency } } orders(first: 1) { nodes { __typename } }
} } }`;

interface Row {
  readonly customerId: string;
  readonly balance: { readonly debt: { readonly currency: string } } | null;
  readonly orders: { readonly nodes: readonly unknown[] } | null;
}

const NO_CACHE = { 'cache-control': 'no-cache' };
const ask = () => harness.query<{ customers: { nodes: readonly Row[] | null } }>(QUERY, {}, NO_CACHE);

const rows = (change: Partial<Row> = {}) => ({
  customers: {
    nodes: world.customers.slice(0, 2).map((row) => ({
      customerId: row['customer_id'],
      balance: { debt: { currency: 'CNY' } },
      orders: { nodes: [{ __typename: 'Order' }] },
      ...change,
    })),
  },
});

const failure = (path: readonly (string | number)[], extensions: Record<string, unknown>, message: unknown) =>
  expect.objectContaining({ path, message, extensions: expect.objectContaining(extensions) });

const BALANCES = 'ListCustomersBalancesDetail';

describe('a call that fails for good', () => {
  it.each([
    [
      'JSON that breaks off',
      { malformed: true },
      { code: 'UPSTREAM_MALFORMED', retryable: false, upstream: { operation: BALANCES } },
      /^ListCustomersBalancesDetail: expected JSON, got \d+ characters that are not$/,
    ],
    [
      'a list that is none',
      { status: 200, body: { customer_balances: 'none' } },
      { code: 'UPSTREAM_MALFORMED', upstream: { operation: BALANCES } },
      /customer_balances: expected array, got string$/,
    ],
    [
      'a failure inside a 200',
      { status: 200, body: { error_code: 'CBC.5001', error_msg: 'not now' } },
      {
        code: 'UPSTREAM_REJECTED',
        upstream: expect.objectContaining({ status: 200, errorCode: 'CBC.5001' }),
      },
      /was rejected: not now$/,
    ],
    [
      'a 500',
      { status: 500 },
      {
        code: 'UPSTREAM_UNAVAILABLE',
        upstream: expect.objectContaining({ status: 500, errorCode: 'CBC.0999' }),
      },
      /failed with 500/,
    ],
    [
      'a 403',
      { status: 403, body: { error_code: 'CBC.0151', error_msg: 'Access denied.' } },
      {
        code: 'UPSTREAM_REJECTED',
        upstream: expect.objectContaining({ status: 403, errorCode: 'CBC.0151' }),
      },
      /it needs a partner credential with the permission for it/,
    ],
    [
      'a 400 in HTML of a proxy',
      { status: 400, body: '<html>no</html>' },
      { code: 'UPSTREAM_REJECTED', upstream: expect.objectContaining({ status: 400 }) },
      /was rejected with 400$/,
    ],
  ] as [string, OperationFaults, Record<string, unknown>, RegExp][])(
    'nulls one field for %s, and is not sent again',
    async (_what, fault, extensions, message) => {
      await harness.setFaults({ [BALANCES]: fault });
      const { result, calls } = await harness.callsOf(ask);
      expect(result.data).toEqual(rows({ balance: null }));
      expect(result.errors).toEqual(
        [0, 1].map((at) =>
          failure(['customers', 'nodes', at, 'balance'], extensions, expect.stringMatching(message)),
        ),
      );
      // A bulk call that is rejected is split once, in case one of its customers is at fault.
      expect(calls[BALANCES]).toBe(extensions['code'] === 'UPSTREAM_REJECTED' ? 3 : 1);
    },
  );

  it.each([
    ['another row', { customer_id: 5, amount: '1' }, /expected rows of what was asked for/],
    ['an amount that is no number', { customer_id: 'x', amount: 'lots' }, /amount: expected decimal number/],
  ])(
    'says once that %s came, however many fields wanted it, and does not ask again',
    async (_what, row, message) => {
      await harness.setFaults({ [BALANCES]: { status: 200, body: { customer_balances: [row] } } });
      const { result, calls } = await harness.callsOf(ask);
      expect(result.data).toEqual(rows({ balance: null }));
      expect(result.errors).toHaveLength(1);
      expect(result.errors?.[0]).toMatchObject({
        message: expect.stringMatching(message),
        extensions: { code: 'UPSTREAM_MALFORMED', upstream: { operation: BALANCES } },
      });
      expect(calls[BALANCES]).toBe(1);
    },
  );

  it('nulls the rows of one connection, and is told once for each customer', async () => {
    await harness.setFaults({ ListCustomerOrders: { status: 500 } });
    const answer = await ask();
    expect(answer.data).toEqual(rows({ orders: null }));
    expect(answer.errors).toEqual(
      [0, 1].map((at) =>
        failure(
          ['customers', 'nodes', at, 'orders'],
          { code: 'UPSTREAM_UNAVAILABLE', retryable: true },
          expect.stringContaining('ListCustomerOrders: the upstream failed with 500'),
        ),
      ),
    );
  });

  it('nulls the list itself where that cannot be had', async () => {
    await harness.setFaults({ ListSubCustomers: { malformed: true } });
    const answer = await harness.query<unknown>(
      `{ viewer { tenant } customers { nodes { customerId } totalCount } }`,
    );
    expect(answer.data).toEqual({
      viewer: { tenant: 'sandbox' },
      customers: null,
    });
    expect(answer.errors).toEqual([
      failure(['customers'], { code: 'UPSTREAM_MALFORMED' }, expect.any(String)),
    ]);
  });

  it('does not look like the end of a list, whatever of the page is selected', async () => {
    await harness.setFaults({ ListSubCustomers: { status: 500 } });
    for (const selected of [
      'pageInfo { hasNextPage }',
      '__typename',
      'edges { cursor } pageInfo { endCursor }',
    ]) {
      const answer = await harness.query<unknown>(
        `{ viewer { tenant } customers(first: 5) { ${selected} } }`,
      );
      expect(answer.data).toEqual({ viewer: { tenant: 'sandbox' }, customers: null });
      expect(answer.errors?.map(({ path }) => path)).toEqual([['customers']]);
    }
  });

  it('is not remembered: the next request asks again', async () => {
    await harness.setFaults({ ListConversions: { status: 500 } });
    const query = '{ catalog { conversions { ratio } } }';
    expect((await harness.query<unknown>(query)).data).toEqual({ catalog: { conversions: null } });
    await harness.reset();
    const again = await harness.query<{ catalog: { conversions: readonly unknown[] } }>(query);
    expect(again.errors).toBeUndefined();
    expect(again.data.catalog.conversions.length).toBeGreaterThan(5);
  });

  it('shows in the trace, when it is asked for', async () => {
    await harness.setFaults({ [BALANCES]: { status: 500 } });
    const answer = await harness.query(QUERY, {}, { ...NO_CACHE, 'x-upstream-trace': '1' });
    expect(answer.extensions.upstream.trace).toContainEqual({
      operation: BALANCES,
      status: 500,
      rows: null,
      attempt: 1,
      startMs: expect.any(Number),
      queuedMs: expect.any(Number),
      durationMs: expect.any(Number),
    });
    expect(answer.extensions.upstream.trace).toHaveLength(answer.extensions.upstream.calls);
  });
});

describe('failures that pass', () => {
  it.each([
    ['a 503', { status: 503, times: 2 }],
    ['a connection that breaks', { reset: true, times: 2 }],
    [
      'a 429',
      { status: 429, body: { error_code: 'APIG.0308', error_msg: 'limit:100000,time:1 second' }, times: 1 },
    ],
  ] as [string, OperationFaults][])('%s is not seen by the client', async (_what, fault) => {
    await harness.setFaults({ [BALANCES]: fault });
    const { result, calls } = await harness.callsOf(ask);
    expect(result.errors).toBeUndefined();
    expect(result.data).toEqual(rows());
    expect(calls[BALANCES]).toBe((fault.times ?? 0) + 1);
    expect(result.extensions.upstream).toMatchObject({ retries: fault.times });
  });

  it.each([
    ['503s', { status: 503 }, /the upstream answered 503/],
    [
      'broken connections',
      { reset: true },
      /connection to http:\/\/127\.0\.0\.1:\d+ broke before the response/,
    ],
  ] as [string, OperationFaults, RegExp][])(
    '%s that do not end are an error after four attempts',
    async (_what, fault, message) => {
      await harness.setFaults({ [BALANCES]: fault });
      const { result, calls } = await harness.callsOf(ask);
      expect(result.data).toEqual(rows({ balance: null }));
      expect(result.errors).toEqual(
        [0, 1].map((at) =>
          failure(
            ['customers', 'nodes', at, 'balance'],
            { code: 'UPSTREAM_UNAVAILABLE', retryable: true },
            expect.stringMatching(message),
          ),
        ),
      );
      expect(calls[BALANCES]).toBe(4);
    },
  );

  it.each(['APIGW.0308', 'APIG.0308', 'CBC.0250'] as const)(
    'a storm of 429s with %s is UPSTREAM_BUSY, and leaves the siblings',
    async (throttleBody) => {
      await harness.setFaults({ [BALANCES]: { quotaPerSecond: 0, throttleBody } });
      const answer = await harness.query<unknown>(QUERY, {}, { ...NO_CACHE, 'x-deadline-ms': '10000' });
      expect(answer.data).toEqual(rows({ balance: null }));
      for (const [at, error] of (answer.errors ?? []).entries()) {
        expect(error).toMatchObject({
          path: ['customers', 'nodes', at, 'balance'],
          extensions: { code: 'UPSTREAM_BUSY', retryable: true, upstream: { operation: BALANCES } },
        });
      }
      expect(answer.errors).toHaveLength(2);
    },
  );
});
