import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Tenant } from '../../../src/config/tenant.ts';
import type { Truth } from '../../../src/sandbox/sandbox.ts';
import { clientWithKey, withKey } from '../../support/clients.ts';
import { globalId } from '../../support/expected/values.ts';
import { type Harness, startHarness } from '../../support/harness.ts';

// What surrounds an answer tells a customer nothing either: traces, plans and quota look the same whether an
// id is another customer's or nobody's, and whatever the partner or its other customers did before.

const ADMIN = withKey('admin-key');
const OWN = withKey('customer-key');
const TRACED = { ...OWN, 'x-upstream-trace': '1', 'cache-control': 'no-cache' };

let harness: Harness;
let world: Truth;
let own: string;
let others: string;
beforeAll(async () => {
  harness = await startHarness({
    customers: 60,
    fixedNow: Date.UTC(2026, 9, 20, 4),
    environment: { DEV_VIEWER: '' },
  });
  world = await harness.world();
  own = String(world.orders[0]?.['customer_id']);
  const order = world.orders.find((row) => row['customer_id'] !== own);
  others = String(order?.['order_id']);
});
beforeEach(async () => {
  await harness.reset();
  harness.gateway.reload(withClients(harness.tenants));
});
afterAll(() => harness.close());

const withClients = ([tenant]: readonly Tenant[]): readonly Tenant[] =>
  tenant
    ? [
        {
          ...tenant,
          distributor: true,
          clients: [
            clientWithKey('admin-key', 'PARTNER_ADMIN'),
            clientWithKey('customer-key', 'CUSTOMER', own),
          ],
        },
      ]
    : [];

/** Everything beside the data, without times. */
async function surroundings(query: string, headers: Readonly<Record<string, string>> = TRACED) {
  const { data, errors, extensions } = await harness.query(query, {}, headers);
  const text = JSON.stringify({ data, errors, extensions: extensions.upstream });
  return text.replaceAll(/"(startMs|queuedMs|durationMs|seconds)":[\d.]+/g, '"$1":0');
}

const WARM = `{ customers(first: 60) { totalCount nodes { orders(first: 5) { nodes { orderId } } coupons(first: 5) { nodes { couponId } } } } }`;
const OWN_ORDERS = `{ customer(customerId: "CUSTOMER") { orders(first: 5) { nodes { orderId } } coupons(first: 2) { nodes { couponId } } } }`;

it("shows no difference between another customer's order or coupon and nobody's", async () => {
  const coupon = world.coupons.find((row) => row['customer_id'] !== own)?.['coupon_id'];
  const order = (id: string) => surroundings(`{ order(orderId: "${id}") { orderId } }`);
  expect(await order(others)).toBe(await order('CS9999999999999999'));
  const node = (id: unknown) =>
    surroundings(`{ node(id: "${globalId('IssuedCoupon', id)}") { id } }`).then((text) =>
      text.replaceAll(String(id), 'ID'),
    );
  expect(await node(coupon)).toBe(await node('CP9999999999999999'));
});

it("plans a customer's query alike whatever the partner has read before", async () => {
  const query = OWN_ORDERS.replace('CUSTOMER', own);
  const plan = { ...OWN, 'x-upstream-plan': 'only' };
  const planned = await surroundings(query, plan);
  await harness.query(WARM, {}, ADMIN);
  expect(await surroundings(query, plan)).toBe(planned);
  // What the customer has read itself is known from then on.
  await surroundings(query);
  const traced = await surroundings(query);
  await harness.query(WARM, {}, { ...ADMIN, 'cache-control': 'no-cache' });
  expect(await surroundings(query)).toBe(traced);
  const warm = await surroundings(query, { ...OWN, 'x-upstream-trace': '1' });
  expect(warm).not.toMatch(/sweep|rowsFetched|thrown away/);
});

it("shows a customer its own account's quota only", async () => {
  const quota = '{ viewer { quota { operation remaining queued } } }';
  await harness.query(WARM, {}, ADMIN);
  const { data } = await harness.query<{ viewer: { quota: readonly unknown[] } }>(quota, {}, OWN);
  expect(data.viewer.quota).toEqual([]);
});

it('makes no call for a node of a reseller', async () => {
  const id = Buffer.from(`Order@${'r'.repeat(32)}:${others}`).toString('base64');
  const { result, calls } = await harness.callsOf(() =>
    harness.query(`{ node(id: "${id}") { id } }`, {}, OWN),
  );
  expect(result.data).toEqual({ node: null });
  expect(result.errors).toBeUndefined();
  expect(calls).toEqual({});
});
