import type { InputOf, Operation } from '../call/operation.ts';
import {
  type ConversionRow,
  ListConversions,
  ListMeasureUnits,
  ListResourceTypes,
  ListServiceTypes,
  ListUsageTypes,
  type MeasureUnitRow,
  type ResourceTypeRow,
  type ServiceTypeRow,
  type UsageTypeRow,
} from '../operations/catalog/catalog.ts';
import { ListResourceSpecs, type ResourceSpecRow } from '../operations/catalog/resource-specs.ts';
import { pageSizeOf } from '../operations/edge.ts';
import type { Loaders } from './loaders.ts';
import { type MarkedRows, readMarked } from './marked-listing.ts';
import { type FetchedPage, readAll } from './read-all.ts';

/** The dictionaries, each read whole and at most once per request; the cache keeps them for a day. */
export interface Catalog {
  serviceTypes(): Promise<readonly ServiceTypeRow[]>;
  serviceType(code: string): Promise<ServiceTypeRow | undefined>;
  resourceTypes(): Promise<readonly ResourceTypeRow[]>;
  resourceType(code: string): Promise<ResourceTypeRow | undefined>;
  usageTypes(): Promise<readonly UsageTypeRow[]>;
  measureUnits(): Promise<readonly MeasureUnitRow[]>;
  measureUnit(id: number): Promise<MeasureUnitRow | undefined>;
  conversions(): Promise<readonly ConversionRow[]>;
  /** At least so many specifications of a resource type, or all of them. */
  resourceSpecs(query: ResourceSpecQuery, wanted: number): Promise<MarkedRows<ResourceSpecRow>>;
}

export type ResourceSpecQuery = Omit<InputOf<(typeof ListResourceSpecs)['parameters']>, 'marker' | 'limit'>;

const SPECS_PER_PAGE = ListResourceSpecs.markerPaging?.limitMax ?? 100;

const catalogs = new WeakMap<Loaders, Catalog>();

/** The request's catalog. */
export function catalogOf(loaders: Loaders): Catalog {
  const known = catalogs.get(loaders);
  if (known) return known;
  const catalog = createCatalog(loaders);
  catalogs.set(loaders, catalog);
  return catalog;
}

function createCatalog({ read, sizes }: Loaders): Catalog {
  const told = <Row>(operation: Operation, page: FetchedPage<Row>): FetchedPage<Row> => {
    if (page.total !== undefined) {
      sizes.observe({ operation }, '', { sweepTotal: page.total, keys: 0, rows: 0 });
    }
    return page;
  };
  const serviceTypes = once(() =>
    readAll(pageSizeOf(ListServiceTypes), async (range): Promise<FetchedPage<ServiceTypeRow>> => {
      const answer = await read(ListServiceTypes, range);
      return told(ListServiceTypes, { rows: answer.service_types, total: answer.total_count });
    }),
  );
  const resourceTypes = once(() =>
    readAll(pageSizeOf(ListResourceTypes), async (range): Promise<FetchedPage<ResourceTypeRow>> => {
      const answer = await read(ListResourceTypes, range);
      return told(ListResourceTypes, { rows: answer.resource_types, total: answer.total_count });
    }),
  );
  const usageTypes = once(() =>
    readAll(pageSizeOf(ListUsageTypes), async (range): Promise<FetchedPage<UsageTypeRow>> => {
      const answer = await read(ListUsageTypes, range);
      return told(ListUsageTypes, { rows: answer.usage_types, total: answer.total_count });
    }),
  );
  const measureUnits = once(async () => (await read(ListMeasureUnits, {})).measure_units);
  const conversions = once(async () => (await read(ListConversions, {})).conversions);
  const servicesByCode = once(async () => byKey(await serviceTypes(), (row) => row.service_type_code));
  const resourcesByCode = once(async () => byKey(await resourceTypes(), (row) => row.resource_type_code));
  const unitsById = once(async () => byKey(await measureUnits(), (row) => row.measure_id));
  return {
    serviceTypes,
    serviceType: async (code) => (await servicesByCode()).get(code),
    resourceTypes,
    resourceType: async (code) => (await resourcesByCode()).get(code),
    usageTypes,
    measureUnits,
    resourceSpecs: (query, wanted) =>
      readMarked(wanted, async (marker) => {
        const paged = { ...query, ...(marker === undefined ? {} : { marker }), limit: SPECS_PER_PAGE };
        const answer = await read(ListResourceSpecs, paged);
        return { rows: answer.cloud_service_basics, next: answer.page_info?.next_marker };
      }),
    measureUnit: async (id) => (await unitsById()).get(id),
    conversions,
  };
}

function byKey<Key, Row>(rows: readonly Row[], keyOf: (row: Row) => Key): ReadonlyMap<Key, Row> {
  return new Map(rows.map((row) => [keyOf(row), row]));
}

/** The same promise for every caller, so that a dictionary that is needed ten times is asked for once. */
function once<T>(load: () => Promise<T>): () => Promise<T> {
  let loaded: Promise<T> | undefined;
  return () => {
    loaded ??= load();
    return loaded;
  };
}
