import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Truth, TruthRow } from '../../../src/sandbox/sandbox.ts';
import {
  ORDER_COUPONS,
  orderCoupons,
  REFUND,
  refund,
  USABLE_DISCOUNT,
  usableDiscount,
} from '../../support/expected/order-payment.ts';
import { rowsWith, rowWith } from '../../support/expected/values.ts';
import { type Harness, startHarness } from '../../support/harness.ts';

const INCLUDE =
  '?include=customers,customersWithAgency,orders,orderCoupons,orderDiscounts,refunds,serviceTypes,resourceTypes';

let harness: Harness;
let world: Truth;
beforeAll(async () => {
  harness = await startHarness({ customers: 40, fixedNow: Date.UTC(2026, 9, 20, 4), withoutQuotas: true });
  world = await harness.world(INCLUDE);
});
afterAll(() => harness.close());

const PENDING = 6;
const UNSUBSCRIPTION = 4;
const granted = (row: TruthRow) => world.customersWithAgency.includes(String(row['customer_id']));

/** The orders under aliases, each with that selection. */
async function ask(rows: readonly TruthRow[], selection: string) {
  const fields = rows.map((row, at) => `o${at}: order(orderId: "${row['order_id']}") { ${selection} }`);
  return harness.callsOf(() => harness.query<Readonly<Record<string, unknown>>>(`{ ${fields.join('\n')} }`));
}

describe('what a pending order could be paid with', () => {
  it('maps every field of coupons and discounts, one call per order, in the name of its customer', async () => {
    const pending = world.orders.filter((row) => row['status'] === PENDING && granted(row));
    expect(pending.length).toBeGreaterThan(5);
    const { result, calls } = await ask(
      pending,
      `usableCoupons ${ORDER_COUPONS} usableDiscounts ${USABLE_DISCOUNT}`,
    );
    expect(result.errors).toBeUndefined();
    let coupons = 0;
    for (const [at, row] of pending.entries()) {
      const expected = orderCoupons(rowWith(world.orderCoupons, 'order_id', row['order_id']) ?? {});
      coupons += expected.coupons.length;
      expect(result.data[`o${at}`]).toEqual({
        usableCoupons: expected,
        usableDiscounts: rowsWith(world.orderDiscounts, 'order_id', row['order_id']).map(usableDiscount),
      });
    }
    expect(coupons).toBeGreaterThan(3);
    expect(calls['ListOrderCouponsByOrderId']).toBe(pending.length);
    expect(calls['ListOrderDiscounts']).toBe(pending.length);
    // One token for each customer, however many of its orders are asked about.
    expect(calls['KeystoneCreateAgencyToken'] ?? calls['CreateTemporaryAccessKeyByAgency']).toBe(
      new Set(pending.map((row) => row['customer_id'])).size,
    );
  });

  it('asks nothing about an order that does not wait for payment', async () => {
    const done = world.orders.filter((row) => row['status'] === 5).slice(0, 3);
    const { result, calls } = await ask(done, 'usableCoupons { totalCount } usableDiscounts { discountId }');
    expect(result.data).toEqual({
      o0: { usableCoupons: null, usableDiscounts: [] },
      o1: { usableCoupons: null, usableDiscounts: [] },
      o2: { usableCoupons: null, usableDiscounts: [] },
    });
    expect(calls['ListOrderCouponsByOrderId']).toBeUndefined();
    expect(calls['ListOrderDiscounts']).toBeUndefined();
  });

  it('is null with one error each where the customer did not grant the agency', async () => {
    const [row] = world.orders.filter((one) => one['status'] === PENDING && !granted(one));
    expect(row).toBeDefined();
    const { result } = await ask(
      row ? [row] : [],
      'status usableCoupons { totalCount } usableDiscounts { discountId }',
    );
    expect(result.data['o0']).toEqual({
      status: 'PENDING_PAYMENT',
      usableCoupons: null,
      usableDiscounts: null,
    });
    expect(result.errors?.map(({ path }) => path?.at(-1)).toSorted()).toEqual([
      'usableCoupons',
      'usableDiscounts',
    ]);
  });
});

describe('refunds', () => {
  it('maps every field of what was settled, and the sum is the amount of the order', async () => {
    const rows = world.orders.filter((row) => row['order_type'] === UNSUBSCRIPTION);
    expect(rows.length).toBeGreaterThan(5);
    const { result, calls } = await ask(rows, `amountAfterDiscount { amount } refundItems ${REFUND}`);
    expect(result.errors).toBeUndefined();
    for (const [at, row] of rows.entries()) {
      const expected = rowsWith(world.refunds, 'order_id', row['order_id']).map((one) => refund(world, one));
      const order = result.data[`o${at}`] as {
        amountAfterDiscount: { amount: string };
        refundItems: readonly { amount: { amount: string } }[];
      };
      expect(order.refundItems).toEqual(expected);
      const cents = order.refundItems.reduce(
        (sum, { amount }) => sum + Math.round(Number(amount.amount) * 100),
        0,
      );
      expect(cents).toBe(Math.round(Number(order.amountAfterDiscount.amount) * 100));
    }
    expect(calls['ShowRefundOrderDetails']).toBe(rows.length);
  });

  it('reads "neither downgrade nor unsubscription" as nothing paid back, and does not ask about other orders', async () => {
    const changed = world.orders.find((row) => row['order_type'] === 3);
    const bought = world.orders.find((row) => row['order_type'] === 1);
    const { result, calls } = await ask(
      [changed, bought].filter((row) => row !== undefined),
      'refundItems { refundItemId }',
    );
    expect(result.errors).toBeUndefined();
    expect(result.data).toEqual({ o0: { refundItems: [] }, o1: { refundItems: [] } });
    expect(calls['ShowRefundOrderDetails']).toBe(1);
  });
});
