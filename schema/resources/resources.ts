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
import { keyed, reads } from '../core/reads/reads.ts';
import { codes } from '../core/row-fields.ts';
import { instantOf } from '../core/scalars.ts';
import {
  type CustomerNode,
  CustomerRef,
  customerOf,
  loadCustomer,
  REFERS_TO_CUSTOMER,
} from '../customers/customers.ts';
import { EnterpriseProjectRef } from '../customers/enterprise-project.ts';
import { OrderRef } from '../orders/orders.ts';
import { ExpiryPolicy, OnDemandResourceStatus, PeriodResourceStatus } from './resource-enums.ts';
import type { OnDemandResourceNode, PeriodResourceNode, ResourceNode } from './resource-node.ts';
import { orderOfResource, READS_ORDER } from './resource-order.ts';

const globalKey = (resource: ResourceNode): string => `${resource.ownerId}/${resource.row.resource_id}`;

export const ResourceRef = builder.interfaceRef<ResourceNode>('Resource').implement({
  description: 'Something that a customer runs, however it is charged.',
  resolveType: (resource) => (resource.kind === 'period' ? 'YearlyMonthlyResource' : 'OnDemandResource'),
  fields: (t) => ({
    resourceId: t.string({
      nullable: false,
      description: 'Id of the resource.',
      resolve: ({ row }) => row.resource_id,
    }),
    name: t.string({ description: 'Its name.', resolve: ({ row }) => row.resource_name }),
    statusCode: t.string({
      description: 'Raw code of its status; the two kinds of resources number theirs differently.',
      resolve: ({ row }) => row.status,
    }),
    regionCode: t.string({
      description: 'Region, e.g. `cn-north-4`.',
      resolve: ({ row }) => row.region_code,
    }),
    serviceType: t.field({
      type: ServiceTypeRef,
      description: 'The cloud service.',
      resolve: ({ row }) => typeReference(row.service_type_code, row.service_type_name),
    }),
    resourceType: t.field({
      type: ResourceTypeRef,
      description: 'The kind of resource.',
      resolve: ({ row }) => typeReference(row.resource_type_code, row.resource_type_name),
    }),
    specificationCode: t.string({
      description: 'Code of its specification.',
      resolve: ({ row }) => row.resource_spec_code,
    }),
    specification: t.string({
      description: 'Its specification in words.',
      resolve: ({ row }) => row.product_spec_desc,
    }),
    size: t.field({
      type: QuantityRef,
      description: 'Linear size, e.g. of a disk.',
      resolve: (resource) => sizeOf(resource),
    }),
    effectiveAt: t.field({
      type: 'DateTime',
      description: 'When it began.',
      resolve: ({ row }) => instantOf(row.effective_time),
    }),
    expiresAt: t.field({
      type: 'DateTime',
      description: 'When it ends.',
      resolve: ({ row }) => instantOf(row.expire_time),
    }),
    customer: t.field({
      extensions: REFERS_TO_CUSTOMER,
      type: CustomerRef,
      nullable: false,
      description: 'Whose it is.',
      resolve: (resource) => customerOf(resource.ownerId) as CustomerNode,
    }),
    order: t.field({
      extensions: READS_ORDER,
      type: OrderRef,
      description:
        'The order that created it. Resource rows do not name it: unless the resource was reached through its order, it is found in the consumption records of the cycle in which the resource began, and is null when those are no longer kept (18 months) or name none.',
      resolve: (resource, _args, context, info) => orderOfResource(resource, context, info),
    }),
  }),
});

/** On-demand rows carry their size as JSON inside a text; anything unreadable there is no size. */
function sizeOf(resource: ResourceNode): Quantity | null {
  if (resource.kind === 'period') return quantity(resource.row.spec_size, resource.row.spec_size_measure_id);
  const match = /"specSize"\s*:\s*"?(-?\d+(?:\.\d+)?)/.exec(resource.row.resource_info ?? '');
  return match?.[1] === undefined ? null : quantity(canonicalDecimal(match[1]), undefined);
}

export const PeriodResourceRef = builder.objectRef<PeriodResourceNode>('YearlyMonthlyResource');

builder.node(PeriodResourceRef, {
  description: 'A resource paid for a period in advance.',
  interfaces: [ResourceRef],
  isTypeOf: (value) => isKind(value, 'period'),
  id: { resolve: globalKey, description: 'Global id.' },
  loadWithoutCache: async (id, context) =>
    loadResource(id, context, 'period') as Promise<PeriodResourceNode | null>,
  fields: (t) => ({
    ...codes(t, {
      status: [PeriodResourceStatus, 'Where it stands.', ({ row }) => row.status],
    }),
    isMainResource: t.boolean({
      description: 'Whether it is a main resource, as opposed to one attached to another.',
      resolve: ({ row }) => (row.is_main_resource === undefined ? null : row.is_main_resource === '1'),
    }),
    parent: t.field({
      // Resources of one owner share a call.
      extensions: reads({ reads: [keyed(periodResourceById, { rows: 'one', apart: true })], share: 0.5 }),
      type: PeriodResourceRef,
      description: 'The resource that it is attached to.',
      resolve: async (resource, _args, context) =>
        resource.row.parent_resource_id
          ? findPeriodResource(resource.ownerId, resource.row.parent_resource_id, context)
          : null,
    }),
    attached: t.field({
      // Resources of one owner share a call.
      extensions: reads({ reads: [keyed(attachedByResource, { rows: 'all', apart: true })], row: true }),
      type: [PeriodResourceRef],
      nullable: { list: true, items: false },
      description: 'The resources that are attached to it; none where it is attached to another itself.',
      resolve: async ({ ownerId, row, orderId }, _args, context) => {
        if (row.is_main_resource === NOT_MAIN) return [];
        const { rows } = await context.loaders.rows(attachedByResource, row.resource_id, ownerId, ALL_ROWS);
        return rows.map((one): PeriodResourceNode => ({ kind: 'period', ownerId, row: one, orderId }));
      },
    }),
    renewsAutomatically: t.boolean({
      description: 'Whether it is renewed automatically when it expires; its expiry policy says the rest.',
      resolve: ({ row }) =>
        row.expire_policy === undefined ? null : ExpiryPolicy.of(row.expire_policy) === 'AUTO_RENEW',
    }),
    expiryPolicy: t.field({
      type: ExpiryPolicy.ref,
      description: 'What happens when it expires.',
      resolve: ({ row }) => (row.expire_policy === undefined ? null : ExpiryPolicy.of(row.expire_policy)),
    }),
    expiryPolicyCode: t.string({
      description: 'Raw code of the expiry policy.',
      resolve: ({ row }) => row.expire_policy,
    }),
    productId: t.string({ description: 'Id of the product.', resolve: ({ row }) => row.product_id }),
    projectId: t.string({ description: 'Id of its project.', resolve: ({ row }) => row.project_id }),
    enterpriseProject: t.field({
      type: EnterpriseProjectRef,
      description: 'Enterprise project that it belongs to.',
      resolve: ({ row }) => row.enterprise_project,
    }),
    instanceId: t.string({
      description: 'Id under which it was ordered, before it had its own.',
      resolve: ({ row }) => row.id,
    }),
    enterpriseProjectName: t.string({
      description: 'Name of the enterprise project that it belongs to.',
      resolve: ({ row }) => row.enterprise_project?.name,
    }),
    updatedAt: t.field({
      type: 'DateTime',
      description: 'When it last changed.',
      resolve: ({ row }) => instantOf(row.update_time),
    }),
  }),
});

const NOT_MAIN = '0';

const OnDemandResourceRef = builder.objectRef<OnDemandResourceNode>('OnDemandResource');

builder.node(OnDemandResourceRef, {
  description: 'A resource charged by use. The list lags behind the console; how far differs per service.',
  interfaces: [ResourceRef],
  isTypeOf: (value) => isKind(value, 'onDemand'),
  id: { resolve: globalKey, description: 'Global id.' },
  loadWithoutCache: async (id, context) =>
    loadResource(id, context, 'onDemand') as Promise<OnDemandResourceNode | null>,
  fields: (t) => ({
    ...codes(t, {
      status: [OnDemandResourceStatus, 'Where it stands.', ({ row }) => row.status],
    }),
    availabilityZoneCode: t.string({
      description: 'Availability zone.',
      resolve: ({ row }) => row.availability_zone_code,
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
  const slash = id.indexOf('/');
  const [customerId, resourceId] = [id.slice(0, slash), id.slice(slash + 1)];
  // The upstream refuses to look for resources of a customer that is not the partner's.
  if (slash < 1 || !resourceId || !(await loadCustomer(customerId, context))) return null;
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
