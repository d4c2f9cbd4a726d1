import type * as operations from '../../operations/catalog/index.ts';
import type { Language } from '../base/language.ts';
import { parameterError } from '../wire/refusal.ts';
import {
  conversionRows,
  measureUnitRows,
  resourceTypeRows,
  serviceResourceRows,
  serviceTypeRows,
  usageTypeRows,
} from '../world/catalog/dictionary.ts';
import { cities, counties, type District, districtRow, provinces } from '../world/catalog/districts.ts';
import { resourceSpecRows } from '../world/catalog/resource-specs.ts';
import { type AnswersOf, int, text } from './answer.ts';
import { pageText, render } from './page.ts';

type Rows = readonly Record<string, unknown>[];
type ByLanguage = Readonly<Record<Language, Rows>>;

const both = (rows: (language: Language) => Rows): ByLanguage => ({ zh: rows('zh'), en: rows('en') });
const serviceTypes = both(serviceTypeRows);
const resourceTypes = both(resourceTypeRows);
const usageTypes = both(usageTypeRows);
const measureUnits = both(measureUnitRows);

const serviceResources = both(serviceResourceRows);
const renderDistrict = (district: District): string => JSON.stringify(districtRow(district));
const within = (all: readonly District[], code: string | undefined) =>
  all.filter((district) => district.within === code);

/** The one filter that there is, by the code of a specification. */
function specFilter(filters: unknown): string | undefined {
  const [filter] = Array.isArray(filters) ? (filters as readonly Readonly<Record<string, unknown>>[]) : [];
  if (filter === undefined) return undefined;
  if (filter['key'] !== 'RESOURCE_SPEC') throw parameterError('filters[0].key: expected RESOURCE_SPEC');
  return String(filter['value']);
}

export const catalog = {
  ListServiceTypes: (request) => {
    const name = text(request.values, 'service_type_name')?.toLowerCase();
    const rows = serviceTypes[request.language].filter(
      (row) =>
        name === undefined || (name !== '' && String(row['service_type_name']).toLowerCase().includes(name)),
    );
    return pageText(request, { rows: 'service_types', total: 'total_count' }, rows, render);
  },

  ListResourceTypes: (request) =>
    pageText(
      request,
      { rows: 'resource_types', total: 'total_count' },
      resourceTypes[request.language],
      render,
    ),

  ListUsageTypes: (request) => {
    const type = text(request.values, 'resource_type_code');
    const rows = usageTypes[request.language].filter(
      (row) => type === undefined || row['resource_type_code'] === type,
    );
    return pageText(request, { rows: 'usage_types', total: 'total_count' }, rows, render);
  },

  ListMeasureUnits: ({ language }) => JSON.stringify({ measure_units: measureUnits[language] }),

  ListConversions: ({ values }) => {
    const type = int(values, 'measure_type');
    return JSON.stringify({
      conversions: conversionRows.filter((row) => type === undefined || row['measure_type'] === type),
    });
  },

  /** A service that is not known, or has no resources, has none. */
  ListServiceResources: (request) => {
    const service = text(request.values, 'service_type_code');
    const rows = serviceResources[request.language].filter((row) => row['service_type_code'] === service);
    return pageText(
      request,
      { rows: 'infos', total: 'total_count' },
      rows,
      ({ service_type_code: _, ...row }) => JSON.stringify({ basic_info: row }),
    );
  },

  /** The marker is the number of the next row. */
  ListResourceSpecs: ({ values, language }) => {
    const named = (key: string): string => text(values, key) ?? '';
    const marker = text(values, 'marker') ?? '0';
    if (!/^\d{1,6}$/.test(marker)) throw parameterError('marker: expected one of a page, got another text');
    const [from, limit] = [Number(marker), int(values, 'limit') ?? 10];
    const [charge_mode, region_code] = [named('charge_mode'), named('region_code')];
    const spec = specFilter(values['filters']);
    const rows = resourceSpecRows(named('cloud_service_type'), named('resource_type'), language)
      .filter((row) => spec === undefined || row['resource_spec'] === spec)
      .map((row) => ({ ...row, charge_mode, region_code }));
    const end = from + limit;
    return JSON.stringify({
      page_info: { next_marker: end < rows.length ? String(end) : null },
      cloud_service_basics: rows.slice(from, end),
    });
  },

  ListProvinces: (request) =>
    pageText(request, { rows: 'provinces', total: 'count' }, provinces, renderDistrict),

  ListCities: (request) => {
    const rows = within(cities, text(request.values, 'province_code'));
    return pageText(request, { rows: 'cities', total: 'count' }, rows, renderDistrict);
  },

  ListCounties: (request) => {
    const rows = within(counties, text(request.values, 'city_code'));
    return pageText(request, { rows: 'counties', total: 'count' }, rows, renderDistrict);
  },
} satisfies AnswersOf<typeof operations>;
