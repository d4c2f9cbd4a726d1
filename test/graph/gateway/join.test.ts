import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Truth } from '../../../src/sandbox/sandbox.ts';
import { monthlyBill } from '../../support/expected/bills.ts';
import { balance } from '../../support/expected/customers.ts';
import { newestFirst } from '../../support/expected/orders.ts';
import { rowsWith } from '../../support/expected/values.ts';
import { type GraphAnswer, type Harness, startHarness } from '../../support/harness.ts';

const CYCLE = '2026-09';
const JOIN = `query Join($first: Int!, $cycle: BillingCycle!) {
  customers(first: $first) {
    nodes {
      customerId
      balance { available { amount currency } debt { amount currency } }
      orders(first: 5) { nodes { orderId createdAt } }
      coupons(first: 5) { nodes { couponId } }
      monthlyBill(cycle: $cycle) { total { amount currency } lines { serviceTypeCode chargingModeCode } }
    }
  }
}`;

interface JoinData {
  readonly customers: {
    readonly nodes: readonly {
      readonly customerId: string;
      readonly balance: unknown;
      readonly orders: {
        readonly nodes: readonly { readonly orderId: string; readonly createdAt: string }[];
      };
      readonly coupons: { readonly nodes: readonly { readonly couponId: string }[] };
      readonly monthlyBill: unknown;
    }[];
  };
}

describe('the join of 100 customers with balance, 5 newest orders, 5 coupons and a bill', () => {
  let harness: Harness;
  let world: Truth;
  let answer: GraphAnswer<JoinData>;
  beforeAll(async () => {
    harness = await startHarness({ customers: 200, seed: 7, fixedNow: Date.UTC(2026, 9, 20, 4) });
    answer = await harness.query<JoinData>(JOIN, { first: 100, cycle: CYCLE });
    world = await harness.world(
      `?include=customers,balances,orders,coupons,monthlyBills,serviceTypes&cycle=${CYCLE}`,
    );
  });
  afterAll(() => harness.close());

  it('answers as the world says', () => {
    expect(answer.errors).toBeUndefined();
    const { nodes } = answer.data.customers;
    expect(nodes.map((node) => node.customerId)).toEqual(
      world.customers.slice(0, 100).map((row) => row['customer_id']),
    );
    for (const node of nodes) {
      expect(node.balance).toEqual(balance(world, node.customerId));
      const orders = newestFirst(world, node.customerId);
      expect(node.orders.nodes.map((order) => order.createdAt)).toEqual(
        orders.slice(0, 5).map((row) => row['create_time']),
      );
      expect(orders.map((row) => row['order_id'])).toEqual(
        expect.arrayContaining(node.orders.nodes.map((order) => order.orderId)),
      );
      const coupons = rowsWith(world.coupons, 'customer_id', node.customerId).map((row) => row['coupon_id']);
      const shown = node.coupons.nodes.map((coupon) => coupon.couponId);
      expect(new Set(shown).size).toBe(Math.min(5, coupons.length));
      expect(coupons).toEqual(expect.arrayContaining(shown));
      const bill = monthlyBill(world, node.customerId, CYCLE);
      expect(node.monthlyBill).toEqual({
        total: bill.total,
        lines: bill.lines.map(({ serviceTypeCode, chargingModeCode }) => ({
          serviceTypeCode,
          chargingModeCode,
        })),
      });
    }
  });

  it('trips no quota, and takes as many calls as were planned', async () => {
    const log = await harness.log();
    expect(log.throttled).toBe(0);
    expect(answer.extensions.upstream).toMatchObject({ throttled: 0, calls: log.total });
    expect(
      Object.fromEntries(Object.entries(log.operations).map(([name, { calls }]) => [name, calls])),
    ).toEqual({
      ListSubCustomers: 1,
      ListCustomersBalancesDetail: 1,
      // Newest orders and coupons are swept, and so is each of the three series of the bill.
      ListCustomerOrders: 16,
      ListIssuedPartnerCoupons: 5,
      ListSubcustomerMonthlyBills: 6,
    });
  });
});
