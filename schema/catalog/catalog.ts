import { canonicalDecimal } from '../../src/decode/decimal.ts';
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
} from '../../src/operations/catalog/dictionaries.ts';
import { resourcesByService } from '../../src/operations/catalog/edges.ts';
import { builder } from '../core/builder.ts';
import { dictionary, keyed, reads } from '../core/reads/reads.ts';
import { MeasureUnitRef, MOST_DIGITS, QuantityRef } from './quantity.ts';
import { convert, ratioBetween } from './unit-conversion.ts';

/** A code with what the row that mentioned it already says; the dictionary is asked for the rest. */
export interface TypeReference {
  readonly code: string;
  readonly name: string | undefined;
}

export const ServiceTypeRef = builder.objectRef<TypeReference>('ServiceType').implement({
  description: 'A cloud service, e.g. Elastic Cloud Server.',
  fields: (t) => ({
    code: t.string({
      nullable: false,
      description: 'Code of the upstream, e.g. `hws.service.type.ec2`.',
      resolve: (type) => type.code,
    }),
    name: t.string({
      extensions: dictionary(ListServiceTypes),
      description: "Name in the viewer's language; null for services that the dictionary leaves out.",
      resolve: async (type, _args, context) =>
        type.name ?? (await catalogOf(context.loaders).serviceType(type.code))?.service_type_name,
    }),
    abbreviation: t.string({
      extensions: dictionary(ListServiceTypes),
      description: 'Short name, e.g. `ECS`.',
      resolve: async (type, _args, context) =>
        (await catalogOf(context.loaders).serviceType(type.code))?.abbreviation,
    }),
  }),
});

export const ResourceTypeRef = builder.objectRef<TypeReference>('ResourceType').implement({
  description: 'A kind of resource of a cloud service, e.g. a virtual machine.',
  fields: (t) => ({
    code: t.string({
      nullable: false,
      description: 'Code of the upstream, e.g. `hws.resource.type.vm`.',
      resolve: (type) => type.code,
    }),
    name: t.string({
      extensions: dictionary(ListResourceTypes),
      description: "Name in the viewer's language.",
      resolve: async (type, _args, context) =>
        type.name ?? (await catalogOf(context.loaders).resourceType(type.code))?.resource_type_name,
    }),
    description: t.string({
      extensions: dictionary(ListResourceTypes),
      description: "What it is, in the viewer's language.",
      resolve: async (type, _args, context) =>
        (await catalogOf(context.loaders).resourceType(type.code))?.resource_type_desc,
    }),
    serviceType: t.field({
      extensions: dictionary(ListResourceTypes),
      type: ServiceTypeRef,
      description: 'The service that it belongs to.',
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
  description: 'A kind of resource as the listing of its service tells it.',
  fields: (t) => ({
    resourceType: t.field({
      type: ResourceTypeRef,
      nullable: false,
      description: 'The kind of resource.',
      resolve: (row) => ({ code: row.resource_type_code, name: row.name }),
    }),
    name: t.string({ description: "Name in the viewer's language.", resolve: (row) => row.name }),
    description: t.string({
      description: "What it is, in the viewer's language.",
      resolve: (row) => row.description,
    }),
    owner: t.field({
      type: ServiceTypeRef,
      description: 'The service that owns the product, which may be another than the one asked for.',
      resolve: (row) => typeReference(row.product_owner_service, undefined),
    }),
  }),
});

builder.objectField(ServiceTypeRef, 'resources', (t) =>
  t.field({
    extensions: reads({ reads: [keyed(resourcesByService, { rows: 'all' })] }),
    type: [ServiceResourceRef],
    nullable: { list: true, items: false },
    description:
      'The kinds of resources that can be bought of it; none for marketplace services. Takes a call per service.',
    resolve: async (type, _args, context) => [
      ...(await context.loaders.rows(resourcesByService, type.code, null, ALL_ROWS)).rows,
    ],
  }),
);

const UsageTypeRef = builder.objectRef<UsageTypeRow>('UsageType').implement({
  description: 'What is metered on a resource, e.g. upstream traffic.',
  fields: (t) => ({
    code: t.string({ nullable: false, description: 'Code of the upstream.', resolve: (row) => row.code }),
    name: t.string({ description: "Name in the viewer's language.", resolve: (row) => row.name }),
    resourceType: t.field({
      type: ResourceTypeRef,
      description: 'The kind of resource it is metered on.',
      resolve: (row) => typeReference(row.resource_type_code, row.resource_type_name),
    }),
    serviceType: t.field({
      type: ServiceTypeRef,
      description: 'The service it is metered for.',
      resolve: (row) => typeReference(row.service_type_code, row.service_type_name),
    }),
  }),
});

const ConversionRef = builder.objectRef<ConversionRow>('UnitConversion').implement({
  description: 'One `from` unit is `ratio` times the `to` unit.',
  fields: (t) => ({
    from: t.field({
      extensions: dictionary(ListMeasureUnits),
      type: MeasureUnitRef,
      description: 'The larger unit.',
      resolve: async (row, _args, context) => catalogOf(context.loaders).measureUnit(row.measure_id),
    }),
    to: t.field({
      extensions: dictionary(ListMeasureUnits),
      type: MeasureUnitRef,
      description: 'The smaller unit.',
      resolve: async (row, _args, context) => catalogOf(context.loaders).measureUnit(row.ref_measure_id),
    }),
    ratio: t.field({
      type: 'Decimal',
      nullable: false,
      description: 'How many of the smaller unit make one of the larger.',
      resolve: (row) => canonicalDecimal(row.conversion_ratio) ?? String(row.conversion_ratio),
    }),
  }),
});

builder.objectField(QuantityRef, 'in', (t) =>
  t.field({
    type: QuantityRef,
    extensions: dictionary(ListConversions),
    description:
      'The same quantity in another unit, exact. Null where no conversion leads there, and where the result has no end and `digits` is not given.',
    args: {
      unit: t.arg.int({ required: true, description: 'Id of the unit wanted, see `MeasureUnit.unitId`.' }),
      digits: t.arg.int({
        description:
          'Digits after the point to round to, half away from zero, if the result has no end; at most 50.',
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
  description: 'The dictionaries of the upstream. They are fetched once and kept for a day.',
  fields: (t) => ({
    serviceTypes: t.field({
      extensions: dictionary(ListServiceTypes),
      type: [ServiceTypeRef],
      nullable: { list: true, items: false },
      description: 'All cloud services, marketplace ones excluded.',
      resolve: async (_catalog, _args, context) =>
        (await catalogOf(context.loaders).serviceTypes()).map(serviceReference),
    }),
    resourceTypes: t.field({
      extensions: dictionary(ListResourceTypes),
      type: [ResourceTypeRef],
      nullable: { list: true, items: false },
      description: 'All kinds of resources.',
      resolve: async (_catalog, _args, context) =>
        (await catalogOf(context.loaders).resourceTypes()).map(resourceReference),
    }),
    usageTypes: t.field({
      extensions: dictionary(ListUsageTypes),
      type: [UsageTypeRef],
      nullable: { list: true, items: false },
      description: 'Everything that is metered.',
      resolve: (_catalog, _args, context) => catalogOf(context.loaders).usageTypes(),
    }),
    measureUnits: t.field({
      extensions: dictionary(ListMeasureUnits),
      type: [MeasureUnitRef],
      nullable: { list: true, items: false },
      description: 'All units of measure.',
      resolve: (_catalog, _args, context) => catalogOf(context.loaders).measureUnits(),
    }),
    conversions: t.field({
      extensions: dictionary(ListConversions),
      type: [ConversionRef],
      nullable: { list: true, items: false },
      description: 'Ratios between units.',
      resolve: (_catalog, _args, context) => catalogOf(context.loaders).conversions(),
    }),
  }),
});

builder.queryField('catalog', (t) =>
  t.field({
    type: CatalogRef,
    nullable: false,
    description: 'Service, resource and usage types, and units with their conversions.',
    resolve: () => ({}),
  }),
);
