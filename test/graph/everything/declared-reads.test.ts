import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { coverageOf } from '../../../schema/core/reads/coverage.ts';
import { schema } from '../../../schema/index.ts';
import { operations } from '../../../src/operations/operations.ts';
import type { Truth } from '../../../src/sandbox/sandbox.ts';
import { queriesOfEveryField } from '../../support/every-field.ts';
import { isConsultative } from '../../support/expected/customers.ts';
import { globalId } from '../../support/expected/values.ts';
import { type GraphError, type Harness, startHarness } from '../../support/harness.ts';

// Every field of the schema, on both sites, however its object was reached.
//
// Whatever a field reads has to be declared on it (`schema/reads.ts`), or no estimate counts it. The harness
// compares each request's calls with its estimate, operation by operation, and throws where one is missing.
// What a site does not have says so and costs no call: a sandbox of the other site would refuse it with 404.

const CYCLE = '2026-09';
const HEADERS = { 'cache-control': 'no-cache', 'x-upstream-trace': '1' };

const PRODUCT = `key: "a", serviceTypeCode: "hws.service.type.ec2", resourceTypeCode: "hws.resource.type.vm",
  specificationCode: "sandbox.1.linux", regionCode: "cn-north-4"`;

const text = (value: unknown) => JSON.stringify(String(value));

/** Fields of which everything that they read is missing on a site. */
function missingOn(site: 'cn' | 'intl'): ReadonlySet<string> {
  const there = new Map<string, boolean>();
  for (const { operation, fields } of coverageOf(schema)) {
    for (const field of fields) {
      there.set(field, operation.sites.includes(site) || (there.get(field) ?? false));
    }
  }
  return new Set([...there].flatMap(([field, found]) => (found ? [] : [field])));
}

const valueAt = (data: unknown, path: readonly (string | number)[]): unknown =>
  path.reduce<unknown>((at, key) => (typeof at === 'object' && at ? Reflect.get(at, key) : undefined), data);

/**
 * Errors that are the world's and not the gateway's: a customer that did not grant the agency cannot be asked
 * in its name, and the upstream does not show everything of a reseller's customers.
 */
const isOfTheWorld = ({ extensions: { upstream, code } }: GraphError, query: string): boolean =>
  upstream?.operation === 'CreateToken' || (code === 'FORBIDDEN' && /istributor/.test(query));

describe.each(['cn', 'intl'] as const)('on the %s site', (site) => {
  let harness: Harness;
  let world: Truth;
  beforeAll(async () => {
    harness = await startHarness({
      site,
      customers: 12,
      fixedNow: Date.UTC(2026, 9, 20, 4),
      withoutQuotas: true,
      environment: { DEADLINE_MS: '120000' },
    });
    world = await harness.world(`?cycle=${CYCLE}`);
  });
  afterAll(() => harness.close());

  const allQueries = () => {
    // A customer with a resource that is attached to another, one that pays the vendor itself, and an order that
    // waits for payment, so that every reference leads somewhere.
    const attached = world.periodResources.find((row) => row['parent_resource_id']);
    const paysItself = world.customers.find(
      (row) => isConsultative(row) && world.customersWithAgency.includes(String(row['customer_id'])),
    );
    const pending = world.orders.find((row) => row['status'] === 6);
    expect([attached, paysItself, pending]).not.toContain(undefined);
    const texts = {
      first: '20',
      cycle: text(CYCLE),
      orderId: text(pending?.['order_id']),
      distributorId: text(world.resellers[0]?.['indirect_partner_id']),
      kind: 'ACCOUNT_NAME',
      value: text('nobody-has-this'),
      unit: '10',
      periods: '1',
      within: '60',
      month: text('2026-11'),
      from: text('2026-09-01'),
      until: text('2026-09-30'),
      appliedFrom: text('2026-01-01T00:00:00Z'),
      appliedUntil: text('2026-12-31T00:00:00Z'),
      groupBy: '[{ dimension: SERVICE_TYPE }]',
      serviceTypeCode: text('hws.service.type.cdn'),
      resourceTypeCode: text('hws.resource.type.cdn'),
      usageTypeCode: text('95Peak'),
      regionCode: text('cn-north-4'),
      chargingMode: 'ON_DEMAND',
      projectId: text('0'.repeat(32)),
      usages: `[{ ${PRODUCT}, usageTypeCode: "Duration", usage: "1", usageUnitId: 4 }]`,
      subscriptions: `[{ ${PRODUCT}, period: MONTH, periods: 1 }]`,
    };
    return [attached, paysItself].flatMap((row) =>
      queriesOfEveryField(schema, { ...texts, customerId: text(row?.['customer_id']) }).filter(
        ({ query }) => row === attached || query.includes('customerId'),
      ),
    );
  };

  it('every field declares what it reads, or says that the site does not have it', async () => {
    const queries = allQueries();
    expect(queries.length).toBeGreaterThan(300);
    const missing = missingOn(site);
    expect(missing.size).toBeGreaterThan(5);
    const read = new Set<string>();
    const told = new Set<string>();
    for (const { query, type, field } of queries) {
      const { data, errors = [], extensions } = await harness.query(query, {}, HEADERS);
      const unexpected = errors.filter((error) => !isOfTheWorld(error, query));
      for (const { path = [], extensions: found } of unexpected) {
        expect(found.code, query).toBe('NOT_AVAILABLE_ON_SITE');
        // The rest of the answer is there.
        expect(typeof (valueAt(data, path.slice(0, -1)) ?? undefined), query).toBe('object');
      }
      if (missing.has(field)) {
        const reached = JSON.stringify(data).includes(`"__typename":"${type}"`);
        expect(unexpected.length > 0 || !reached, query).toBe(true);
        if (unexpected.length > 0) told.add(field);
      }
      for (const { operation } of extensions.upstream.trace ?? []) read.add(operation);
    }
    expect([...missing].filter((field) => !told.has(field))).toEqual([]);
    // Every operation that the gateway reads has been called by some field, where the site has it.
    const reads = operations.filter(({ kind, sites }) => kind === 'read' && sites.includes(site));
    expect([...read].sort()).toEqual(reads.map(({ name }) => name).sort());
  }, 60_000);

  it('every field answers without an error where rows lack optional keys', async () => {
    await harness.setFaults({ '*': { missingKeys: 0.4 } });
    const failed: string[] = [];
    for (const { query } of allQueries()) {
      const { errors = [] } = await harness.query(query, {}, HEADERS);
      for (const error of errors) {
        if (error.extensions.code === 'NOT_AVAILABLE_ON_SITE' || isOfTheWorld(error, query)) continue;
        failed.push(`${error.extensions.code} ${error.message} at ${error.path?.join('.')}`);
      }
    }
    await harness.setFaults({});
    expect(failed).toEqual([]);
  }, 120_000);

  it('declares what it takes to find an object by its global id', async () => {
    const [customer, order, coupon] = [world.customers[0], world.orders[0], world.coupons[0]];
    const [period, onDemand] = [world.periodResources[0], world.onDemandResources[0]];
    const ids = [
      globalId('Customer', String(customer?.['customer_id'])),
      globalId('Order', String(order?.['order_id'])),
      ...(site === 'cn' ? [globalId('IssuedCoupon', String(coupon?.['coupon_id']))] : []),
      globalId('YearlyMonthlyResource', `${period?.['customer_id']}/${period?.['resource_id']}`),
      globalId('OnDemandResource', `${onDemand?.['customer_id']}/${onDemand?.['resource_id']}`),
    ];
    for (const id of ids) {
      const query = `query ($id: ID!) { node(id: $id) { id ... on Customer { orders(first: 2) { totalCount } }
        ... on Order { lineItems { totalCount } } ... on IssuedCoupon { usedByOrder { status } }
        ... on Resource { customer { name } ${site === 'cn' ? 'order { status }' : ''} } } }`;
      const headers = { ...HEADERS, 'x-deadline-ms': '15000' };
      const { errors, data, extensions } = await harness.query<{ node: unknown }>(query, { id }, headers);
      expect(errors).toBeUndefined();
      expect(data.node).not.toBeNull();
      expect(extensions.upstream.estimate.upper).toBeLessThan(2_000_000);
    }
  });
});
