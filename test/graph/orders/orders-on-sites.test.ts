import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Truth } from '../../../src/sandbox/sandbox.ts';
import { type Harness, startHarness } from '../../support/harness.ts';

// What the international site does not have says so, and the rest of the answer is there.

let harness: Harness;
let world: Truth;
beforeAll(async () => {
  harness = await startHarness({
    customers: 12,
    fixedNow: Date.UTC(2026, 9, 20, 4),
    withoutQuotas: true,
    tenants: ([first]) => (first ? [{ ...first, site: 'intl' }] : []),
  });
  world = await harness.world('?include=customersWithAgency,orders');
});
afterAll(() => harness.close());

it('has discounts of a pending order, and neither coupons nor renewal tasks', async () => {
  const pending = world.orders.find(
    (row) => row['status'] === 6 && world.customersWithAgency.includes(String(row['customer_id'])),
  );
  const { data, errors } = await harness.query<{ order: object; renewalTasks: unknown }>(
    `query ($id: String!) {
      order(orderId: $id) { status usableCoupons { totalCount } usableDiscounts { typeCode } customer { renewalTasks(month: "2026-10") { month } } }
      renewalTasks(month: "2026-10") { nodes { month } }
    }`,
    { id: pending?.['order_id'] },
  );
  expect(data.order).toEqual({
    status: 'PENDING_PAYMENT',
    usableCoupons: null,
    usableDiscounts: expect.arrayContaining([{ typeCode: expect.any(String) }]),
    customer: { renewalTasks: null },
  });
  expect(errors?.map(({ path, extensions }) => [path?.join('.'), extensions.code]).toSorted()).toEqual([
    ['order.customer.renewalTasks', 'NOT_AVAILABLE_ON_SITE'],
    ['order.usableCoupons', 'NOT_AVAILABLE_ON_SITE'],
    ['renewalTasks', 'NOT_AVAILABLE_ON_SITE'],
  ]);
});

it('estimates no call for what the site does not have', async () => {
  const { extensions } = await harness.query('{ renewalTasks(month: "2026-10") { nodes { month } } }');
  expect(extensions.upstream).toMatchObject({ calls: 0, estimatedCalls: 0, estimate: { upper: 0 } });
});
