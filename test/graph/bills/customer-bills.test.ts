import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sumDecimals } from '../../../src/decode/decimal.ts';
import type { Truth, TruthRow } from '../../../src/sandbox/sandbox.ts';
import { decimal, money, type Names, named } from '../../support/expected/values.ts';
import { type Mapping, mapped, selectionOf } from '../../support/expected/wide-rows.ts';
import { type Harness, startHarness } from '../../support/harness.ts';

// A customer's own bills, costs, bandwidth and packages, each row against the world.

const CYCLE = '2026-09';
let harness: Harness;
let world: Truth;
let some: readonly string[];
beforeAll(async () => {
  harness = await startHarness({
    customers: 20,
    seed: 7,
    fixedNow: Date.UTC(2026, 9, 20, 4),
    withoutQuotas: true,
  });
  world = await harness.world(
    `?cycle=${CYCLE}&include=customersWithAgency,customerBillSums,customerBillTotals,customerFeeRecords,customerResourceRecords,customerResourceDetails,amortizedCosts,packages,packageUsages,packageDeductions,bandwidth,monthlyBills`,
  );
  some = world.customersWithAgency.slice(0, 6);
});
afterAll(() => harness.close());

const of = (rows: readonly TruthRow[], customerId: string) =>
  rows.filter((row) => row['customer_id'] === customerId);

async function ask<Part>(customerId: string, selection: string): Promise<Part> {
  const { data, errors } = await harness.query<{ customer: Part }>(
    `{ customer(customerId: "${customerId}") { ${selection} } }`,
  );
  expect(errors).toBeUndefined();
  return data.customer;
}

const MODE: Names = { 1: 'YEARLY_MONTHLY', 3: 'ON_DEMAND', 10: 'RESERVED_INSTANCE', 11: 'SAVINGS_PLAN' };
const TYPE: Names = {
  1: 'NEW_PURCHASE',
  2: 'RENEWAL',
  3: 'CHANGE',
  4: 'UNSUBSCRIPTION',
  5: 'USAGE',
  9: 'COMPENSATION',
  16: 'CHARGE_ADJUSTMENT',
  18: 'MONTHLY_PAYMENT',
  23: 'SAVINGS_PLAN_DEDUCTION',
};
const PERIOD: Names = { 19: 'YEAR', 20: 'MONTH', 24: 'DAY', 25: 'HOUR', 5: 'ONCE' };

const PAID: Mapping = {
  cashAmount: ['money', 'cash_amount'],
  creditAmount: ['money', 'credit_amount'],
  couponAmount: ['money', 'coupon_amount'],
  flexiPurchaseCouponAmount: ['money', 'flexipurchase_coupon_amount'],
  debtAmount: ['money', 'debt_amount'],
};

describe('the monthly bill', () => {
  const LINE: Mapping = {
    cycle: 'bill_cycle',
    chargingModeCode: 'charging_mode',
    typeCode: 'bill_type',
    customerId: 'customer_id',
    accountName: 'account_name',
    amount: ['money', 'consume_amount'],
    officialAmount: ['money', 'official_amount'],
    discountAmount: ['money', 'official_discount_amount'],
    truncatedAmount: ['money', 'truncated_amount'],
    storedValueCardAmount: ['money', 'stored_value_card_amount'],
    writtenOffAmount: ['money', 'writeoff_amount'],
    ...PAID,
  };
  const TOTALS: Mapping = {
    amount: ['money', 'consume_amount'],
    storedValueCardAmount: ['money', 'stored_value_card_amount'],
    writtenOffAmount: ['money', 'writeoff_amount'],
    ...PAID,
  };
  const SUM: Names = { 1: 'CONSUMPTION', 2: 'REFUND', 3: 'ADJUSTMENT' };

  it('shows every line, and totals that the lines add up to', async () => {
    for (const customerId of some) {
      const { bills } = await ask<{ bills: unknown }>(
        customerId,
        `bills { monthlyBill(cycle: "${CYCLE}") { cycle totals { ${selectionOf(TOTALS)} } lines {
          ${selectionOf(LINE)} type chargingMode serviceType { code name } resourceType { code name } } } }`,
      );
      const lines = of(world.customerBillSums, customerId);
      const [totals] = of(world.customerBillTotals, customerId);
      expect(bills).toEqual({
        monthlyBill: {
          cycle: CYCLE,
          totals: mapped(TOTALS, totals ?? {}),
          lines: lines.map((row) => ({
            ...mapped(LINE, row),
            type: named(SUM, row['bill_type']),
            chargingMode: named(MODE, row['charging_mode']),
            serviceType: { code: row['service_type_code'], name: row['service_type_name'] },
            resourceType: { code: row['resource_type_code'], name: row['resource_type_name'] },
          })),
        },
      });
      const sum = sumDecimals(lines.map((row) => decimal(row['consume_amount']) ?? '0'));
      expect(sum).toBe(money(totals?.['consume_amount'])?.amount);
    }
    expect(some.some((id) => of(world.customerBillSums, id).length > 3)).toBe(true);
  });

  it('adds up to what the partner sees of a resale customer', async () => {
    for (const customerId of some) {
      const seen = of(world.monthlyBills, customerId);
      if (seen.length === 0) continue;
      const own = of(world.customerBillTotals, customerId)[0]?.['consume_amount'];
      const partner = sumDecimals(seen.map((row) => decimal(row['amount']) ?? '0'));
      expect(decimal(own)).toBe(partner);
    }
  });

  it('takes one call, lines included', async () => {
    const { calls } = await harness.callsOf(() =>
      ask(
        some[1] ?? '',
        `bills { monthlyBill(cycle: "2026-07") { totals { amount { amount } } lines { cycle } } }`,
      ),
    );
    expect(calls['ShowCustomerMonthlySum']).toBe(1);
  });
});

describe('transactions and records', () => {
  const FEE: Mapping = {
    recordId: 'id',
    cycle: 'bill_cycle',
    tradeId: 'trade_id',
    typeCode: 'bill_type',
    statusCode: 'status',
    chargingModeCode: 'charging_mode',
    providerCode: 'provider_type',
    regionCode: 'region_code',
    regionName: 'region_name',
    enterpriseProjectId: 'enterprise_project_id',
    enterpriseProjectName: 'enterprise_project_name',
    customerId: 'customer_id',
    accountName: 'account_name',
    consumedAt: 'consume_time',
    chargedAt: 'trade_time',
    amount: ['money', 'consume_amount'],
    officialAmount: ['money', 'official_amount'],
    discountAmount: ['money', 'official_discount_amount'],
    truncatedAmount: ['money', 'erase_amount'],
    bonusAmount: ['money', 'bonus_amount'],
    storedValueCardAmount: ['money', 'stored_value_card_amount'],
    writtenOffAmount: ['money', 'writeoff_amount'],
    ...PAID,
  };
  const BILLED: Mapping = {
    date: 'bill_date',
    recordId: 'id',
    typeCode: 'bill_type',
    chargingModeCode: 'charge_mode',
    periodTypeCode: 'period_type',
    periods: ['decimal', 'period_num'],
    regionCode: 'region',
    regionName: 'region_name',
    resourceName: 'resource_name',
    resourceTag: 'resource_tag',
    specification: 'product_spec_desc',
    skuCode: 'sku_code',
    tradeId: 'trade_id',
    enterpriseProjectId: 'enterprise_project_id',
    enterpriseProjectName: 'enterprise_project_name',
    customerId: 'customer_id',
    accountName: 'account_name',
    consumedAt: 'consume_time',
    effectiveAt: 'effective_time',
    expiresAt: 'expire_time',
    officialAmount: ['money', 'official_amount'],
    discountAmount: ['money', 'discount_amount'],
    storedValueCardAmount: ['money', 'stored_card_amount'],
    bonusAmount: ['money', 'bonus_amount'],
    writtenOffAmount: ['money', 'adjustment_amount'],
    ...PAID,
  };
  const RECORD: Mapping = {
    ...BILLED,
    resourceId: 'resource_id',
    productId: 'product_id',
    productName: 'product_name',
    orderId: 'order_id',
    relatedOrderId: 'relative_order_id',
    usageTypeCode: 'usage_type',
    priceUnit: 'unit',
    formula: 'formula',
    chargedAt: 'trade_time',
    usage: ['quantity', 'usage', 'usage_measure_id'],
    packageUsage: ['quantity', 'free_resource_usage', 'free_resource_measure_id'],
    reservedInstanceUsage: ['quantity', 'ri_usage', 'ri_usage_measure_id'],
    amount: ['money', 'amount'],
    unitPrice: ['money', 'unit_price'],
  };
  const DETAIL: Mapping = {
    ...BILLED,
    cycle: 'cycle',
    resourceId: 'res_instance_id',
    rootResourceId: 'root_resource_id',
    parentResourceId: 'parent_resource_id',
    payerId: 'payer_account_id',
    operatingEntityId: 'be_id',
    previousOrderId: 'pre_order_id',
    amount: ['money', 'consume_amount'],
  };
  const shared = (row: TruthRow) => ({
    type: named(TYPE, row['bill_type']),
    chargingMode: named(MODE, row['charge_mode']),
    periodType: named(PERIOD, row['period_type']),
    serviceType: { code: row['cloud_service_type'], name: row['cloud_service_type_name'] },
    subResource: null,
  });
  const SHARED = 'type chargingMode periodType serviceType { code name } subResource { resourceId }';

  it('are all there, field by field', async () => {
    for (const customerId of some) {
      const { bills } = await ask<{ bills: unknown }>(
        customerId,
        `bills {
          feeRecords(cycle: "${CYCLE}", first: 500) { totalCount nodes {
            ${selectionOf(FEE)} type status chargingMode provider serviceType { code name } } }
          resourceRecords(cycle: "${CYCLE}", first: 500) { totalCount nodes {
            ${selectionOf(RECORD)} ${SHARED} resourceType { code name } } }
          resourceDetails(cycle: "${CYCLE}", per: RECORD, first: 500) { totalCount nodes {
            ${selectionOf(DETAIL)} ${SHARED} resourceType { code name } availabilityZones selfResourceId
            relations { resourceId kindCode } } }
        }`,
      );
      const page = (rows: readonly TruthRow[], map: (row: TruthRow) => object) => ({
        totalCount: rows.length,
        nodes: rows.slice(0, 500).map(map),
      });
      const zones = (row: TruthRow) =>
        ((row['az_code_infos'] ?? []) as readonly TruthRow[]).map((one) => one['az_code']);
      expect(bills).toEqual({
        feeRecords: page(of(world.customerFeeRecords, customerId), (row) => ({
          ...mapped(FEE, row),
          type: named(TYPE, row['bill_type']),
          status: row['status'] === 2 ? 'UNSETTLED' : 'PAID',
          chargingMode: named(MODE, row['charging_mode']),
          provider: 'VENDOR',
          serviceType: { code: row['service_type_code'], name: row['service_type_name'] },
        })),
        resourceRecords: page(of(world.customerResourceRecords, customerId), (row) => ({
          ...mapped(RECORD, row),
          ...shared(row),
          resourceType: { code: row['resource_type'], name: row['resource_type_name'] },
        })),
        resourceDetails: page(of(world.customerResourceDetails, customerId), (row) => {
          const relation = row['extend_params'] as TruthRow | null;
          return {
            ...mapped(DETAIL, row),
            ...shared(row),
            resourceType: { code: row['resource_Type_code'], name: row['resource_type_name'] },
            availabilityZones: zones(row),
            selfResourceId: (relation?.['self_resource_id'] as string | null | undefined) ?? null,
            relations: ((relation?.['relation_infos'] ?? []) as readonly TruthRow[]).map((one) => ({
              resourceId: one['relative_resource_id'],
              kindCode: one['relative_type'],
            })),
          };
        }),
      });
    }
  });

  it('are narrowed where the upstream narrows them', async () => {
    const customerId = some[0] ?? '';
    const fees = of(world.customerFeeRecords, customerId);
    const count = (passes: (row: TruthRow) => boolean) => ({ totalCount: fees.filter(passes).length });
    const { bills } = await ask<{ bills: unknown }>(
      customerId,
      `bills {
        demand: feeRecords(cycle: "${CYCLE}", filter: { chargingMode: ON_DEMAND }) { totalCount }
        unsettled: feeRecords(cycle: "${CYCLE}", filter: { status: UNSETTLED }) { totalCount }
        days: feeRecords(cycle: "${CYCLE}", filter: { dateFrom: "${CYCLE}-01", dateUntil: "${CYCLE}-30" }) { totalCount }
        usage: resourceRecords(cycle: "${CYCLE}", filter: { type: USAGE }) { totalCount }
        project: resourceDetails(cycle: "${CYCLE}", per: RECORD, filter: { enterpriseProjectId: "0" }) { totalCount }
        others: feeRecords(cycle: "${CYCLE}", filter: { subAccountId: "somebody" }) { totalCount }
      }`,
    );
    expect(bills).toEqual({
      demand: count((row) => row['charging_mode'] === 3),
      unsettled: count((row) => row['status'] === 2),
      days: count(() => true),
      usage: count((row) => row['bill_type'] === 5),
      project: count((row) => row['enterprise_project_id'] === '0'),
      others: { totalCount: 0 },
    });
  });

  it.each([
    ['feeRecords(cycle: "2026-09", filter: { dateFrom: "2026-09-01" })', 'expected both or neither'],
    ['resourceDetails(cycle: "2018-12")', 'expected 2019-01 or later'],
    [
      'resourceDetails(cycle: "2026-09", filter: { dateFrom: "2026-09-01", dateUntil: "2026-09-02" })',
      'per: DAY',
    ],
    ['feeRecords(cycle: "2026-09", filter: { members: SELF, subAccountId: "a" })', 'at most one of them'],
    ['resourceRecords(cycle: "2026-09", filter: { type: UNKNOWN })', 'expected a known value'],
  ])('refuse %s', async (field, expected) => {
    const { errors } = await harness.query(
      `{ customer(customerId: "${some[0]}") { bills { ${field} { totalCount } } } }`,
    );
    expect(errors?.map(({ message, extensions }) => [extensions.code, message])).toEqual([
      ['BAD_USER_INPUT', expect.stringContaining(expected)],
    ]);
  });
});

describe('bandwidth', () => {
  const ARGUMENTS = `cycle: "${CYCLE}", serviceTypeCode: "hws.service.type.cdn", resourceTypeCode: "hws.resource.type.cdn", usageTypeCode: "95Peak"`;

  it('shows each resource with its samples', async () => {
    for (const customerId of some) {
      const { bills } = await ask<{ bills: unknown }>(
        customerId,
        `bills { bandwidth(${ARGUMENTS}) { nodes { resourceId actualDays
          chargedBandwidth { amount unit { unitId } } guaranteedBandwidth { amount } peakBandwidth { amount }
          samples(first: 500) { totalCount nodes { sampledAt usage { amount unit { unitId } } guaranteedBandwidth { amount } } }
        } } }`,
      );
      expect(bills).toEqual({
        bandwidth: {
          nodes: of(world.bandwidth, customerId).map((row) => {
            const samples = row['samples'] as readonly TruthRow[];
            return {
              resourceId: row['resource_id'],
              actualDays: decimal(row['actual_days']),
              chargedBandwidth: { amount: decimal(row['band_width']), unit: { unitId: 15 } },
              guaranteedBandwidth: null,
              peakBandwidth: null,
              samples: {
                totalCount: samples.length,
                nodes: samples.map((one) => ({
                  sampledAt: one['stat_time'],
                  usage: { amount: decimal(one['usage']), unit: { unitId: 15 } },
                  guaranteedBandwidth: null,
                })),
              },
            };
          }),
        },
      });
    }
    expect(of(world.bandwidth, some[0] ?? '').length).toBeGreaterThan(0);
  });
});

describe('costs', () => {
  it('by service and month add up to the records, and what is left out is left out', async () => {
    for (const customerId of some.slice(0, 3)) {
      const records = of(world.customerFeeRecords, customerId);
      const [first] = records;
      const { costs, others } = await ask<Record<'costs' | 'others', { nodes: CostNode[] }>>(
        customerId,
        `costs(from: "${CYCLE}-01", until: "${CYCLE}-30", groupBy: [{ dimension: SERVICE_TYPE }], first: 100) {
           nodes { groups { key value } amount { amount currency } officialAmount { amount } steps { period periodKindCode amount { amount } officialAmount { amount } } } }
         others: costs(from: "${CYCLE}-01", until: "${CYCLE}-30", step: DAY, groupBy: [{ dimension: CHARGING_MODE }], first: 100,
           filters: [{ dimension: SERVICE_TYPE, values: ["${first?.['service_type_code']}"], exclude: true }]) {
           nodes { groups { key value } amount { amount currency } steps { period amount { amount } } } }`,
      );
      const groups = Map.groupBy(records, (row) => String(row['service_type_code']));
      const sum = (rows: readonly TruthRow[], field: string) =>
        sumDecimals(rows.map((row) => decimal(row[field]) ?? '0'));
      expect(costs.nodes).toEqual(
        [...groups].map(([service, rows]) => {
          const amount = { amount: sum(rows, 'consume_amount') };
          const officialAmount = { amount: sum(rows, 'official_amount') };
          return {
            groups: [{ key: 'CLOUD_SERVICE_TYPE', value: service }],
            amount: { ...amount, currency: 'CNY' },
            officialAmount,
            steps: [{ period: CYCLE, periodKindCode: '2', amount, officialAmount }],
          };
        }),
      );
      const left = records.filter((row) => row['service_type_code'] !== first?.['service_type_code']);
      expect(sumDecimals(others.nodes.map(({ amount }) => amount.amount))).toBe(sum(left, 'consume_amount'));
      for (const { amount, steps } of others.nodes) {
        expect(sumDecimals(steps.map((step) => step.amount.amount))).toBe(amount.amount);
      }
    }
  });

  it('by tag and by cost unit add up to the same', async () => {
    const customerId = some[0] ?? '';
    const records = of(world.customerFeeRecords, customerId);
    const { tags, units } = await ask<
      Record<'tags' | 'units', { nodes: (CostNode & { groups: unknown })[] }>
    >(
      customerId,
      `tags: costs(from: "${CYCLE}-01", until: "${CYCLE}-30", groupBy: [{ tag: "env" }]) { nodes { groups { key value } amount { amount } steps { amount { amount } } } }
       units: costs(from: "${CYCLE}-01", until: "${CYCLE}-30", groupBy: [{ costUnit: "team" }, { dimension: CHARGING_MODE }], first: 50) {
         nodes { groups { key value } amount { amount } steps { amount { amount } } } }`,
    );
    const all = sumDecimals(records.map((row) => decimal(row['consume_amount']) ?? '0'));
    for (const { nodes } of [tags, units]) {
      expect(nodes.length).toBeGreaterThan(1);
      expect(sumDecimals(nodes.map(({ amount }) => amount.amount))).toBe(all);
    }
    // What has no such tag is a group as well.
    const groups = ['production', 'test', null].map((value) => JSON.stringify([{ key: 'env', value }]));
    const found = tags.nodes.map((node) => JSON.stringify(node.groups));
    expect(groups).toEqual(expect.arrayContaining(found));
    expect(new Set(found).size).toBe(found.length);
    for (const { groups } of units.nodes) {
      expect(groups).toEqual([
        { key: 'team', value: expect.stringMatching(/^Sandbox unit [123]$/) },
        { key: 'CHARGING_MODE', value: expect.stringMatching(/^\d+$/) },
      ]);
    }
  });

  interface CostNode {
    readonly amount: { readonly amount: string };
    readonly steps: readonly { readonly amount: { readonly amount: string } }[];
  }

  const AMORTIZED: Mapping = {
    month: 'shared_month',
    cycle: 'bill_cycle',
    typeCode: 'bill_type',
    chargingModeCode: 'charging_mode',
    periodTypeCode: 'period_type',
    customerId: 'customer_id',
    regionCode: 'region_code',
    regionName: 'region_name',
    resourceId: 'resource_id',
    resourceName: 'resource_name',
    resourceTag: 'resource_tag',
    specification: 'product_spec_desc',
    enterpriseProjectId: 'enterprise_project_id',
    enterpriseProjectName: 'enterprise_project_name',
    orderId: 'order_id',
    usageTypeCode: 'usage_type',
    effectiveAt: 'effective_time',
    expiresAt: 'expire_time',
    usage: ['quantity', 'usage', 'usage_measure_id'],
    packageUsage: ['quantity', 'free_resource_usage', 'free_resource_measure_id'],
    reservedInstanceUsage: ['quantity', 'ri_usage', 'ri_usage_measure_id'],
    amount: ['money', 'consume_amount'],
    pastAmount: ['money', 'past_months_amortized_amount'],
    currentAmount: ['money', 'current_month_amortized_amount'],
    futureAmount: ['money', 'future_months_amortized_amount'],
    cashAmount: ['money', 'amortized_cash_amount'],
    creditAmount: ['money', 'amortized_credit_amount'],
    couponAmount: ['money', 'amortized_coupon_amount'],
  };

  it('of a month are spread over the months that they are for', async () => {
    for (const customerId of some.slice(0, 3)) {
      const { amortizedCosts } = await ask<{ amortizedCosts: unknown }>(
        customerId,
        `amortizedCosts(month: "${CYCLE}", first: 500) { totalCount nodes { ${selectionOf(AMORTIZED)}
          type chargingMode tags { key value } costUnits { name rule } } }`,
      );
      const rows = of(world.amortizedCosts, customerId);
      expect(amortizedCosts).toEqual({
        totalCount: rows.length,
        nodes: rows.slice(0, 500).map((row) => ({
          ...mapped(AMORTIZED, row),
          type: named(TYPE, row['bill_type']),
          chargingMode: named(MODE, row['charging_mode']),
          tags: ((row['effective_tag_pairs'] ?? []) as readonly TruthRow[]).map((tag) => ({
            key: tag['tag_key'],
            value: tag['tag_value'],
          })),
          costUnits: ((row['cost_unit_pairs'] ?? []) as readonly TruthRow[]).map((unit) => ({
            name: unit['cost_unit_name'],
            rule: unit['cost_unit_rule_value'],
          })),
        })),
      });
    }
  });

  it.each([
    [
      'from: "2026-09-30", until: "2026-09-01", groupBy: [{ dimension: REGION }]',
      'expected two days in order',
    ],
    [
      'from: "2026-09-01", until: "2026-09-30", groupBy: []',
      'groupBy: expected at least one value, got an empty list',
    ],
  ])('refuse %s', async (args, expected) => {
    const { errors } = await harness.query(
      `{ customer(customerId: "${some[0]}") { costs(${args}) { totalCount } } }`,
    );
    expect(errors?.map(({ message }) => message)).toEqual([expect.stringContaining(expected)]);
  });
});

describe('resource packages', () => {
  const PACKAGE: Mapping = {
    packageId: 'order_instance_id',
    orderId: 'order_id',
    productId: 'product_id',
    name: 'product_name',
    statusCode: 'status',
    sourceCode: 'source_type',
    bundleCode: 'bundle_type',
    reuseCode: 'quota_reuse_mode',
    projectScopeCode: 'enterprise_project_scope',
    enterpriseProjectId: 'enterprise_project_id',
    regionCode: 'region_code',
    effectiveAt: 'effective_time',
    expiresAt: 'expire_time',
  };
  const ITEM: Mapping = {
    itemId: 'free_resource_id',
    usageTypeName: 'usage_type_name',
    remaining: ['quantity', 'amount', 'measure_id'],
    original: ['quantity', 'original_amount', 'measure_id'],
  };
  const USAGE: Mapping = {
    typeName: 'free_resource_type_name',
    usageTypeName: 'usage_type_name',
    periodCode: 'quota_reuse_cycle',
    startsWithCode: 'quota_reuse_cycle_type',
    startsAt: 'start_time',
    endsAt: 'end_time',
    remaining: ['quantity', 'amount', 'measure_id'],
    original: ['quantity', 'original_amount', 'measure_id'],
  };
  const STATUS: Names = { 0: 'NOT_EFFECTIVE', 1: 'IN_EFFECT', 2: 'USED_UP', 3: 'EXPIRED' };

  it('have their items, whose usage is one call per customer', async () => {
    for (const customerId of some) {
      const { result, calls } = await harness.callsOf(() =>
        ask<{ resourcePackages: unknown }>(
          customerId,
          `resourcePackages(first: 50) { totalCount nodes { ${selectionOf(PACKAGE)} status source bundle reuse
             isForAllProjects serviceType { code name }
             items { ${selectionOf(ITEM)} period { ${selectionOf(USAGE)} period startsWith } } } }`,
        ),
      );
      const rows = of(world.packages, customerId);
      const usages = of(world.packageUsages, customerId);
      expect(result.resourcePackages).toEqual({
        totalCount: rows.length,
        nodes: rows.map((row) => ({
          ...mapped(PACKAGE, row),
          status: named(STATUS, row['status']),
          source: 'ORDER',
          bundle: row['bundle_type'] === 'BUNDLE_PKG' ? 'BUNDLE' : 'SINGLE',
          reuse: row['quota_reuse_mode'] === 1 ? 'RESETTABLE' : 'ONCE',
          isForAllProjects: true,
          serviceType: { code: row['service_type_code'], name: row['service_type_name'] },
          items: (row['free_resources'] as readonly TruthRow[]).map((item) => {
            const usage = usages.find((one) => one['free_resource_id'] === item['free_resource_id']) ?? {};
            const resets = usage['quota_reuse_cycle'] !== undefined;
            return {
              ...mapped(ITEM, item),
              period: {
                ...mapped(USAGE, usage),
                period: resets ? 'MONTH' : null,
                startsWith: resets ? 'ORDER' : null,
              },
            };
          }),
        })),
      });
      expect(calls['ListFreeResourceUsages'] ?? 0).toBe(rows.length > 0 ? 1 : 0);
    }
    expect(of(world.packages, some[0] ?? '').length).toBeGreaterThan(10);
  });

  it('are listed by service', async () => {
    const customerId = some[0] ?? '';
    const rows = of(world.packages, customerId);
    const code = rows[0]?.['service_type_code'];
    const { resourcePackages } = await ask<{ resourcePackages: { nodes: unknown[] } }>(
      customerId,
      `resourcePackages(first: 50, filter: { serviceTypeCodes: ["${code}"] }) { nodes { packageId serviceType { code } } }`,
    );
    const want = rows.filter((row) => row['service_type_code'] === code);
    expect(resourcePackages.nodes).toEqual(
      want.map((row) => ({ packageId: row['order_instance_id'], serviceType: { code } })),
    );
    expect(want.length).toBeLessThan(rows.length);
  });

  const DEDUCTION: Mapping = {
    itemId: 'free_resource_id',
    resourceId: 'resource_id',
    resourceTag: 'resource_tag',
    productId: 'product_id',
    productName: 'product_name',
    usageTypeCode: 'usage_type_code',
    deductedAt: 'deduct_time',
    usedFrom: 'effective_time',
    usedUntil: 'expire_time',
    before: ['quantity', 'available_amount', 'measure_id'],
    used: ['quantity', 'used_amount', 'measure_id'],
    after: ['quantity', 'remaining_amount', 'measure_id'],
  };

  it('tell what was taken from them', async () => {
    const customerId = some[0] ?? '';
    const [from, until] = ['2026-08-01', '2026-10-19'];
    const { packageDeductions } = await ask<{ packageDeductions: unknown }>(
      customerId,
      `packageDeductions(from: "${from}", until: "${until}", first: 500) { totalCount nodes {
         ${selectionOf(DEDUCTION)} resourceType { code name } } }`,
    );
    const day = (row: TruthRow) =>
      new Date(Date.parse(String(row['deduct_time'])) + 8 * 3_600_000).toISOString().slice(0, 10);
    const rows = of(world.packageDeductions, customerId).filter(
      (row) => day(row) >= from && day(row) <= until,
    );
    expect(rows.length).toBeGreaterThan(20);
    expect(packageDeductions).toEqual({
      totalCount: rows.length,
      nodes: rows.slice(0, 500).map((row) => ({
        ...mapped(DEDUCTION, row),
        resourceType: { code: row['resource_type_code'], name: row['resource_type_name'] },
      })),
    });
  });

  it('tell it for longer spans in calls of 90 days, page by page, every deduction once', async () => {
    const rowsOf = (id: string) => of(world.packageDeductions, id).map((row) => String(row['deduct_time']));
    const lengthOf = (times: readonly string[]) =>
      Date.parse(times[0] ?? '') - Date.parse(times.at(-1) ?? '') || 0;
    const [customerId = ''] = world.customersWithAgency.toSorted(
      (one, other) => lengthOf(rowsOf(other)) - lengthOf(rowsOf(one)),
    );
    const want = rowsOf(customerId);
    expect(lengthOf(want)).toBeGreaterThan(90 * 86_400_000);
    const found: string[] = [];
    let after: string | null = null;
    const { calls } = await harness.callsOf(async () => {
      do {
        const page: {
          packageDeductions: {
            totalCount: number;
            nodes: { deductedAt: string }[];
            pageInfo: { hasNextPage: boolean; endCursor: string | null };
          };
        } = await ask(
          customerId,
          `packageDeductions(from: "2025-04-20", until: "2026-10-20", first: 17, after: ${JSON.stringify(after)}) {
            totalCount nodes { deductedAt } pageInfo { hasNextPage endCursor } }`,
        );
        const { totalCount, nodes, pageInfo } = page.packageDeductions;
        expect(totalCount).toBe(want.length);
        found.push(...nodes.map(({ deductedAt }) => deductedAt));
        after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
      } while (after !== null);
    });
    expect(found).toEqual(want);
    // 549 days are seven parts: one call for each page, one where a page goes on in the next part, and one for
    // the total of each, which is kept.
    expect(calls['ListFreeResourcesUsageRecords']).toBeLessThanOrEqual(2 * 7 + Math.ceil(want.length / 17));
    const { result, calls: none } = await harness.callsOf(() =>
      harness.query(
        `{ customer(customerId: "${customerId}") { packageDeductions(from: "2020-01-01", until: "2026-10-19") { totalCount } } }`,
      ),
    );
    expect(result.errors?.map(({ message }) => message)).toEqual([
      'from and until: expected two days in order, at most 720 apart, got 2020-01-01 and 2026-10-19',
    ]);
    expect(none).toEqual({});
  });
});
