import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Truth } from '../../../src/sandbox/sandbox.ts';
import { globalId, money } from '../../support/expected/values.ts';
import { type Harness, startHarness } from '../../support/harness.ts';
import { allParts, askInParts, merged } from '../../support/parts.ts';

// Below a distributor's resellers stands the same graph, about the customers of that reseller and nobody else.

const CYCLE = '2026-09';
const FRESH = { 'cache-control': 'no-cache' };
const INCLUDE = 'customers,balances,orders,coupons,monthlyBills,partnerBalances,couponQuotas,adjustments';

let harness: Harness;
let world: Truth;
let ids: readonly string[];
let theirs: readonly Truth[];
beforeAll(async () => {
  harness = await startHarness({
    customers: 20,
    seed: 7,
    fixedNow: Date.UTC(2026, 9, 20, 4),
    withoutQuotas: true,
  });
  world = await harness.world(`?cycle=${CYCLE}&include=${INCLUDE},resellers`);
  ids = world.resellers.slice(0, 3).map((row) => String(row['indirect_partner_id']));
  theirs = await Promise.all(
    ids.map((id) => harness.world(`?reseller=${id}&cycle=${CYCLE}&include=${INCLUDE}`)),
  );
});
afterAll(() => harness.close());

interface Customer {
  readonly id: string;
  readonly customerId: string;
  readonly name: string | null;
  readonly balance: { readonly available: { readonly amount: string; readonly currency: string } } | null;
  readonly orders: { readonly totalCount: number; readonly nodes: readonly { readonly orderId: string }[] };
}

const CUSTOMER = `id customerId name balance { available { amount currency } }
  orders(first: 500) { totalCount nodes { orderId customer { customerId name } } }
  coupons(first: 100) { nodes { couponId } }
  monthlyBill(cycle: "${CYCLE}") { total { amount currency } lines { serviceTypeCode } }`;

const sortedBy = <Row>(rows: readonly Row[], key: (row: Row) => string): readonly Row[] =>
  rows.toSorted((left, right) => (key(left) < key(right) ? -1 : 1));

/** What the graph should show of the customers of a world. */
const customersOf = (truth: Truth) =>
  truth.customers.map((row) => {
    const id = row['customer_id'];
    const own = (rows: Truth['orders']) => rows.filter((one) => one['customer_id'] === id);
    const [balance] = own(truth.balances);
    return {
      customerId: id,
      name: row['customer'] ?? null,
      balance: balance ? { available: money(balance['amount']) } : null,
      orders: own(truth.orders)
        .map((order) => String(order['order_id']))
        .sort(),
      coupons: own(truth.coupons)
        .map((coupon) => String(coupon['coupon_id']))
        .sort(),
      billLines: own(truth.monthlyBills).length,
    };
  });

interface Shown extends Customer {
  readonly coupons: { readonly nodes: readonly { readonly couponId: string }[] };
  readonly monthlyBill: { readonly lines: readonly unknown[] };
}

const shown = (nodes: readonly Shown[]) =>
  nodes.map(({ customerId, name, balance, orders, coupons, monthlyBill }) => ({
    customerId,
    name,
    balance,
    orders: orders.nodes.map(({ orderId }) => orderId).sort(),
    coupons: coupons.nodes.map(({ couponId }) => couponId).sort(),
    billLines: monthlyBill.lines.length,
  }));

describe('the graph of a reseller', () => {
  it('shows exactly the customers of each, however many are asked for at once', async () => {
    const { data, errors } = await harness.query<Record<string, { customers: { nodes: readonly Shown[] } }>>(
      `{ own: partner { partnerId } ${ids
        .map(
          (id, at) =>
            `r${at}: distributor(distributorId: "${id}") { customers(first: 100) { nodes { ${CUSTOMER} } } }`,
        )
        .join(' ')} }`,
    );
    expect(errors).toBeUndefined();
    theirs.forEach((truth, at) => {
      const nodes = data[`r${at}`]?.customers.nodes ?? [];
      const key = (row: { customerId: unknown }) => String(row.customerId);
      expect(sortedBy(shown(nodes), key)).toEqual(sortedBy(customersOf(truth), key));
    });
    const own = new Set(world.customers.map((row) => row['customer_id']));
    for (const { customers } of [theirs[0], theirs[1], theirs[2]].flatMap((truth) => truth ?? [])) {
      expect(customers.length).toBeGreaterThan(3);
      expect(customers.some((row) => own.has(row['customer_id']))).toBe(false);
    }
  });

  it('plans for each reseller: a batch of balances is one call each', async () => {
    const [first = ''] = ids;
    const query = `{ customers(first: 5) { nodes { balance { debt { amount } } } }
      distributor(distributorId: "${first}") { balances { accountId } customers { nodes { balance { debt { amount } } } } } }`;
    const { calls } = await harness.callsOf(() => harness.query(query, {}, FRESH));
    expect(calls).toEqual({
      ListSubCustomers: 2,
      ListCustomersBalancesDetail: 2,
      ListIndirectPartners: 1,
      ListPartnerBalances: 1,
    });
  });

  it('names the reseller in every call below it', async () => {
    await harness.reset();
    const [first = ''] = ids;
    const { errors } = await harness.query(
      `{ distributor(distributorId: "${first}") { balances { accountId } adjustments { totalCount } couponQuotas { totalCount }
        couponRecords { totalCount } accountChanges { totalCount } coupons { totalCount } orders { nodes { lineItems { totalCount } customer { balance { debt { amount } } } } }
        monthlyBills(cycle: "${CYCLE}") { totalCount } customers { nodes { newCustomerTag { status } consumption(cycle: "${CYCLE}") { totalCount }
          adjustments { totalCount } orders { nodes { status } } } } } }`,
      {},
      FRESH,
    );
    expect(errors).toBeUndefined();
    const { last } = await harness.log();
    const business = last.filter(({ parameters }) => parameters !== undefined);
    const named = business.filter(
      ({ operation }) => !/^List(ServiceTypes|ResourceTypes|MeasureUnits)$/.test(operation),
    );
    expect(named.length).toBeGreaterThan(10);
    for (const { operation, parameters } of named) {
      expect([operation, (parameters as Record<string, unknown>)['indirect_partner_id']]).toEqual([
        operation,
        first,
      ]);
    }
  });

  it('refuses what the upstream does not show of a reseller, and gives the rest', async () => {
    const [first = ''] = ids;
    const { data, errors } = await harness.query<{
      distributor: { customers: { nodes: { name: string; resources: unknown }[] } };
    }>(
      `{ distributor(distributorId: "${first}") { customers(first: 1) { nodes { name resources { nodes { resourceId } } } } } }`,
    );
    expect(data.distributor.customers.nodes[0]?.name).toMatch(/^Sandbox R1 /);
    expect(data.distributor.customers.nodes[0]?.resources).toBeNull();
    expect(errors?.map(({ message, extensions }) => [extensions.code, message])).toEqual([
      [
        'FORBIDDEN',
        "ListPayPerUseCustomerResources: expected a question about the tenant's own customers, got one about those of a reseller, which the upstream does not answer",
      ],
    ]);
  });

  it('does not find customers and orders of the distributor, nor of another reseller', async () => {
    const [first = '', second = ''] = ids;
    const own = { customer: world.customers[0]?.['customer_id'], order: world.orders[0]?.['order_id'] };
    const other = theirs[1]?.customers[0]?.['customer_id'];
    const { data, errors } = await harness.query<Record<string, unknown>>(
      `{ a: distributor(distributorId: "${first}") { own: customer(customerId: "${own.customer}") { name } other: customer(customerId: "${other}") { name } order(orderId: "${own.order}") { status } }
         b: distributor(distributorId: "${second}") { customer(customerId: "${other}") { customerId } } customer(customerId: "${other}") { name } }`,
    );
    expect(errors).toBeUndefined();
    expect(data).toEqual({
      a: { own: null, other: null, order: null },
      b: { customer: { customerId: other } },
      customer: null,
    });
  });

  it('is what a global id found there leads back to', async () => {
    const [first = ''] = ids;
    const row = theirs[0]?.customers[0];
    const { data } = await harness.query<{
      distributor: { customer: { id: string; orders: { nodes: { id: string }[] } } };
    }>(
      `{ distributor(distributorId: "${first}") { customer(customerId: "${row?.['customer_id']}") { id orders(first: 1) { nodes { id } } } } }`,
    );
    const { id, orders } = data.distributor.customer;
    expect(id).not.toBe(globalId('Customer', row?.['customer_id']));
    const again = await harness.query<{
      node: { id: string; name: string; balance: unknown };
      order: { id: string };
    }>(
      'query ($id: ID!, $order: ID!) { node(id: $id) { id ... on Customer { name balance { debt { amount } } } } order: node(id: $order) { id } }',
      { id, order: orders.nodes[0]?.id },
    );
    expect(again.errors).toBeUndefined();
    expect(again.data.node).toMatchObject({ id, name: row?.['customer'] ?? null });
    expect(again.data.order).toEqual({ id: orders.nodes[0]?.id });
    // Without the mark the customer is not the distributor's own.
    const plain = await harness.query<{ node: unknown }>('query ($id: ID!) { node(id: $id) { id } }', {
      id: globalId('Customer', row?.['customer_id']),
    });
    expect(plain.data.node).toBeNull();
  });

  it('can be a node itself', async () => {
    const [first = ''] = ids;
    const id = globalId('Distributor', first);
    const { data, errors } = await harness.query<{ node: unknown }>(
      'query ($id: ID!) { node(id: $id) { id ... on Distributor { name customers(first: 1) { totalCount } } } }',
      { id },
    );
    expect(errors).toBeUndefined();
    expect(data.node).toEqual({
      id,
      name: world.resellers[0]?.['name'],
      customers: { totalCount: theirs[0]?.customers.length },
    });
  });

  it('shows the accounts of the reseller in a list of resellers', async () => {
    const { data, errors } = await harness.query<{
      partner: {
        distributors: {
          nodes: { distributorId: string; balances: unknown[]; customers: { totalCount: number } }[];
        };
      };
    }>(
      '{ partner { distributors(first: 3) { nodes { distributorId balances { accountId } customers { totalCount } } } } }',
    );
    expect(errors).toBeUndefined();
    expect(data.partner.distributors.nodes).toEqual(
      theirs.map((truth, at) => ({
        distributorId: ids[at],
        balances: truth.partnerBalances.map((row) => ({ accountId: row['account_id'] })),
        customers: { totalCount: truth.customers.length },
      })),
    );
  });
});

describe('answers in parts', () => {
  it('stay with their reseller', async () => {
    const [first = ''] = ids;
    const query = `{ distributor(distributorId: "${first}") { customers(first: 100) { nodes @stream(initialCount: 1) { customerId
        ... @defer { id name orders(first: 500) { nodes { orderId } } } } } } }`;
    const parts = await allParts(
      askInParts(harness.gateway.url, query, { accept: 'multipart/mixed', headers: FRESH }),
    );
    expect(parts.length).toBeGreaterThan(1);
    const whole = await harness.query(query.replaceAll(/@(defer|stream)(\([^)]*\))?/g, ''), {}, FRESH);
    expect(whole.errors).toBeUndefined();
    expect(merged(parts)).toEqual({ data: whole.data, errors: [] });
    expect(JSON.stringify(whole.data)).toContain(String(theirs[0]?.orders[0]?.['order_id']));
  });
});

describe('a distributor that asks wrongly', () => {
  it('gets null for an id of nobody', async () => {
    const { data, errors } = await harness.query<{ distributor: unknown }>(
      '{ distributor(distributorId: "0000") { name balances { accountId } } }',
    );
    expect(errors).toBeUndefined();
    expect(data.distributor).toBeNull();
  });

  it('gets one error for an empty id', async () => {
    const { errors } = await harness.query('{ distributor(distributorId: "") { name } }');
    expect(errors?.map(({ message }) => message)).toEqual([
      'distributorId: expected 1 to 64 characters, got an empty text',
    ]);
  });
});

describe('a tenant that is no distributor', () => {
  it('is refused without a call, by id as well', async () => {
    const plain = await startHarness({
      customers: 6,
      withoutQuotas: true,
      tenants: (tenants) => tenants.map((tenant) => ({ ...tenant, distributor: false })),
    });
    try {
      const [first = ''] = ids;
      const forged = Buffer.from(`Customer@${first}:${theirs[0]?.customers[0]?.['customer_id']}`).toString(
        'base64',
      );
      const { result, calls } = await plain.callsOf(() =>
        plain.query<Record<string, unknown>>(
          `query ($id: ID!) { distributor(distributorId: "${first}") { name } node(id: $id) { id }
            partner { partnerId distributors { nodes { name } } } }`,
          { id: forged },
        ),
      );
      expect(calls).toEqual({});
      expect(result.data).toEqual({
        distributor: null,
        node: null,
        partner: { partnerId: plain.credentials.partner.domainId, distributors: null },
      });
      expect(result.errors?.map(({ extensions }) => extensions.code)).toEqual([
        'FORBIDDEN',
        'FORBIDDEN',
        'FORBIDDEN',
      ]);
    } finally {
      await plain.close();
    }
  });
});
