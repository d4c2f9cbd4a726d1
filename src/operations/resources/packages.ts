import { z } from 'zod';
import { defineOperation } from '../../call/operation.ts';
import { code, decimal, int, list, rows, text, total } from '../../decode/wire.ts';
import { instant } from '../../decode/wire-time.ts';
import { language, pageInBody, pageInQuery, paging } from '../parameters.ts';

// Resource packages that customers bought ahead. Those that ended more than 18 months ago are not listed.

const customerRead = {
  kind: 'read',
  idempotent: true,
  sites: ['cn', 'intl'],
  credential: 'customer',
  quotaPerSecond: 10,
} as const;

export const packageRow = z.object({
  order_instance_id: text,
  order_id: text,
  product_id: text,
  product_name: text,
  enterprise_project_id: text,
  enterprise_project_scope: code,
  effective_time: instant,
  expire_time: instant,
  status: code,
  service_type_code: text,
  service_type_name: text,
  region_code: text,
  source_type: code,
  bundle_type: code,
  quota_reuse_mode: code,
  free_resources: list(
    z.object({
      free_resource_id: text,
      usage_type_name: text,
      amount: decimal,
      original_amount: decimal,
      measure_id: int,
    }),
  ),
});
export type PackageRow = z.output<typeof packageRow>;
export type PackageItemRow = PackageRow['free_resources'][number];

export const ListFreeResourceInfos = defineOperation({
  ...customerRead,
  name: 'ListFreeResourceInfos',
  summary: "A customer's resource packages",
  method: 'POST',
  path: '/v3/payments/free-resources/query',
  parameters: {
    region_code: { in: 'body', type: 'string' },
    order_id: { in: 'body', type: 'string' },
    product_id: { in: 'body', type: 'string' },
    product_name: { in: 'body', type: 'string' },
    enterprise_project_id: { in: 'body', type: 'string' },
    status: { in: 'body', type: 'int', min: 0, max: 4 },
    service_type_code_list: { in: 'body', type: 'strings' },
    ...language,
    ...pageInBody(1000, 999_999),
  },
  paging: paging('free_resource_packages', 1000, 'total_count', 999_999),
  freshness: { seconds: 300 },
  response: z.object({ total_count: total, free_resource_packages: rows(packageRow) }),
});

export const packageUsageRow = z.object({
  free_resource_id: text,
  free_resource_type_name: text,
  quota_reuse_cycle: code,
  quota_reuse_cycle_type: code,
  usage_type_name: text,
  start_time: instant,
  end_time: instant,
  amount: decimal,
  original_amount: decimal,
  measure_id: int,
});
export type PackageUsageRow = z.output<typeof packageUsageRow>;

export const ListFreeResourceUsages = defineOperation({
  ...customerRead,
  name: 'ListFreeResourceUsages',
  summary: 'What is left of the items of resource packages in their present period, 100 per call',
  method: 'POST',
  path: '/v2/payments/free-resources/usages/details/query',
  parameters: {
    free_resource_ids: { in: 'body', type: 'strings', required: true, maxItems: 100 },
    ...language,
  },
  bulk: { parameter: 'free_resource_ids', max: 100 },
  freshness: { seconds: 300 },
  response: z.object({ free_resources: rows(packageUsageRow) }),
});

export const packageDeductionRow = z.object({
  deduct_time: instant,
  free_resource_id: text,
  resource_id: text,
  resource_type_code: text,
  resource_type_name: text,
  resource_tag: text,
  product_id: text,
  product_name: text,
  usage_type_code: text,
  available_amount: decimal,
  remaining_amount: decimal,
  used_amount: decimal,
  measure_id: int,
  effective_time: instant,
  expire_time: instant,
});
export type PackageDeductionRow = z.output<typeof packageDeductionRow>;

export const ListFreeResourcesUsageRecords = defineOperation({
  ...customerRead,
  name: 'ListFreeResourcesUsageRecords',
  summary: 'What was taken from resource packages, within 90 days',
  method: 'GET',
  path: '/v2/bills/customer-bills/free-resources-usage-records',
  parameters: {
    free_resource_id: { in: 'query', type: 'string' },
    product_id: { in: 'query', type: 'string' },
    resource_type_code: { in: 'query', type: 'string' },
    deduct_time_begin: { in: 'query', type: 'string', required: true, format: 'date' },
    deduct_time_end: { in: 'query', type: 'string', required: true, format: 'date' },
    ...pageInQuery(1000),
  },
  paging: paging('free_resource_records', 1000),
  freshness: { seconds: 300 },
  response: z.object({ total_count: total, free_resource_records: rows(packageDeductionRow) }),
});
