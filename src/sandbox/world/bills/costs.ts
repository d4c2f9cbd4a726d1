// Costs over time, from the same consumption records: by day or month, grouped and filtered.

import { decimalText, type Money } from '../../base/money.ts';
import { chinaDate } from '../../base/time.ts';
import { parameterError } from '../../wire/refusal.ts';
import { regions } from '../catalog/regions.ts';
import { serviceAt } from '../catalog/services.ts';
import type { Customer } from '../types.ts';
import type { World } from '../world.ts';
import { amortizedRow, projectOf } from './customer-bills.ts';
import type { FeeRecord } from './records.ts';

interface Asked {
  readonly time_condition: {
    readonly time_measure_id: number;
    readonly begin_time: string;
    readonly end_time: string;
  };
  readonly groupby: readonly { readonly type: string; readonly key: string }[];
  readonly cost_type: string;
  readonly amount_type: string;
  readonly filters?: readonly {
    readonly operator: number;
    readonly filter_factor: { readonly key: string; readonly value: readonly string[] };
  }[];
}

/** What a record is in each dimension that the sandbox knows. */
function dimension(record: FeeRecord, key: string): string {
  const service = serviceAt(record.service);
  const values: Readonly<Record<string, string>> = {
    CLOUD_SERVICE_TYPE: service.code,
    RESOURCE_TYPE: service.resourceTypes[0].code,
    REGION_CODE: regions[record.region]?.code ?? '',
    CHARGING_MODE: String(record.mode),
    BILL_TYPE: String(record.detail),
    RESOURCE_ID: record.resourceId ?? '',
    ENTERPRISE_PROJECT_ID: projectOf(record),
    ASSOCIATED_ACCOUNT: record.customer.id,
    PAYER_ACCOUNT_ID: record.customer.id,
  };
  const value = values[key];
  if (value === undefined) throw parameterError(`groupby: expected a dimension, got ${key}`);
  return value;
}

const TAG_VALUES = ['test', 'production', ''];

/** Services are tagged `env`, and each belongs to a unit, whatever the key of the units is. */
function groupOf(record: FeeRecord, { type, key }: Asked['groupby'][number]): string {
  if (type === 'dimension') return dimension(record, key);
  const part = record.service % TAG_VALUES.length;
  if (type === 'tag') return key === 'env' ? (TAG_VALUES[part] ?? '') : '';
  return `Sandbox unit ${part + 1}`;
}

export function costsOf(
  customer: Customer,
  world: World,
  values: Readonly<Record<string, unknown>>,
): readonly Record<string, unknown>[] {
  const asked = values as unknown as Asked;
  const { time_measure_id, begin_time, end_time } = asked.time_condition;
  const length = time_measure_id === 2 ? 7 : 10;
  if (begin_time.length !== length || end_time.length !== length) {
    throw parameterError(
      `time_condition: expected ${length === 7 ? 'YYYY-MM' : 'YYYY-MM-DD'}, got ${begin_time}`,
    );
  }
  const period = (record: FeeRecord) => chinaDate(record.time).slice(0, length);
  const records = world.cycles
    .flatMap((_, back) => world.records(customer, back))
    .filter((record) => period(record) >= begin_time && period(record) <= end_time)
    .filter((record) =>
      (asked.filters ?? []).every(({ operator, filter_factor: { key, value } }) => {
        const among = value.includes(dimension(record, key));
        return operator === 0 ? among : !among;
      }),
    );
  const costOf = (record: FeeRecord): Money => {
    if (asked.cost_type === 'AMORTIZED_COST') {
      const row = amortizedRow(record, '', 'zh') as { current_month_amortized_amount: { rawJSON: string } };
      return BigInt(row.current_month_amortized_amount.rawJSON.replace('.', ''));
    }
    return asked.amount_type === 'NET_AMOUNT' ? record.payment - record.coupon : record.payment;
  };
  const groups = Map.groupBy(records, (record) =>
    JSON.stringify(asked.groupby.map((group) => groupOf(record, group))),
  );
  return [...groups].map(([, group]) => {
    const [first] = group;
    const periods = [...Map.groupBy(group, period)].sort(([a], [b]) => (a < b ? -1 : 1));
    const sum = (some: readonly FeeRecord[], of: (record: FeeRecord) => Money) =>
      decimalText(
        some.reduce((all, record) => all + of(record), 0n),
        8,
      );
    return {
      dimensions: first
        ? asked.groupby.map((group) => ({ key: group.key, value: groupOf(first, group) }))
        : [],
      costs: periods.map(([value, some]) => ({
        time_dimension_value: value,
        time_measure_id,
        amount: sum(some, costOf),
        official_amount: sum(some, (record) => record.official),
      })),
      amount_by_costs: sum(group, costOf),
      official_amount_by_costs: sum(group, (record) => record.official),
    };
  });
}
