import { badInput } from '../../src/errors/errors.ts';
import type { OnDemandResourceFilter, PeriodResourceFilter } from '../../src/operations/resources/edges.ts';
import { builder } from '../core/builder.ts';
import { checkSpan } from '../core/filter/time-span.ts';
import { codesIn, numberIn, withoutEmpty } from '../core/filter/wire-filter.ts';
import {
  OnDemandResourceStatus,
  PeriodResourceStatus,
  type ResourceKind,
  ResourceKindRef,
} from './resource-enums.ts';

const ONLY_PERIOD = 'excludes pay-per-use resources when set';
const ONLY_ON_DEMAND = 'excludes yearly/monthly resources when set';

export const ResourceFilter = builder.inputType('ResourceFilter', {
  description:
    'Filter for a list of resources. Omitted fields do not filter. Some fields apply only to yearly/monthly resources and some only to pay-per-use resources; fields of the two kinds cannot be combined.',
  fields: (t) => ({
    kind: t.field({ type: ResourceKindRef, description: 'Only resources of this kind, by charging mode.' }),
    serviceTypeCode: t.string({ description: 'Only resources of the cloud service with this code.' }),
    resourceIds: t.stringList({
      description:
        'Only resources with one of these ids, 1 to 50. Yearly/monthly resources include attached resources, unless `mainOnly` is true.',
    }),
    status: t.field({
      type: PeriodResourceStatus.ref,
      description: `Only yearly/monthly resources with this status; ${ONLY_PERIOD}.`,
    }),
    statuses: t.field({
      type: [PeriodResourceStatus.ref],
      description: `Only yearly/monthly resources with one of these statuses, 1 to 10, in place of \`status\`; ${ONLY_PERIOD}.`,
    }),
    orderId: t.string({
      description: `Only resources created or changed by the order with this id; ${ONLY_PERIOD}.`,
    }),
    expiresFrom: t.field({
      type: 'DateTime',
      description: `Only resources that expire at or after this instant; ${ONLY_PERIOD}.`,
    }),
    expiresUntil: t.field({
      type: 'DateTime',
      description: `Only resources that expire at or before this instant; ${ONLY_PERIOD}.`,
    }),
    mainOnly: t.boolean({
      description: 'True when only main resources are listed; excludes pay-per-use resources when true.',
    }),
    onDemandStatus: t.field({
      type: OnDemandResourceStatus.ref,
      description: `Only pay-per-use resources with this status; ${ONLY_ON_DEMAND}.`,
    }),
    regionCode: t.string({
      description: `Only resources in the region with this code, e.g. \`cn-north-4\`; ${ONLY_ON_DEMAND}.`,
    }),
    effectiveFrom: t.field({
      type: 'DateTime',
      description: `Only resources that took effect at or after this instant; ${ONLY_ON_DEMAND}.`,
    }),
    effectiveUntil: t.field({
      type: 'DateTime',
      description: `Only resources that took effect at or before this instant; ${ONLY_ON_DEMAND}.`,
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

/** The one kind that the filter leaves, if there is only one. */
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
  const asked = filter.statuses ?? (filter.status ? [filter.status] : []);
  if (filter.statuses && filter.status) {
    throw badInput('filter.statuses: expected either status or statuses, got both');
  }
  const name = filter.statuses ? 'statuses' : 'status';
  const statuses = codesIn(name, [...new Set(asked)], PeriodResourceStatus.codeOf).map(Number);
  return withoutEmpty({
    status_list: statuses.length > 0 ? statuses : undefined,
    order_id: filter.orderId,
    expire_time_begin: filter.expiresFrom,
    expire_time_end: filter.expiresUntil,
    only_main_resource: filter.mainOnly ? 1 : undefined,
  });
}

function onDemandFilter(filter: ResourceFilterShape): OnDemandResourceFilter {
  return withoutEmpty({
    status: numberIn('onDemandStatus', filter.onDemandStatus, OnDemandResourceStatus.codeOf),
    region_code: filter.regionCode,
    effective_time_begin: filter.effectiveFrom,
    effective_time_end: filter.effectiveUntil,
  });
}

function checkLength(name: string, list: readonly unknown[] | null | undefined, most: number): void {
  if (!list || (list.length > 0 && list.length <= most)) return;
  throw badInput(`filter.${name}: expected 1 to ${most}, got ${list.length}`);
}

const isEmpty = (filter: object): boolean => Object.keys(filter).length === 0;
