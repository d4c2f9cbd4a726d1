import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canonicalDecimal } from '../../src/decode/decimal.ts';
import { type Harness, startHarness } from '../support/harness.ts';

const JOIN = `query Join($first: Int!, $cycle: BillingCycle!) {
  customers(first: $first) {
    nodes {
      customerId
      balance { available { amount } }
      orders(first: 5) { nodes { orderId } }
      coupons(first: 5) { nodes { couponId } }
      monthlyBill(cycle: $cycle) { total { amount } }
    }
  }
}`;

interface JoinData {
  customers: {
    nodes: {
      customerId: string;
      balance: { available: { amount: string } } | null;
      orders: { nodes: { orderId: string }[] };
      coupons: { nodes: { couponId: string }[] };
      monthlyBill: { total: { amount: string } };
    }[];
  };
}

describe('the join of 100 customers with balance, orders, coupons and a bill', () => {
  let harness: Harness;
  beforeAll(async () => {
    harness = await startHarness({ customers: 200, seed: 7, fixedNow: Date.UTC(2026, 9, 20, 4) });
  });
  afterAll(() => harness.close());

  it('answers as the world says, with no throttled call and in as many calls as planned', async () => {
    const answer = await harness.query<JoinData>(JOIN, { first: 100, cycle: '2026-09' });
    expect(answer.errors).toBeUndefined();
    const world = await harness.world();
    const log = await harness.log();
    expect(answer.data.customers.nodes).toHaveLength(100);
    for (const node of answer.data.customers.nodes) {
      const own = (row: { customer_id?: unknown }) => row.customer_id === node.customerId;
      const balance = world.balances.find(own);
      expect(node.balance?.available.amount).toBe(balance && canonicalDecimal(String(balance['amount'])));
    }
    expect(log.throttled).toBe(0);
    expect(log.operations).toMatchObject({ ListCustomersBalancesDetail: { calls: 1, throttled: 0 } });
    expect(answer.extensions.upstream.calls).toBe(29);
  });
});
