// Dictionaries: service, resource and usage types, units, regions, districts.
// The operations of this domain and nothing else: `operations.ts` is spread from what stands here.
export {
  ListConversions,
  ListMeasureUnits,
  ListResourceTypes,
  ListServiceResources,
  ListServiceTypes,
  ListUsageTypes,
} from './catalog.ts';
export { ListCities, ListCounties, ListProvinces } from './districts.ts';
export { ListResourceSpecs } from './resource-specs.ts';
