import type { GatewayContext } from '../../src/context/context.ts';
import { canonicalDecimal } from '../../src/decode/decimal.ts';
import { ALL_ROWS } from '../../src/loaders/window.ts';
import {
  attachedByResource,
  onDemandResourceById,
  periodResourceById,
} from '../../src/operations/resources/edges.ts';
import { ResourceTypeRef, ServiceTypeRef, typeReference } from '../catalog/catalog.ts';
import { type Quantity, QuantityRef, quantity } from '../catalog/quantity.ts';
import { builder } from '../core/builder.ts';
import { keyedRead, reads } from '../core/reads/reads.ts';
import { codes, instants, ofInterface, texts } from '../core/row-fields.ts';
import { partsOfKey } from '../core/scope/global-id.ts';
import {
  type CustomerNode,
  CustomerRef,
  customerOf,
  loadCustomer,
  REFERS_TO_CUSTOMER,
} from '../customers/customers.ts';
import { EnterpriseProjectRef } from '../customers/enterprise-project.ts';
import { OrderRef } from '../orders/orders.ts';
import {
  ExpiryPolicy,
  OnDemandResourceStatus,
  PeriodResourceStatus,
  ResourceStatusRef,
  resourceStatusOf,
} from './resource-enums.ts';
import type { OnDemandResourceNode, PeriodResourceNode, ResourceNode } from './resource-node.ts';
import { orderOfResource, READS_ORDER } from './resource-order.ts';

const globalKey = (resource: ResourceNode): string => `${resource.ownerId}/${resource.row.resource_id}`;

export const ResourceRef = builder.interfaceRef<ResourceNode>('Resource').implement({
  description: 'Resource of a customer, in any charging mode.',
  interfaces: [builder.nodeInterfaceRef()],
  resolveType: (resource) => (resource.kind === 'period' ? 'YearlyMonthlyResource' : 'OnDemandResource'),
  fields: (t) => ({
    resourceId: t.string({
      nullable: false,
      description: 'Upstream id of the resource.',
      resolve: ({ row }) => row.resource_id,
    }),
    ...texts(ofInterface(t), {
      name: ['Name of the resource of the customer.', ({ row }) => row.resource_name],
      statusCode: [
        'Raw upstream code of the resource status; pay-per-use and yearly/monthly resources use different codes.',
        ({ row }) => row.status,
      ],
      regionCode: ['Upstream code of the region, e.g. `cn-north-4`.', ({ row }) => row.region_code],
      specificationCode: [
        'Upstream code of the resource specification.',
        ({ row }) => row.resource_spec_code,
      ],
      specification: ['Description of the product specification.', ({ row }) => row.product_spec_desc],
    }),
    status: t.field({
      type: ResourceStatusRef,
      nullable: false,
      description: 'Status of the resource, in the words that resources of all kinds share.',
      resolve: resourceStatusOf,
    }),

    serviceType: t.field({
      type: ServiceTypeRef,
      description: 'Cloud service of the resource.',
      resolve: ({ row }) => typeReference(row.service_type_code, row.service_type_name),
    }),
    resourceType: t.field({
      type: ResourceTypeRef,
      description: 'Resource type of the resource.',
      resolve: ({ row }) => typeReference(row.resource_type_code, row.resource_type_name),
    }),

    size: t.field({
      type: QuantityRef,
      description: 'Linear size of the resource, e.g. of a disk.',
      resolve: (resource) => sizeOf(resource),
    }),
    ...instants(ofInterface(t), {
      effectiveAt: ['Time when the resource took effect, in UTC.', ({ row }) => row.effective_time],
      expiresAt: ['Time when the resource expires, in UTC.', ({ row }) => row.expire_time],
    }),

    customer: t.field({
      extensions: REFERS_TO_CUSTOMER,
      type: CustomerRef,
      nullable: false,
      description: 'Customer to whom the resource belongs.',
      resolve: (resource, _args, context) => customerOf(resource.ownerId, context) as CustomerNode,
    }),
    order: t.field({
      extensions: READS_ORDER,
      type: OrderRef,
      description:
        'Order that created the resource. Resource rows do not name the order: unless the resource was reached through the order, the order is looked up in the consumption records of the billing cycle in which the resource began; null when those records are no longer kept (18 months) or name no order.',
      resolve: (resource, _args, context, info) => orderOfResource(resource, context, info),
    }),
  }),
});

/** Pay-per-use rows carry the size as JSON inside a text; an unreadable text is no size. */
function sizeOf(resource: ResourceNode): Quantity | null {
  if (resource.kind === 'period') return quantity(resource.row.spec_size, resource.row.spec_size_measure_id);
  const match = /"specSize"\s*:\s*"?(-?\d+(?:\.\d+)?)/.exec(resource.row.resource_info ?? '');
  return match?.[1] === undefined ? null : quantity(canonicalDecimal(match[1]), undefined);
}

export const PeriodResourceRef = builder.objectRef<PeriodResourceNode>('YearlyMonthlyResource');

builder.node(PeriodResourceRef, {
  description: 'Resource paid in advance for a period.',
  interfaces: [ResourceRef],
  isTypeOf: (value) => isKind(value, 'period'),
  id: { resolve: globalKey, description: 'Global node id of the resource.' },
  loadWithoutCache: async (id, context) =>
    loadResource(id, context, 'period') as Promise<PeriodResourceNode | null>,
  fields: (t) => ({
    ...codes(t, {
      yearlyMonthlyStatus: [
        PeriodResourceStatus,
        'Status of the yearly/monthly resource, in the words of its kind.',
        ({ row }) => row.status,
      ],
    }),
    isMainResource: t.boolean({
      description: 'True when the resource is a main resource, as opposed to one attached to another.',
      resolve: ({ row }) => (row.is_main_resource === undefined ? null : row.is_main_resource === '1'),
    }),
    parent: t.field({
      // Resources of one owner share a call.
      extensions: reads({
        reads: [keyedRead(periodResourceById, { rows: 'one', batching: { perKeyFilter: true } })],
        cardinality: { selectivity: 0.5 },
      }),
      type: PeriodResourceRef,
      description: 'Main resource to which an attached resource belongs.',
      resolve: async (resource, _args, context) =>
        resource.row.parent_resource_id
          ? findPeriodResource(resource.ownerId, resource.row.parent_resource_id, context)
          : null,
    }),
    attached: t.field({
      // Resources of one owner share a call.
      extensions: reads({
        reads: [keyedRead(attachedByResource, { rows: 'all', batching: { perKeyFilter: true } })],
        loaded: true,
      }),
      type: [PeriodResourceRef],
      nullable: { list: true, items: false },
      description: 'Resources attached to the resource; none for a resource that is attached to another.',
      resolve: async ({ ownerId, row, orderId }, _args, context) => {
        if (row.is_main_resource === NOT_MAIN) return [];
        const { rows } = await context.loaders.rows(attachedByResource, row.resource_id, ownerId, ALL_ROWS);
        return rows.map((one): PeriodResourceNode => ({ kind: 'period', ownerId, row: one, orderId }));
      },
    }),
    renewsAutomatically: t.boolean({
      description:
        'True when the resource is renewed automatically on expiry; see the expiry policy for other cases.',
      resolve: ({ row }) =>
        row.expire_policy === undefined ? null : ExpiryPolicy.of(row.expire_policy) === 'AUTO_RENEW',
    }),
    expiryPolicy: t.field({
      type: ExpiryPolicy.ref,
      description: 'Policy applied when the resource expires.',
      resolve: ({ row }) => (row.expire_policy === undefined ? null : ExpiryPolicy.of(row.expire_policy)),
    }),
    ...texts(t, {
      expiryPolicyCode: ['Raw upstream code of the expiry policy.', ({ row }) => row.expire_policy],
      productId: ["Upstream id of the resource's product.", ({ row }) => row.product_id],
      projectId: ["Upstream id of the resource's project.", ({ row }) => row.project_id],
      instanceId: [
        'Id under which the resource was ordered, before a resource id was assigned.',
        ({ row }) => row.id,
      ],
      enterpriseProjectName: [
        'Name of the enterprise project that the resource belongs to.',
        ({ row }) => row.enterprise_project?.name,
      ],
    }),

    enterpriseProject: t.field({
      type: EnterpriseProjectRef,
      description: 'Enterprise project that the resource belongs to.',
      resolve: ({ row }) => row.enterprise_project,
    }),

    ...instants(t, {
      updatedAt: ['Time when the resource last changed, in UTC.', ({ row }) => row.update_time],
    }),
  }),
});

const NOT_MAIN = '0';

const OnDemandResourceRef = builder.objectRef<OnDemandResourceNode>('OnDemandResource');

builder.node(OnDemandResourceRef, {
  description: 'Pay-per-use resource. The list lags the console by a delay that differs per service.',
  interfaces: [ResourceRef],
  isTypeOf: (value) => isKind(value, 'onDemand'),
  id: { resolve: globalKey, description: 'Global node id of the resource.' },
  loadWithoutCache: async (id, context) =>
    loadResource(id, context, 'onDemand') as Promise<OnDemandResourceNode | null>,
  fields: (t) => ({
    ...codes(t, {
      onDemandStatus: [
        OnDemandResourceStatus,
        'Status of the pay-per-use resource, in the words of its kind.',
        ({ row }) => row.status,
      ],
    }),
    ...texts(t, {
      availabilityZoneCode: [
        'Upstream code of the availability zone.',
        ({ row }) => row.availability_zone_code,
      ],
    }),
  }),
});

function isKind(value: unknown, kind: ResourceNode['kind']): boolean {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === kind;
}

async function loadResource(
  id: string,
  context: GatewayContext,
  kind: ResourceNode['kind'],
): Promise<ResourceNode | null> {
  const [customerId, resourceId] = partsOfKey(id);
  // The upstream refuses to look for resources of a customer that is not the partner's.
  if (!customerId || !resourceId || !(await loadCustomer(customerId, context))) return null;
  return kind === 'period'
    ? findPeriodResource(customerId, resourceId, context)
    : findOnDemandResource(customerId, resourceId, context);
}

export async function findPeriodResource(
  ownerId: string,
  resourceId: string,
  context: GatewayContext,
): Promise<PeriodResourceNode | null> {
  const row = await context.loaders.one(periodResourceById, resourceId, ownerId);
  return row ? { kind: 'period', ownerId, row, orderId: undefined } : null;
}

export async function findOnDemandResource(
  ownerId: string,
  resourceId: string,
  context: GatewayContext,
): Promise<OnDemandResourceNode | null> {
  const row = await context.loaders.one(onDemandResourceById, resourceId, ownerId);
  return row ? { kind: 'onDemand', ownerId, row } : null;
}
