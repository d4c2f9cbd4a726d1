import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Tenant } from '../../../src/config/tenant.ts';
import type { Truth } from '../../../src/sandbox/sandbox.ts';
import { clientWithKey, withKey } from '../../support/clients.ts';
import { BALANCE, balance, CUSTOMER, customer } from '../../support/expected/customers.ts';
import { ORDER, order } from '../../support/expected/orders.ts';
import { globalId, rowsWith, rowWith } from '../../support/expected/values.ts';
import { type Harness, startHarness } from '../../support/harness.ts';

// Two partners of one sandbox, each a tenant with API keys of its own; nobody is let in without one.

const FIRST = withKey('first-admin-key');
const SECOND = withKey('second-admin-key');
const OWN = withKey('first-customer-key');
const START = Date.UTC(2026, 9, 20, 4);

let harness: Harness;
let first: Truth;
let second: Truth;
let own: string;
beforeAll(async () => {
  harness = await startHarness({
    customers: 20,
    partners: 2,
    fixedNow: START,
    withoutQuotas: true,
    environment: { DEV_VIEWER: '' },
  });
  first = await harness.world();
  second = await harness.world('?partner=2');
  own = String(first.customers[5]?.['customer_id']);
});
beforeEach(async () => {
  await harness.reset();
  harness.gateway.reload(withClients(harness.tenants));
});
afterAll(() => harness.close());

function withClients([one, two]: readonly Tenant[]): readonly Tenant[] {
  if (!one || !two) throw new Error('expected two tenants');
  const ownKey = clientWithKey('first-customer-key', 'CUSTOMER', own);
  return [
    { ...one, clients: [clientWithKey('first-admin-key', 'PARTNER_ADMIN'), ownKey] },
    { ...two, clients: [clientWithKey('second-admin-key', 'PARTNER_OPERATOR')] },
  ];
}

const CUSTOMERS = `{ viewer { tenant role } partner { partnerId } customers(first: 50) { nodes {
  ${CUSTOMER} ${BALANCE} orders(first: 2) { totalCount }
} } }`;

const expectedCustomers = (world: Truth, tenant: string, role: string) => ({
  viewer: { tenant, role },
  partner: { partnerId: world.partner['domainId'] },
  customers: {
    nodes: world.customers.map((row) => ({
      ...customer(row),
      balance: balance(world, row['customer_id']),
      orders: { totalCount: rowsWith(world.orders, 'customer_id', row['customer_id']).length },
    })),
  },
});

describe('two tenants on one upstream', () => {
  it('have different data, so that a mix-up shows', () => {
    const ids = (world: Truth) => new Set(world.customers.map((row) => row['customer_id']));
    expect([...ids(first)].filter((id) => ids(second).has(id))).toEqual([]);
  });

  it('get their own answers to the same query at the same time, each for its own calls', async () => {
    await harness.setFaults({ '*': { latencyMs: 50 } });
    const { result, calls } = await harness.callsOf(() =>
      Promise.all([FIRST, SECOND, FIRST, SECOND].map((key) => harness.query(CUSTOMERS, {}, key))),
    );
    for (const answer of result) expect(answer.errors).toBeUndefined();
    const [one, two, oneAgain, twoAgain] = result.map((answer) => answer.data);
    expect(one).toEqual(expectedCustomers(first, 'sandbox', 'PARTNER_ADMIN'));
    expect(two).toEqual(expectedCustomers(second, 'sandbox-2', 'PARTNER_OPERATOR'));
    expect(oneAgain).toEqual(one);
    expect(twoAgain).toEqual(two);
    // Each tenant's two requests share flights with each other, the tenants nothing.
    expect(calls).toMatchObject({ ListSubCustomers: 2, ListCustomersBalancesDetail: 2 });
    const { last } = await harness.log();
    expect(new Set(last.map((call) => call.account))).toEqual(
      new Set([first.partner['domainId'], second.partner['domainId']]),
    );
  });

  it('share no cache: what one has fetched costs the other as much', async () => {
    const query = '{ coupons(first: 30) { totalCount } orders(first: 1) { totalCount } }';
    const mine = await harness.callsOf(() => harness.query<Record<string, unknown>>(query, {}, FIRST));
    const theirs = await harness.callsOf(() => harness.query<Record<string, unknown>>(query, {}, SECOND));
    const again = await harness.callsOf(() => harness.query(query, {}, FIRST));
    expect(mine.calls).toEqual({ ListIssuedPartnerCoupons: 1, ListCustomerOrders: 1 });
    expect(theirs.calls).toEqual(mine.calls);
    expect(again.calls).toEqual({});
    expect(mine.result.data).toEqual({
      coupons: { totalCount: first.coupons.length },
      orders: { totalCount: first.orders.length },
    });
    expect(theirs.result.data).toEqual({
      coupons: { totalCount: second.coupons.length },
      orders: { totalCount: second.orders.length },
    });
  });

  it("answer null for each other's ids, without an error", async () => {
    const theirs = {
      customer: second.customers[0]?.['customer_id'],
      order: second.orders[0]?.['order_id'],
      coupon: second.coupons[0]?.['coupon_id'],
      period: second.periodResources[0],
      onDemand: second.onDemandResources[0],
    };
    const resource = (type: string, row: Truth['periodResources'][number] | undefined) =>
      globalId(type, `${row?.['customer_id']}/${row?.['resource_id']}`);
    const query = `query ($customer: String!, $order: String!, $ids: [ID!]) {
      customer(customerId: $customer) { id }
      order(orderId: $order) { id }
      ${['Customer', 'Order', 'IssuedCoupon', 'YearlyMonthlyResource', 'OnDemandResource']
        .map(
          (type, at) =>
            `${type}: node(id: "${
              [
                globalId('Customer', theirs.customer),
                globalId('Order', theirs.order),
                globalId('IssuedCoupon', theirs.coupon),
                resource('YearlyMonthlyResource', theirs.period),
                resource('OnDemandResource', theirs.onDemand),
              ][at]
            }") { id }`,
        )
        .join('\n')}
    }`.replace(', $ids: [ID!]', '');
    const asStranger = await harness.query<Record<string, unknown>>(query, theirs, FIRST);
    expect(asStranger.errors).toBeUndefined();
    expect(Object.values(asStranger.data)).toEqual(Array.from({ length: 7 }, () => null));
    const asOwner = await harness.query<Record<string, unknown>>(query, theirs, SECOND);
    expect(asOwner.errors).toBeUndefined();
    expect(Object.values(asOwner.data).filter((value) => value === null)).toEqual([]);
  });

  it('stay apart when the account behind a tenant changes', async () => {
    const query = '{ customers(first: 1) { nodes { customerId } } }';
    const nodes = async () =>
      (await harness.query<{ customers: { nodes: unknown } }>(query, {}, FIRST)).data.customers.nodes;
    expect(await nodes()).toEqual([{ customerId: first.customers[0]?.['customer_id'] }]);
    const [one, two] = withClients(harness.tenants);
    if (!one || !two) throw new Error('expected two tenants');
    harness.gateway.reload([{ ...one, partner: two.partner }]);
    expect(await nodes()).toEqual([{ customerId: second.customers[0]?.['customer_id'] }]);
    expect((await harness.query('{ viewer { tenant } }', {}, SECOND)).errors?.[0]?.extensions.code).toBe(
      'UNAUTHENTICATED',
    );
    harness.gateway.reload(withClients(harness.tenants));
    expect(await nodes()).toEqual([{ customerId: first.customers[0]?.['customer_id'] }]);
  });
});

describe('a key that comes to mean another viewer', () => {
  it('gets nothing that it was answered before, also when that was still under way', async () => {
    const [one, two] = withClients(harness.tenants);
    if (!one || !two) throw new Error('expected two tenants');
    await harness.setFaults({ ListCustomerOrders: { latencyMs: 400 } });
    const query = '{ orders(first: 3) { nodes { orderId } } }';
    const before = harness.query<Record<string, unknown>>(query, {}, FIRST);
    while (!(await harness.log()).operations['ListCustomerOrders']);
    harness.gateway.reload([{ ...one, clients: [clientWithKey('first-admin-key', 'CUSTOMER', own)] }, two]);
    expect((await before).errors).toBeUndefined();
    const after = await harness.query<Record<string, unknown>>(query, {}, FIRST);
    expect(after.data).toEqual({ orders: null });
    expect(after.errors?.map((error) => error.extensions.code)).toEqual(['FORBIDDEN']);
  });
});

describe('a viewer that is a customer', () => {
  it('sees all of its own', async () => {
    const row = rowWith(first.customers, 'customer_id', own);
    const orderRow = rowsWith(first.orders, 'customer_id', own)[0];
    const coupon = rowsWith(first.coupons, 'customer_id', own)[0];
    const answer = await harness.query<Record<string, unknown>>(
      `query ($id: String!, $order: String!, $coupon: ID!) {
        viewer { role customer { customerId name } }
        customer(customerId: $id) { ${CUSTOMER} ${BALANCE} }
        order(orderId: $order) { ${ORDER} }
        coupon: node(id: $coupon) { ... on Coupon { couponId lockedByOrder { customer { customerId } } } }
        catalog { measureUnits { unitId } }
      }`,
      { id: own, order: orderRow?.['order_id'], coupon: globalId('IssuedCoupon', coupon?.['coupon_id']) },
      OWN,
    );
    expect(answer.errors).toBeUndefined();
    expect(answer.data).toMatchObject({
      viewer: { role: 'CUSTOMER', customer: { customerId: own, name: row?.['customer'] } },
      customer: row && { ...customer(row), balance: balance(first, own) },
      order: orderRow && order(first, orderRow),
      coupon: { couponId: coupon?.['coupon_id'] },
    });
  });

  it('gets null for what belongs to others of its partner, whichever way it asks', async () => {
    const other = first.customers[0]?.['customer_id'];
    const otherOrder = rowsWith(first.orders, 'customer_id', other)[0]?.['order_id'];
    const others = [
      globalId('Customer', other),
      globalId('Order', otherOrder),
      globalId('IssuedCoupon', rowsWith(first.coupons, 'customer_id', other)[0]?.['coupon_id']),
      ...['YearlyMonthlyResource', 'OnDemandResource'].map((type) => {
        const rows = type === 'OnDemandResource' ? first.onDemandResources : first.periodResources;
        return globalId(type, `${other}/${rowsWith(rows, 'customer_id', other)[0]?.['resource_id']}`);
      }),
    ];
    const query = `query ($customer: String!, $order: String!) {
      customer(customerId: $customer) { id }
      order(orderId: $order) { id customer { name } }
      ${others.map((id, at) => `n${at}: node(id: "${id}") { id }`).join('\n')}
    }`;
    const variables = { customer: other, order: otherOrder };
    const answer = await harness.query<Record<string, unknown>>(query, variables, OWN);
    expect(answer.errors).toBeUndefined();
    expect(Object.values(answer.data)).toEqual(Array.from({ length: 7 }, () => null));
    const asPartner = await harness.query<Record<string, unknown>>(query, variables, FIRST);
    expect(Object.values(asPartner.data).filter((value) => value === null)).toEqual([]);
  });

  it('is refused the lists of the partner, beside siblings that are not', async () => {
    const { result, calls } = await harness.callsOf(() =>
      harness.query<Record<string, unknown>>(
        `query ($id: String!) {
          customer(customerId: $id) { customerId }
          customers { nodes { customerId } }
          orders { totalCount }
          coupons { edges { cursor } }
          monthlyBills(cycle: "2026-09") { nodes { cycle } }
        }`,
        { id: own },
        { ...OWN, 'cache-control': 'no-cache' },
      ),
    );
    expect(result.data).toEqual({
      customer: { customerId: own },
      customers: null,
      orders: null,
      coupons: null,
      monthlyBills: null,
    });
    const refused = (field: string) =>
      expect.objectContaining({
        path: [field],
        message: `Query.${field}: expected a viewer with a partner role`,
        extensions: { code: 'FORBIDDEN', retryable: false },
      });
    expect(result.errors).toEqual([
      refused('customers'),
      refused('orders'),
      refused('coupons'),
      refused('monthlyBills'),
    ]);
    expect(calls).toEqual({ ListSubCustomers: 1 });
  });

  it('is refused the partner itself, beside siblings that are not', async () => {
    const answer = await harness.query<unknown>('{ partner { accountName } viewer { role } }', {}, OWN);
    expect(answer.data).toEqual({ partner: null, viewer: { role: 'CUSTOMER' } });
    expect(answer.errors).toEqual([
      expect.objectContaining({ path: ['partner'], extensions: { code: 'FORBIDDEN', retryable: false } }),
    ]);
  });
});

describe('callers without a good key', () => {
  it.each([
    ['none', {}, 'got none'],
    ['a wrong one', withKey('nobody-knows-this'), 'got another one'],
    ['a wrong one in x-api-key', { 'x-api-key': 'nobody-knows-this' }, 'got another one'],
    ['a basic authorization', { authorization: 'Basic Zmlyc3Q6a2V5' }, 'got none'],
  ])('are turned away with %s, at no cost', async (_what, headers, got) => {
    const { result, calls } = await harness.callsOf(() =>
      harness.query('{ viewer { tenant } }', {}, headers),
    );
    expect(result.data).toBeUndefined();
    expect(result.errors).toEqual([
      { message: expect.stringContaining(got), extensions: { code: 'UNAUTHENTICATED', retryable: false } },
    ]);
    expect(JSON.stringify(result)).not.toContain('nobody-knows-this');
    expect(calls).toEqual({});
  });

  it('are let in with a good key in either header', async () => {
    const query = '{ viewer { tenant } }';
    expect((await harness.query(query, {}, { 'x-api-key': 'second-admin-key' })).data).toEqual({
      viewer: { tenant: 'sandbox-2' },
    });
    expect((await harness.query(query, {}, { authorization: 'bearer first-admin-key' })).data).toEqual({
      viewer: { tenant: 'sandbox' },
    });
  });
});
