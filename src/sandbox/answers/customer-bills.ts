import { chinaDate } from '../base/time.ts';
import type { Values } from '../wire/parameters.ts';
import { parameterError } from '../wire/refusal.ts';
import { bandwidthSamples, bandwidthSummaries } from '../world/bills/bandwidth.ts';
import { costsOf } from '../world/bills/costs.ts';
import {
  amortizedRow,
  customerDetailRow,
  customerFeeRow,
  customerResourceRow,
  customerSumRows,
  customerTotals,
  projectOf,
} from '../world/bills/customer-bills.ts';
import type { FeeRecord } from '../world/bills/records.ts';
import { PER_RECORD, statistics, withoutTimes } from '../world/bills/statistics.ts';
import { customerRecords } from '../world/bills/tax.ts';
import { regions } from '../world/catalog/regions.ts';
import { serviceAt } from '../world/catalog/services.ts';
import { type Answers, type ApiRequest, callingCustomer, currencyField, int, text } from './answer.ts';
import { pageText, render } from './page.ts';

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
function records(request: ApiRequest, spelling: Spelling): readonly FeeRecord[] {
  const { values, world } = request;
  const given = (name: string | undefined) => (name === undefined ? undefined : valueText(values, name));
  if (text(values, 'method') === 'sub_customer') return [];
  const back = world.back(text(values, spelling.cycle) ?? '');
  const customer = callingCustomer(request);
  const all = back < 0 ? [] : customerRecords(customer, world.records(customer, back));
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

const bandwidthOf = ({ values, world }: ApiRequest) => ({
  back: world.back(text(values, 'bill_cycle') ?? ''),
  service: text(values, 'service_type_code') ?? '',
  usageType: text(values, 'usage_type') ?? '',
});

/** Single records where the request does not say. */
const statisticType = ({ values }: ApiRequest): number => int(values, 'statistic_type') ?? PER_RECORD;

export const customerBills = {
  ShowCustomerMonthlySum: (request) => {
    const cycle = text(request.values, 'bill_cycle') ?? '';
    const found = records(request, { cycle: 'bill_cycle', service: 'service_type_code' });
    const extra = `${JSON.stringify(customerTotals(request.world.frame, found)).slice(1, -1)},`;
    const rows = customerSumRows(found, cycle, request.language);
    return pageText(request, { rows: 'bill_sums', total: 'total_count', extra }, rows, render);
  },

  ListCustomerBillsFeeRecords: (request) => {
    const { values, language } = request;
    const status = int(values, 'status');
    const found = records(request, {
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
      request,
      { rows: 'records', total: 'total_count', extra: currencyField(request) },
      none ? [] : found,
      (record) => render(customerFeeRow(record, language)),
    );
  },

  ListCustomerselfResourceRecords: (request) => {
    const per = statisticType(request);
    const found = records(request, {
      cycle: 'cycle',
      service: 'cloud_service_type',
      region: 'region',
      mode: 'charge_mode',
      type: 'bill_type',
      resource: 'resource_id',
      days: ['bill_date_begin', 'bill_date_end'],
    });
    return pageText(
      request,
      { rows: 'fee_records', total: 'total_count', extra: currencyField(request) },
      statistics(found, per),
      (record) => render(withoutTimes(customerResourceRow(record, request.language), per)),
    );
  },

  ListCustomerselfResourceRecordDetails: (request) => {
    const { values, language } = request;
    const per = statisticType(request);
    const daily = text(values, 'query_type') === 'DAILY';
    if (daily && (values['bill_cycle_begin'] === undefined || values['bill_cycle_end'] === undefined)) {
      throw parameterError('bill_cycle_begin and bill_cycle_end: expected both with query_type DAILY');
    }
    const found = records(request, {
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
      request,
      { rows: 'monthly_records', total: 'total_count', extra: currencyField(request) },
      statistics(found, per),
      (record) => render(withoutTimes(customerDetailRow(record, cycle, language), per)),
    );
  },

  ListCustomerBillsMonthlyBreakDown: (request) => {
    const cycle = text(request.values, 'shared_month') ?? '';
    const found = records(request, {
      cycle: 'shared_month',
      service: 'service_type_code',
      resourceType: 'resource_type_code',
      region: 'region_code',
      mode: 'charging_mode',
      type: 'bill_type',
      resource: 'resource_id',
    });
    const name = text(request.values, 'resource_name');
    const rows = found.filter((record) => name === undefined || record.resourceName === name);
    return pageText(
      request,
      { rows: 'details', total: 'total_count', extra: currencyField(request) },
      rows,
      (record) => render(amortizedRow(record, cycle, request.language)),
    );
  },

  ListResourceUsageSummary: (request) => {
    const asked = bandwidthOf(request);
    const rows = asked.back < 0 ? [] : bandwidthSummaries(callingCustomer(request), asked);
    return pageText(request, { rows: 'summary_usage_info_list', total: 'total_count' }, rows, render);
  },

  ListResourceUsage: (request) => {
    const id = text(request.values, 'resource_id') ?? '';
    const asked = bandwidthOf(request);
    const found = asked.back < 0 ? undefined : bandwidthSamples(callingCustomer(request), id, asked);
    const { samples = [], ...figures } = found ?? {};
    const extra = found ? `${JSON.stringify({ ...figures, x: 0 }).slice(1, -':0}'.length - 3)}` : '';
    return pageText(request, { rows: 'usage_info_list', total: 'total_count', extra }, samples, render);
  },

  ListCosts: (request) => {
    const rows = costsOf(callingCustomer(request), request.world, request.values);
    return pageText(
      request,
      { rows: 'cost_data', total: 'total_count', extra: currencyField(request) },
      rows,
      render,
    );
  },
} satisfies Answers;
