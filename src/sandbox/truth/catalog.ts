import {
  conversionRows,
  measureUnitRows,
  resourceTypeRows,
  serviceResourceRows,
  serviceTypeRows,
  usageTypeRows,
} from '../world/catalog/dictionary.ts';
import { cities, counties, provinces } from '../world/catalog/districts.ts';
import type { TruthScope } from './scope.ts';

export const catalog = ({ language }: TruthScope) => ({
  serviceTypes: () => serviceTypeRows(language),
  resourceTypes: () => resourceTypeRows(language),
  usageTypes: () => usageTypeRows(language),
  measureUnits: () => measureUnitRows(language),
  conversions: () => conversionRows,
  /** With `service_type_code`. */
  serviceResources: () => serviceResourceRows(language),
  provinces: () => provinces,
  /** With `within`, the code of the province. */
  cities: () => cities,
  /** With `within`, the code of the city. */
  counties: () => counties,
});
