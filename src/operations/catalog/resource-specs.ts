import { z } from 'zod';
import { defineOperation } from '../../call/operation.ts';
import { code, nested, requiredText, rows, text } from '../../decode/wire.ts';
import { language } from '../parameters.ts';
import { catalogRead } from './catalog.ts';

export const resourceSpecRow = z.object({
  cloud_service_type: text,
  cloud_service_type_name: text,
  resource_type: text,
  resource_type_name: text,
  resource_spec: requiredText,
  resource_spec_name: text,
  charge_mode: code,
  region_code: text,
});
export type ResourceSpecRow = z.output<typeof resourceSpecRow>;

export const ListResourceSpecs = defineOperation({
  ...catalogRead,
  name: 'ListResourceSpecs',
  summary: 'Specifications of a resource type in a region, which price questions name',
  method: 'POST',
  path: '/v2/products/resource-specs-query',
  parameters: {
    cloud_service_type: { in: 'body', type: 'string', required: true },
    resource_type: { in: 'body', type: 'string', required: true },
    region_code: { in: 'body', type: 'string', required: true },
    charge_mode: { in: 'body', type: 'string', required: true },
    filters: { in: 'body', type: 'objects', maxItems: 1 },
    marker: { in: 'body', type: 'string' },
    limit: { in: 'body', type: 'int', min: 1, max: 100 },
    ...language,
  },
  markerPaging: { limitMax: 100, rows: 'cloud_service_basics' },
  response: z.object({
    page_info: nested(z.object({ next_marker: text })),
    cloud_service_basics: rows(resourceSpecRow),
  }),
});
