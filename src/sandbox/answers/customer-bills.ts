import { chinaDate } from '../base/time.ts';
import type { Values } from '../wire/parameters.ts';
import { parameterError } from '../wire/refusal.ts';
import { bandwidthSamples, bandwidthSummaries } from '../world/bills/bandwidth.ts';
import { costsOf } from '../world/bills/costs.ts';
import {
  amortizedRow,
  ownDetailRow,
  ownFeeRow,
  ownResourceRow,
  ownSumRows,
  ownTotals,
  projectOf,
} from '../world/bills/own-bills.ts';
import type { FeeRecord } from '../world/bills/records.ts';
import { regions } from '../world/catalog/regions.ts';
import { serviceAt } from '../world/catalog/services.ts';
import { caller } from './accounts.ts';
import { type Answer, currencyField, int, type Question, text } from './answer.ts';
import { pageText } from './page.ts';

const render = (row: object): string => JSON.stringify(row);

/** Which parameters name what in each of the listings, which all spell it differently. */
interface Spelling {
  readonly cycle: string;
  readonly service?: string;
  readonly resourceType?: string;
  readonly region?: string;
  readonly mode?: string;
  readonly type?: string;
  readonly resource?: string;
  readonly days?: readonly [string, string];
}

/** The caller's records of the cycle, as far as the filters let them pass. None for sub-accounts: it has none. */
function records(question: Question, spelling: Spelling): readonly FeeRecord[] {
  const { values, world } = question;
  const given = (name: string | undefined) => (name === undefined ? undefined : valueText(values, name));
  if (text(values, 'method') === 'sub_customer') return [];
  const back = world.back(text(values, spelling.cycle) ?? '');
  const all = back < 0 ? [] : world.records(caller(question), back);
  const [from, to] = spelling.days ? [given(spelling.days[0]), given(spelling.days[1])] : [];
  const wanted = {
    service: given(spelling.service),
    resourceType: given(spelling.resourceType),
    region: given(spelling.region),
    mode: given(spelling.mode),
    type: given(spelling.type),
    resource: given(spelling.resource),
    trade: given('trade_id'),
    project: given('enterprise_project_id'),
  };
  const is = (want: string | undefined, have: unknown) => want === undefined || want === String(have);
  return all.filter(
    (record) =>
      is(wanted.service, serviceAt(record.service).code) &&
      is(wanted.resourceType, serviceAt(record.service).resourceTypes[0].code) &&
      is(wanted.region, regions[record.region]?.code) &&
      is(wanted.mode, record.mode) &&
      is(wanted.type, record.detail) &&
      is(wanted.resource, record.resourceId) &&
      is(wanted.trade, record.tradeId) &&
      is(wanted.project, projectOf(record)) &&
      (from === undefined ||
        to === undefined ||
        (chinaDate(record.time) >= from && chinaDate(record.time) <= to)),
  );
}

function valueText(values: Values, name: string): string | undefined {
  const value = values[name];
  return value === undefined ? undefined : String(value);
}

export const showCustomerMonthlySum: Answer = (question) => {
  const cycle = text(question.values, 'bill_cycle') ?? '';
  const found = records(question, { cycle: 'bill_cycle', service: 'service_type_code' });
  const extra = `${JSON.stringify(ownTotals(question.world.frame, found)).slice(1, -1)},`;
  const rows = ownSumRows(found, cycle, question.language);
  return pageText(question, { rows: 'bill_sums', total: 'total_count', extra }, rows, render);
};

export const listCustomerBillsFeeRecords: Answer = (question) => {
  const { values, language } = question;
  const status = int(values, 'status');
  const found = records(question, {
    cycle: 'bill_cycle',
    service: 'service_type_code',
    resourceType: 'resource_type_code',
    region: 'region_code',
    mode: 'charging_mode',
    type: 'bill_type',
    days: ['bill_date_begin', 'bill_date_end'],
  }).filter((record) => status === undefined || status === (record.debt > 0n ? 2 : 1));
  const none = int(values, 'provider_type') === 2;
  return pageText(
    question,
    { rows: 'records', total: 'total_count', extra: currencyField(question) },
    none ? [] : found,
    (record) => render(ownFeeRow(record, language)),
  );
};

export const listCustomerselfResourceRecords: Answer = (question) => {
  const found = records(question, {
    cycle: 'cycle',
    service: 'cloud_service_type',
    region: 'region',
    mode: 'charge_mode',
    type: 'bill_type',
    resource: 'resource_id',
    days: ['bill_date_begin', 'bill_date_end'],
  });
  return pageText(
    question,
    { rows: 'fee_records', total: 'total_count', extra: currencyField(question) },
    found,
    (record) => render(ownResourceRow(record, question.language)),
  );
};

/** The sandbox keeps no sums by cycle or day: whatever is asked for, it gives the records. */
export const listCustomerselfResourceRecordDetails: Answer = (question) => {
  const { values, language } = question;
  const daily = text(values, 'query_type') === 'DAILY';
  if (daily && (values['bill_cycle_begin'] === undefined || values['bill_cycle_end'] === undefined)) {
    throw parameterError('bill_cycle_begin and bill_cycle_end: expected both with query_type DAILY');
  }
  const found = records(question, {
    cycle: 'cycle',
    service: 'cloud_service_type',
    resourceType: 'resource_type',
    region: 'region',
    mode: 'charge_mode',
    type: 'bill_type',
    resource: 'res_instance_id',
    ...(daily ? { days: ['bill_cycle_begin', 'bill_cycle_end'] as const } : {}),
  });
  const cycle = text(values, 'cycle') ?? '';
  return pageText(
    question,
    { rows: 'monthly_records', total: 'total_count', extra: currencyField(question) },
    found,
    (record) => render(ownDetailRow(record, cycle, language)),
  );
};

export const listCustomerBillsMonthlyBreakDown: Answer = (question) => {
  const cycle = text(question.values, 'shared_month') ?? '';
  const found = records(question, {
    cycle: 'shared_month',
    service: 'service_type_code',
    resourceType: 'resource_type_code',
    region: 'region_code',
    mode: 'charging_mode',
    type: 'bill_type',
    resource: 'resource_id',
  });
  const name = text(question.values, 'resource_name');
  const rows = found.filter((record) => name === undefined || record.resourceName === name);
  return pageText(
    question,
    { rows: 'details', total: 'total_count', extra: currencyField(question) },
    rows,
    (record) => render(amortizedRow(record, cycle, question.language)),
  );
};

const bandwidthOf = ({ values, world }: Question) => ({
  back: world.back(text(values, 'bill_cycle') ?? ''),
  service: text(values, 'service_type_code') ?? '',
  usageType: text(values, 'usage_type') ?? '',
});

export const listResourceUsageSummary: Answer = (question) => {
  const asked = bandwidthOf(question);
  const rows = asked.back < 0 ? [] : bandwidthSummaries(caller(question), asked);
  return pageText(question, { rows: 'summary_usage_info_list', total: 'total_count' }, rows, render);
};

export const listResourceUsage: Answer = (question) => {
  const id = text(question.values, 'resource_id') ?? '';
  const asked = bandwidthOf(question);
  const found = asked.back < 0 ? undefined : bandwidthSamples(caller(question), id, asked);
  const { samples = [], ...figures } = found ?? {};
  const extra = found ? `${JSON.stringify({ ...figures, x: 0 }).slice(1, -':0}'.length - 3)}` : '';
  return pageText(question, { rows: 'usage_info_list', total: 'total_count', extra }, samples, render);
};

export const listCosts: Answer = (question) => {
  const rows = costsOf(caller(question), question.world, question.values);
  return pageText(
    question,
    { rows: 'cost_data', total: 'total_count', extra: currencyField(question) },
    rows,
    render,
  );
};
