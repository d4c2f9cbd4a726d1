// The wire rows of the dictionaries; they are the same for every partner.
import { type Language, nameIn } from '../../base/language.ts';
import { meterOf } from './meters.ts';
import { services } from './services.ts';
import { conversions, units } from './units.ts';

type Rows = readonly Record<string, unknown>[];

export const serviceTypeRows = (language: Language): Rows =>
  services.map((service) => ({
    service_type_code: service.code,
    service_type_name: nameIn(language, service),
    abbreviation: service.abbreviation,
  }));

export const resourceTypeRows = (language: Language): Rows =>
  services.flatMap((service) =>
    service.resourceTypes.map((type, at) => ({
      resource_type_code: type.code,
      resource_type_name: nameIn(language, type),
      resource_type_desc: at % 3 === 2 ? null : nameIn(language, type),
      service_type_code: service.code,
    })),
  );

/** The resource types of each service as the service's own listing tells them. */
export const serviceResourceRows = (language: Language): Rows =>
  services.flatMap((service) =>
    service.resourceTypes.map((type, at) => ({
      resource_type_code: type.code,
      product_owner_service: service.code,
      name: nameIn(language, type),
      description: at % 3 === 2 ? null : nameIn(language, type),
      service_type_code: service.code,
    })),
  );

/** One row per resource type and meter: the same code recurs under several resource types. */
export const usageTypeRows = (language: Language): Rows =>
  services.flatMap((service) =>
    service.resourceTypes.flatMap((type) =>
      type.meters.map((meter) => ({
        code: meter,
        name: nameIn(language, meterOf(meter)),
        resource_type_code: type.code,
        resource_type_name: nameIn(language, type),
        service_type_code: service.code,
        service_type_name: nameIn(language, service),
      })),
    ),
  );

export const measureUnitRows = (language: Language): Rows =>
  units.map((unit) => ({
    measure_id: unit.id,
    measure_name: nameIn(language, unit),
    abbreviation: unit.abbreviation,
    measure_type: unit.type,
  }));

export const conversionRows: Rows = conversions.map((conversion) => ({
  measure_id: conversion.from,
  ref_measure_id: conversion.to,
  conversion_ratio: conversion.ratio,
  measure_type: conversion.type,
}));
