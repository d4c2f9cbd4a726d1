import { badInput } from '../../src/errors/errors.ts';
import {
  type DeductionFilter,
  type PackageFilter,
  packageDeductionsByCustomer,
  packagesByCustomer,
  packageUsageByItem,
} from '../../src/operations/resources/package-edges.ts';
import type {
  PackageDeductionRow,
  PackageItemRow,
  PackageRow,
  PackageUsageRow,
} from '../../src/operations/resources/packages.ts';
import { ResourceTypeRef, ServiceTypeRef, typeReference } from '../catalog/catalog.ts';
import { quantities } from '../catalog/quantity.ts';
import { builder } from '../core/builder.ts';
import {
  pageInSegments,
  readsInSegments,
  type SegmentFilters,
  segmentIdsOf,
} from '../core/connection/concatenate.ts';
import { asConnection, connectionType, pageArguments, readPage } from '../core/connection/connection.ts';
import { perCustomer } from '../core/connection/edge-connection.ts';
import { type Span, splitSpan } from '../core/filter/time-span.ts';
import { codeIn, withoutEmpty } from '../core/filter/wire-filter.ts';
import { keyedRead, reads } from '../core/reads/reads.ts';
import { codes, instants, optionalCodes, texts } from '../core/row-fields.ts';
import { CustomerRef } from '../customers/customers.ts';
import {
  PackageBundle,
  PackageSource,
  PackageStatus,
  ReuseMode,
  ReusePeriod,
  ReuseStart,
} from './package-enums.ts';

/** An item of a package, with the customer that owns it. */
interface ItemNode {
  readonly customer: string;
  readonly row: PackageItemRow;
}

const PackagePeriodRef = builder.objectRef<PackageUsageRow>('ResourcePackagePeriodUsage').implement({
  description: 'Usage of a resource package item in the current period.',
  fields: (t) => ({
    ...optionalCodes(t, {
      period: [
        ReusePeriod,
        'Length of the reset period; null for packages that are not resettable.',
        (row) => row.quota_reuse_cycle,
      ],
      startsWith: [
        ReuseStart,
        'Rule for the start of a period; null for packages that are not resettable.',
        (row) => row.quota_reuse_cycle_type,
      ],
    }),
    ...texts(t, {
      periodCode: ['Raw upstream code of the period length.', (row) => row.quota_reuse_cycle],
      startsWithCode: [
        'Raw upstream code of the rule for the start of a period.',
        (row) => row.quota_reuse_cycle_type,
      ],
      typeName: ['Name of the package item type.', (row) => row.free_resource_type_name],
      usageTypeName: ['Name of the usage type of the item.', (row) => row.usage_type_name],
    }),
    ...instants(t, {
      startsAt: ['Time when the period began, in UTC.', (row) => row.start_time],
      endsAt: ['Time when the period ends, in UTC.', (row) => row.end_time],
    }),
    ...quantities(t, {
      remaining: ['Quantity remaining in the period.', (row) => [row.amount, row.measure_id]],
      original: ['Quantity at the beginning of the period.', (row) => [row.original_amount, row.measure_id]],
    }),
  }),
});

const PackageItemRef = builder.objectRef<ItemNode>('ResourcePackageItem').implement({
  description: 'Item of a resource package: the quota of one usage type.',
  fields: (t) => ({
    ...texts(t, {
      itemId: ['Upstream id of the resource package item.', ({ row }) => row.free_resource_id],
      usageTypeName: ['Name of the usage type of the item.', ({ row }) => row.usage_type_name],
    }),

    ...quantities(t, {
      remaining: [
        'Remaining quantity; for resettable packages, in the current period.',
        ({ row }) => [row.amount, row.measure_id],
      ],
      original: [
        'Original quantity; for resettable packages, per period.',
        ({ row }) => [row.original_amount, row.measure_id],
      ],
    }),
    period: t.field({
      extensions: reads({
        reads: [keyedRead(packageUsageByItem, { rows: 'one', batching: { perKeyFilter: true } })],
      }),
      type: PackagePeriodRef,
      description: 'Usage of the item in the current period; 100 items of a customer per call.',
      resolve: ({ customer, row }, _args, context) =>
        row.free_resource_id ? context.loaders.one(packageUsageByItem, row.free_resource_id, customer) : null,
    }),
  }),
});

/** A package, with the customer that owns it. */
interface PackageNode {
  readonly customer: string;
  readonly row: PackageRow;
}

const PackageRef = builder.objectRef<PackageNode>('ResourcePackage').implement({
  description: 'Resource package: usage paid for in advance.',
  fields: (t) => ({
    ...codes(t, {
      status: [PackageStatus, 'Status of the resource package.', ({ row }) => row.status],
      source: [PackageSource, 'Source of the package: order or gift.', ({ row }) => row.source_type],
      bundle: [PackageBundle, 'Composition of the package: single or bundle.', ({ row }) => row.bundle_type],
      reuse: [ReuseMode, 'Reuse mode of the package quota.', ({ row }) => row.quota_reuse_mode],
    }),
    isForAllProjects: t.boolean({
      description: 'True when the package applies to all enterprise projects.',
      resolve: ({ row }) =>
        row.enterprise_project_scope === undefined ? null : row.enterprise_project_scope === '0',
    }),
    serviceType: t.field({
      type: ServiceTypeRef,
      description: 'Cloud service that the package is for.',
      resolve: ({ row }) => typeReference(row.service_type_code, row.service_type_name),
    }),
    items: t.field({
      type: [PackageItemRef],
      nullable: { list: false, items: false },
      description: 'Items of the resource package.',
      resolve: ({ customer, row }) => row.free_resources.map((item) => ({ customer, row: item })),
    }),
    ...texts(t, {
      packageId: ['Upstream id of the resource package.', ({ row }) => row.order_instance_id],
      orderId: ['Upstream id of the order; null for gifts.', ({ row }) => row.order_id],
      productId: ["Upstream id of the package's product.", ({ row }) => row.product_id],
      name: ['Name of the resource package.', ({ row }) => row.product_name],
      statusCode: ['Raw upstream code of the package status.', ({ row }) => row.status],
      sourceCode: ['Raw upstream code of the package source.', ({ row }) => row.source_type],
      bundleCode: ['Raw upstream code of the package composition.', ({ row }) => row.bundle_type],
      reuseCode: ['Raw upstream code of the reuse mode.', ({ row }) => row.quota_reuse_mode],
      projectScopeCode: [
        'Raw upstream code of the enterprise project scope.',
        ({ row }) => row.enterprise_project_scope,
      ],
      enterpriseProjectId: ['Upstream id of the enterprise project.', ({ row }) => row.enterprise_project_id],
      regionCode: ['Upstream code of the region in which the package applies.', ({ row }) => row.region_code],
    }),
    ...instants(t, {
      effectiveAt: ['Time when the package takes effect, in UTC.', ({ row }) => row.effective_time],
      expiresAt: ['Time when the package expires, in UTC.', ({ row }) => row.expire_time],
    }),
  }),
});

const DeductionRef = builder.objectRef<PackageDeductionRow>('ResourcePackageDeduction').implement({
  description: 'Deduction of usage from an item of a resource package.',
  fields: (t) => ({
    resourceType: t.field({
      type: ResourceTypeRef,
      description: 'Resource type of the resource whose usage was deducted.',
      resolve: (row) => typeReference(row.resource_type_code, row.resource_type_name),
    }),
    ...texts(t, {
      itemId: ['Upstream id of the resource package item.', (row) => row.free_resource_id],
      resourceId: ['Upstream id of the resource whose usage was deducted.', (row) => row.resource_id],
      resourceTag: ['Tags of the resource whose usage was deducted.', (row) => row.resource_tag],
      productId: ["Upstream id of the package's product.", (row) => row.product_id],
      productName: ['Name of the resource package.', (row) => row.product_name],
      usageTypeCode: ['Upstream code of the usage type.', (row) => row.usage_type_code],
    }),
    ...instants(t, {
      deductedAt: ['Time when the usage was deducted, in UTC.', (row) => row.deduct_time],
      usedFrom: ['Time when the usage of the resource started, in UTC.', (row) => row.effective_time],
      usedUntil: ['Time when the usage of the resource ended, in UTC.', (row) => row.expire_time],
    }),
    ...quantities(t, {
      before: ['Quantity available before the deduction.', (row) => [row.available_amount, row.measure_id]],
      used: ['Quantity that was deducted.', (row) => [row.used_amount, row.measure_id]],
      after: ['Quantity left after the deduction.', (row) => [row.remaining_amount, row.measure_id]],
    }),
  }),
});

const PackageFilterInput = builder.inputType('ResourcePackageFilter', {
  description: 'Filter for a list of resource packages. Omitted fields do not filter.',
  fields: (t) => ({
    status: t.field({ type: PackageStatus.ref, description: 'Only packages with this status.' }),
    serviceTypeCodes: t.stringList({
      description: 'Only packages for cloud services with one of these codes.',
    }),
    regionCode: t.string({ description: 'Only packages in the region with this code.' }),
    orderId: t.string({ description: 'Only packages of the order with this id.' }),
    productId: t.string({ description: 'Only packages of the product with this id.' }),
    name: t.string({ description: 'Only packages with this name.' }),
    enterpriseProjectId: t.string({ description: 'Only packages of the enterprise project with this id.' }),
  }),
});

interface PackageArguments {
  readonly filter?: typeof PackageFilterInput.$inferInput | null | undefined;
}

function toPackageFilter({ filter }: PackageArguments): PackageFilter {
  const status = codeIn('status', filter?.status, PackageStatus.codeOf);
  const services = filter?.serviceTypeCodes;
  return withoutEmpty({
    region_code: filter?.regionCode,
    order_id: filter?.orderId,
    product_id: filter?.productId,
    product_name: filter?.name,
    enterprise_project_id: filter?.enterpriseProjectId,
    status: status === undefined ? undefined : Number(status),
    service_type_code_list: services && services.length > 0 ? services : undefined,
  });
}

interface DeductionArguments {
  readonly from: string;
  readonly until: string;
  readonly itemId?: string | null | undefined;
  readonly productId?: string | null | undefined;
  readonly resourceTypeCode?: string | null | undefined;
}

const DAY_MS = 86_400_000;
/** Longest span of one call, and of one field: the upstream keeps packages for 18 months. */
const MOST_DAYS_AT_ONCE = 90;
const MOST_DAYS = 720;

const wireDate = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

function toDeductionFilters(args: DeductionArguments): SegmentFilters<DeductionFilter> {
  const { from, until } = args;
  const span: Span = [Date.parse(from), Date.parse(until)];
  const days = (span[1] - span[0]) / DAY_MS;
  if (!(days >= 0 && days <= MOST_DAYS)) {
    throw badInput(
      `from and until: expected two days in order, at most ${MOST_DAYS} apart, got ${from} and ${until}`,
    );
  }
  const ask = ([first, last]: Span): DeductionFilter =>
    withoutEmpty({
      deduct_time_begin: wireDate(first),
      deduct_time_end: wireDate(last),
      free_resource_id: args.itemId,
      product_id: args.productId,
      resource_type_code: args.resourceTypeCode,
    });
  const [newest, ...older] = splitSpan(span, MOST_DAYS_AT_ONCE * DAY_MS, DAY_MS);
  return [ask(newest), ...older.map(ask)];
}

const PackageConnection = connectionType('ResourcePackage', PackageRef, 'packages');
const DeductionConnection = connectionType('ResourcePackageDeduction', DeductionRef, 'deductions');

builder.objectFields(CustomerRef, (t) => ({
  resourcePackages: t.field({
    type: PackageConnection,
    description:
      "Resource packages of the customer; packages that ended more than 18 months ago are not listed. Uses the customer's own credential.",
    args: {
      filter: t.arg({ type: PackageFilterInput, description: 'Filter for the returned resource packages.' }),
      ...pageArguments(t.arg),
    },
    ...perCustomer(packagesByCustomer, toPackageFilter, (row, customer) => ({ customer, row })),
  }),
  packageDeductions: t.field({
    extensions: reads({
      reads: readsInSegments(packageDeductionsByCustomer, toDeductionFilters),
      possibleReads: [keyedRead(packageDeductionsByCustomer, { rows: 'page' })],
    }),
    type: DeductionConnection,
    description:
      "Deductions from the customer's resource packages, newest first. Uses the customer's own credential.",
    args: {
      from: t.arg({
        type: 'Date',
        required: true,
        description: 'First day of the deductions, in China time.',
      }),
      until: t.arg({
        type: 'Date',
        required: true,
        description:
          'Last day of the deductions, in China time, at most 720 days after `from`. Every 90 days take separate upstream calls.',
      }),
      itemId: t.arg.string({ description: 'Only deductions from the package item with this id.' }),
      productId: t.arg.string({ description: 'Only deductions from packages of the product with this id.' }),
      resourceTypeCode: t.arg.string({ description: 'Only deductions by the resource type with this code.' }),
      ...pageArguments(t.arg),
    },
    resolve: ({ customerId }, args, context, info) =>
      asConnection(info, () => {
        const questions = toDeductionFilters(args);
        return pageInSegments(
          questions,
          readPage(args, info, segmentIdsOf(questions)),
          (filter, window) => context.loaders.rows(packageDeductionsByCustomer, customerId, filter, window),
          (row) => row,
        );
      }),
  }),
}));
