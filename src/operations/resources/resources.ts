import { z } from 'zod';
import { defineOperation } from '../../call/operation.ts';
import { code, decimal, int, nested, requiredText, rows, text, total, yesNo } from '../../decode/wire.ts';
import { instant } from '../../decode/wire-time.ts';
import { indirectPartnerInBody, language, pageInBody, paging } from '../parameters.ts';

export const periodResourceRow = z.object({
  id: text,
  resource_id: requiredText,
  resource_name: text,
  region_code: text,
  service_type_code: text,
  service_type_name: text,
  resource_type_code: text,
  resource_type_name: text,
  resource_spec_code: text,
  project_id: text,
  product_id: text,
  parent_resource_id: text,
  is_main_resource: yesNo,
  status: code,
  effective_time: instant,
  expire_time: instant,
  expire_policy: code,
  product_spec_desc: text,
  spec_size: decimal,
  spec_size_measure_id: int,
  update_time: instant,
  enterprise_project: nested(z.object({ id: text, name: text })),
});
export type PeriodResourceRow = z.output<typeof periodResourceRow>;

/** Despite the upstream's name for it, this lists yearly/monthly resources; its path is misspelt there. */
export const ListPayPerUseCustomerResources = defineOperation({
  name: 'ListPayPerUseCustomerResources',
  summary: 'Yearly/monthly resources of one customer',
  method: 'POST',
  path: '/v2/orders/suscriptions/resources/query',
  kind: 'read',
  idempotent: true,
  sites: ['cn', 'intl'],
  credential: 'either',
  quotaPerSecond: 10,
  parameters: {
    customer_id: { in: 'body', type: 'string' },
    resource_ids: { in: 'body', type: 'strings', maxItems: 50 },
    order_id: { in: 'body', type: 'string' },
    only_main_resource: { in: 'body', type: 'int', min: 0, max: 1 },
    status_list: { in: 'body', type: 'ints', maxItems: 10 },
    expire_time_begin: { in: 'body', type: 'string', format: 'instant' },
    expire_time_end: { in: 'body', type: 'string', format: 'instant' },
    service_type_code: { in: 'body', type: 'string' },
    ...pageInBody(500),
  },
  paging: paging('data', 500),
  bulk: { parameter: 'resource_ids', max: 50 },
  freshness: { seconds: 60 },
  response: z.object({ total_count: total, data: rows(periodResourceRow) }),
});

export const onDemandResourceRow = z.object({
  customer_id: text,
  region_code: text,
  availability_zone_code: text,
  service_type_code: text,
  service_type_name: text,
  resource_type_code: text,
  resource_type_name: text,
  resource_id: requiredText,
  resource_name: text,
  effective_time: instant,
  expire_time: instant,
  status: code,
  resource_spec_code: text,
  resource_info: text,
  product_spec_desc: text,
});
export type OnDemandResourceRow = z.output<typeof onDemandResourceRow>;

export const ListCustomerOnDemandResources = defineOperation({
  name: 'ListCustomerOnDemandResources',
  summary: 'Pay-per-use resources of one resale customer; the list lags behind the console',
  method: 'POST',
  path: '/v2/partners/sub-customers/on-demand-resources/query',
  kind: 'read',
  idempotent: true,
  sites: ['cn', 'intl'],
  credential: 'partner',
  quotaPerSecond: 10,
  parameters: {
    customer_id: { in: 'body', type: 'string', required: true },
    region_code: { in: 'body', type: 'string' },
    service_type_code: { in: 'body', type: 'string' },
    resource_ids: { in: 'body', type: 'strings', maxItems: 50 },
    effective_time_begin: { in: 'body', type: 'string', format: 'instant' },
    effective_time_end: { in: 'body', type: 'string', format: 'instant' },
    status: { in: 'body', type: 'int', min: 1, max: 6 },
    ...language,
    ...indirectPartnerInBody,
    ...pageInBody(100),
  },
  paging: paging('resources', 100),
  bulk: { parameter: 'resource_ids', max: 50 },
  freshness: { seconds: 60 },
  response: z.object({ total_count: total, resources: rows(onDemandResourceRow) }),
});
