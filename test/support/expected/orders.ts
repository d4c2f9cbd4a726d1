import type { Truth, TruthRow } from '../../../src/sandbox/sandbox.ts';
import {
  globalId,
  money,
  type Names,
  named,
  namedOrNull,
  number,
  rowsWith,
  SERVICE_TYPE,
  serviceType,
  text,
} from './values.ts';

const AMOUNTS = `{ discounts { type typeCode amount { amount currency } } ${[
  'flexiPurchaseCoupons',
  'cashCoupons',
  'storedValueCards',
  'commission',
  'consumed',
]
  .map((name) => `${name} { amount currency }`)
  .join(' ')} }`;

const OWN = `id orderId status statusCode type typeCode source sourceCode createdAt paidAt
  officialAmount { amount currency } amountAfterDiscount { amount currency } contractId ${SERVICE_TYPE}
  amounts ${AMOUNTS} enterpriseProjects { enterpriseProjectId name }`;

export const ORDER = `${OWN} subOrders { ${OWN} } customer { customerId } isPaidByAgent payingAgent { customerId }`;

const STATUS: Names = {
  1: 'PENDING_APPROVAL',
  2: 'REFUND_PENDING',
  3: 'PROCESSING',
  4: 'CANCELLED',
  5: 'COMPLETED',
  6: 'PENDING_PAYMENT',
  9: 'PENDING_CONFIRMATION',
  10: 'TO_BE_SHIPPED',
  11: 'TO_BE_RECEIVED',
  12: 'TO_BE_PICKED_UP',
  13: 'EXCHANGING',
};
const TYPE: Names = {
  1: 'NEW',
  2: 'RENEWAL',
  3: 'CHANGE',
  4: 'UNSUBSCRIPTION',
  10: 'PERIOD_TO_ON_DEMAND',
  11: 'ON_DEMAND_TO_PERIOD',
  13: 'TRIAL',
  14: 'TRIAL_TO_COMMERCIAL',
  15: 'FEE_ADJUSTMENT',
};
const SOURCE: Names = { 1: 'CUSTOMER', 2: 'AGENT', 3: 'CONTRACT', 4: 'RESELLER' };

const rowsOf = (value: unknown): readonly TruthRow[] => (value ?? []) as readonly TruthRow[];

function amounts(value: unknown) {
  if (!value) return null;
  const info = value as TruthRow;
  return {
    discounts: rowsOf(info['discounts']).map((one) => ({
      type: named({ 605: 'COMMERCIAL_CONTRACT' }, one['discount_type']),
      typeCode: text(one['discount_type']),
      amount: money(one['discount_amount']),
    })),
    flexiPurchaseCoupons: money(info['flexipurchase_coupon_amount']),
    cashCoupons: money(info['coupon_amount']),
    storedValueCards: money(info['stored_card_amount']),
    commission: money(info['commission_amount']),
    consumed: money(info['consumed_amount']),
  };
}

const own = (world: Truth, row: TruthRow) => ({
  id: globalId('Order', row['order_id']),
  orderId: row['order_id'],
  status: named(STATUS, row['status']),
  statusCode: String(row['status']),
  type: named(TYPE, row['order_type']),
  typeCode: String(row['order_type']),
  source: namedOrNull(SOURCE, row['source_type']),
  sourceCode: text(row['source_type']),
  createdAt: row['create_time'],
  paidAt: text(row['payment_time']),
  officialAmount: money(row['official_amount']),
  amountAfterDiscount: money(row['amount_after_discount']),
  contractId: text(row['contract_id']),
  serviceType: serviceType(world, row['service_type_code'], row['service_type_name']),
  amounts: amounts(row['amount_info']),
  enterpriseProjects: rowsOf(row['enterprise_projects']).map((project) => ({
    enterpriseProjectId: project['id'],
    name: project['name'],
  })),
});

export const order = (world: Truth, row: TruthRow) => ({
  ...own(world, row),
  subOrders: ((row['sub_order_infos'] ?? []) as readonly TruthRow[]).map((sub) => own(world, sub)),
  customer: { customerId: row['customer_id'] },
  isPaidByAgent: (row['agent_pay_info'] as TruthRow | undefined)?.['is_agent_pay'] ?? false,
  payingAgent: row['agent_pay_info']
    ? { customerId: (row['agent_pay_info'] as TruthRow)['paying_agent_id'] }
    : null,
});

/** Orders of one customer, or of all, newest first. */
export function newestFirst(world: Truth, customerId?: unknown): readonly TruthRow[] {
  const rows = customerId === undefined ? world.orders : rowsWith(world.orders, 'customer_id', customerId);
  return rows.toSorted((left, right) =>
    String(right['create_time']).localeCompare(String(left['create_time'])),
  );
}

export const LINE_ITEM = `lineItemId productId specification periodType periodTypeCode periods quantity
  effectiveAt expiresAt officialAmount { amount currency } amountAfterDiscount { amount currency }
  ${SERVICE_TYPE} amounts ${AMOUNTS} categoryCode ownerServiceType { code } commercialResourceType { code }
  baseProduct { productId specification categoryCode ownerServiceType { code } commercialResourceType { code } }
  orderId`;

const PERIOD: Names = { 0: 'DAY', 1: 'WEEK', 2: 'MONTH', 3: 'YEAR', 4: 'HOUR', 5: 'ONE_OFF' };

export function lineItems(world: Truth, row: TruthRow) {
  return (row['order_line_items'] as readonly TruthRow[]).map((item) => ({
    lineItemId: item['order_line_item_id'],
    productId: text(item['product_id']),
    specification: text(item['product_spec_desc']),
    periodType: namedOrNull(PERIOD, item['period_type']),
    periodTypeCode: text(item['period_type']),
    periods: number(item['period_num']),
    quantity: number(item['subscription_num']),
    effectiveAt: text(item['effective_time']),
    expiresAt: text(item['expire_time']),
    officialAmount: money(item['official_amount']),
    amountAfterDiscount: money(item['amount_after_discount']),
    serviceType: serviceType(world, item['service_type_code'], item['service_type_name']),
    amounts: amounts(item['amount_info']),
    ...product(item),
    baseProduct: item['base_product_info'] ? baseProduct(item['base_product_info'] as TruthRow) : null,
    orderId: item['order_id'],
  }));
}

const coded = (value: unknown) => (value ? { code: value } : null);

const product = (row: TruthRow) => ({
  categoryCode: text(row['category_code']),
  ownerServiceType: coded(row['product_owner_service']),
  commercialResourceType: coded(row['commercial_resource']),
});

const baseProduct = (row: TruthRow) => ({
  productId: text(row['product_id']),
  specification: text(row['product_spec_desc']),
  ...product(row),
});
