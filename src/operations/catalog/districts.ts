import { z } from 'zod';
import { defineOperation } from '../../call/operation.ts';
import { requiredText, rows, text, total } from '../../decode/wire.ts';
import { language, pageInQuery, paging } from '../parameters.ts';

// Provinces, cities and counties, for addresses of customers. Their names come in Chinese only.

const MOST_ROWS = 1000;

const district = {
  method: 'GET',
  kind: 'read',
  idempotent: true,
  sites: ['cn'],
  credential: 'either',
  quotaPerSecond: 10,
  shared: true,
  freshness: { seconds: 86_400 },
} as const;

const page = {
  ...language,
  ...pageInQuery(MOST_ROWS),
  offset: { in: 'query', type: 'int', min: 0, max: 1000 },
} as const;

const pagingOf = (rows: string) => paging(rows, MOST_ROWS, 'count', 1000);

export const districtRow = z.object({ code: requiredText, name: text });
export type DistrictRow = z.output<typeof districtRow>;

export const ListProvinces = defineOperation({
  ...district,
  name: 'ListProvinces',
  summary: 'Provinces',
  path: '/v2/systems/configs/provinces',
  parameters: page,
  paging: pagingOf('provinces'),
  response: z.object({ count: total, provinces: rows(districtRow) }),
});

export const ListCities = defineOperation({
  ...district,
  name: 'ListCities',
  summary: 'Cities of a province',
  path: '/v2/systems/configs/cities',
  parameters: { province_code: { in: 'query', type: 'string', required: true }, ...page },
  paging: pagingOf('cities'),
  response: z.object({ count: total, cities: rows(districtRow) }),
});

export const ListCounties = defineOperation({
  ...district,
  name: 'ListCounties',
  summary: 'Counties and districts of a city',
  path: '/v2/systems/configs/counties',
  parameters: { city_code: { in: 'query', type: 'string', required: true }, ...page },
  paging: pagingOf('counties'),
  response: z.object({ count: total, counties: rows(districtRow) }),
});
