import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Truth, TruthRow } from '../../../src/sandbox/sandbox.ts';
import { COUPON, coupon } from '../../support/expected/coupons.ts';
import { ORDER, order } from '../../support/expected/orders.ts';
import { rowsWith, rowWith } from '../../support/expected/values.ts';
import { type Harness, startHarness } from '../../support/harness.ts';
import { readConnection } from '../../support/paging.ts';

let harness: Harness;
let world: Truth;
beforeAll(async () => {
  harness = await startHarness({ customers: 40, fixedNow: Date.UTC(2026, 9, 20, 4), withoutQuotas: true });
  world = await harness.world('?include=customers,orders,coupons,serviceTypes');
});
afterAll(() => harness.close());

interface CouponPage {
  readonly nodes: readonly { readonly couponId: string }[];
  readonly totalCount: number;
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

const byId = <Node>(nodes: readonly Node[]): readonly Node[] =>
  nodes.toSorted((left, right) =>
    String(Reflect.get(left as object, 'couponId')).localeCompare(
      String(Reflect.get(right as object, 'couponId')),
    ),
  );

describe('coupons', () => {
  it('maps every field of every coupon of every customer', async () => {
    const { result, calls } = await harness.callsOf(() =>
      harness.query<{ customers: { nodes: readonly { customerId: string; coupons: CouponPage }[] } }>(
        `{ customers(first: 50) { nodes { customerId coupons(first: 500) { totalCount nodes { ${COUPON} } } } } }`,
      ),
    );
    expect(result.errors).toBeUndefined();
    for (const { customerId, coupons } of result.data.customers.nodes) {
      const expected = rowsWith(world.coupons, 'customer_id', customerId).map(coupon);
      expect(coupons.totalCount).toBe(expected.length);
      expect(byId(coupons.nodes)).toEqual(byId(expected));
    }
    // Sweeping all coupons takes fewer calls than asking for each customer.
    expect(calls).toEqual({
      ListSubCustomers: 1,
      ListIssuedPartnerCoupons: Math.ceil(world.coupons.length / 100),
    });
  });

  it('holds every case that the mapping must tell apart', () => {
    const some = (holds: (row: TruthRow) => boolean) => expect(world.coupons.some(holds)).toBe(true);
    some((row) => row['status'] === 9);
    some((row) => row['coupon_type'] === 2);
    some((row) => row['balance'] === undefined);
    some((row) => typeof row['lock_order_id'] === 'string');
    some((row) => typeof row['order_id'] === 'string');
  });

  it('leads to the orders that hold and that used a coupon, with all of their fields', async () => {
    const answer = await harness.query<{
      coupons: { nodes: readonly { couponId: string; lockedByOrder: unknown; usedByOrder: unknown }[] };
    }>(`{ coupons(first: 500) { nodes {
      couponId lockedByOrder { ${ORDER} } ... on IssuedCoupon { usedByOrder { ${ORDER} } }
    } } }`);
    expect(answer.errors).toBeUndefined();
    const orderOf = (id: unknown) => {
      const row = rowWith(world.orders, 'order_id', id);
      return row ? order(world, row) : null;
    };
    for (const node of answer.data.coupons.nodes) {
      const row = rowWith(world.coupons, 'coupon_id', node.couponId);
      expect(node.lockedByOrder).toEqual(orderOf(row?.['lock_order_id']));
      expect(node.usedByOrder).toEqual(orderOf(row?.['order_id']));
    }
  });

  it('names the order behind a coupon without a call for it', async () => {
    const { calls } = await harness.callsOf(() =>
      harness.query(
        '{ coupons(first: 50) { nodes { couponId lockedByOrder { id orderId } } } }',
        {},
        { 'cache-control': 'no-cache' },
      ),
    );
    expect(calls).toEqual({ ListIssuedPartnerCoupons: 1 });
  });

  it('pages through those of all customers exactly once', async () => {
    const query = `query ($first: Int, $after: String) { coupons(first: $first, after: $after) {
      nodes { couponId } totalCount pageInfo { hasNextPage endCursor }
    } }`;
    const read = await readConnection<{ coupons: CouponPage }>(harness, query, 33, (data) => data.coupons);
    expect([...read.totals]).toEqual([world.coupons.length]);
    expect(byId(read.nodes)).toEqual(byId(world.coupons.map((row) => ({ couponId: row['coupon_id'] }))));
  });

  it('finds the coupons that were used for an order', async () => {
    const used = world.coupons.find((row) => row['order_id']);
    const { data } = await harness.query<{ coupons: CouponPage }>(
      'query ($id: String!) { coupons(filter: { usedByOrderId: $id }) { totalCount nodes { couponId } } }',
      { id: used?.['order_id'] },
    );
    const want = world.coupons.filter((row) => row['order_id'] === used?.['order_id']);
    expect(byId(data.coupons.nodes)).toEqual(byId(want.map((row) => ({ couponId: row['coupon_id'] }))));
  });

  it.each([
    ['status: USED', (row: TruthRow) => row['status'] === 3],
    ['type: FLEXI_PURCHASE_COUPON', (row) => row['coupon_type'] === 4],
    [
      'expiresFrom: "2026-10-20T00:00:00Z", expiresUntil: "2027-01-01T00:00:00Z"',
      (row) =>
        String(row['expire_time']) > '2026-10-20T00' && String(row['expire_time']) < '2027-01-01T00:00:00Z',
    ],
  ] as [string, (row: TruthRow) => boolean][])('filters by %s', async (filter, passes) => {
    const answer = await harness.query<{
      coupons: CouponPage;
      customers: { nodes: readonly { customerId: string; coupons: CouponPage }[] };
    }>(`{
      coupons(first: 500, filter: { ${filter} }) { totalCount nodes { couponId } }
      customers(first: 50) { nodes { customerId coupons(first: 9, filter: { ${filter} }) { nodes { couponId } } } }
    }`);
    expect(answer.errors).toBeUndefined();
    const ids = (rows: readonly TruthRow[]) =>
      byId(rows.filter(passes).map((row) => ({ couponId: row['coupon_id'] })));
    expect(ids(world.coupons).length).toBeGreaterThan(0);
    expect(byId(answer.data.coupons.nodes)).toEqual(ids(world.coupons));
    expect(answer.data.coupons.totalCount).toBe(ids(world.coupons).length);
    for (const { customerId, coupons } of answer.data.customers.nodes) {
      expect(byId(coupons.nodes)).toEqual(ids(rowsWith(world.coupons, 'customer_id', customerId)));
    }
  });
});
