import type { GatewayContext } from '../../src/context/context.ts';
import { catalogOf } from '../../src/loaders/catalog-loader.ts';
import type { Slice, Window } from '../../src/loaders/window.ts';
import { ListResourceSpecs, type ResourceSpecRow } from '../../src/operations/catalog/resource-specs.ts';
import { builder } from '../core/builder.ts';
import {
  asConnection,
  connectionType,
  pageArguments,
  readPage,
  toConnection,
} from '../core/connection/connection.ts';
import { readsCatalog } from '../core/reads/reads.ts';
import { texts } from '../core/row-fields.ts';
import { CatalogRef, ResourceTypeRef, ServiceTypeRef } from './catalog.ts';

const SpecChargingMode = builder.enumType('ResourceSpecChargingMode', {
  description: 'Charging mode for which a resource specification is offered.',
  values: {
    YEARLY_MONTHLY: { value: '1', description: 'Specifications for yearly/monthly charging in advance.' },
    ON_DEMAND: { value: '3', description: 'Specifications for pay-per-use charging by actual usage.' },
  } as const,
});

const ResourceSpecRef = builder.objectRef<ResourceSpecRow>('ResourceSpec').implement({
  description: 'Specification of a resource type in a region, as price questions name it.',
  fields: (t) => ({
    code: t.string({
      nullable: false,
      description: 'Upstream code of the specification; pass as `specCode` to ask for a price.',
      resolve: (row) => row.resource_spec,
    }),
    ...texts(t, {
      name: ["Name of the specification in the viewer's language.", (row) => row.resource_spec_name],
      regionCode: ['Code of the region in which the specification is offered.', (row) => row.region_code],
      chargingModeCode: [
        'Raw upstream code of the charging mode of the specification.',
        (row) => row.charge_mode,
      ],
    }),
    serviceType: t.field({
      type: ServiceTypeRef,
      description: 'Cloud service of the specification.',
      resolve: (row) =>
        row.cloud_service_type ? { code: row.cloud_service_type, name: row.cloud_service_type_name } : null,
    }),
    resourceType: t.field({
      type: ResourceTypeRef,
      description: 'Resource type of the specification.',
      resolve: (row) =>
        row.resource_type ? { code: row.resource_type, name: row.resource_type_name } : null,
    }),
  }),
});

const ResourceSpecConnection = connectionType('ResourceSpec', ResourceSpecRef, 'resource specifications');

interface SpecArguments {
  readonly serviceTypeCode: string;
  readonly resourceTypeCode: string;
  readonly regionCode: string;
  readonly chargingMode: string;
  readonly specCode?: string | null | undefined;
}

builder.objectField(CatalogRef, 'resourceSpecs', (t) =>
  t.field({
    extensions: readsCatalog(ListResourceSpecs),
    type: ResourceSpecConnection,
    description:
      'Specifications of a resource type in a region, to ask for prices. Read page by page from the first: one upstream call per 100 rows up to the last row of the page, or for all rows if `totalCount` is selected.',
    args: {
      serviceTypeCode: t.arg.string({ required: true, description: 'Code of the cloud service.' }),
      resourceTypeCode: t.arg.string({ required: true, description: 'Code of the resource type.' }),
      regionCode: t.arg.string({ required: true, description: 'Code of the region, e.g. `cn-north-4`.' }),
      chargingMode: t.arg({
        type: SpecChargingMode,
        required: true,
        description: 'Charging mode of the specifications.',
      }),
      specCode: t.arg.string({ description: 'Only the specification with this code.' }),
      ...pageArguments(t.arg),
    },
    resolve: (_catalog, args, context, info) =>
      asConnection(info, () => {
        const page = readPage(args, info);
        return toConnection(page, specsOf(args, page, context), (row) => row);
      }),
  }),
);

async function specsOf(
  args: SpecArguments,
  { offset, rows, needsTotal, needsNext }: Window,
  context: GatewayContext,
): Promise<Slice<ResourceSpecRow>> {
  const query = {
    cloud_service_type: args.serviceTypeCode,
    resource_type: args.resourceTypeCode,
    region_code: args.regionCode,
    charge_mode: args.chargingMode,
    ...(args.specCode ? { filters: [{ key: 'RESOURCE_SPEC', value: args.specCode }] } : {}),
  };
  // One row more says whether any follow.
  const wanted = needsTotal ? Number.POSITIVE_INFINITY : offset + rows + (needsNext ? 1 : 0);
  const { rows: all, isWhole } = await catalogOf(context.loaders).resourceSpecs(query, wanted);
  return {
    rows: all.slice(offset, offset + rows),
    total: isWhole ? all.length : undefined,
    hasNext: all.length > offset + rows || !isWhole,
  };
}
