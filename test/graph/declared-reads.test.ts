import { afterAll, beforeAll, expect, it } from 'vitest';
import { schema } from '../../schema/index.ts';
import { operations } from '../../src/operations/catalogue.ts';
import type { Truth } from '../../src/sandbox/sandbox.ts';
import { queriesOfEveryField } from '../support/every-field.ts';
import { globalId } from '../support/expected/values.ts';
import { type Harness, startHarness } from '../support/harness.ts';

// Whatever a field reads has to be declared on it (`schema/reads.ts`), or no estimate counts it. The harness
// compares each request's calls with its estimate, operation by operation, and throws where one is missing.

const CYCLE = '2026-09';
const HEADERS = { 'cache-control': 'no-cache', 'x-upstream-trace': '1' };

let harness: Harness;
let world: Truth;
beforeAll(async () => {
  harness = await startHarness({ customers: 12, fixedNow: Date.UTC(2026, 9, 20, 4), withoutQuotas: true });
  world = await harness.world(`?cycle=${CYCLE}`);
});
afterAll(() => harness.close());

const PRODUCT = `id: "a", serviceTypeCode: "hws.service.type.ec2", resourceTypeCode: "hws.resource.type.vm",
  specificationCode: "sandbox.1.linux", regionCode: "cn-north-4"`;

const text = (value: unknown) => JSON.stringify(String(value));

it('declares what every field reads, however its object was reached', async () => {
  // A customer with a resource that is attached to another, so that every reference leads somewhere.
  const attached = world.periodResources.find((row) => row['parent_resource_id']);
  expect(attached).toBeDefined();
  const queries = queriesOfEveryField(schema, {
    first: '20',
    cycle: text(CYCLE),
    customerId: text(attached?.['customer_id']),
    orderId: text(world.orders[0]?.['order_id']),
    distributorId: text(world.resellers[0]?.['indirect_partner_id']),
    kind: 'ACCOUNT_NAME',
    value: text('nobody-has-this'),
    unit: '10',
    periods: '1',
    within: '60',
    month: text('2026-11'),
    from: text('2026-09-01'),
    until: text('2026-09-30'),
    groupBy: '[{ dimension: SERVICE_TYPE }]',
    serviceTypeCode: text('hws.service.type.cdn'),
    resourceTypeCode: text('hws.resource.type.cdn'),
    usageTypeCode: text('95Peak'),
    projectId: text('0'.repeat(32)),
    usages: `[{ ${PRODUCT}, usageTypeCode: "Duration", usage: "1", usageUnitId: 4 }]`,
    subscriptions: `[{ ${PRODUCT}, period: MONTH, periods: 1 }]`,
  });
  expect(queries.length).toBeGreaterThan(300);
  const read = new Set<string>();
  for (const query of queries) {
    const { errors, extensions } = await harness.query(query, {}, HEADERS);
    // A customer that did not grant the agency cannot be asked in its name; what the others read counts.
    // Nor does the upstream show everything of a reseller's customers.
    const others =
      errors?.filter(
        ({ extensions: { upstream, code } }) =>
          upstream?.operation !== 'CreateToken' && !(code === 'FORBIDDEN' && /istributor/.test(query)),
      ) ?? [];
    expect(others, query).toEqual([]);
    for (const { operation } of extensions.upstream.trace ?? []) read.add(operation);
  }
  // Every operation that the gateway reads has been called by some field.
  const reads = operations.filter(({ kind, sites }) => kind === 'read' && sites.includes('cn'));
  expect([...read].sort()).toEqual(reads.map(({ name }) => name).sort());
}, 60_000);

it('declares what it takes to find an object by its global id', async () => {
  const [customer, order, coupon] = [world.customers[0], world.orders[0], world.coupons[0]];
  const [period, onDemand] = [world.periodResources[0], world.onDemandResources[0]];
  const ids = [
    globalId('Customer', String(customer?.['customer_id'])),
    globalId('Order', String(order?.['order_id'])),
    globalId('IssuedCoupon', String(coupon?.['coupon_id'])),
    globalId('YearlyMonthlyResource', `${period?.['customer_id']}/${period?.['resource_id']}`),
    globalId('OnDemandResource', `${onDemand?.['customer_id']}/${onDemand?.['resource_id']}`),
  ];
  for (const id of ids) {
    const query = `query ($id: ID!) { node(id: $id) { id ... on Customer { orders(first: 2) { totalCount } }
      ... on Order { lineItems { totalCount } } ... on IssuedCoupon { usedByOrder { status } }
      ... on Resource { customer { name } order { status } } } }`;
    const { errors, data, extensions } = await harness.query<{ node: unknown }>(query, { id }, HEADERS);
    expect(errors).toBeUndefined();
    expect(data.node).not.toBeNull();
    expect(extensions.upstream.estimate.upper).toBeLessThan(2_000_000);
  }
});
