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
import { lettersOf, pageInParts, type Questions, readsInParts } from '../core/connection/concatenate.ts';
import { asConnection, connectionType, pageArguments, readPage } from '../core/connection/connection.ts';
import { perCustomer } from '../core/connection/edge-connection.ts';
import { type Span, splitSpan } from '../core/filter/time-span.ts';
import { codeIn, withoutEmpty } from '../core/filter/wire-filter.ts';
import { openEnum } from '../core/open-enum.ts';
import { keyed, reads } from '../core/reads/reads.ts';
import { codes, instants, optionalCodes, texts } from '../core/row-fields.ts';
import { CustomerRef } from '../customers/customers.ts';

const PackageStatus = openEnum('ResourcePackageStatus', 'Where a resource package stands.', {
  NOT_EFFECTIVE: { code: '0', description: 'Not in effect yet.' },
  IN_EFFECT: { code: '1', description: 'In effect.' },
  USED_UP: { code: '2', description: 'Used up.' },
  EXPIRED: { code: '3', description: 'Expired.' },
  UNSUBSCRIBED: { code: '4', description: 'Unsubscribed.' },
});

const PackageSource = openEnum('ResourcePackageSource', 'Where a resource package comes from.', {
  ORDER: { code: '0', description: 'It was ordered.' },
  GIFT: { code: '1', description: 'It was given with another product.' },
});

const PackageBundle = openEnum('ResourcePackageBundle', 'Whether a resource package has parts.', {
  SINGLE: { code: 'ATOMIC_PKG', description: 'It is one package.' },
  BUNDLE: { code: 'BUNDLE_PKG', description: 'It combines several.' },
});

const ReuseMode = openEnum('ResourcePackageReuse', 'Whether what is used of a package comes back.', {
  RESETTABLE: { code: '1', description: 'It comes back every period.' },
  ONCE: { code: '2', description: 'It does not.' },
});

const ReusePeriod = openEnum(
  'ResourcePackagePeriod',
  'After how long what is used of a package comes back.',
  {
    HOUR: { code: '1', description: 'After an hour.' },
    DAY: { code: '2', description: 'After a day.' },
    WEEK: { code: '3', description: 'After a week.' },
    MONTH: { code: '4', description: 'After a month.' },
    YEAR: { code: '5', description: 'After a year.' },
  },
);

const ReuseStart = openEnum('ResourcePackagePeriodStart', 'When a period of a package begins.', {
  CALENDAR: { code: '1', description: 'With the calendar: on the first of a month, for example.' },
  ORDER: { code: '2', description: 'With the order: on the day of the month on which it was placed.' },
});

/** An item of a package and whose it is. */
interface ItemNode {
  readonly customer: string;
  readonly row: PackageItemRow;
}

const PackagePeriodRef = builder.objectRef<PackageUsageRow>('ResourcePackagePeriodUsage').implement({
  description: 'How an item of a resource package stands in its present period.',
  fields: (t) => ({
    ...optionalCodes(t, {
      period: [
        ReusePeriod,
        'Length of the period; null for packages that do not come back.',
        (row) => row.quota_reuse_cycle,
      ],
      startsWith: [
        ReuseStart,
        'When a period begins; null for packages that do not come back.',
        (row) => row.quota_reuse_cycle_type,
      ],
    }),
    ...texts(t, {
      periodCode: ['Raw code of the length of the period.', (row) => row.quota_reuse_cycle],
      startsWithCode: ['Raw code of when a period begins.', (row) => row.quota_reuse_cycle_type],
      typeName: ['Name of the kind of item.', (row) => row.free_resource_type_name],
      usageTypeName: ['Name of what is metered.', (row) => row.usage_type_name],
    }),
    ...instants(t, {
      startsAt: ['When the period began.', (row) => row.start_time],
      endsAt: ['When it ends.', (row) => row.end_time],
    }),
    ...quantities(t, {
      remaining: ['What is left in the period.', (row) => [row.amount, row.measure_id]],
      original: ['What there was at its beginning.', (row) => [row.original_amount, row.measure_id]],
    }),
  }),
});

const PackageItemRef = builder.objectRef<ItemNode>('ResourcePackageItem').implement({
  description: 'An item of a resource package: one thing that is metered.',
  fields: (t) => ({
    itemId: t.string({ description: 'Id of the item.', resolve: ({ row }) => row.free_resource_id }),
    usageTypeName: t.string({
      description: 'Name of what is metered.',
      resolve: ({ row }) => row.usage_type_name,
    }),
    ...quantities(t, {
      remaining: [
        'What is left; of packages that come back, in this period.',
        ({ row }) => [row.amount, row.measure_id],
      ],
      original: [
        'What there was; of packages that come back, in a period.',
        ({ row }) => [row.original_amount, row.measure_id],
      ],
    }),
    period: t.field({
      extensions: reads({ reads: [keyed(packageUsageByItem, { rows: 'one', apart: true })] }),
      type: PackagePeriodRef,
      description: 'How it stands in its present period; 100 items of a customer in one call.',
      resolve: ({ customer, row }, _args, context) =>
        row.free_resource_id ? context.loaders.one(packageUsageByItem, row.free_resource_id, customer) : null,
    }),
  }),
});

/** A package and whose it is. */
interface PackageNode {
  readonly customer: string;
  readonly row: PackageRow;
}

const PackageRef = builder.objectRef<PackageNode>('ResourcePackage').implement({
  description: 'A resource package: use that was paid for in advance.',
  fields: (t) => ({
    ...codes(t, {
      status: [PackageStatus, 'Where it stands.', ({ row }) => row.status],
      source: [PackageSource, 'Where it comes from.', ({ row }) => row.source_type],
      bundle: [PackageBundle, 'Whether it has parts.', ({ row }) => row.bundle_type],
      reuse: [ReuseMode, 'Whether what is used comes back.', ({ row }) => row.quota_reuse_mode],
    }),
    isForAllProjects: t.boolean({
      description: 'Whether it serves all enterprise projects.',
      resolve: ({ row }) =>
        row.enterprise_project_scope === undefined ? null : row.enterprise_project_scope === '0',
    }),
    serviceType: t.field({
      type: ServiceTypeRef,
      description: 'The cloud service that it is for.',
      resolve: ({ row }) => typeReference(row.service_type_code, row.service_type_name),
    }),
    items: t.field({
      type: [PackageItemRef],
      nullable: { list: false, items: false },
      description: 'What is in it.',
      resolve: ({ customer, row }) => row.free_resources.map((item) => ({ customer, row: item })),
    }),
    ...texts(t, {
      packageId: ['Id of the package.', ({ row }) => row.order_instance_id],
      orderId: ['Id of the order; null for gifts.', ({ row }) => row.order_id],
      productId: ['Id of the product.', ({ row }) => row.product_id],
      name: ['Name of the package.', ({ row }) => row.product_name],
      statusCode: ['Raw code of the status.', ({ row }) => row.status],
      sourceCode: ['Raw code of the source.', ({ row }) => row.source_type],
      bundleCode: ['Raw code of the bundle.', ({ row }) => row.bundle_type],
      reuseCode: ['Raw code of the reuse.', ({ row }) => row.quota_reuse_mode],
      projectScopeCode: [
        'Raw code of the projects that it serves.',
        ({ row }) => row.enterprise_project_scope,
      ],
      enterpriseProjectId: ['Id of the enterprise project.', ({ row }) => row.enterprise_project_id],
      regionCode: ['Region in which it holds.', ({ row }) => row.region_code],
    }),
    ...instants(t, {
      effectiveAt: ['From when on it holds.', ({ row }) => row.effective_time],
      expiresAt: ['Until when it holds.', ({ row }) => row.expire_time],
    }),
  }),
});

const DeductionRef = builder.objectRef<PackageDeductionRow>('ResourcePackageDeduction').implement({
  description: 'Something that was taken from an item of a resource package.',
  fields: (t) => ({
    resourceType: t.field({
      type: ResourceTypeRef,
      description: 'The kind of resource that took it.',
      resolve: (row) => typeReference(row.resource_type_code, row.resource_type_name),
    }),
    ...texts(t, {
      itemId: ['Id of the item.', (row) => row.free_resource_id],
      resourceId: ['Id of the resource that took it.', (row) => row.resource_id],
      resourceTag: ['Tags of the resource.', (row) => row.resource_tag],
      productId: ['Id of the package as a product.', (row) => row.product_id],
      productName: ['Name of the package.', (row) => row.product_name],
      usageTypeCode: ['Code of what is metered.', (row) => row.usage_type_code],
    }),
    ...instants(t, {
      deductedAt: ['When it was taken.', (row) => row.deduct_time],
      usedFrom: ['From when on the resource was used.', (row) => row.effective_time],
      usedUntil: ['Until when it was used.', (row) => row.expire_time],
    }),
    ...quantities(t, {
      before: ['What there was before.', (row) => [row.available_amount, row.measure_id]],
      used: ['What was taken.', (row) => [row.used_amount, row.measure_id]],
      after: ['What was left.', (row) => [row.remaining_amount, row.measure_id]],
    }),
  }),
});

const PackageFilterInput = builder.inputType('ResourcePackageFilter', {
  description: 'Narrows resource packages; fields that are left out do not filter.',
  fields: (t) => ({
    status: t.field({ type: PackageStatus.ref, description: 'Where they stand.' }),
    serviceTypeCodes: t.stringList({ description: 'For one of these services.' }),
    regionCode: t.string({ description: 'In this region.' }),
    orderId: t.string({ description: 'Of this order.' }),
    productId: t.string({ description: 'Of this product.' }),
    name: t.string({ description: 'Of this name.' }),
    enterpriseProjectId: t.string({ description: 'Of this enterprise project.' }),
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
/** What the upstream takes at once, and what is worth taking apart: it keeps packages for 18 months. */
const MOST_DAYS_AT_ONCE = 90;
const MOST_DAYS = 720;

const wireDate = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

function toDeductionFilters(args: DeductionArguments): Questions<DeductionFilter> {
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
    nullable: false,
    description:
      "Its resource packages; those that ended more than 18 months ago are not listed. Asked with the customer's own credential.",
    args: {
      filter: t.arg({ type: PackageFilterInput, description: 'Which packages.' }),
      ...pageArguments(t.arg),
    },
    ...perCustomer(packagesByCustomer, toPackageFilter, (row, customer) => ({ customer, row })),
  }),
  packageDeductions: t.field({
    extensions: reads({
      reads: readsInParts(packageDeductionsByCustomer, toDeductionFilters),
      outline: [keyed(packageDeductionsByCustomer, { rows: 'page' })],
    }),
    type: DeductionConnection,
    nullable: false,
    description:
      "What was taken from its resource packages, the newest first. Asked with the customer's own credential.",
    args: {
      from: t.arg({ type: 'Date', required: true, description: 'First day (China).' }),
      until: t.arg({
        type: 'Date',
        required: true,
        description: 'Last day (China), at most 720 days later. Every 90 days take calls of their own.',
      }),
      itemId: t.arg.string({ description: 'Only from this item.' }),
      productId: t.arg.string({ description: 'Only from packages of this product.' }),
      resourceTypeCode: t.arg.string({ description: 'Only by this kind of resource.' }),
      ...pageArguments(t.arg),
    },
    resolve: ({ customerId }, args, context, info) =>
      asConnection(info, () => {
        const questions = toDeductionFilters(args);
        return pageInParts(
          questions,
          readPage(args, info, lettersOf(questions)),
          (filter, window) => context.loaders.rows(packageDeductionsByCustomer, customerId, filter, window),
          (row) => row,
        );
      }),
  }),
}));
