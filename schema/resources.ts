import type { GatewayContext } from '../src/context/context.ts';
import { canonicalDecimal } from '../src/decode/decimal.ts';
import { badInput } from '../src/errors/errors.ts';
import type { Slice, Window } from '../src/loaders/window.ts';
import {
  type OnDemandResourceFilter,
  onDemandResourceById,
  onDemandResourcesByCustomer,
  type PeriodResourceFilter,
  periodResourceById,
  periodResourcesByCustomer,
} from '../src/operations/edges/resources.ts';
import { builder } from './builder.ts';
import {
  type Quantity,
  QuantityRef,
  quantity,
  ResourceTypeRef,
  ServiceTypeRef,
  typeReference,
} from './catalog.ts';
import {
  asConnection,
  Connection,
  connectionType,
  type PageRequest,
  pageArguments,
  readPage,
  toConnection,
} from './connection.ts';
import { toCursor } from './cursor.ts';
import {
  type CustomerNode,
  CustomerRef,
  customerOf,
  instantOf,
  isConsultative,
  loadCustomer,
  REFERS_TO_CUSTOMER,
} from './customers.ts';
import { openEnum } from './open-enum.ts';
import { OrderRef } from './orders.ts';
import { keyed, reads } from './reads.ts';
import type { OnDemandResourceNode, PeriodResourceNode, ResourceNode } from './resource-node.ts';
import { orderOfResource, READS_ORDER } from './resource-order.ts';
import { checkSpan } from './span.ts';

const PeriodResourceStatus = openEnum(
  'YearlyMonthlyResourceStatus',
  'Where a yearly/monthly resource stands.',
  {
    IN_USE: { code: '2', description: 'In use.' },
    CLOSED: { code: '3', description: 'Closed.' },
    FROZEN: { code: '4', description: 'Frozen.' },
    EXPIRED: { code: '5', description: 'Expired.' },
  },
);

const ExpiryPolicy = openEnum('ExpiryPolicy', 'What happens to a yearly/monthly resource when it expires.', {
  GRACE_PERIOD: { code: '0', description: 'It enters a grace period.' },
  TO_ON_DEMAND: { code: '1', description: 'It is charged on demand.' },
  DELETE: { code: '2', description: 'It is deleted.' },
  AUTO_RENEW: { code: '3', description: 'It is renewed automatically.' },
  FREEZE: { code: '4', description: 'It is frozen.' },
  DELETE_AFTER_RETENTION: { code: '5', description: 'It is deleted after the retention period.' },
});

const OnDemandResourceStatus = openEnum('OnDemandResourceStatus', 'Where an on-demand resource stands.', {
  ACTIVE: { code: '1', description: 'Active.' },
  GRACE: { code: '2', description: 'In its grace period.' },
  FROZEN: { code: '3', description: 'Frozen.' },
  CHANGING: { code: '4', description: 'Being changed.' },
  CLOSING: { code: '5', description: 'Being closed.' },
  CLOSED: { code: '6', description: 'Closed.' },
});

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

const PeriodResourceRef = builder.objectRef<PeriodResourceNode>('YearlyMonthlyResource');

builder.node(PeriodResourceRef, {
  description: 'A resource paid for a period in advance.',
  interfaces: [ResourceRef],
  isTypeOf: (value) => isKind(value, 'period'),
  id: { resolve: globalKey, description: 'Global id.' },
  loadWithoutCache: async (id, context) =>
    loadResource(id, context, 'period') as Promise<PeriodResourceNode | null>,
  fields: (t) => ({
    status: t.field({
      type: PeriodResourceStatus.ref,
      nullable: false,
      description: 'Where it stands.',
      resolve: ({ row }) => PeriodResourceStatus.of(row.status),
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

const OnDemandResourceRef = builder.objectRef<OnDemandResourceNode>('OnDemandResource');

builder.node(OnDemandResourceRef, {
  description: 'A resource charged by use. The list lags behind the console; how far differs per service.',
  interfaces: [ResourceRef],
  isTypeOf: (value) => isKind(value, 'onDemand'),
  id: { resolve: globalKey, description: 'Global id.' },
  loadWithoutCache: async (id, context) =>
    loadResource(id, context, 'onDemand') as Promise<OnDemandResourceNode | null>,
  fields: (t) => ({
    status: t.field({
      type: OnDemandResourceStatus.ref,
      nullable: false,
      description: 'Where it stands.',
      resolve: ({ row }) => OnDemandResourceStatus.of(row.status),
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

const ResourceFilter = builder.inputType('ResourceFilter', {
  description: 'Narrows a list of resources; fields that are left out do not filter.',
  fields: (t) => ({
    serviceTypeCode: t.string({ description: 'Code of the cloud service.' }),
    status: t.field({
      type: PeriodResourceStatus.ref,
      description: 'Where yearly/monthly resources stand; on-demand ones are left out when it is given.',
    }),
    expiresFrom: t.field({
      type: 'DateTime',
      description: 'Ends at this instant or later; on-demand resources are left out when it is given.',
    }),
    expiresUntil: t.field({
      type: 'DateTime',
      description: 'Ends at this instant or earlier; on-demand resources are left out when it is given.',
    }),
    mainOnly: t.boolean({
      description: 'Only main resources; on-demand ones are left out when it is true.',
    }),
  }),
});

type ResourceFilterShape = typeof ResourceFilter.$inferInput;

function toPeriodFilter(filter: ResourceFilterShape | null | undefined): PeriodResourceFilter {
  checkSpan('expires', filter?.expiresFrom, filter?.expiresUntil);
  const status = filter?.status ? PeriodResourceStatus.codeOf(filter.status) : undefined;
  if (filter?.status && !status)
    throw badInput(`filter.status: expected a known status, got ${filter.status}`);
  return {
    ...(filter?.serviceTypeCode ? { service_type_code: filter.serviceTypeCode } : {}),
    ...(status ? { status_list: [Number(status)] } : {}),
    ...(filter?.expiresFrom ? { expire_time_begin: filter.expiresFrom } : {}),
    ...(filter?.expiresUntil ? { expire_time_end: filter.expiresUntil } : {}),
    ...(filter?.mainOnly ? { only_main_resource: 1 } : {}),
  };
}

const toOnDemandFilter = (filter: ResourceFilterShape | null | undefined): OnDemandResourceFilter =>
  filter?.serviceTypeCode ? { service_type_code: filter.serviceTypeCode } : {};

interface ResourceArguments {
  readonly filter?: ResourceFilterShape | null;
}

const leavesOutOnDemand = (filter: ResourceFilterShape | null | undefined): boolean =>
  Boolean(filter?.status || filter?.expiresFrom || filter?.expiresUntil || filter?.mainOnly);

const ResourceConnection = connectionType('Resource', ResourceRef, 'resources');

const PERIOD_PART = 'p';
const ON_DEMAND_PART = 'd';

builder.objectField(CustomerRef, 'resources', (t) =>
  t.field({
    extensions: reads({
      reads: [
        keyed(periodResourcesByCustomer, {
          rows: 'page',
          filters: (args: ResourceArguments) => [toPeriodFilter(args.filter)],
        }),
        keyed(onDemandResourcesByCustomer, {
          rows: 'page',
          remaining: true,
          filters: ({ filter }: ResourceArguments) =>
            leavesOutOnDemand(filter) ? [] : [toOnDemandFilter(filter)],
        }),
      ],
    }),
    type: ResourceConnection,
    nullable: false,
    description:
      'What it runs: yearly/monthly resources first, then on-demand ones. On-demand resources of consultative-sale customers are not shown to the partner.',
    args: {
      filter: t.arg({ type: ResourceFilter, description: 'Which resources.' }),
      ...pageArguments(t.arg),
    },
    resolve: (customer, args, context, info) =>
      asConnection(info, async () => {
        const page = readPage(args, info, [PERIOD_PART, ON_DEMAND_PART]);
        return bothKinds(customer, args.filter, page, context);
      }),
  }),
);

/** One connection over two listings: the second is only asked for what the first leaves open. */
async function bothKinds(
  customer: CustomerNode,
  filter: ResourceFilterShape | null | undefined,
  page: PageRequest,
  context: GatewayContext,
): Promise<Connection<ResourceNode>> {
  const ownerId = customer.customerId;
  const onlyPeriod = leavesOutOnDemand(filter) || isConsultative(customer);
  const inPeriod = page.part === PERIOD_PART;
  const period =
    inPeriod || page.needsTotal
      ? await context.loaders.rows(
          periodResourcesByCustomer,
          ownerId,
          toPeriodFilter(filter),
          inPeriod ? page : totalOnly(page),
        )
      : NONE;
  const left = inPeriod ? page.rows - period.rows.length : page.rows;
  const onDemandWindow: Window = {
    offset: inPeriod ? 0 : page.offset,
    rows: left,
    needsTotal: page.needsTotal,
    needsNext: page.needsNext && !period.hasNext,
  };
  const wantsOnDemand = left > 0 || page.needsTotal || onDemandWindow.needsNext;
  const onDemand =
    !onlyPeriod && wantsOnDemand
      ? await context.loaders.rows(
          onDemandResourcesByCustomer,
          ownerId,
          toOnDemandFilter(filter),
          onDemandWindow,
        )
      : NONE;
  const periodNodes = inPeriod
    ? period.rows.map((row): ResourceNode => ({ kind: 'period', ownerId, row, orderId: undefined }))
    : [];
  const onDemandNodes = onDemand.rows.map((row): ResourceNode => ({ kind: 'onDemand', ownerId, row }));
  return Connection.of({
    nodes: [...periodNodes, ...onDemandNodes],
    cursorAt: (index) =>
      index < periodNodes.length
        ? toCursor(PERIOD_PART, page.offset + index)
        : toCursor(ON_DEMAND_PART, onDemandWindow.offset + index - periodNodes.length),
    total: page.needsTotal ? (period.total ?? 0) + (onDemand.total ?? 0) : undefined,
    hasNext: (inPeriod && period.hasNext) || onDemand.hasNext,
    hasPrevious: page.offset > 0 || !inPeriod,
  });
}

const NONE: Slice<never> = Object.freeze({ rows: [], total: 0, hasNext: false });

function totalOnly(window: Window): Window {
  return { ...window, offset: 0, rows: 0, needsTotal: true, needsNext: false };
}

builder.objectField(OrderRef, 'resources', (t) =>
  t.field({
    extensions: reads({ reads: [keyed(periodResourcesByCustomer, { rows: 'page', apart: true })] }),
    type: ResourceConnection,
    nullable: false,
    description: 'The yearly/monthly resources that it created or changed.',
    args: pageArguments(t.arg),
    resolve: (order, args, context, info) =>
      asConnection(info, async () => {
        const page = readPage(args, info, [PERIOD_PART]);
        const ownerId = order.orderRow?.customer_id;
        if (!ownerId) return Connection.empty<ResourceNode>();
        const filter = { order_id: order.orderId };
        const load = context.loaders.rows(periodResourcesByCustomer, ownerId, filter, page);
        return toConnection(
          page,
          load,
          (row): ResourceNode => ({
            kind: 'period',
            ownerId,
            row,
            orderId: order.orderId,
          }),
        );
      }),
  }),
);
