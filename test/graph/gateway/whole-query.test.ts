import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Truth } from '../../../src/sandbox/sandbox.ts';
import { exampleQueries } from '../../../src/server/graphiql/examples.ts';
import { BILL, monthlyBill, RECORD, record, recordsOf } from '../../support/expected/bills.ts';
import { COUPON, coupon } from '../../support/expected/coupons.ts';
import { BALANCE, balance, CUSTOMER, customer } from '../../support/expected/customers.ts';
import { LINE_ITEM, lineItems, newestFirst, ORDER, order } from '../../support/expected/orders.ts';
import { periodResource, RESOURCE } from '../../support/expected/resources.ts';
import { rowsWith } from '../../support/expected/values.ts';
import { type Harness, startHarness } from '../../support/harness.ts';

const CYCLE = '2026-09';
const FIRST = 8;

const QUERY = `query Everything($cycle: BillingCycle!) { customers(first: ${FIRST}) { totalCount nodes {
  ${CUSTOMER} ${BALANCE}
  orders(first: 3) { totalCount nodes {
    ${ORDER}
    lineItems { nodes { ${LINE_ITEM} } }
    resources { nodes { ${RESOURCE} } }
  } }
  coupons(first: 500) { nodes { ${COUPON} } }
  monthlyBill(cycle: $cycle) { ${BILL} }
  consumption(cycle: $cycle, first: 10) { totalCount nodes { ${RECORD} } }
} } }`;

interface Everything {
  readonly customers: {
    readonly totalCount: number;
    readonly nodes: readonly {
      readonly customerId: string;
      readonly coupons: { readonly nodes: readonly { readonly couponId: string }[] };
    }[];
  };
}

let harness: Harness;
let world: Truth;
beforeAll(async () => {
  harness = await startHarness({ customers: 60, fixedNow: Date.UTC(2026, 9, 20, 4), withoutQuotas: true });
  world = await harness.world(`?cycle=${CYCLE}`);
});
afterAll(() => harness.close());

const byCouponId = (nodes: readonly { readonly couponId: unknown }[]) =>
  nodes.toSorted((left, right) => (String(left.couponId) < String(right.couponId) ? -1 : 1));

function expected(row: Truth['customers'][number]) {
  const id = row['customer_id'];
  const records = recordsOf(world, id, CYCLE);
  const newest = newestFirst(world, id);
  return {
    ...customer(row),
    balance: balance(world, id),
    orders: {
      totalCount: newest.length,
      nodes: newest.slice(0, 3).map((one) => ({
        ...order(world, one),
        lineItems: { nodes: lineItems(world, one).slice(0, 20) },
        resources: {
          nodes: rowsWith(world.periodResources, 'order_id', one['order_id'])
            .slice(0, 20)
            .map((each) => periodResource(world, each)),
        },
      })),
    },
    coupons: { nodes: byCouponId(rowsWith(world.coupons, 'customer_id', id).map(coupon)) },
    monthlyBill: monthlyBill(world, id, CYCLE),
    consumption: {
      totalCount: records.length,
      nodes: records.slice(0, 10).map((one) => record(world, one)),
    },
  };
}

const isOf = (record: { bill_cycle?: unknown; customer_id?: unknown }, customerId: unknown): boolean =>
  record.bill_cycle === CYCLE && record.customer_id === customerId;

describe('one query over customers, orders, coupons, bills and consumption', () => {
  it('equals the world as a whole', async () => {
    const answer = await harness.query<Everything>(QUERY, { cycle: CYCLE });
    expect(answer.errors).toBeUndefined();
    expect(answer.data.customers.totalCount).toBe(60);
    expect(answer.data.customers.nodes).toHaveLength(FIRST);
    for (const [at, node] of answer.data.customers.nodes.entries()) {
      const row = world.customers[at];
      expect({ ...node, coupons: { nodes: byCouponId(node.coupons.nodes) } }).toEqual(row && expected(row));
    }
  });

  it('costs what it was planned to cost, and a tenth of a second later nothing', async () => {
    const { calls } = await harness.callsOf(() =>
      harness.query(QUERY, { cycle: CYCLE }, { 'cache-control': 'no-cache' }),
    );
    const { ListCustomerOrders, ListIssuedPartnerCoupons, ListSubcustomerMonthlyBills, ...rest } = calls;
    const orders = world.customers.slice(0, FIRST).reduce((sum, row) => {
      return sum + Math.min(3, rowsWith(world.orders, 'customer_id', row['customer_id']).length);
    }, 0);
    const consuming = world.customers
      .slice(0, FIRST)
      .filter((row) => world.feeRecords.some((record) => isOf(record, row['customer_id']))).length;
    // Per order its details and its resources, per consuming customer its records; the rest is shared.
    expect(rest).toMatchObject({
      ListSubCustomers: 1,
      ListCustomersBalancesDetail: 1,
      ListConsumeSubCustomers: 1,
      ListSubCustomerBillDetail: consuming,
      ShowCustomerOrderDetails: orders,
    });
    expect(ListCustomerOrders).toBeLessThanOrEqual(FIRST + 1);
    expect(ListIssuedPartnerCoupons).toBeLessThanOrEqual(FIRST + 1);
    expect(ListSubcustomerMonthlyBills).toBeLessThanOrEqual(3 * (FIRST + 1));
    const again = await harness.callsOf(() => harness.query(QUERY, { cycle: CYCLE }));
    expect(again.calls).toEqual({});
    expect(again.result.extensions.upstream.calls).toBe(0);
  });

  const times = { cycle: CYCLE, from: '2026-10-20T00:00:00Z', until: '2026-11-20T00:00:00Z' };
  it('runs the examples of the international site as they are', async () => {
    const intl = await startHarness({ site: 'intl', customers: 30, fixedNow: Date.UTC(2026, 9, 20, 4) });
    try {
      for (const { name, query } of exampleQueries(times, 'intl')) {
        const { errors, data } = await intl.query<Record<string, unknown>>(query);
        expect(errors, name).toBeUndefined();
        expect(Object.values(data), name).not.toContain(null);
      }
    } finally {
      await intl.close();
    }
  });

  it.each(exampleQueries(times).map(({ name, query }) => [name, query] as const))(
    'runs the example "%s" as it is',
    async (_name, query) => {
      const answer = await harness.query<{ customers: { nodes: readonly unknown[] } }>(query);
      expect(answer.errors).toBeUndefined();
      expect(answer.data.customers.nodes.length).toBeGreaterThan(0);
    },
  );
});
