import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Truth, TruthRow } from '../../../src/sandbox/sandbox.ts';
import { rowsWith } from '../../support/expected/values.ts';
import { type Harness, startHarness } from '../../support/harness.ts';

let harness: Harness;
let world: Truth;
beforeAll(async () => {
  harness = await startHarness({
    customers: 20,
    seed: 4,
    fixedNow: Date.UTC(2026, 9, 20, 4),
    withoutQuotas: true,
  });
  world = await harness.world('?include=customers,orders,periodResources,onDemandResources');
});
afterAll(() => harness.close());

/** The customer with more of everything than any other. */
const heavy = () => String(world.customers[5]?.['customer_id']);

async function resources(filter: string) {
  return harness.callsOf(() =>
    harness.query<{
      customer: { resources: { totalCount: number | null; nodes: readonly { resourceId: string }[] | null } };
    }>(
      `query ($id: String!) { customer(customerId: $id) {
        resources(first: 500, filter: { ${filter} }) { totalCount nodes { resourceId } }
      } }`,
      { id: heavy() },
    ),
  );
}

const period = (passes: (row: TruthRow) => boolean) =>
  rowsWith(world.periodResources, 'customer_id', heavy()).filter(passes);
const onDemand = (passes: (row: TruthRow) => boolean) =>
  rowsWith(world.onDemandResources, 'customer_id', heavy()).filter(passes);
const all = () => true;
const none = () => false;
type Passes = (row: TruthRow) => boolean;

const PERIOD_CALLS = 'ListPayPerUseCustomerResources';
const ON_DEMAND_CALLS = 'ListCustomerOnDemandResources';

describe('a filter of resources', () => {
  it.each([
    ['kind: YEARLY_MONTHLY', all, none],
    ['kind: ON_DEMAND', none, all],
    [
      'serviceTypeCode: "hws.service.type.ec2"',
      (row) => row['service_type_code'] === 'hws.service.type.ec2',
      (row) => row['service_type_code'] === 'hws.service.type.ec2',
    ],
    ['status: FROZEN', (row) => row['status'] === 4, none],
    ['statuses: [IN_USE, EXPIRED]', (row) => row['status'] === 2 || row['status'] === 5, none],
    ['mainOnly: true', (row) => row['is_main_resource'] === 1, none],
    [
      'expiresFrom: "2026-10-20T00:00:00Z", expiresUntil: "2026-12-01T00:00:00Z"',
      (row) =>
        String(row['expire_time']) >= '2026-10-20T00:00:00Z' &&
        String(row['expire_time']) <= '2026-12-01T00:00:00Z',
      none,
    ],
    ['onDemandStatus: ACTIVE', none, (row) => row['status'] === 1],
    ['regionCode: "cn-north-4"', none, (row) => row['region_code'] === 'cn-north-4'],
    ['effectiveFrom: "2020-01-01T00:00:00Z", effectiveUntil: "2030-01-01T00:00:00Z"', none, all],
  ] as [string, Passes, Passes][])(
    'by %s leaves what it says, and asks only for the kinds it leaves',
    async (filter, yearly, byUse) => {
      const { result, calls } = await resources(filter);
      expect(result.errors).toBeUndefined();
      const expected = [...period(yearly), ...onDemand(byUse)].map((row) => row['resource_id']);
      expect(expected.length).toBeGreaterThan(0);
      const { nodes, totalCount } = result.data.customer.resources;
      expect(nodes?.map((node) => node.resourceId)).toEqual(expected.slice(0, 500));
      expect(totalCount).toBe(expected.length);
      expect([calls[PERIOD_CALLS] === undefined, calls[ON_DEMAND_CALLS] === undefined]).toEqual([
        yearly === none,
        byUse === none,
      ]);
    },
  );

  it('by order finds what the order finds', async () => {
    const [row] = period(all);
    const { result } = await resources(`orderId: "${row?.['order_id']}"`);
    expect(result.data.customer.resources.nodes?.map(({ resourceId }) => resourceId)).toEqual(
      period((one) => one['order_id'] === row?.['order_id']).map((one) => one['resource_id']),
    );
  });

  it('by ids brings what is attached to them, unless only main ones are asked for', async () => {
    const [attached] = period((row) => row['parent_resource_id'] !== null);
    const main = attached?.['parent_resource_id'];
    const [byUse] = onDemand(all);
    const ids = `resourceIds: ["${main}", "${byUse?.['resource_id']}"]`;
    const found = async (filter: string) =>
      (await resources(filter)).result.data.customer.resources.nodes?.map(({ resourceId }) => resourceId);
    const family = period((row) => row['resource_id'] === main || row['parent_resource_id'] === main);
    expect(await found(ids)).toEqual([...family.map((row) => row['resource_id']), byUse?.['resource_id']]);
    expect(await found(`${ids}, mainOnly: true`)).toEqual([main]);
  });

  it.each([
    ['status: FROZEN, regionCode: "cn-north-4"', 'conditions that one kind of resources can meet'],
    ['kind: ON_DEMAND, mainOnly: true', 'conditions that one kind of resources can meet'],
    ['status: FROZEN, statuses: [FROZEN]', 'expected either status or statuses, got both'],
    ['resourceIds: []', 'expected at least one value, got an empty list'],
    ['onDemandStatus: UNKNOWN', 'expected a known value, got UNKNOWN'],
    ['statuses: [UNKNOWN]', 'expected a known value, got UNKNOWN'],
  ])('is refused where it cannot be meant: %s', async (filter, message) => {
    const { result, calls } = await resources(filter);
    expect(result.errors).toHaveLength(1);
    expect(result.errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
    expect(result.errors?.[0]?.message).toContain(message);
    expect([calls[PERIOD_CALLS], calls[ON_DEMAND_CALLS]]).toEqual([undefined, undefined]);
  });
});

describe('attached resources', () => {
  it('are found for 50 main resources in one call', async () => {
    const { result, calls } = await harness.callsOf(() =>
      harness.query<{
        customer: {
          resources: {
            nodes: readonly { resourceId: string; attached: readonly { resourceId: string }[] }[];
          };
        };
      }>(
        `query ($id: String!) { customer(customerId: $id) { resources(first: 100, filter: { mainOnly: true }) {
          nodes { resourceId ... on YearlyMonthlyResource { attached { resourceId parent { resourceId } } } }
        } } }`,
        { id: heavy() },
        { 'cache-control': 'no-cache' },
      ),
    );
    expect(result.errors).toBeUndefined();
    const { nodes } = result.data.customer.resources;
    for (const { resourceId, attached } of nodes) {
      expect(attached).toEqual(
        period((row) => row['parent_resource_id'] === resourceId).map((row) => ({
          resourceId: row['resource_id'],
          parent: { resourceId },
        })),
      );
    }
    const parents = nodes.filter(({ attached }) => attached.length > 0).length;
    expect(parents).toBeGreaterThan(5);
    // One page of main resources, what is attached to them, and their parents.
    expect(calls[PERIOD_CALLS]).toBe(1 + 2 + Math.ceil(parents / 50));
  });
});
