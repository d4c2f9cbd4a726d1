import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Truth, TruthRow } from '../../../src/sandbox/sandbox.ts';
import { LINE_ITEM, lineItems, newestFirst, ORDER, order } from '../../support/expected/orders.ts';
import { periodResource, RESOURCE } from '../../support/expected/resources.ts';
import { rowsWith } from '../../support/expected/values.ts';
import { type Harness, startHarness } from '../../support/harness.ts';
import { readConnection } from '../../support/paging.ts';

let harness: Harness;
let world: Truth;
beforeAll(async () => {
  harness = await startHarness({ customers: 24, fixedNow: Date.UTC(2026, 9, 20, 4), withoutQuotas: true });
  world = await harness.world(
    '?include=customers,orders,periodResources,serviceTypes,resourceTypes,measureUnits',
  );
});
afterAll(() => harness.close());

interface OrderPage {
  readonly nodes: readonly { readonly orderId: string; readonly createdAt: string }[];
  readonly totalCount: number;
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

/** Orders placed in the same second may come in either order. */
const byId = <Node>(nodes: readonly Node[]): readonly Node[] =>
  nodes.toSorted((left, right) =>
    String(Reflect.get(left as object, 'orderId')).localeCompare(
      String(Reflect.get(right as object, 'orderId')),
    ),
  );

const listOf = (row: TruthRow | undefined, field: string): readonly TruthRow[] =>
  (row?.[field] ?? []) as readonly TruthRow[];

describe('orders', () => {
  it('maps every field of every order of every customer, newest first', async () => {
    const answer = await harness.query<{
      customers: { nodes: readonly { customerId: string; orders: OrderPage }[] };
    }>(
      `{ customers(first: 30) { nodes { customerId orders(first: 500) { totalCount nodes { ${ORDER} } } } } }`,
    );
    expect(answer.errors).toBeUndefined();
    expect(answer.data.customers.nodes).toHaveLength(24);
    for (const { customerId, orders } of answer.data.customers.nodes) {
      const expected = newestFirst(world, customerId);
      expect(orders.totalCount).toBe(expected.length);
      expect(byId(orders.nodes)).toEqual(byId(expected.map((row) => order(world, row))));
      expect(orders.nodes.map((one) => one.createdAt)).toEqual(expected.map((row) => row['create_time']));
    }
  });

  it('holds combined orders, refunds, unpaid orders and every status that it must tell apart', () => {
    const some = (holds: (row: TruthRow) => boolean) => world.orders.some(holds);
    expect(some((row) => listOf(row, 'sub_order_infos').length === 2)).toBe(true);
    expect(some((row) => String(row['amount_after_discount']).startsWith('-'))).toBe(true);
    expect(some((row) => row['payment_time'] === undefined)).toBe(true);
    expect(some((row) => row['status'] === 13)).toBe(true);
  });

  it('lists the orders of all customers, newest first, page by page, each exactly once', async () => {
    const query = `query ($first: Int, $after: String) { orders(first: $first, after: $after) {
      nodes { orderId createdAt } totalCount pageInfo { hasNextPage endCursor }
    } }`;
    const read = await readConnection<{ orders: OrderPage }>(harness, query, 150, (data) => data.orders);
    expect(read.nodes).toHaveLength(world.orders.length);
    expect([...read.totals]).toEqual([world.orders.length]);
    expect(byId(read.nodes)).toEqual(
      byId(world.orders.map((row) => ({ orderId: row['order_id'], createdAt: row['create_time'] }))),
    );
    expect(read.nodes.map((one) => (one as { createdAt: string }).createdAt)).toEqual(
      newestFirst(world).map((row) => row['create_time']),
    );
  });

  it('answers one order by id, and null for an id that is not there', async () => {
    const row = world.orders[3];
    const query = `query ($id: String!) { order(orderId: $id) { ${ORDER} } }`;
    const { result, calls } = await harness.callsOf(() => harness.query(query, { id: row?.['order_id'] }));
    expect(result.data).toEqual({ order: row && order(world, row) });
    expect(calls).toEqual({ ListCustomerOrders: 1 });
    expect((await harness.query(query, { id: 'CS00000000000000000000' })).data).toEqual({ order: null });
  });

  it('answers a part of a combined order as itself', async () => {
    const combined = world.orders.find((row) => listOf(row, 'sub_order_infos').length > 0);
    const [part] = listOf(combined, 'sub_order_infos');
    const answer = await harness.query<{ order: { lineItems: { totalCount: number } } }>(
      `query ($id: String!) { order(orderId: $id) {
        orderId amountAfterDiscount { amount } customer { customerId } lineItems { nodes { lineItemId } }
      } }`,
      { id: part?.['order_id'] },
    );
    const items = listOf(combined, 'order_line_items').filter(
      (item) => item['order_id'] === part?.['order_id'],
    );
    expect(answer.data.order).toEqual({
      orderId: part?.['order_id'],
      amountAfterDiscount: { amount: expect.stringMatching(/^\d+(\.\d+)?$/) },
      customer: { customerId: combined?.['customer_id'] },
      lineItems: { nodes: items.map((item) => ({ lineItemId: item['order_line_item_id'] })) },
    });
  });

  it.each([
    ['status: COMPLETED', (row: TruthRow) => row['status'] === 5],
    ['status: PENDING_PAYMENT, type: NEW', (row) => row['status'] === 6 && row['order_type'] === 1],
    ['type: UNSUBSCRIPTION', (row) => row['order_type'] === 4],
    ['serviceTypeCode: "hws.service.type.ec2"', (row) => row['service_type_code'] === 'hws.service.type.ec2'],
    [
      'createdFrom: "2026-03-01T00:00:00Z", createdUntil: "2026-06-01T00:00:00Z"',
      (row) =>
        String(row['create_time']) >= '2026-03-01T00:00:00Z' &&
        String(row['create_time']) <= '2026-06-01T00:00:00Z',
    ],
    [
      'paidFrom: "2026-08-01T00:00:00Z"',
      (row) => String(row['payment_time'] ?? '') >= '2026-08-01T00:00:00Z',
    ],
  ] as [string, (row: TruthRow) => boolean][])('filters by %s', async (filter, passes) => {
    const answer = await harness.query<{ orders: OrderPage; customer: { orders: OrderPage } }>(
      `query ($id: String!) {
        orders(first: 500, filter: { ${filter} }) { totalCount nodes { orderId } }
        customer(customerId: $id) { orders(first: 500, filter: { ${filter} }) { totalCount nodes { orderId } } }
      }`,
      { id: world.customers[5]?.['customer_id'] },
    );
    expect(answer.errors).toBeUndefined();
    const ids = (rows: readonly TruthRow[]) =>
      byId(rows.filter(passes).map((row) => ({ orderId: row['order_id'] })));
    const all = ids(world.orders);
    expect(all.length).toBeGreaterThan(0);
    expect(byId(answer.data.orders.nodes)).toEqual(all);
    expect(answer.data.orders.totalCount).toBe(all.length);
    const own = ids(rowsWith(world.orders, 'customer_id', world.customers[5]?.['customer_id']));
    expect(byId(answer.data.customer.orders.nodes)).toEqual(own);
    expect(answer.data.customer.orders.totalCount).toBe(own.length);
  });
});

describe('line items and resources of orders', () => {
  interface InDepth {
    readonly order: {
      readonly lineItems: { readonly nodes: readonly unknown[]; readonly totalCount: number };
      readonly resources: { readonly nodes: readonly unknown[]; readonly totalCount: number };
    };
  }

  it('maps every line item and resource, and asks once per order', async () => {
    const sample = newestFirst(world).slice(0, 60);
    const fields = sample.map(
      (row, at) => `o${at}: order(orderId: "${row['order_id']}") {
        lineItems(first: 12) { totalCount nodes { ${LINE_ITEM} } }
        resources(first: 500) { totalCount nodes { ${RESOURCE} order { orderId } } }
      }`,
    );
    const { result, calls } = await harness.callsOf(() =>
      harness.query<Readonly<Record<string, InDepth['order']>>>(`{ ${fields.join('\n')} }`),
    );
    expect(result.errors).toBeUndefined();
    let resources = 0;
    for (const [at, row] of sample.entries()) {
      const items = lineItems(world, row);
      const created = rowsWith(world.periodResources, 'order_id', row['order_id']).map((each) => ({
        ...periodResource(world, each),
        order: { orderId: row['order_id'] },
      }));
      resources += created.length;
      expect(result.data[`o${at}`]).toEqual({
        lineItems: { totalCount: items.length, nodes: items.slice(0, 12) },
        resources: { totalCount: created.length, nodes: created },
      });
    }
    expect(resources).toBeGreaterThan(20);
    expect(calls['ShowCustomerOrderDetails']).toBe(60);
  });

  it('reads on where an order has more line items than the largest page', async () => {
    const large = world.orders.find((row) => listOf(row, 'order_line_items').length > 100);
    const { result, calls } = await harness.callsOf(() =>
      harness.query<InDepth>(
        `query ($id: String!) { order(orderId: $id) { lineItems(first: 500) { totalCount nodes { ${LINE_ITEM} } } } }`,
        { id: large?.['order_id'] },
      ),
    );
    expect(result.data.order.lineItems.nodes).toEqual(large && lineItems(world, large));
    expect(result.data.order.lineItems.totalCount).toBe(105);
    expect(calls['ShowCustomerOrderDetails']).toBe(2);
  });
});
