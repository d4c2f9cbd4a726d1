import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Stage, startStage } from '../support/conformance/stage.ts';
import { pageAskedFor, pageOf, type Row } from '../support/conformance/upstream.ts';

// A row without the key that names it is left out and reported, and keeps its place: cursors and pages count
// rows as the upstream does.

interface Connection {
  readonly totalCount: number;
  readonly nodes: readonly { readonly orderId: string }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

const ROWS: readonly Row[] = [
  { order_id: 'o1', customer_id: 'c1' },
  { customer_id: 'c1', order_type: 'planted' },
  { order_id: 'o3', customer_id: 'c1' },
  { order_id: '', customer_id: 'c1' },
];

const SELECTION = '{ totalCount nodes { orderId } pageInfo { hasNextPage endCursor } }';

describe('rows without the key that names them', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await startStage();
  });
  afterAll(() => stage.close());
  const listOrders = () =>
    stage.upstream.on('ListCustomerOrders', (call) => {
      const { offset, limit = 10 } = pageAskedFor(call);
      return { json: { total_count: ROWS.length, order_infos: ROWS.slice(offset, offset + limit) } };
    });

  it('are reported once, at the field that shows the others', async () => {
    listOrders();
    const { data, errors } = await stage.query(`{ mine: orders(first: 5) ${SELECTION} }`);
    const { mine } = data as { mine: Connection };
    expect(mine.nodes.map(({ orderId }) => orderId)).toEqual(['o1', 'o3']);
    expect(mine.totalCount).toBe(4);
    expect(mine.pageInfo.hasNextPage).toBe(false);
    expect(errors).toHaveLength(1);
    expect(errors?.[0]).toMatchObject({
      message: 'ListCustomerOrders: order_infos[1].order_id: expected string, got nothing (and 1 more)',
      path: ['mine'],
      extensions: { code: 'UPSTREAM_MALFORMED', upstream: { operation: 'ListCustomerOrders' } },
    });
    expect(errors?.[0]?.locations).toHaveLength(1);
  });

  it('never make a page begin with a row that is known', async () => {
    listOrders();
    const seen: string[] = [];
    let after: string | null = null;
    let pages = 0;
    do {
      const { data } = await stage.query(
        `query ($after: String) { orders(first: 2, after: $after) ${SELECTION} }`,
        {
          after,
        },
      );
      const { nodes, pageInfo } = (data as { orders: Connection }).orders;
      seen.push(...nodes.map(({ orderId }) => orderId));
      after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
      pages++;
    } while (after !== null && pages < 5);
    expect(seen).toEqual(['o1', 'o3']);
    expect(pages).toBe(2);
  });

  it('are reported below the customer whose rows they are', async () => {
    listOrders();
    const { data, errors } = await stage.query(
      `{ customer(customerId: "c1") { orders(first: 5) ${SELECTION} } }`,
    );
    const { customer } = data as { customer: { orders: Connection } };
    expect(customer.orders.nodes.map(({ orderId }) => orderId)).toEqual(['o1', 'o3']);
    expect(customer.orders.pageInfo.hasNextPage).toBe(false);
    expect(errors?.map(({ path }) => path)).toEqual([['customer', 'orders']]);
    expect(JSON.stringify(errors)).not.toContain('planted');
  });

  it('are reported where they do not say whose they are among those of many customers', async () => {
    const ids = Array.from({ length: 30 }, (_, index) => `c${index}`);
    stage.upstream.on('ListSubCustomers', {
      json: pageOf(
        'ListSubCustomers',
        ids.map((customer_id) => ({ customer_id, association_type: '2' })),
      ),
    });
    const lines = [...ids.map((customer_id) => ({ customer_id, amount: 1 })), { amount: 4711 }];
    stage.upstream.on('ListSubcustomerMonthlyBills', ({ query }) => {
      const asked = query.get('customer_id');
      const sums = query.get('charge_mode') === '1' ? lines : [];
      const bill_sums = sums.filter(
        (line) => !asked || ('customer_id' in line && line.customer_id === asked),
      );
      return { json: { count: bill_sums.length, currency: 'CNY', bill_sums } };
    });
    const { data, errors } = await stage.query(
      '{ customers(first: 30) { nodes { monthlyBill(cycle: "2026-09") { total { amount } } } } }',
    );
    const { customers } = data as {
      customers: { nodes: readonly { monthlyBill: { total: { amount: string } } }[] };
    };
    expect(customers.nodes.map(({ monthlyBill }) => monthlyBill.total.amount)).toEqual(ids.map(() => '1'));
    expect(errors?.map(({ message }) => message)).toEqual([
      'ListSubcustomerMonthlyBills: expected each row to say whose it is, got 1 that does not',
    ]);
  });
});
