import { type Edge, pageSizeOf, request, toPage } from '../edge.ts';
import { ListServiceResources, type ServiceResourceRow } from './catalog.ts';
import { type DistrictRow, ListCities, ListCounties } from './districts.ts';

/** Keyed by the code of the service. */
export const resourcesByService: Edge<null, ServiceResourceRow> = {
  name: 'ServiceType.resources',
  operation: ListServiceResources,
  pageSize: pageSizeOf(ListServiceResources),
  point: (key, _filter, range) =>
    request(ListServiceResources, { service_type_code: key, ...range }, (answer) =>
      toPage(
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
    request(ListCities, { province_code: key, ...range }, (answer) =>
      toPage(
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
    request(ListCounties, { city_code: key, ...range }, (answer) =>
      toPage(
        answer.counties,
        answer.count,
        () => key,
        (row) => row.code,
      ),
    ),
};
