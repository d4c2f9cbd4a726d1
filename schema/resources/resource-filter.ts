import { badInput } from '../../src/errors/errors.ts';
import type { OnDemandResourceFilter, PeriodResourceFilter } from '../../src/operations/resources/edges.ts';
import { builder } from '../core/builder.ts';
import { checkSpan } from '../core/filter/time-span.ts';
import {
  OnDemandResourceStatus,
  PeriodResourceStatus,
  type ResourceKind,
  ResourceKindRef,
} from './resource-enums.ts';

const ONLY_PERIOD = 'on-demand resources are left out when it is given';
const ONLY_ON_DEMAND = 'yearly/monthly resources are left out when it is given';

export const ResourceFilter = builder.inputType('ResourceFilter', {
  description:
    'Narrows a list of resources; fields that are left out do not filter. Some only yearly/monthly resources have and some only on-demand ones; the two kinds of them cannot be mixed.',
  fields: (t) => ({
    kind: t.field({ type: ResourceKindRef, description: 'How they are charged.' }),
    serviceTypeCode: t.string({ description: 'Code of the cloud service.' }),
    resourceIds: t.stringList({
      description:
        'Ids of resources, 1 to 50. Yearly/monthly ones come with what is attached to them, unless `mainOnly` is true.',
    }),
    status: t.field({
      type: PeriodResourceStatus.ref,
      description: `Where yearly/monthly resources stand; ${ONLY_PERIOD}.`,
    }),
    statuses: t.field({
      type: [PeriodResourceStatus.ref],
      description: `Any of these, 1 to 10, in the place of \`status\`; ${ONLY_PERIOD}.`,
    }),
    orderId: t.string({ description: `Created or changed by this order; ${ONLY_PERIOD}.` }),
    expiresFrom: t.field({
      type: 'DateTime',
      description: `Ends at this instant or later; ${ONLY_PERIOD}.`,
    }),
    expiresUntil: t.field({
      type: 'DateTime',
      description: `Ends at this instant or earlier; ${ONLY_PERIOD}.`,
    }),
    mainOnly: t.boolean({
      description: 'Only main resources; on-demand ones are left out when it is true.',
    }),
    onDemandStatus: t.field({
      type: OnDemandResourceStatus.ref,
      description: `Where on-demand resources stand; ${ONLY_ON_DEMAND}.`,
    }),
    regionCode: t.string({ description: `Region, e.g. \`cn-north-4\`; ${ONLY_ON_DEMAND}.` }),
    effectiveFrom: t.field({
      type: 'DateTime',
      description: `Began at this instant or later; ${ONLY_ON_DEMAND}.`,
    }),
    effectiveUntil: t.field({
      type: 'DateTime',
      description: `Began at this instant or earlier; ${ONLY_ON_DEMAND}.`,
    }),
  }),
});

export type ResourceFilterShape = typeof ResourceFilter.$inferInput;

/** The filters for each kind of resource; undefined for a kind that is left out. */
export interface KindFilters {
  readonly period: PeriodResourceFilter | undefined;
  readonly onDemand: OnDemandResourceFilter | undefined;
}

const MOST_IDS = 50;
const MOST_STATUSES = 10;

export function toKindFilters(filter: ResourceFilterShape | null | undefined): KindFilters {
  if (!filter) return { period: {}, onDemand: {} };
  checkSpan('expires', filter.expiresFrom, filter.expiresUntil);
  checkSpan('effective', filter.effectiveFrom, filter.effectiveUntil);
  checkLength('resourceIds', filter.resourceIds, MOST_IDS);
  checkLength('statuses', filter.statuses, MOST_STATUSES);
  const shared = {
    ...(filter.serviceTypeCode ? { service_type_code: filter.serviceTypeCode } : {}),
    ...(filter.resourceIds ? { resource_ids: [...new Set(filter.resourceIds)] } : {}),
  };
  const period = periodFilter(filter);
  const onDemand = onDemandFilter(filter);
  const kind = kindOf(filter.kind, isEmpty(period), isEmpty(onDemand));
  return {
    period: kind === 'ON_DEMAND' ? undefined : { ...shared, ...period },
    onDemand: kind === 'YEARLY_MONTHLY' ? undefined : { ...shared, ...onDemand },
  };
}

/** The one kind that the filter leaves, where it leaves one. */
function kindOf(
  asked: ResourceKind | null | undefined,
  withoutPeriod: boolean,
  withoutOnDemand: boolean,
): ResourceKind | undefined {
  const needed = withoutPeriod ? (withoutOnDemand ? undefined : 'ON_DEMAND') : 'YEARLY_MONTHLY';
  const mixes = !withoutPeriod && !withoutOnDemand;
  if (mixes || (asked && needed && asked !== needed)) {
    throw badInput(
      'filter: expected conditions that one kind of resources can meet, got some for yearly/monthly and some for on-demand ones',
    );
  }
  return asked ?? needed;
}

function periodFilter(filter: ResourceFilterShape): PeriodResourceFilter {
  const statuses = filter.statuses ?? (filter.status ? [filter.status] : undefined);
  if (filter.statuses && filter.status) {
    throw badInput('filter.statuses: expected either status or statuses, got both');
  }
  return {
    ...(statuses ? { status_list: [...new Set(statuses.map(periodStatusCode))] } : {}),
    ...(filter.orderId ? { order_id: filter.orderId } : {}),
    ...(filter.expiresFrom ? { expire_time_begin: filter.expiresFrom } : {}),
    ...(filter.expiresUntil ? { expire_time_end: filter.expiresUntil } : {}),
    ...(filter.mainOnly ? { only_main_resource: 1 } : {}),
  };
}

function onDemandFilter(filter: ResourceFilterShape): OnDemandResourceFilter {
  const { onDemandStatus } = filter;
  const status = onDemandStatus ? OnDemandResourceStatus.codeOf(onDemandStatus) : undefined;
  if (onDemandStatus && !status)
    throw badInput(`filter.onDemandStatus: expected a known status, got ${onDemandStatus}`);
  return {
    ...(status ? { status: Number(status) } : {}),
    ...(filter.regionCode ? { region_code: filter.regionCode } : {}),
    ...(filter.effectiveFrom ? { effective_time_begin: filter.effectiveFrom } : {}),
    ...(filter.effectiveUntil ? { effective_time_end: filter.effectiveUntil } : {}),
  };
}

function periodStatusCode(status: string): number {
  const code = PeriodResourceStatus.codeOf(status);
  if (!code) throw badInput(`filter.status: expected a known status, got ${status}`);
  return Number(code);
}

function checkLength(name: string, list: readonly unknown[] | null | undefined, most: number): void {
  if (!list || (list.length > 0 && list.length <= most)) return;
  throw badInput(`filter.${name}: expected 1 to ${most}, got ${list.length}`);
}

const isEmpty = (filter: object): boolean => Object.keys(filter).length === 0;
