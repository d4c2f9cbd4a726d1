import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Truth } from '../../../src/sandbox/sandbox.ts';
import { type Harness, startHarness } from '../../support/harness.ts';

// Rows move between the pages of every listing while it is read. Rows that were there all the time are there
// exactly once, and so is everything that belongs to them.

const CYCLE = '2026-09';
const HEADERS = { 'cache-control': 'no-cache' };
const JOIN = `{ customers(first: 100) { nodes {
  customerId
  balance { available { amount } }
  orders(first: 5) { nodes { orderId status } }
  coupons(first: 50) { nodes { couponId status } totalCount }
  monthlyBill(cycle: "${CYCLE}") { total { amount } lines { serviceTypeCode amount { amount } } }
} } }`;
const LISTINGS = `{
  customers(first: 250) { nodes { customerId } }
  orders(first: 350) { nodes { orderId } }
  coupons(first: 150) { nodes { couponId } }
  monthlyBills(cycle: "${CYCLE}", first: 500) { nodes { customer { customerId } total { amount } } }
}`;

interface Listed {
  readonly customers: { readonly nodes: readonly { readonly customerId: string }[] };
  readonly orders: { readonly nodes: readonly { readonly orderId: string }[] };
  readonly coupons: { readonly nodes: readonly { readonly couponId: string }[] };
  readonly monthlyBills: {
    readonly nodes: readonly { readonly customer: { readonly customerId: string } }[];
  };
}

describe.each([7, 8])('in the world of seed %i', (seed) => {
  let harness: Harness;
  let world: Truth;
  beforeAll(async () => {
    const fixedNow = Date.UTC(2026, 9, 20, 4);
    harness = await startHarness({ customers: 250, seed, fixedNow, withoutQuotas: true });
    world = await harness.world('?include=customers');
  });
  afterEach(() => harness.reset());
  afterAll(() => harness.close());

  describe.each(['insert', 'remove', 'reorder'] as const)('with %s between pages', (rowShift) => {
    it('gives customers what belongs to them', async () => {
      const still = await harness.query(JOIN, {}, HEADERS);
      await harness.setFaults({ '*': { rowShift } });
      const shifted = await harness.query(JOIN, {}, HEADERS);
      expect(shifted.errors).toBeUndefined();
      expect(shifted.data).toEqual(still.data);
      expect(shifted.extensions.upstream.repairs).toBeGreaterThan(0);
      expect(still.extensions.upstream.repairs).toBe(0);
    });

    it('lists every row once', async () => {
      const still = await harness.query<Listed>(LISTINGS, {}, HEADERS);
      await harness.setFaults({ '*': { rowShift } });
      const shifted = await harness.query<Listed>(LISTINGS, {}, HEADERS);
      expect(shifted.errors).toBeUndefined();
      const customers = shifted.data.customers.nodes.map(({ customerId }) => customerId);
      expect(customers).toHaveLength(world.customers.length);
      expect(new Set(customers)).toEqual(new Set(world.customers.map((row) => row['customer_id'])));
      for (const { nodes } of [shifted.data.orders, shifted.data.coupons]) {
        const ids = nodes.map((node) => JSON.stringify(node));
        expect(new Set(ids).size).toBe(ids.length);
      }
      expect(shifted.data.orders.nodes).toHaveLength(350);
      expect(shifted.data.coupons.nodes).toHaveLength(150);
      const byCustomer = ({ monthlyBills }: Listed) =>
        new Map(monthlyBills.nodes.map((bill) => [bill.customer.customerId, bill]));
      expect(byCustomer(shifted.data)).toEqual(byCustomer(still.data));
    });
  });
});
