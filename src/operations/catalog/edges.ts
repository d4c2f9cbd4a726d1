import { ask, type Edge, keyed, pageSizeOf } from '../edge.ts';
import { ListServiceResources, type ServiceResourceRow } from './catalog.ts';
import { type DistrictRow, ListCities, ListCounties } from './districts.ts';

/** Keyed by the code of the service. */
export const resourcesByService: Edge<null, ServiceResourceRow> = {
  name: 'ServiceType.resources',
  operation: ListServiceResources,
  pageSize: pageSizeOf(ListServiceResources),
  point: (key, _filter, range) =>
    ask(ListServiceResources, { service_type_code: key, ...range }, (answer) =>
      keyed(
        answer.infos.flatMap((info) => info.basic_info ?? []),
        answer.total_count,
        () => key,
        (row) => row.resource_type_code,
      ),
    ),
};

/** Keyed by the code of the province. */
export const citiesByProvince: Edge<null, DistrictRow> = {
  name: 'Province.cities',
  operation: ListCities,
  pageSize: pageSizeOf(ListCities),
  point: (key, _filter, range) =>
    ask(ListCities, { province_code: key, ...range }, (answer) =>
      keyed(
        answer.cities,
        answer.count,
        () => key,
        (row) => row.code,
      ),
    ),
};

/** Keyed by the code of the city. */
export const countiesByCity: Edge<null, DistrictRow> = {
  name: 'City.counties',
  operation: ListCounties,
  pageSize: pageSizeOf(ListCounties),
  point: (key, _filter, range) =>
    ask(ListCounties, { city_code: key, ...range }, (answer) =>
      keyed(
        answer.counties,
        answer.count,
        () => key,
        (row) => row.code,
      ),
    ),
};
