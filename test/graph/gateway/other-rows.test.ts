import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Tenant } from '../../../src/config/tenant.ts';
import type { Truth, TruthRow } from '../../../src/sandbox/sandbox.ts';
import { clientWithKey, withKey } from '../../support/clients.ts';
import { type Harness, startHarness } from '../../support/harness.ts';
import { type SwappingProxy, startSwappingProxy } from '../../support/swapping-proxy.ts';

// Between the gateway and the upstream stands a proxy that answers with the rows of another customer.

const CYCLE = '2026-09';
const ADMIN = withKey('admin-key');
const OWN = withKey('customer-key');
const CUSTOMER = `customer(customerId: $id) {
  customerId name accountName balance { available { amount } }
  orders(first: 20) { nodes { orderId customer { customerId name } } }
  coupons(first: 20) { nodes { couponId customer { customerId } } }
  resources(first: 20) { nodes { resourceId customer { customerId } } }
  monthlyBill(cycle: "${CYCLE}") { total { amount } lines { serviceTypeCode amount { amount } } }
  consumption(cycle: "${CYCLE}", first: 20) { nodes { recordId customer { customerId } } }
}`;
const QUERY = `query ($id: String!) { ${CUSTOMER} }`;

let harness: Harness;
let proxy: SwappingProxy;
let world: Truth;
let own: string;
let other: string;
beforeAll(async () => {
  harness = await startHarness({
    customers: 12,
    fixedNow: Date.UTC(2026, 9, 20, 4),
    withoutQuotas: true,
    environment: { DEV_VIEWER: '' },
  });
  proxy = await startSwappingProxy(harness.upstreamUrl);
  world = await harness.world(`?cycle=${CYCLE}`);
  const busy = (row: TruthRow) =>
    [world.orders, world.coupons, world.periodResources, world.feeRecords].every((rows) =>
      rows.some((one) => one['customer_id'] === row['customer_id']),
    );
  const [one, two] = world.customers.filter(busy).map((row) => String(row['customer_id']));
  if (!one || !two) throw new Error('expected two customers that have everything, got fewer');
  [own, other] = [one, two];
  harness.gateway.reload(behindProxy(harness.tenants));
});
afterEach(() => {
  proxy.tamper = (body) => body;
});
afterAll(async () => {
  await proxy.close();
  await harness.close();
});

const behindProxy = ([tenant]: readonly Tenant[]): readonly Tenant[] =>
  tenant
    ? [
        {
          ...tenant,
          endpoints: { ...tenant.endpoints, bss: new URL(proxy.url) },
          clients: [
            clientWithKey('admin-key', 'PARTNER_ADMIN'),
            clientWithKey('customer-key', 'CUSTOMER', own),
          ],
        },
      ]
    : [];

const ask = (query: string, variables: object, headers: Readonly<Record<string, string>>) =>
  harness.query<Record<string, unknown>>(
    query,
    { ...variables },
    { ...headers, 'cache-control': 'no-cache' },
  );

/**
 * Texts that stand in rows of the other customer only. Rows of yearly/monthly resources do not say whose they
 * are, so that those of another customer cannot be known.
 */
function foreign(): readonly string[] {
  const isTheirs = (row: TruthRow) => row['customer_id'] === other;
  const idsOf = (rows: readonly TruthRow[], ...fields: string[]) =>
    rows.filter(isTheirs).flatMap((row) => fields.map((field) => String(row[field] ?? '')));
  return [
    ...idsOf(world.customers, 'customer_id', 'customer', 'account_name'),
    ...idsOf(world.orders, 'order_id'),
    ...idsOf(world.coupons, 'coupon_id'),
    ...idsOf(world.onDemandResources, 'resource_id'),
    ...idsOf(world.feeRecords, 'id'),
  ].filter((text) => text.length > 3);
}

describe.each([
  ['a customer', () => OWN],
  ['the partner', () => ADMIN],
] as const)('asked by %s, an upstream that mixes customers up', (_who, viewer) => {
  it('gives what it should when nothing is mixed up', async () => {
    const { data, errors } = await ask(QUERY, { id: own }, viewer());
    expect(errors).toBeUndefined();
    expect(JSON.stringify(data)).toContain(own);
  });

  it.each([
    ['everything', /./],
    ['all but the customer itself', /^(?!POST \/v2\/partners\/sub-customers\/query)/],
  ])(
    'shows nothing of the customer whose rows come in place of those asked for (%s)',
    async (_what, swaps) => {
      // What the upstream answers about the other customer, by what was asked.
      const theirs = new Map<string, string>();
      proxy.tamper = (body, asked) => {
        if (asked.includes(other)) theirs.set(asked.replaceAll(other, own), body);
        return body;
      };
      await ask(QUERY, { id: other }, ADMIN);
      let swapped = 0;
      proxy.tamper = (body, asked) => {
        const others = swaps.test(asked) ? theirs.get(asked) : undefined;
        if (others !== undefined) swapped++;
        return others ?? body;
      };
      const answer = await ask(QUERY, { id: own }, viewer());
      expect(swapped).toBeGreaterThan(0);
      const text = JSON.stringify(answer);
      expect(foreign().filter((one) => text.includes(one))).toEqual([]);
      expect(new Set(answer.errors?.map(({ extensions }) => extensions.code))).toEqual(
        new Set(['UPSTREAM_MALFORMED']),
      );
    },
  );

  it("shows no row that says it is another's, among those that stay", async () => {
    let first = true;
    proxy.tamper = (body, asked) => {
      if (!asked.includes('/customer-orders')) return body;
      // Every other row is said to be another customer's.
      return body.replaceAll(`"customer_id":"${own}"`, (text) => {
        first = !first;
        return first ? text : text.replace(own, other);
      });
    };
    const query = `query ($id: String!) { customer(customerId: $id) { customerId orders(first: 20) { nodes { orderId customer { customerId } } } } }`;
    const { data, errors } = await ask(query, { id: own }, viewer());
    const { customer } = data as {
      customer: { customerId: string; orders: { nodes: { customer: { customerId: string } }[] } };
    };
    const owners = customer.orders.nodes.map((order) => order.customer.customerId);
    const all = world.orders.filter((row) => row['customer_id'] === own).length;
    expect(new Set(owners)).toEqual(new Set([own]));
    expect(owners.length).toBe(Math.floor(Math.min(20, all) / 2));
    expect(errors).toMatchObject([
      { path: ['customer', 'orders'], extensions: { code: 'UPSTREAM_MALFORMED' } },
    ]);
    expect(JSON.stringify(errors)).not.toContain(other);
  });
});

it.each(['order', 'lineItems'])(
  'does not show another order in place of the one asked for (%s)',
  async (what) => {
    const [mine, ...rest] = world.orders.filter((row) => row['customer_id'] === own);
    const asked = String(mine?.['order_id']);
    const another = String(rest[0]?.['order_id']);
    const path = what === 'order' ? '/customer-orders?' : '/details/';
    proxy.tamper = (body, request) => (request.includes(path) ? body.replaceAll(asked, another) : body);
    const query = `query ($id: String!) { order(orderId: $id) { orderId lineItems(first: 5) { nodes { lineItemId } } } }`;
    const answer = await ask(query, { id: asked }, ADMIN);
    expect(JSON.stringify(answer)).not.toContain(another);
    expect(answer.errors?.[0]).toMatchObject({ extensions: { code: 'UPSTREAM_MALFORMED' } });
  },
);
