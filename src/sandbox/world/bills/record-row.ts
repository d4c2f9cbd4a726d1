// The wire row of a consumption record. Usage is written with 8 decimals, purchases with 2.

import { type Language, nameIn } from '../../base/language.ts';
import { decimalText, rawNumber, wireMoney } from '../../base/money.ts';
import { Random } from '../../base/random.ts';
import { chinaCycle, cycleStart, instant } from '../../base/time.ts';
import { associationType } from '../accounts/customers.ts';
import { meterOf } from '../catalog/meters.ts';
import { regions } from '../catalog/regions.ts';
import { serviceAt } from '../catalog/services.ts';
import { draw } from '../frame.ts';
import { cashOf, type FeeRecord, ON_DEMAND, PERIOD } from './records.ts';
import { isOfNoResource } from './tax.ts';

const MONTH = 20;
const HOUR = 25;

export function feeRecordRow(record: FeeRecord, language: Language): Record<string, unknown> {
  const { customer, back, at } = record;
  const random = new Random(customer.frame.seed, draw.usage, customer.index, back, at + 1);
  const service = serviceAt(record.service);
  const [type] = service.resourceTypes;
  const region = regions[record.region] ?? random.pick(regions);
  const id = random.hex(32);
  const places = record.mode === PERIOD ? 2 : 8;
  const amount = (value: bigint) => wireMoney(value, value === 0n ? 0 : places);
  return {
    bill_cycle: chinaCycle(cycleStart(customer.frame.today, back)),
    customer_id: customer.id,
    association_type: associationType(customer),
    service_type_code: service.code,
    service_type_name: nameIn(language, service),
    ...(isOfNoResource(record)
      ? {}
      : { resource_type_code: type.code, resource_type_name: nameIn(language, type) }),
    charging_mode: record.mode,
    trade_time: instant(record.time),
    trade_id: record.tradeId,
    id,
    bill_detail_type: record.detail,
    resource_id: record.resourceId ?? null,
    resource_name: record.resourceName ?? null,
    product_spec_desc: `${service.abbreviation} sandbox`,
    region_code: region.code,
    region_name: nameIn(language, region),
    product_id: `SANDBOX-OFFI-${id.slice(0, 8)}`,
    product_name: nameIn(language, service),
    ...(random.chance(0.15) ? { resource_tag: 'env=sandbox' } : {}),
    consume_time: instant(record.time),
    ...usageFields(record, type.meters[0] ?? 'duration', random),
    official_amount: wireMoney(record.official, places),
    official_discount_amount: wireMoney(record.official - record.payment, places),
    payment_amount: wireMoney(record.payment, places),
    cash_amount: amount(cashOf(record)),
    credit_amount: amount(record.credit),
    coupon_amount: amount(record.coupon),
    flexipurchase_coupon_amount: amount(0n),
    stored_value_card_amount: null,
    debt_amount: amount(record.debt),
    writeoff_amount: amount(record.writeOff),
    period_type: record.mode === PERIOD ? MONTH : HOUR,
    ...(record.mode === PERIOD ? { period_num: rawNumber('1') } : {}),
    account_manager_id: record.at % 4 === 0 ? 'sandbox_manager_01' : null,
    partner_id: record.at % 5 === 0 ? `SANDBOX-PARTNER-${customer.frame.partner}` : null,
    ...(record.at % 7 === 0 && record.resourceId ? subResource(record, language) : {}),
  };
}

/** What was charged is a part of the resource. */
function subResource({ service, resourceId }: FeeRecord, language: Language): Record<string, unknown> {
  const whole = serviceAt(service);
  const [type] = whole.resourceTypes;
  return {
    sub_service_type_code: whole.code,
    sub_service_type_name: nameIn(language, whole),
    sub_resource_type_code: type.code,
    sub_resource_type_name: nameIn(language, type),
    sub_resource_id: `${resourceId}-part`,
    sub_resource_name: null,
  };
}

function usageFields(record: FeeRecord, meter: string, random: Random): Record<string, unknown> {
  if (record.mode !== ON_DEMAND || record.usage === undefined) return {};
  const { code, measureId } = meterOf(meter);
  return {
    usage_type: code,
    usage_amount: rawNumber(decimalText(record.usage, 8)),
    usage_measure_id: measureId,
    ...(random.chance(0.2)
      ? { free_resource_usage: rawNumber('1.50'), free_resource_measure_id: measureId }
      : { free_resource_usage: null }),
    ...(random.chance(0.1) ? { ri_usage: rawNumber('0.250'), ri_usage_measure_id: measureId } : {}),
  };
}
