// A customer's own bills: the same consumption records as the partner's, in the words of its own listings.

import { type Language, nameIn } from '../../base/language.ts';
import { decimalText, type Money, rawNumber, wireMoney } from '../../base/money.ts';
import { Random } from '../../base/random.ts';
import { chinaDate, instant } from '../../base/time.ts';
import { serviceAt } from '../catalog/services.ts';
import { currencyOf, draw, type Frame } from '../frame.ts';
import { feeRecordRow } from './record-row.ts';
import { cashOf, type FeeRecord, PERIOD } from './records.ts';

const EIGHT = 8;
const amount = (value: Money) => wireMoney(value, EIGHT);

/** 1 consumption, 2 refund, 3 adjustment. */
const sumTypeOf = ({ detail }: FeeRecord): number =>
  [4, 20, 24].includes(detail) ? 2 : [9, 16].includes(detail) ? 3 : 1;

const sum = (records: readonly FeeRecord[], of: (record: FeeRecord) => Money): Money =>
  records.reduce((all, record) => all + of(record), 0n);

const paidFrom = (records: readonly FeeRecord[]) => ({
  consume_amount: amount(sum(records, (record) => record.payment)),
  coupon_amount: amount(sum(records, (record) => record.coupon)),
  flexipurchase_coupon_amount: rawNumber('0'),
  stored_value_card_amount: rawNumber('0'),
  debt_amount: amount(sum(records, (record) => record.debt)),
  writeoff_amount: amount(sum(records, (record) => record.writeOff)),
  cash_amount: amount(sum(records, cashOf)),
  credit_amount: amount(sum(records, (record) => record.credit)),
});

/** One line per service, charging mode and kind of bill. */
export function customerSumRows(
  records: readonly FeeRecord[],
  cycle: string,
  language: Language,
): readonly Record<string, unknown>[] {
  const groups = Map.groupBy(records, (record) => `${record.service}/${record.mode}/${sumTypeOf(record)}`);
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const service = serviceAt(first.service);
    const [type] = service.resourceTypes;
    return [
      {
        bill_cycle: cycle,
        resource_type_code: type.code,
        service_type_code: service.code,
        service_type_name: nameIn(language, service),
        resource_type_name: nameIn(language, type),
        charging_mode: first.mode,
        official_amount: amount(sum(group, (record) => record.official)),
        official_discount_amount: amount(sum(group, (record) => record.official - record.payment)),
        truncated_amount: rawNumber('0'),
        ...paidFrom(group),
        measure_id: 1,
        bill_type: sumTypeOf(first),
        customer_id: first.customer.id,
        account_name: first.customer.accountName,
      },
    ];
  });
}

export const customerTotals = (frame: Frame, records: readonly FeeRecord[]) => ({
  ...paidFrom(records),
  measure_id: 1,
  currency: currencyOf(frame),
});

const project = (record: FeeRecord) => {
  const random = new Random(record.customer.frame.seed, draw.project, record.customer.index, record.service);
  return random.chance(0.3)
    ? { enterprise_project_id: 'sandbox-project-1', enterprise_project_name: 'Sandbox project 1' }
    : { enterprise_project_id: '0', enterprise_project_name: 'default' };
};

export const projectOf = (record: FeeRecord): string => project(record).enterprise_project_id;

export function customerFeeRow(record: FeeRecord, language: Language): Record<string, unknown> {
  const row = feeRecordRow(record, language);
  return {
    bill_cycle: row['bill_cycle'],
    customer_id: row['customer_id'],
    service_type_code: row['service_type_code'],
    resource_type_code: row['resource_type_code'],
    service_type_name: row['service_type_name'],
    resource_type_name: row['resource_type_name'],
    region_code: row['region_code'],
    region_name: row['region_name'],
    ...project(record),
    charging_mode: row['charging_mode'],
    consume_time: row['consume_time'],
    trade_time: row['trade_time'],
    provider_type: 1,
    trade_id: row['trade_id'],
    id: row['id'],
    bill_type: record.detail,
    status: record.debt > 0n ? 2 : 1,
    official_amount: row['official_amount'],
    official_discount_amount: row['official_discount_amount'],
    erase_amount: rawNumber('0'),
    consume_amount: row['payment_amount'],
    cash_amount: row['cash_amount'],
    credit_amount: row['credit_amount'],
    coupon_amount: row['coupon_amount'],
    flexipurchase_coupon_amount: row['flexipurchase_coupon_amount'],
    stored_value_card_amount: row['stored_value_card_amount'],
    bonus_amount: null,
    debt_amount: row['debt_amount'],
    writeoff_amount: row['writeoff_amount'],
    account_name: record.customer.accountName,
  };
}

/** What records and details of resources have in common. */
function resourceFields(record: FeeRecord, language: Language): Record<string, unknown> {
  const row = feeRecordRow(record, language);
  return {
    bill_date: chinaDate(record.time),
    bill_type: record.detail,
    customer_id: row['customer_id'],
    region: row['region_code'],
    region_name: row['region_name'],
    cloud_service_type: row['service_type_code'],
    cloud_service_type_name: row['service_type_name'],
    resource_type_name: row['resource_type_name'],
    ...(record.mode === PERIOD
      ? {}
      : { effective_time: instant(record.time), expire_time: instant(record.time) }),
    resource_name: row['resource_name'],
    resource_tag: row['resource_tag'] ?? null,
    product_spec_desc: row['product_spec_desc'],
    sku_code: `SANDBOX.SKU.${record.service}`,
    trade_id: row['trade_id'],
    id: row['id'],
    ...project(record),
    official_amount: row['official_amount'],
    discount_amount: row['official_discount_amount'],
    cash_amount: row['cash_amount'],
    credit_amount: row['credit_amount'],
    coupon_amount: row['coupon_amount'],
    flexipurchase_coupon_amount: row['flexipurchase_coupon_amount'],
    stored_card_amount: row['stored_value_card_amount'],
    bonus_amount: null,
    debt_amount: row['debt_amount'],
    adjustment_amount: row['writeoff_amount'],
    measure_id: 1,
    consume_time: row['consume_time'],
    account_name: record.customer.accountName,
    ...(row['period_num'] === undefined ? {} : { period_num: row['period_num'] }),
  };
}

export function customerResourceRow(record: FeeRecord, language: Language): Record<string, unknown> {
  const row = feeRecordRow(record, language);
  const isOrder = record.mode === PERIOD && record.tradeId.startsWith('CS');
  return {
    ...resourceFields(record, language),
    resource_type: row['resource_type_code'],
    resource_id: row['resource_id'],
    product_id: row['product_id'],
    product_name: row['product_name'],
    trade_time: row['trade_time'],
    charge_mode: String(record.mode),
    order_id: isOrder ? record.tradeId : null,
    period_type: String(row['period_type']),
    usage_type: row['usage_type'] ?? null,
    usage: row['usage_amount'] ?? null,
    usage_measure_id: row['usage_measure_id'] ?? null,
    free_resource_usage: row['free_resource_usage'] ?? null,
    free_resource_measure_id: row['free_resource_measure_id'] ?? null,
    ri_usage: row['ri_usage'] ?? null,
    ri_usage_measure_id: row['ri_usage_measure_id'] ?? null,
    unit_price: rawNumber(decimalText(record.official)),
    unit: '元/小时',
    amount: row['payment_amount'],
    formula: null,
  };
}

export function customerDetailRow(
  record: FeeRecord,
  cycle: string,
  language: Language,
): Record<string, unknown> {
  const row = feeRecordRow(record, language);
  return {
    cycle,
    ...resourceFields(record, language),
    resource_Type_code: row['resource_type_code'],
    res_instance_id: row['resource_id'],
    charge_mode: record.mode,
    consume_amount: row['payment_amount'],
    period_type: row['period_type'],
    root_resource_id: row['resource_id'],
    parent_resource_id: null,
    az_code_infos: record.at % 3 === 0 ? [{ az_code: `${row['region_code']}a` }] : null,
    payer_account_id: row['customer_id'],
    extend_params:
      record.at % 5 === 0
        ? {
            self_resource_id: row['resource_id'],
            relation_infos: [{ relative_resource_id: `SANDBOX-REL-${record.at}`, relative_type: '1' }],
          }
        : null,
  };
}

/** A purchase for longer is spread over twelve months, everything else counts in its own. */
const MONTHS = 12n;

export function amortizedRow(record: FeeRecord, cycle: string, language: Language): Record<string, unknown> {
  const row = feeRecordRow(record, language);
  const spread = record.mode === PERIOD && [1, 2, 3].includes(record.detail);
  const current = (value: Money): Money => (spread ? value / MONTHS : value);
  return {
    shared_month: cycle,
    bill_cycle: cycle,
    bill_type: record.detail,
    customer_id: row['customer_id'],
    region_code: row['region_code'],
    region_name: row['region_name'],
    service_type_code: row['service_type_code'],
    resource_type_code: row['resource_type_code'],
    service_type_name: row['service_type_name'],
    resource_type_name: row['resource_type_name'],
    effective_time: instant(record.time),
    expire_time: null,
    resource_id: row['resource_id'],
    resource_name: row['resource_name'],
    resource_tag: row['resource_tag'] ?? null,
    product_spec_desc: row['product_spec_desc'],
    ...project(record),
    charging_mode: record.mode,
    order_id: record.tradeId.startsWith('CS') ? record.tradeId : null,
    period_type: row['period_type'],
    usage_type: row['usage_type'] ?? null,
    usage: row['usage_amount'] ?? null,
    usage_measure_id: row['usage_measure_id'] ?? null,
    free_resource_usage: row['free_resource_usage'] ?? null,
    free_resource_measure_id: row['free_resource_measure_id'] ?? null,
    ri_usage: row['ri_usage'] ?? null,
    ri_usage_measure_id: row['ri_usage_measure_id'] ?? null,
    consume_amount: amount(record.payment),
    past_months_amortized_amount: rawNumber('0'),
    current_month_amortized_amount: amount(current(record.payment)),
    future_months_amortized_amount: amount(record.payment - current(record.payment)),
    amortized_cash_amount: amount(current(cashOf(record))),
    amortized_credit_amount: amount(current(record.credit)),
    amortized_coupon_amount: amount(current(record.coupon)),
    effective_tag_pairs: record.at % 4 === 0 ? [{ tag_key: 'env', tag_value: 'sandbox' }] : null,
    cost_unit_pairs:
      record.at % 7 === 0 ? [{ cost_unit_name: 'unit-1', cost_unit_rule_value: 'sandbox' }] : null,
  };
}
