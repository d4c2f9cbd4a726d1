// Specifications of resource types: codes for price questions. The first type of a service has more of them than
// a page holds.
import type { Language } from '../../base/language.ts';
import { services } from './services.ts';

const MAIN_SPECS = 120;
const OTHER_SPECS = 4;

/** Rows of a resource type, or none where the type is not one of the service's. */
export function resourceSpecRows(
  serviceCode: string,
  typeCode: string,
  language: Language,
): readonly Record<string, unknown>[] {
  const service = services.find(({ code }) => code === serviceCode);
  const at = service?.resourceTypes.findIndex(({ code }) => code === typeCode) ?? -1;
  const type = service?.resourceTypes[at];
  if (!service || !type) return [];
  return Array.from({ length: at === 0 ? MAIN_SPECS : OTHER_SPECS }, (_, index) => ({
    cloud_service_type: service.code,
    cloud_service_type_name: service[language],
    resource_type: type.code,
    resource_type_name: type[language],
    resource_spec: `${service.abbreviation}.sandbox.${index + 1}`,
    resource_spec_name: `${type[language]} sandbox ${index + 1}`,
  }));
}
