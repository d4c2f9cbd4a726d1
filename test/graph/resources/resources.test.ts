import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Truth, TruthRow } from '../../../src/sandbox/sandbox.ts';
import { isConsultative } from '../../support/expected/customers.ts';
import { RESOURCE, resources } from '../../support/expected/resources.ts';
import { chinaDay, rowsWith } from '../../support/expected/values.ts';
import { type Harness, startHarness } from '../../support/harness.ts';
import { readConnection } from '../../support/paging.ts';

let harness: Harness;
let world: Truth;
beforeAll(async () => {
  harness = await startHarness({
    customers: 20,
    seed: 4,
    fixedNow: Date.UTC(2026, 9, 20, 4),
    withoutQuotas: true,
  });
  world = await harness.world(
    '?include=customers,orders,periodResources,onDemandResources,feeRecords,serviceTypes,resourceTypes,measureUnits',
  );
});
afterAll(() => harness.close());

interface ResourcePage {
  readonly nodes: readonly { readonly resourceId: string; readonly __typename: string }[];
  readonly totalCount: number;
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}
interface OfCustomer {
  readonly customer: { readonly resources: ResourcePage };
}

const idOf = (row: TruthRow | undefined): string => String(row?.['customer_id']);
const counts = (id: string) => ({
  period: rowsWith(world.periodResources, 'customer_id', id).length,
  onDemand: rowsWith(world.onDemandResources, 'customer_id', id).length,
});
/** A customer with a few resources of both kinds. */
function customerWithBoth(): string {
  const found = world.customers.find((row) => {
    const { period, onDemand } = counts(idOf(row));
    return period >= 3 && period <= 30 && onDemand >= 2;
  });
  return idOf(found);
}

const PAGE = `query ($id: String!, $first: Int, $after: String) { customer(customerId: $id) {
  resources(first: $first, after: $after) {
    nodes { __typename resourceId } totalCount pageInfo { hasNextPage endCursor }
  }
} }`;

describe('resources', () => {
  it('maps every field of every resource of every customer, yearly/monthly first', async () => {
    const answer = await harness.query<{
      customers: { nodes: readonly { customerId: string; resources: ResourcePage }[] };
    }>(
      `{ customers(first: 30) { nodes { customerId resources(first: 500) { totalCount nodes { ${RESOURCE} } } } } }`,
    );
    expect(answer.errors).toBeUndefined();
    const seen = answer.data.customers.nodes.flatMap(({ customerId, resources: page }) => {
      const expected = resources(world, customerId);
      expect(page).toEqual({ totalCount: expected.length, nodes: expected.slice(0, 500) });
      return page.nodes;
    });
    expect(new Set(seen.map((node) => node.__typename)).size).toBe(2);
    expect(seen.some((node) => Reflect.get(node, 'yearlyMonthlyStatus') === 'UNKNOWN')).toBe(true);
    expect(seen.some((node) => Reflect.get(node, 'onDemandStatus') === 'UNKNOWN')).toBe(true);
  });

  it.each([1, 2, 7, 500])('pages through both kinds exactly once, %i at a time', async (first) => {
    const id = customerWithBoth();
    const query = PAGE.replace('$id: String!, ', '').replace('$id', JSON.stringify(id));
    const read = await readConnection<OfCustomer>(harness, query, first, (data) => data.customer.resources);
    const expected = resources(world, id);
    expect(read.nodes).toEqual(expected.map(({ __typename, resourceId }) => ({ __typename, resourceId })));
    expect([...read.totals]).toEqual([expected.length]);
    expect(read.pages).toBe(Math.ceil(expected.length / first));
  });

  it('reads on where there are more than the largest page of either kind', async () => {
    const heavy = idOf(world.customers[5]);
    const { period, onDemand } = counts(heavy);
    expect(period).toBeGreaterThan(200);
    expect(onDemand).toBe(130);
    const query = PAGE.replace('$id: String!, ', '').replace('$id', JSON.stringify(heavy));
    const read = await readConnection<OfCustomer>(harness, query, 400, (data) => data.customer.resources);
    expect(read.nodes).toEqual(
      resources(world, heavy).map(({ __typename, resourceId }) => ({ __typename, resourceId })),
    );
  });

  it('asks for the second kind only when the page or the total needs it', async () => {
    const id = customerWithBoth();
    const { period } = counts(id);
    const cost = async (selection: string) =>
      (
        await harness.callsOf(() =>
          harness.query(
            `query ($id: String!) { customer(customerId: $id) { resources${selection} } }`,
            { id },
            { 'cache-control': 'no-cache' },
          ),
        )
      ).calls;
    const one = { ListSubCustomers: 1, ListPayPerUseCustomerResources: 1 };
    const both = { ...one, ListCustomerOnDemandResources: 1 };
    expect(await cost(`(first: ${period}) { nodes { resourceId } }`)).toEqual(one);
    expect(await cost(`(first: ${period + 1}) { nodes { resourceId } }`)).toEqual(both);
    expect(await cost('(first: 1) { nodes { resourceId } pageInfo { hasNextPage } }')).toEqual(one);
    expect(await cost(`(first: ${period}) { nodes { resourceId } pageInfo { hasNextPage } }`)).toEqual(both);
    expect(await cost('(first: 0) { totalCount }')).toEqual(both);
    expect(await cost('(first: 50, filter: { mainOnly: true }) { nodes { resourceId } totalCount }')).toEqual(
      one,
    );
  });

  it.each([
    ['status: IN_USE', (row: TruthRow) => row['status'] === 2],
    ['mainOnly: true', (row) => row['is_main_resource'] === 1],
    [
      'expiresFrom: "2026-10-20T00:00:00Z", expiresUntil: "2026-12-31T00:00:00Z"',
      (row) =>
        String(row['expire_time']) >= '2026-10-20T00' && String(row['expire_time']) <= '2026-12-31T00:00:00Z',
    ],
  ] as [string, (row: TruthRow) => boolean][])(
    'filters yearly/monthly ones by %s',
    async (filter, passes) => {
      const id = idOf(world.customers[5]);
      const answer = await harness.query<OfCustomer>(
        `query ($id: String!) { customer(customerId: $id) {
        resources(first: 500, filter: { ${filter} }) { totalCount nodes { resourceId } }
      } }`,
        { id },
      );
      const expected = rowsWith(world.periodResources, 'customer_id', id).filter(passes);
      expect(expected.length).toBeGreaterThan(0);
      expect(answer.data.customer.resources).toEqual({
        totalCount: expected.length,
        nodes: expected.map((row) => ({ resourceId: row['resource_id'] })),
      });
    },
  );

  it('filters both kinds by service', async () => {
    const id = idOf(world.customers[5]);
    const code = 'hws.service.type.ec2';
    const answer = await harness.query<OfCustomer>(
      `query ($id: String!, $code: String) { customer(customerId: $id) {
        resources(first: 500, filter: { serviceTypeCode: $code }) { totalCount nodes { __typename resourceId } }
      } }`,
      { id, code },
    );
    const expected = resources(world, id).filter((one) => one.serviceType.code === code);
    expect(new Set(expected.map((one) => one.__typename)).size).toBe(2);
    expect(answer.data.customer.resources).toEqual({
      totalCount: expected.length,
      nodes: expected.map(({ __typename, resourceId }) => ({ __typename, resourceId })),
    });
  });

  it('keeps on-demand resources of consultative-sale customers out without asking for them', async () => {
    const id = idOf(world.customers.find(isConsultative));
    const { result, calls } = await harness.callsOf(() =>
      harness.query<OfCustomer>(PAGE, { id, first: 500 }, { 'cache-control': 'no-cache' }),
    );
    expect(result.errors).toBeUndefined();
    expect(result.data.customer.resources.totalCount).toBe(counts(id).period);
    expect(calls).toEqual({ ListSubCustomers: 1, ListPayPerUseCustomerResources: 1 });
  });
});

describe('Resource.order and Resource.parent', () => {
  interface WithOrder {
    readonly customers: {
      readonly nodes: readonly {
        readonly resources: {
          readonly nodes: readonly {
            readonly resourceId: string;
            readonly order: { readonly orderId: string; readonly status: string } | null;
            readonly parent: { readonly resourceId: string; readonly name: string | null } | null;
          }[];
        };
      }[];
    };
  }

  it('finds the order that bought a resource in its consumption records', async () => {
    const answer = await harness.query<WithOrder>(
      `{ customers(first: 5) { nodes { resources(first: 40) { nodes {
        resourceId order { orderId status } ... on YearlyMonthlyResource { parent { resourceId name } }
      } } } } }`,
    );
    expect(answer.errors).toBeUndefined();
    let derived = 0;
    for (const node of answer.data.customers.nodes.flatMap((one) => one.resources.nodes)) {
      const row = world.periodResources.find((one) => one['resource_id'] === node.resourceId);
      const parent = world.periodResources.find(
        (one) => row && one['resource_id'] === row['parent_resource_id'],
      );
      if (!row) {
        expect(node.order).toBeNull();
        continue;
      }
      expect(node.parent).toEqual(
        parent ? { resourceId: parent['resource_id'], name: parent['resource_name'] } : null,
      );
      const record = rowsWith(world.feeRecords, 'resource_id', node.resourceId).find(
        (one) => one['bill_cycle'] === chinaDay(row['effective_time']).slice(0, 7),
      );
      const named = record && [1, 2, 3, 4, 8].includes(Number(record['bill_detail_type']));
      expect(node.order).toEqual(named ? { orderId: row['order_id'], status: 'COMPLETED' } : null);
      if (named) derived += 1;
    }
    expect(derived).toBeGreaterThan(2);
  });
});
