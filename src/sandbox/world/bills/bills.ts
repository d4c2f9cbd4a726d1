// Monthly bills: consumption records of resale customers, summed per service, charging mode and bill type.
import { type Money, wireMoney } from '../../base/money.ts';
import { serviceAt } from '../catalog/services.ts';
import type { Customer } from '../types.ts';
import { type ChargingMode, cashOf, type FeeRecord } from './records.ts';

/** 0 consumption, 1 unsubscription, 2 written off by the upstream. */
export type BillType = '0' | '1' | '2';

export interface BillLine {
  readonly customer: Customer;
  readonly service: number;
  readonly mode: ChargingMode;
  readonly billType: BillType;
  readonly amount: Money;
  readonly discount: Money;
  readonly debt: Money;
  readonly cash: Money;
  readonly credit: Money;
  readonly coupon: Money;
  text?: string;
}

const REFUNDS: ReadonlySet<number> = new Set([4, 20, 24]);
const COMPENSATION = 9;

const billTypeOf = ({ detail }: FeeRecord): BillType =>
  REFUNDS.has(detail) ? '1' : detail === COMPENSATION ? '2' : '0';

/** The lines that a customer's records of one cycle sum up to; consultative customers have none, they do not
 * spend resale funds. */
export function billLines(customer: Customer, records: readonly FeeRecord[]): BillLine[] {
  if (!customer.resale) return [];
  const groups = Map.groupBy(records, (record) => `${record.mode}/${record.service}/${billTypeOf(record)}`);
  return [...groups.values()].map(line);
}

function line(records: readonly FeeRecord[]): BillLine {
  const [first] = records;
  if (!first) throw new RangeError('expected the records of a bill line, got none');
  const sum = (of: (record: FeeRecord) => Money) => records.reduce((all, record) => all + of(record), 0n);
  return {
    customer: first.customer,
    service: first.service,
    mode: first.mode,
    billType: billTypeOf(first),
    amount: sum((record) => record.payment),
    discount: sum((record) => record.official - record.payment),
    debt: sum((record) => record.debt),
    cash: sum(cashOf),
    credit: sum((record) => record.credit),
    coupon: sum((record) => record.coupon),
  };
}

/** The wire row. */
export function billRow(line: BillLine): Record<string, unknown> {
  const service = serviceAt(line.service);
  const [type] = service.resourceTypes;
  const paidFrom = [
    ['BALANCE_TYPE_DEBIT', line.cash],
    ['BALANCE_TYPE_CREDIT', line.credit],
    ['BALANCE_TYPE_COUPON', line.coupon],
  ] as const;
  const details = paidFrom.filter(([, amount]) => amount !== 0n);
  return {
    customer_id: line.customer.id,
    cloud_service_type: service.code,
    cloud_service_type_name: service.zh,
    resource_type_code: type.code,
    resource_type_name: type.zh,
    bill_type: line.billType,
    charge_mode: String(line.mode),
    amount: wireMoney(line.amount),
    ...(line.billType === '0'
      ? {
          debt_amount: wireMoney(line.debt),
          adjustment_amount: wireMoney(0n, 0),
          discount_amount: wireMoney(line.discount),
        }
      : {}),
    measure_id: 1,
    account_details: details.length
      ? details.map(([kind, amount]) => ({
          balance_type: kind,
          amount: wireMoney(amount),
          bill_type: line.billType,
        }))
      : null,
  };
}
