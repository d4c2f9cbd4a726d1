// For each operation a query that reads it as directly as the graph allows. `@Type` stands for all fields of that
// type that the same answer serves; `N` for the size of a page.
import {
  type GraphQLField,
  type GraphQLSchema,
  getNamedType,
  isInterfaceType,
  isLeafType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { derivedReader } from './derived-reader.ts';
import type { Reader } from './reader.ts';
import type { ServedSchema } from './served-schema.ts';

const inCustomer = (field: string) => `{ customer(customerId: "c1") { ${field} } }`;
const inAccount = (field: string) => inCustomer(`account { ${field} }`);
const inBills = (field: string) => inCustomer(`bills { ${field} }`);
const inEnterprise = (field: string) => inCustomer(`enterprise { ${field} }`);
const inPartner = (field: string) => `{ partner { ${field} } }`;
const CYCLE = 'cycle: "2026-09"';
const CONSUMED = { consume_time: '2026-09-03T00:00:00Z' };
const PRODUCT = `key: "a", serviceTypeCode: "s", resourceTypeCode: "r", specificationCode: "x", regionCode: "cn-north-4"`;

const page = (field: string, type: string) => {
  const [name, args] = field.split('(');
  return `${name}(first: N${args ? `, ${args}` : ')'} { totalCount nodes @${type} }`;
};

/** Readers that need arguments, or know something of the rows; the others are derived from the graph. */
const WRITTEN: Readonly<Record<string, Reader>> = {
  ListSubCustomers: { query: `{ ${page('customers', 'Customer')} }`, unique: 'customer_id' },
  ListResourceSpecs: {
    query: `{ catalog { ${page('resourceSpecs(serviceTypeCode: "s", resourceTypeCode: "t", regionCode: "r", chargingMode: ON_DEMAND)', 'ResourceSpec')} } }`,
    unique: 'resource_spec',
  },
  ListCustomerOrders: { query: `{ ${page('orders', 'Order')} }` },
  ListPayPerUseCustomerResources: {
    query: inCustomer(page('resources(filter: { kind: YEARLY_MONTHLY })', 'Resource')),
  },
  ListCustomerOnDemandResources: {
    query: inCustomer(page('resources(filter: { kind: ON_DEMAND })', 'Resource')),
  },
  ListRenewRateOnPeriod: {
    query: inCustomer(
      'resources(first: 1, filter: { kind: YEARLY_MONTHLY }) { nodes { ... on YearlyMonthlyResource { renewalPrice(periods: 1) @RenewalPrice } } }',
    ),
    single: true,
  },
  ListOnDemandResourceRatings: {
    query: inCustomer(
      `prices(projectId: "p") { onDemand(usages: [{ ${PRODUCT}, usageTypeCode: "Duration", usage: "1", usageUnitId: 4 }]) @OnDemandPrices }`,
    ),
    single: true,
  },
  ListRateOnPeriodDetail: {
    query: inCustomer(
      `prices(projectId: "p") { subscriptions(subscriptions: [{ ${PRODUCT}, period: MONTH, periods: 1 }]) @SubscriptionPrices }`,
    ),
    single: true,
  },
  ListIssuedPartnerCoupons: { query: `{ ${page('coupons', 'Coupon')} }` },
  ListSubcustomerMonthlyBills: {
    query: inCustomer(`monthlyBill(${CYCLE}) { total { amount } lines @MonthlyBillLine }`),
    unique: 'cloud_service_type',
  },
  ListSubCustomerBillDetail: {
    query: inCustomer(page(`consumption(${CYCLE})`, 'ConsumptionRecord')),
    row: CONSUMED,
  },
  ListConsumeSubCustomers: {
    query: inPartner(page(`consumingCustomers(${CYCLE})`, 'Customer')),
    unique: 'customer_id',
  },
  ListServiceTypes: { query: '{ catalog { serviceTypes @ServiceType } }', unique: 'service_type_code' },
  ListResourceTypes: { query: '{ catalog { resourceTypes @ResourceType } }', unique: 'resource_type_code' },
  ListUsageTypes: { query: '{ catalog { usageTypes @UsageType } }', unique: 'code' },
  ListMeasureUnits: { query: '{ catalog { measureUnits @MeasureUnit } }', unique: 'measure_id' },
  ListConversions: { query: '{ catalog { conversions @UnitConversion } }', unique: 'measure_id' },
  ListServiceResources: {
    query: '{ catalog { serviceTypes { code resources @ServiceResource } } }',
    unique: 'resource_type_code',
  },
  ListProvinces: { query: '{ catalog { provinces @Province } }', unique: 'code' },
  ListCities: { query: '{ catalog { provinces { cities @City } } }', unique: 'code' },
  ListCounties: { query: '{ catalog { provinces { cities { counties @County } } } }', unique: 'code' },
  CheckUserIdentity: {
    query: '{ identityCheck(kind: EMAIL, value: "a@example.com") @IdentityCheck }',
    single: true,
  },
  ListEnterpriseMultiAccount: {
    query: inEnterprise('subAccounts(first: 1) { nodes { reclaimableAmounts @MovableAmount } }'),
  },
  ListMultiAccountRetrieveCoupons: {
    query: inEnterprise(`subAccounts(first: 1) { nodes { ${page('reclaimableCoupons', 'MovableCoupon')} } }`),
  },
  ShowCustomerMonthlySum: {
    query: inBills(`monthlyBill(${CYCLE}) { totals @OwnMonthlyBillTotals lines @OwnBillLine }`),
  },
  ListCustomerBillsFeeRecords: { query: inBills(page(`feeRecords(${CYCLE})`, 'OwnFeeRecord')) },
  ListCustomerselfResourceRecords: { query: inBills(page(`resourceRecords(${CYCLE})`, 'OwnResourceRecord')) },
  ListCustomerselfResourceRecordDetails: {
    query: inBills(page(`resourceDetails(${CYCLE})`, 'OwnResourceDetail')),
  },
  ListResourceUsageSummary: {
    query: inBills(
      page(
        `bandwidth(${CYCLE}, serviceTypeCode: "s", resourceTypeCode: "r", usageTypeCode: "u")`,
        'BandwidthUsage',
      ),
    ),
  },
  ListResourceUsage: {
    query: inBills(
      `bandwidth(first: 1, ${CYCLE}, serviceTypeCode: "s", resourceTypeCode: "r", usageTypeCode: "u") { nodes { ${page('samples', 'BandwidthSample')} } }`,
    ),
  },
  ListCosts: {
    query: inCustomer(
      page('costs(from: "2026-09-01", until: "2026-09-30", groupBy: [{ dimension: SERVICE_TYPE }])', 'Cost'),
    ),
  },
  ListCustomerBillsMonthlyBreakDown: {
    query: inCustomer(page('amortizedCosts(month: "2026-09")', 'AmortizedCost')),
  },
  ListFreeResourceUsages: {
    query: inCustomer(
      'resourcePackages(first: 1) { nodes { items { itemId period @ResourcePackagePeriodUsage } } }',
    ),
    single: true,
  },
  ListFreeResourcesUsageRecords: {
    query: inCustomer(
      page('packageDeductions(from: "2026-09-01", until: "2026-09-30")', 'ResourcePackageDeduction'),
    ),
  },
  ListPartnerAdjustRecords: { query: inPartner(page('adjustments', 'Adjustment')) },
  ListIncentiveDiscountPolicies: { query: inPartner(page('policies(month: "2026-09")', 'IncentivePolicy')) },
  ListIndirectPartners: {
    query: inPartner(page('distributors', 'Distributor')),
    unique: 'indirect_partner_id',
  },
  ListPartnerCouponsRecord: { query: inPartner(page('couponRecords', 'CouponRecord')) },
  ShowCustomerExpenditureQuota: {
    query: inAccount('expenditureQuota @ExpenditureQuota'),
    site: 'intl',
    consultative: true,
    single: true,
  },
  ListPostpaidBillSum: {
    query: inPartner(`postpaidBill(${CYCLE}) @PostpaidBill`),
    site: 'intl',
    single: true,
  },
  ListInvoices: {
    query: inPartner(
      page('invoices(appliedFrom: "2026-01-01T00:00:00Z", appliedUntil: "2026-09-30T00:00:00Z")', 'Invoice'),
    ),
    site: 'intl',
  },
};

/** The reader of each operation that has one. */
export const readersOf = ({ schema, coverage }: ServedSchema): readonly (readonly [string, Reader])[] =>
  coverage.flatMap((one) => {
    const reader = WRITTEN[one.operation.name] ?? derivedReader(schema, one);
    return reader ? [[one.operation.name, reader] as const] : [];
  });

/** The reader's query with everything selected. `elsewhere` are fields that another answer serves. */
export function queryOf(
  { query }: Reader,
  schema: GraphQLSchema,
  rows: number,
  elsewhere: (field: string) => boolean,
): string {
  return query
    .replaceAll(/\bN\b/g, String(rows))
    .replaceAll(/@([A-Z]\w+)/g, (_all, type: string) => selectionOf(schema, type, elsewhere, []));
}

function selectionOf(
  schema: GraphQLSchema,
  name: string,
  elsewhere: (field: string) => boolean,
  above: readonly string[],
): string {
  const type = schema.getType(name);
  if (!isObjectType(type) && !isInterfaceType(type))
    throw new Error(`expected a type with fields, got ${name}`);
  const members = isInterfaceType(type)
    ? schema
        .getImplementations(type)
        .objects.map((one) => `... on ${one.name} ${selectionOf(schema, one.name, elsewhere, above)}`)
    : [];
  if (members.length > 0) return `{ __typename ${members.join(' ')} }`;
  const fields = Object.values(type.getFields()).flatMap((field) => {
    if (field.args.some(({ type: of, defaultValue }) => isNonNullType(of) && defaultValue === undefined))
      return [];
    const target = getNamedType(field.type);
    // Fields of a customer are served by the row itself where the customer is what is listed.
    if (elsewhere(`${name}.${field.name}`) && !(above.length === 0 && isLeafType(target))) return [];
    if (isLeafType(target)) return [nameOf(name, field)];
    if (above.length >= 3 || above.includes(target.name) || isConnection(target.name)) return [];
    const inner = selectionOf(schema, target.name, elsewhere, [...above, name]);
    return inner === '{ __typename }' ? [] : [`${nameOf(name, field)} ${inner}`];
  });
  return `{ ${['__typename', ...fields].join(' ')} }`;
}

const isConnection = (name: string) => name.endsWith('Connection');

/** Members of an interface may give one name two types, which one answer cannot hold. */
const nameOf = (type: string, { name, type: of }: GraphQLField<unknown, unknown>): string =>
  getNamedType(of).name.startsWith(type) ? `${type}_${name}: ${name}` : name;
