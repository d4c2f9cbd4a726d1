import { sumDecimals } from '../../../src/decode/decimal.ts';
import type { Truth, TruthRow } from '../../../src/sandbox/sandbox.ts';
import {
  absent,
  chinaDay,
  decimal,
  money,
  type Names,
  named,
  QUANTITY,
  quantity,
  RESOURCE_TYPE,
  resourceType,
  rowsWith,
  SERVICE_TYPE,
  serviceType,
  text,
} from './values.ts';

export const BILL_LINE = `serviceTypeCode ${SERVICE_TYPE} ${RESOURCE_TYPE} chargingMode chargingModeCode billType
  billTypeCode amount { amount currency } discountAmount { amount currency } debtAmount { amount currency }
  writtenOffAmount { amount currency } payments { from fromCode billType billTypeCode amount { amount currency } }`;

export const BILL = `cycle customer { customerId } total { amount currency } lines { ${BILL_LINE} }`;

const MODE: Names = { 1: 'YEARLY_MONTHLY', 3: 'ON_DEMAND', 10: 'RESERVED_INSTANCE', 11: 'SAVINGS_PLAN' };
const BILL_TYPE: Names = { 0: 'CONSUMPTION', 1: 'UNSUBSCRIPTION', 2: 'WRITE_OFF' };

const PAID_FROM: Names = {
  BALANCE_TYPE_DEBIT: 'CASH',
  BALANCE_TYPE_CREDIT: 'CREDIT',
  BALANCE_TYPE_COUPON: 'CASH_COUPON',
};

const line = (world: Truth, row: TruthRow) => ({
  serviceTypeCode: row['cloud_service_type'],
  serviceType: serviceType(world, row['cloud_service_type'], row['cloud_service_type_name']),
  resourceType: resourceType(row),
  chargingMode: named(MODE, row['charge_mode']),
  chargingModeCode: row['charge_mode'],
  billType: named(BILL_TYPE, row['bill_type']),
  billTypeCode: row['bill_type'],
  amount: money(row['amount']),
  discountAmount: money(row['discount_amount']),
  debtAmount: money(row['debt_amount']),
  writtenOffAmount: money(row['adjustment_amount']),
  payments: ((row['account_details'] ?? []) as readonly TruthRow[]).map((detail) => ({
    from: named(PAID_FROM, detail['balance_type']),
    fromCode: detail['balance_type'],
    billType: named(BILL_TYPE, detail['bill_type']),
    billTypeCode: detail['bill_type'],
    amount: money(detail['amount']),
  })),
});

/** Lines are grouped by charging mode, in the order in which the upstream's series are numbered. */
export function monthlyBill(world: Truth, customerId: unknown, cycle: string) {
  const rows = rowsWith(world.monthlyBills, 'customer_id', customerId)
    .filter((row) => row['cycle'] === cycle)
    .toSorted((left, right) => Number(left['charge_mode']) - Number(right['charge_mode']));
  return {
    cycle,
    customer: { customerId },
    total: { amount: sumDecimals(rows.map((row) => decimal(row['amount']) ?? '')), currency: 'CNY' },
    lines: rows.map((row) => line(world, row)),
  };
}

const AMOUNTS = [
  ['amount', 'payment_amount'],
  ['officialAmount', 'official_amount'],
  ['discountAmount', 'official_discount_amount'],
  ['cashAmount', 'cash_amount'],
  ['creditAmount', 'credit_amount'],
  ['couponAmount', 'coupon_amount'],
  ['flexiPurchaseCouponAmount', 'flexipurchase_coupon_amount'],
  ['storedValueCardAmount', 'stored_value_card_amount'],
  ['debtAmount', 'debt_amount'],
  ['writtenOffAmount', 'writeoff_amount'],
] as const;

export const RECORD = `recordId cycle date consumedAt chargedAt type typeCode chargingMode chargingModeCode
  ${SERVICE_TYPE} ${RESOURCE_TYPE} regionCode regionName productName specification resourceId resourceName
  tradeId usage ${QUANTITY} usageTypeCode packageUsage ${QUANTITY} reservedInstanceUsage ${QUANTITY}
  productId resourceTag periodType periodTypeCode periods accountManagerId partnerId
  subResource { serviceTypeCode serviceTypeName resourceTypeCode resourceTypeName resourceId resourceName }
  ${AMOUNTS.map(([name]) => `${name} { amount currency }`).join(' ')}
  customer { customerId } order { orderId }`;

const RECORD_TYPE: Names = {
  1: 'NEW_PURCHASE',
  2: 'RENEWAL',
  3: 'CHANGE',
  4: 'UNSUBSCRIPTION',
  5: 'USAGE',
  8: 'AUTO_RENEWAL',
  9: 'COMPENSATION',
  14: 'SUPPORT_PLAN_FEE',
  16: 'CHARGE_ADJUSTMENT',
  18: 'MONTHLY_PAYMENT',
  20: 'CHANGE_REFUND',
  23: 'SAVINGS_PLAN_DEDUCTION',
  24: 'TO_ON_DEMAND_REFUND',
  25: 'TRUNCATION_MAKE_UP',
  103: 'YEARLY_PAYMENT',
};
const PERIOD: Names = { 20: 'MONTH', 25: 'HOUR' };
/** The trade id of these is an order id. */
const OF_ORDERS = new Set([1, 2, 3, 4, 8]);

export const record = (world: Truth, row: TruthRow) => ({
  recordId: row['id'],
  cycle: row['bill_cycle'],
  date: chinaDay(row['consume_time']),
  consumedAt: row['consume_time'],
  chargedAt: row['trade_time'],
  type: named(RECORD_TYPE, row['bill_detail_type']),
  typeCode: text(row['bill_detail_type']),
  chargingMode: named(MODE, row['charging_mode']),
  chargingModeCode: text(row['charging_mode']),
  serviceType: serviceType(world, row['service_type_code'], row['service_type_name']),
  resourceType: resourceType(row),
  regionCode: text(row['region_code']),
  regionName: text(row['region_name']),
  productName: text(row['product_name']),
  specification: text(row['product_spec_desc']),
  resourceId: text(row['resource_id']),
  resourceName: text(row['resource_name']),
  tradeId: text(row['trade_id']),
  usage: quantity(world, row['usage_amount'], row['usage_measure_id']),
  usageTypeCode: text(row['usage_type']),
  packageUsage: quantity(world, row['free_resource_usage'], row['free_resource_measure_id']),
  reservedInstanceUsage: quantity(world, row['ri_usage'], row['ri_usage_measure_id']),
  productId: text(row['product_id']),
  resourceTag: text(row['resource_tag']),
  periodType: named(PERIOD, row['period_type']),
  periodTypeCode: text(row['period_type']),
  periods: decimal(row['period_num']),
  accountManagerId: text(row['account_manager_id']),
  partnerId: text(row['partner_id']),
  subResource: absent(row['sub_resource_id'])
    ? null
    : {
        serviceTypeCode: row['sub_service_type_code'],
        serviceTypeName: row['sub_service_type_name'],
        resourceTypeCode: row['sub_resource_type_code'],
        resourceTypeName: row['sub_resource_type_name'],
        resourceId: row['sub_resource_id'],
        resourceName: text(row['sub_resource_name']),
      },
  ...Object.fromEntries(AMOUNTS.map(([name, field]) => [name, money(row[field])])),
  customer: { customerId: row['customer_id'] },
  order:
    OF_ORDERS.has(Number(row['bill_detail_type'])) && !absent(row['trade_id'])
      ? { orderId: row['trade_id'] }
      : null,
});

export const recordsOf = (world: Truth, customerId: unknown, cycle: string): readonly TruthRow[] =>
  rowsWith(world.feeRecords, 'customer_id', customerId).filter((row) => row['bill_cycle'] === cycle);
