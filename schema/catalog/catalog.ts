import { badInput } from '../../src/errors/errors.ts';
import { catalogOf } from '../../src/loaders/catalog-loader.ts';
import { ALL_ROWS } from '../../src/loaders/window.ts';
import {
  type ConversionRow,
  ListConversions,
  ListMeasureUnits,
  ListResourceTypes,
  ListServiceTypes,
  ListUsageTypes,
  type ResourceTypeRow,
  type ServiceResourceRow,
  type ServiceTypeRow,
  type UsageTypeRow,
} from '../../src/operations/catalog/catalog.ts';
import { resourcesByService } from '../../src/operations/catalog/edges.ts';
import { builder } from '../core/builder.ts';
import { keyedRead, reads, readsCatalog } from '../core/reads/reads.ts';
import { texts } from '../core/row-fields.ts';
import { MeasureUnitRef, MOST_DIGITS, QuantityRef } from './quantity.ts';
import { convert, ratioBetween } from './unit-conversion.ts';

/** A code with the facts of the row that mentions it; the dictionary has the rest. */
export interface TypeReference {
  readonly code: string;
  readonly name: string | undefined;
}

export const ServiceTypeRef = builder.objectRef<TypeReference>('ServiceType').implement({
  description: 'Cloud service, e.g. Elastic Cloud Server.',
  fields: (t) => ({
    code: t.string({
      nullable: false,
      description: 'Upstream code of the cloud service, e.g. `hws.service.type.ec2`.',
      resolve: (type) => type.code,
    }),
    name: t.string({
      extensions: readsCatalog(ListServiceTypes),
      description:
        "Name of the cloud service in the viewer's language; null for services missing in the dictionary.",
      resolve: async (type, _args, context) =>
        type.name ?? (await catalogOf(context.loaders).serviceType(type.code))?.service_type_name,
    }),
    abbreviation: t.string({
      extensions: readsCatalog(ListServiceTypes),
      description: 'Short name of the cloud service, e.g. `ECS`.',
      resolve: async (type, _args, context) =>
        (await catalogOf(context.loaders).serviceType(type.code))?.abbreviation,
    }),
  }),
});

export const ResourceTypeRef = builder.objectRef<TypeReference>('ResourceType').implement({
  description: 'Resource type of a cloud service, e.g. a virtual machine.',
  fields: (t) => ({
    code: t.string({
      nullable: false,
      description: 'Upstream code of the resource type, e.g. `hws.resource.type.vm`.',
      resolve: (type) => type.code,
    }),
    name: t.string({
      extensions: readsCatalog(ListResourceTypes),
      description: "Name of the resource type in the viewer's language.",
      resolve: async (type, _args, context) =>
        type.name ?? (await catalogOf(context.loaders).resourceType(type.code))?.resource_type_name,
    }),
    description: t.string({
      extensions: readsCatalog(ListResourceTypes),
      description: "Description of the resource type in the viewer's language.",
      resolve: async (type, _args, context) =>
        (await catalogOf(context.loaders).resourceType(type.code))?.resource_type_desc,
    }),
    serviceType: t.field({
      extensions: readsCatalog(ListResourceTypes),
      type: ServiceTypeRef,
      description: 'Cloud service that the resource type belongs to.',
      resolve: async (type, _args, context) =>
        typeReference(
          (await catalogOf(context.loaders).resourceType(type.code))?.service_type_code,
          undefined,
        ),
    }),
  }),
});

/** A reference, or null when there is no code. */
export function typeReference(code: string | undefined, name: string | undefined): TypeReference | null {
  return code === undefined ? null : { code, name };
}

const ServiceResourceRef = builder.objectRef<ServiceResourceRow>('ServiceResource').implement({
  description: 'Resource type as listed for a cloud service.',
  fields: (t) => ({
    resourceType: t.field({
      type: ResourceTypeRef,
      nullable: false,
      description: 'Resource type that is listed for the service.',
      resolve: (row) => ({ code: row.resource_type_code, name: row.name }),
    }),
    ...texts(t, {
      name: ["Name of the resource type in the viewer's language.", (row) => row.name],
      description: ["Description of the resource type in the viewer's language.", (row) => row.description],
    }),

    owner: t.field({
      type: ServiceTypeRef,
      description: 'Cloud service that owns the product; may differ from the requested service.',
      resolve: (row) => typeReference(row.product_owner_service, undefined),
    }),
  }),
});

builder.objectField(ServiceTypeRef, 'resources', (t) =>
  t.field({
    extensions: reads({ reads: [keyedRead(resourcesByService, { rows: 'all' })] }),
    type: [ServiceResourceRef],
    nullable: { list: true, items: false },
    description:
      'Resource types of the service that can be purchased; none for marketplace services. One upstream call per service.',
    resolve: async (type, _args, context) => [
      ...(await context.loaders.rows(resourcesByService, type.code, null, ALL_ROWS)).rows,
    ],
  }),
);

const UsageTypeRef = builder.objectRef<UsageTypeRow>('UsageType').implement({
  description: 'Usage type metered on a resource, e.g. upstream traffic.',
  fields: (t) => ({
    code: t.string({
      nullable: false,
      description: 'Upstream code of the usage type.',
      resolve: (row) => row.code,
    }),
    ...texts(t, { name: ["Name of the usage type in the viewer's language.", (row) => row.name] }),
    resourceType: t.field({
      type: ResourceTypeRef,
      description: 'Resource type on which the usage is metered.',
      resolve: (row) => typeReference(row.resource_type_code, row.resource_type_name),
    }),
    serviceType: t.field({
      type: ServiceTypeRef,
      description: 'Cloud service for which the usage is metered.',
      resolve: (row) => typeReference(row.service_type_code, row.service_type_name),
    }),
  }),
});

const ConversionRef = builder.objectRef<ConversionRow>('UnitConversion').implement({
  description: 'Conversion between two units: one `from` unit is `ratio` times the `to` unit.',
  fields: (t) => ({
    from: t.field({
      extensions: readsCatalog(ListMeasureUnits),
      type: MeasureUnitRef,
      description: 'Larger unit of the conversion.',
      resolve: async (row, _args, context) => catalogOf(context.loaders).measureUnit(row.measure_id),
    }),
    to: t.field({
      extensions: readsCatalog(ListMeasureUnits),
      type: MeasureUnitRef,
      description: 'Smaller unit of the conversion.',
      resolve: async (row, _args, context) => catalogOf(context.loaders).measureUnit(row.ref_measure_id),
    }),
    ratio: t.field({
      type: 'Decimal',
      description: 'Number of smaller units in one larger unit.',
      resolve: (row) => row.conversion_ratio,
    }),
  }),
});

builder.objectField(QuantityRef, 'in', (t) =>
  t.field({
    type: QuantityRef,
    extensions: readsCatalog(ListConversions),
    description:
      'Same quantity converted exactly to another unit. Null without a conversion, or if the result does not terminate and `digits` is omitted.',
    args: {
      unit: t.arg.int({ required: true, description: 'Id of the target unit, see `MeasureUnit.unitId`.' }),
      digits: t.arg.int({
        description:
          'Decimal digits to which the result is rounded, half away from zero, if the result does not terminate; at most 50.',
      }),
    },
    resolve: async ({ amount, unitId }, { unit, digits }, context) => {
      if (digits != null && (digits < 0 || digits > MOST_DIGITS)) {
        throw badInput(`digits: expected 0 to ${MOST_DIGITS}, got ${digits}`);
      }
      if (unitId === undefined) return null;
      if (unitId === unit) return { amount, unitId };
      const ratio = ratioBetween(unitId, unit, await catalogOf(context.loaders).conversions());
      const converted = ratio && convert(amount, ratio, digits ?? undefined);
      return converted === undefined ? null : { amount: converted, unitId: unit };
    },
  }),
);

const serviceReference = (row: ServiceTypeRow): TypeReference => ({
  code: row.service_type_code,
  name: row.service_type_name,
});
const resourceReference = (row: ResourceTypeRow): TypeReference => ({
  code: row.resource_type_code,
  name: row.resource_type_name,
});

export const CatalogRef = builder.objectRef<object>('Catalog').implement({
  description: "Catalog of the upstream's dictionaries, fetched once and cached for a day.",
  fields: (t) => ({
    serviceTypes: t.field({
      extensions: readsCatalog(ListServiceTypes),
      type: [ServiceTypeRef],
      nullable: { list: true, items: false },
      description: 'All cloud services of the upstream, excluding marketplace services.',
      resolve: async (_catalog, _args, context) =>
        (await catalogOf(context.loaders).serviceTypes()).map(serviceReference),
    }),
    resourceTypes: t.field({
      extensions: readsCatalog(ListResourceTypes),
      type: [ResourceTypeRef],
      nullable: { list: true, items: false },
      description: 'All resource types of the upstream.',
      resolve: async (_catalog, _args, context) =>
        (await catalogOf(context.loaders).resourceTypes()).map(resourceReference),
    }),
    usageTypes: t.field({
      extensions: readsCatalog(ListUsageTypes),
      type: [UsageTypeRef],
      nullable: { list: true, items: false },
      description: 'All metered usage types of the upstream.',
      resolve: (_catalog, _args, context) => catalogOf(context.loaders).usageTypes(),
    }),
    measureUnits: t.field({
      extensions: readsCatalog(ListMeasureUnits),
      type: [MeasureUnitRef],
      nullable: { list: true, items: false },
      description: 'All units of measure of the upstream.',
      resolve: (_catalog, _args, context) => catalogOf(context.loaders).measureUnits(),
    }),
    conversions: t.field({
      extensions: readsCatalog(ListConversions),
      type: [ConversionRef],
      nullable: { list: true, items: false },
      description: 'Conversion ratios between units of measure.',
      resolve: (_catalog, _args, context) => catalogOf(context.loaders).conversions(),
    }),
  }),
});

builder.queryField('catalog', (t) =>
  t.field({
    type: CatalogRef,
    nullable: false,
    description: 'Catalog of service, resource and usage types, and units with conversions.',
    resolve: () => ({}),
  }),
);
