import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { schema } from '../../../schema/index.ts';
import type { Truth, TruthRow } from '../../../src/sandbox/sandbox.ts';
import { queriesOfEveryField } from '../../support/every-field.ts';
import { globalId } from '../../support/expected/values.ts';
import { type Harness, startHarness } from '../../support/harness.ts';

// A viewer that is a customer sees itself. Whatever it selects, and whosever ids it gives, nothing of another
// customer, of the partner or of a reseller is ever in an answer.

const CYCLE = '2026-09';
const WORLD = {
  customers: 12,
  fixedNow: Date.UTC(2026, 9, 20, 4),
  withoutQuotas: true,
} as const;
const text = (value: unknown) => JSON.stringify(String(value));

describe.each(['cn', 'intl'] as const)('on the %s site', (site) => {
  let harness: Harness;
  let world: Truth;
  let own: TruthRow;
  let other: TruthRow;

  beforeAll(async () => {
    const probe = await startHarness({ ...WORLD, site });
    world = await probe.world(`?cycle=${CYCLE}`);
    await probe.close();
    const [first, second] = world.customers;
    if (!first || !second) throw new Error('expected two customers, got fewer');
    [own, other] = [first, second];
    harness = await startHarness({
      ...WORLD,
      site,
      environment: { DEV_VIEWER: `sandbox:CUSTOMER:${String(own['customer_id'])}` },
    });
  });
  afterAll(() => harness.close());

  /** Texts that only stand in what is not the viewer's. */
  function foreign(): readonly string[] {
    const isOwn = (row: TruthRow) => row['customer_id'] === own['customer_id'];
    const ofOthers = (rows: readonly TruthRow[], ...fields: string[]) =>
      rows.filter((row) => !isOwn(row)).flatMap((row) => fields.map((field) => String(row[field] ?? '')));
    const all = [
      ...ofOthers(world.customers, 'customer', 'account_name', 'email', 'telephone'),
      ...ofOthers(world.orders, 'order_id'),
      ...ofOthers(world.periodResources, 'resource_id'),
      ...ofOthers(world.onDemandResources, 'resource_id'),
      ...ofOthers(world.coupons, 'coupon_id'),
      ...ofOthers(world.feeRecords, 'id'),
      ...ofOthers(world.adjustments, 'trans_id'),
      ...world.partnerBalances.map((row) => String(row['account_id'])),
      ...world.partnerChanges.map((row) => String(row['account_change_id'])),
      ...world.partnerInvoices.map((row) => String(row['requestId'])),
      ...world.resellers.flatMap((row) => [String(row['indirect_partner_id']), String(row['account_name'])]),
    ];
    return [...new Set(all)].filter((one) => one.length > 3);
  }

  it.each(['own', 'other'] as const)(
    'shows nothing of anybody else, whatever is selected: %s ids',
    async (whose) => {
      const row = whose === 'own' ? own : other;
      const order = world.orders.find((one) => one['customer_id'] === row['customer_id']);
      const argument = { customer: String(row['customer_id']), order: String(order?.['order_id']) };
      const queries = queriesOfEveryField(schema, {
        first: '20',
        cycle: text(CYCLE),
        customerId: text(argument.customer),
        orderId: text(argument.order),
        distributorId: text(world.resellers[0]?.['indirect_partner_id']),
        kind: 'ACCOUNT_NAME',
        value: text('nobody-has-this'),
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
        projectId: text('0'.repeat(32)),
      });
      // What was sent may come back in an error.
      const forbidden = foreign().filter((one) => one !== argument.order);
      let shown = 0;
      for (const { query } of queries) {
        const { data, errors } = await harness.query<Record<string, unknown> | null>(query);
        const answer = JSON.stringify([data, errors]);
        expect(
          forbidden.find((one) => answer.includes(one)),
          query,
        ).toBeUndefined();
        for (const { extensions } of errors ?? []) {
          expect(['FORBIDDEN', 'NOT_AVAILABLE_ON_SITE', 'BAD_USER_INPUT', 'UPSTREAM_REJECTED']).toContain(
            extensions.code,
          );
        }
        if (whose === 'other' && /\b(customer|order|prices)\(/.test(query.slice(0, 40))) {
          const { __typename, ...found } = data ?? {};
          expect(
            Object.values(found).filter((one) => one !== null),
            query,
          ).toEqual([]);
        }
        if (answer.includes(String(own['account_name']))) shown++;
      }
      if (whose === 'own') expect(shown).toBeGreaterThan(3);
    },
    60_000,
  );

  it('finds nobody else by a global id', async () => {
    const id = other['customer_id'];
    const ids = [
      globalId('Customer', id),
      globalId('Order', world.orders.find((row) => row['customer_id'] === id)?.['order_id']),
      globalId('IssuedCoupon', world.coupons.find((row) => row['customer_id'] === id)?.['coupon_id']),
      globalId(
        'YearlyMonthlyResource',
        `${id}/${world.periodResources.find((row) => row['customer_id'] === id)?.['resource_id']}`,
      ),
      globalId(
        'OnDemandResource',
        `${id}/${world.onDemandResources.find((row) => row['customer_id'] === id)?.['resource_id']}`,
      ),
    ];
    for (const one of ids) {
      const { data } = await harness.query<{ node: unknown } | null>(
        'query ($id: ID!) { node(id: $id) { id } }',
        { id: one },
      );
      expect(data?.node ?? null).toBeNull();
    }
  });
});
