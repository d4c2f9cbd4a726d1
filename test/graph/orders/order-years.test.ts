import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Truth, TruthRow } from '../../../src/sandbox/sandbox.ts';
import { newestFirst } from '../../support/expected/orders.ts';
import { type Harness, startHarness } from '../../support/harness.ts';
import { readConnection } from '../../support/paging.ts';

// The upstream knows spans of a year, and its world holds 18 months of orders.

const FILTER = 'filter: { createdFrom: "2024-01-01T00:00:00Z", createdUntil: "2026-10-20T00:00:00Z" }';
const YEARS = 3;

let harness: Harness;
let world: Truth;
beforeAll(async () => {
  harness = await startHarness({ customers: 30, fixedNow: Date.UTC(2026, 9, 20, 4), withoutQuotas: true });
  world = await harness.world('?include=customers,customersWithAgency,orders');
});
afterAll(() => harness.close());

interface OrderPage {
  readonly nodes: readonly { readonly orderId: string; readonly createdAt: string }[];
  readonly totalCount: number;
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

const times = (nodes: readonly unknown[]) => nodes.map((node) => (node as { createdAt: string }).createdAt);
const ids = (nodes: readonly unknown[]) =>
  nodes.map((node) => (node as { orderId: string }).orderId).toSorted();
const idsOf = (rows: readonly TruthRow[]) => rows.map((row) => String(row['order_id'])).toSorted();
const PAGE = 'nodes { orderId createdAt } totalCount pageInfo { hasNextPage endCursor }';

describe('orders of more than a year', () => {
  it.each([7, 100, 500])('are read year by year, each once, newest first, %i at a time', async (first) => {
    const query = `query ($first: Int, $after: String) { orders(${FILTER}, first: $first, after: $after) { ${PAGE} } }`;
    const read = await readConnection<{ orders: OrderPage }>(harness, query, first, (data) => data.orders);
    expect(ids(read.nodes)).toEqual(idsOf(world.orders));
    expect(times(read.nodes)).toEqual(newestFirst(world).map((row) => row['create_time']));
    expect([...read.totals]).toEqual([world.orders.length]);
    expect(read.pages).toBe(Math.ceil(world.orders.length / first));
  });

  it.each([3, 50])('of every customer are read alike, %i at a time', async (first) => {
    for (const row of world.customers.slice(0, 6)) {
      const id = String(row['customer_id']);
      const query = `query ($first: Int, $after: String) { customer(customerId: "${id}") {
        orders(${FILTER}, first: $first, after: $after) { ${PAGE} }
      } }`;
      const read = await readConnection<{ customer: { orders: OrderPage } }>(
        harness,
        query,
        first,
        (data) => data.customer.orders,
      );
      const expected = newestFirst(world, id);
      expect(times(read.nodes)).toEqual(expected.map((one) => one['create_time']));
      expect(ids(read.nodes)).toEqual(idsOf(expected));
    }
  });

  it('ask for an earlier year only when the later ones leave the page open', async () => {
    const cost = async (selection: string) =>
      (
        await harness.callsOf(() =>
          harness.query(`{ orders(${FILTER}${selection} }`, {}, { 'cache-control': 'no-cache' }),
        )
      ).calls['ListCustomerOrders'];
    expect(await cost(', first: 5) { nodes { orderId } }')).toBe(1);
    expect(await cost(', first: 5) { nodes { orderId } totalCount }')).toBe(YEARS);
  });

  it('start where a year has no orders with those that have', async () => {
    const query = `{ orders(first: 3, filter: { createdFrom: "2026-01-01T00:00:00Z", createdUntil: "2029-01-01T00:00:00Z" }) { ${PAGE} } }`;
    const { data } = await harness.query<{ orders: OrderPage }>(query);
    expect(times(data.orders.nodes)).toEqual(
      newestFirst(world)
        .slice(0, 3)
        .map((row) => row['create_time']),
    );
    expect(data.orders.pageInfo.hasNextPage).toBe(true);
  });

  it('reach back ten years and no more', async () => {
    const query =
      '{ orders(filter: { createdFrom: "2010-01-01T00:00:00Z", createdUntil: "2026-01-01T00:00:00Z" }) { totalCount } }';
    const { errors } = await harness.query(query);
    expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
    expect(errors?.[0]?.message).toContain('at most ten years apart');
  });
});

describe('orders that a customer pays for others', () => {
  it('are told to the customer alone', async () => {
    const { result, calls } = await harness.callsOf(() =>
      harness.query<{
        customers: { nodes: readonly { customerId: string; memberOrders: OrderPage | null }[] };
      }>(
        '{ customers(first: 30) { nodes { customerId memberOrders(first: 500) { nodes { orderId } totalCount } } } }',
      ),
    );
    let seen = 0;
    for (const { customerId, memberOrders } of result.data.customers.nodes) {
      const paid = newestFirst(world, customerId).filter((row) => row['agent_pay_info']);
      if (!world.customersWithAgency.includes(customerId)) {
        expect(memberOrders).toBeNull();
        continue;
      }
      expect(memberOrders?.totalCount).toBe(paid.length);
      expect(ids(memberOrders?.nodes ?? [])).toEqual(idsOf(paid));
      seen += paid.length;
    }
    expect(seen).toBeGreaterThan(0);
    expect(calls['ListCustomerOrders']).toBe(world.customersWithAgency.length);
    expect(result.errors).toHaveLength(30 - world.customersWithAgency.length);
  });
});

describe('what only the details of an order say', () => {
  it('is asked once per order, and the deadline of payment only where there is one', async () => {
    const rows = [6, 5].map((status) => world.orders.find((row) => row['status'] === status));
    const fields = rows.map(
      (row, at) => `o${at}: order(orderId: "${row?.['order_id']}") { paymentDueAt placedBy }`,
    );
    const { result, calls } = await harness.callsOf(() =>
      harness.query<Record<string, { paymentDueAt: string | null; placedBy: string }>>(
        `{ ${fields.join(' ')} }`,
      ),
    );
    const login = (row: TruthRow | undefined) =>
      world.customers.find((one) => one['customer_id'] === row?.['customer_id'])?.['account_name'];
    expect(result.data).toEqual({
      o0: {
        paymentDueAt: expect.stringMatching(/^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
        placedBy: login(rows[0]),
      },
      o1: { paymentDueAt: null, placedBy: login(rows[1]) },
    });
    expect(calls['ShowCustomerOrderDetails']).toBe(2);
  });
});
