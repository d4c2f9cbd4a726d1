import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Truth } from '../../../src/sandbox/sandbox.ts';
import {
  BALANCE,
  balance,
  CUSTOMER,
  customer,
  isConsultative,
  NEW_CUSTOMER_TAG,
  newCustomerTag,
} from '../../support/expected/customers.ts';
import { type Harness, startHarness } from '../../support/harness.ts';
import { readConnection } from '../../support/paging.ts';

let harness: Harness;
let world: Truth;
beforeAll(async () => {
  harness = await startHarness({
    customers: 130,
    density: 'sparse',
    fixedNow: Date.UTC(2026, 9, 20, 4),
    withoutQuotas: true,
  });
  world = await harness.world('?include=customers,balances,newCustomerTags');
});
afterAll(() => harness.close());

interface Listing {
  readonly customers: {
    readonly nodes: readonly { readonly customerId: string }[];
    readonly totalCount: number;
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
}

describe('customers', () => {
  it('maps every field of every customer', async () => {
    const query = `{ customers(first: 200) { totalCount nodes { ${CUSTOMER} ${BALANCE} ${NEW_CUSTOMER_TAG} } } }`;
    const { result, calls } = await harness.callsOf(() => harness.query<Listing>(query));
    expect(result.errors).toBeUndefined();
    expect(result.data.customers.totalCount).toBe(world.customers.length);
    expect(result.data.customers.nodes).toEqual(
      world.customers.map((row) => ({
        ...customer(row),
        balance: balance(world, row['customer_id']),
        newCustomerTag: newCustomerTag(world, row['customer_id']),
      })),
    );
    // 130 customers are two pages; 113 resale ones are two bulk calls of balances; tags take one.
    expect(calls).toEqual({ ListSubCustomers: 2, ListCustomersBalancesDetail: 2, ListSubCustomerNewTag: 1 });
    expect(result.extensions.upstream.calls).toBe(5);
  });

  it('holds the cases that the mapping must tell apart', () => {
    const tags = world.newCustomerTags.map((row) => row['new_customer_tag']);
    expect(world.customers.some(isConsultative)).toBe(true);
    expect(world.customers.some((row) => row['customer'] === null)).toBe(true);
    expect(tags).toEqual(expect.arrayContaining([null, 'Y', 'N', 'UNDETERMINED']));
  });

  it('pages through all of them exactly once', async () => {
    const query = `query ($first: Int, $after: String) {
      customers(first: $first, after: $after) {
        nodes { customerId } totalCount pageInfo { hasNextPage endCursor }
      }
    }`;
    const read = await readConnection<Listing>(harness, query, 37, (data) => data.customers);
    expect(read.nodes).toEqual(world.customers.map((row) => ({ customerId: row['customer_id'] })));
    expect(read.pages).toBe(4);
    expect([...read.totals]).toEqual([130]);
  });

  it('gives edges the cursors that continue behind them', async () => {
    interface Edges {
      readonly customers: {
        readonly edges: readonly {
          readonly cursor: string;
          readonly node: { readonly customerId: string };
        }[];
        readonly pageInfo: Record<string, unknown>;
      };
    }
    const query = `query ($after: String) { customers(first: 3, after: $after) {
      edges { cursor node { customerId } }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    } }`;
    const { customers: first } = (await harness.query<Edges>(query)).data;
    expect(first.pageInfo).toEqual({
      hasNextPage: true,
      hasPreviousPage: false,
      startCursor: first.edges[0]?.cursor,
      endCursor: first.edges[2]?.cursor,
    });
    const { customers: next } = (await harness.query<Edges>(query, { after: first.edges[1]?.cursor })).data;
    expect(next.pageInfo['hasPreviousPage']).toBe(true);
    expect(next.edges.map((edge) => edge.node.customerId)).toEqual(
      world.customers.slice(2, 5).map((row) => row['customer_id']),
    );
  });

  it.each([
    ['associationType: RESALE', (row: Truth['customers'][number]) => row['association_type'] === '2'],
    ['associationType: CONSULTATIVE_SALE', isConsultative],
    ['accountName: "CUSTOMER_001"', (row) => String(row['account_name']).includes('customer_001')],
    ['label: "sandbox"', (row) => String(row['label'] ?? '').includes('sandbox')],
    ['associatedFrom: "2026-01-01T00:00:00Z"', (row) => String(row['associated_on']) >= '2026-01-01T00'],
    [
      'associatedFrom: "2025-06-01T08:00:00+08:00", associatedUntil: "2025-12-01T00:00:00Z"',
      (row) =>
        String(row['associated_on']) >= '2025-06-01T00' &&
        String(row['associated_on']) <= '2025-12-01T00:00:00Z',
    ],
    ['name: "nobody-is-called-so"', () => false],
  ] as [string, (row: Truth['customers'][number]) => boolean][])('filters by %s', async (filter, passes) => {
    const answer = await harness.query<Listing>(
      `{ customers(first: 500, filter: { ${filter} }) { totalCount nodes { customerId } } }`,
    );
    const expected = world.customers.filter(passes).map((row) => ({ customerId: row['customer_id'] }));
    expect(answer.errors).toBeUndefined();
    expect(answer.data.customers).toEqual({ totalCount: expected.length, nodes: expected });
  });

  it('asks for no more than a total, for no more than a page, for nothing at all', async () => {
    const cost = async (selection: string) =>
      (
        await harness.callsOf(() =>
          harness.query(`{ customers(${selection} } }`, {}, { 'cache-control': 'no-cache' }),
        )
      ).calls;
    expect(await cost('first: 0) { totalCount')).toEqual({ ListSubCustomers: 1 });
    expect(await cost('first: 0) { nodes { customerId }')).toEqual({});
    expect(await cost('first: 100) { pageInfo { hasNextPage } nodes { customerId }')).toEqual({
      ListSubCustomers: 1,
    });
    expect(await cost('first: 101) { nodes { customerId }')).toEqual({ ListSubCustomers: 2 });
  });

  it('tells apart that rows follow and that none do, with a page of nothing too', async () => {
    const hasNext = async (page: string) =>
      (await harness.query<Listing>(`{ customers(${page}) { pageInfo { hasNextPage } } }`)).data.customers
        .pageInfo.hasNextPage;
    expect(await hasNext('first: 0')).toBe(true);
    expect(await hasNext('first: 129')).toBe(true);
    expect(await hasNext('first: 130')).toBe(false);
    expect(await hasNext('first: 0, filter: { accountName: "nobody" }')).toBe(false);
  });
});

describe('customer', () => {
  it('answers one by id with all of it, and null for an id that is not there', async () => {
    const row = world.customers[2];
    const query = `query ($id: String!) { customer(customerId: $id) { ${CUSTOMER} } }`;
    const known = await harness.query(query, { id: row?.['customer_id'] });
    expect(known.data).toEqual({ customer: row && customer(row) });
    const unknown = await harness.query(query, { id: '0'.repeat(32) });
    expect(unknown.errors).toBeUndefined();
    expect(unknown.data).toEqual({ customer: null });
  });

  it('shows of consultative-sale customers what they have, and spends no call on the rest', async () => {
    const consultative = world.customers.filter(isConsultative);
    const { result, calls } = await harness.callsOf(() =>
      harness.query<{ customers: { nodes: readonly unknown[] } }>(
        `{ customers(first: 500, filter: { associationType: CONSULTATIVE_SALE }) { nodes {
          customerId balance { available { amount } }
          coupons { totalCount nodes { couponId } pageInfo { hasNextPage } }
          resources(first: 1, filter: { serviceTypeCode: "none" }) { nodes { __typename } }
          monthlyBill(cycle: "2026-09") { total { amount currency } lines { serviceTypeCode } }
        } } }`,
      ),
    );
    expect(result.errors).toBeUndefined();
    expect(result.data.customers.nodes).toEqual(
      consultative.map((row) => ({
        customerId: row['customer_id'],
        balance: null,
        coupons: { totalCount: 0, nodes: [], pageInfo: { hasNextPage: false } },
        resources: { nodes: [] },
        monthlyBill: { total: { amount: '0', currency: 'CNY' }, lines: [] },
      })),
    );
    expect(calls['ListCustomersBalancesDetail']).toBeUndefined();
    expect(calls['ListIssuedPartnerCoupons']).toBeUndefined();
    expect(calls['ListCustomerOnDemandResources']).toBeUndefined();
    expect(calls['ListSubcustomerMonthlyBills']).toBeUndefined();
    expect(calls['ListPayPerUseCustomerResources']).toBe(consultative.length);
  });
});
