import { z } from 'zod';
import { defineOperation } from '../../call/operation.ts';
import { decimal, int, rows, text, total } from '../../decode/wire.ts';
import { instant } from '../../decode/wire-time.ts';
import { language, pageInQuery, paging } from '../parameters.ts';

// Bandwidth that is charged by its 95th percentile. A month is complete at 20:00 on the 2nd of the next.

const customerRead = {
  method: 'GET',
  kind: 'read',
  idempotent: true,
  sites: ['cn'],
  credential: 'customer',
  quotaPerSecond: 10,
  freshness: { seconds: 3_600 },
} as const;

const which = {
  bill_cycle: { in: 'query', type: 'string', required: true, format: 'cycle' },
  service_type_code: { in: 'query', type: 'string', required: true },
  resource_type_code: { in: 'query', type: 'string', required: true },
  usage_type: { in: 'query', type: 'string', required: true },
} as const;

const summary = {
  actual_days: decimal,
  band_width: decimal,
  monthly_guaranteed_band_width: decimal,
  monthly_peak_band_width: decimal,
  band_width_measure_id: int,
};

export const bandwidthSummaryRow = z.object({ resource_id: text, ...summary });
export type BandwidthSummaryRow = z.output<typeof bandwidthSummaryRow>;

export const ListResourceUsageSummary = defineOperation({
  ...customerRead,
  name: 'ListResourceUsageSummary',
  summary: '95th-percentile bandwidth of each resource in one month',
  path: '/v2/bills/customer-bills/resources/usage/summary',
  parameters: { ...which, ...language, ...pageInQuery(1000) },
  paging: paging('summary_usage_info_list', 1000),
  response: z.object({ total_count: total, summary_usage_info_list: rows(bandwidthSummaryRow) }),
});

export const bandwidthSampleRow = z.object({
  stat_time: instant,
  guaranteed_band_width: decimal,
  usage: decimal,
  measure_id: int,
});
export type BandwidthSampleRow = z.output<typeof bandwidthSampleRow>;

export const ListResourceUsage = defineOperation({
  ...customerRead,
  name: 'ListResourceUsage',
  summary: 'The samples behind the 95th-percentile bandwidth of one resource',
  path: '/v2/bills/customer-bills/resources/usage/details',
  parameters: {
    ...which,
    resource_id: { in: 'query', type: 'string', required: true },
    ...language,
    ...pageInQuery(1000),
  },
  paging: paging('usage_info_list', 1000),
  response: z.object({ ...summary, total_count: total, usage_info_list: rows(bandwidthSampleRow) }),
});
