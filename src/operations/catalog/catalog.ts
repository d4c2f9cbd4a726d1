import { z } from 'zod';
import { defineOperation } from '../../call/operation.ts';
import { code, decimal, nested, requiredInt, requiredText, rows, text, total } from '../../decode/wire.ts';
import { language, pageInQuery, paging } from '../parameters.ts';

/** What the operations of all dictionaries have in common. */
export const catalogRead = {
  method: 'GET',
  kind: 'read',
  idempotent: true,
  sites: ['cn', 'intl'],
  credential: 'either',
  quotaPerSecond: 10,
  shared: true,
  freshness: { seconds: 86_400 },
} as const;

export const serviceTypeRow = z.object({
  service_type_code: requiredText,
  service_type_name: text,
  abbreviation: text,
});
export type ServiceTypeRow = z.output<typeof serviceTypeRow>;

export const ListServiceTypes = defineOperation({
  ...catalogRead,
  name: 'ListServiceTypes',
  summary: 'Cloud service types, marketplace ones excluded',
  path: '/v2/products/service-types',
  parameters: {
    service_type_name: { in: 'query', type: 'string' },
    ...language,
    ...pageInQuery(1000),
  },
  paging: paging('service_types', 1000),
  response: z.object({ total_count: total, service_types: rows(serviceTypeRow) }),
});

export const resourceTypeRow = z.object({
  resource_type_code: requiredText,
  resource_type_name: text,
  resource_type_desc: text,
  service_type_code: text,
});
export type ResourceTypeRow = z.output<typeof resourceTypeRow>;

export const ListResourceTypes = defineOperation({
  ...catalogRead,
  name: 'ListResourceTypes',
  summary: 'Resource types of cloud services',
  path: '/v2/products/resource-types',
  parameters: { ...language, ...pageInQuery(1000) },
  paging: paging('resource_types', 1000),
  response: z.object({ total_count: total, resource_types: rows(resourceTypeRow) }),
});

export const serviceResourceRow = z.object({
  resource_type_code: requiredText,
  product_owner_service: text,
  name: text,
  description: text,
});
export type ServiceResourceRow = z.output<typeof serviceResourceRow>;

export const ListServiceResources = defineOperation({
  ...catalogRead,
  name: 'ListServiceResources',
  summary: 'Resource types of one cloud service, marketplace ones excluded',
  path: '/v2/products/service-resources',
  parameters: {
    service_type_code: { in: 'query', type: 'string', required: true },
    ...language,
    ...pageInQuery(100),
  },
  paging: paging('infos', 100),
  response: z.object({
    total_count: total,
    infos: rows(z.object({ basic_info: nested(serviceResourceRow) })),
  }),
});

export const usageTypeRow = z.object({
  code: requiredText,
  name: text,
  resource_type_code: text,
  resource_type_name: text,
  service_type_code: text,
  service_type_name: text,
});
export type UsageTypeRow = z.output<typeof usageTypeRow>;

export const ListUsageTypes = defineOperation({
  ...catalogRead,
  name: 'ListUsageTypes',
  summary: 'Usage types, i.e. what is metered on a resource',
  path: '/v2/products/usage-types',
  parameters: {
    resource_type_code: { in: 'query', type: 'string' },
    ...language,
    ...pageInQuery(100),
  },
  paging: paging('usage_types', 100),
  response: z.object({ total_count: total, usage_types: rows(usageTypeRow) }),
});

export const measureUnitRow = z.object({
  measure_id: requiredInt,
  measure_name: text,
  abbreviation: text,
  measure_type: code,
});
export type MeasureUnitRow = z.output<typeof measureUnitRow>;

export const ListMeasureUnits = defineOperation({
  ...catalogRead,
  name: 'ListMeasureUnits',
  summary: 'Units of measure',
  path: '/v2/bases/measurements',
  parameters: { ...language },
  response: z.object({ measure_units: rows(measureUnitRow) }),
});

export const conversionRow = z.object({
  measure_id: requiredInt,
  ref_measure_id: requiredInt,
  conversion_ratio: decimal,
  measure_type: code,
});
export type ConversionRow = z.output<typeof conversionRow>;

export const ListConversions = defineOperation({
  ...catalogRead,
  name: 'ListConversions',
  summary: 'Ratios between units: one measure_id is conversion_ratio times ref_measure_id',
  path: '/v2/bases/conversions',
  parameters: { measure_type: { in: 'query', type: 'int' }, ...language },
  response: z.object({ conversions: rows(conversionRow) }),
});
