import { badInput } from '../../src/errors/errors.ts';
import type { OrderListFilter } from '../../src/operations/orders/edges.ts';
import { builder } from '../core/builder.ts';
import { checkSpan, type Span, splitSpan } from '../core/filter/time-span.ts';
import { codeIn, withoutEmpty } from '../core/filter/wire-filter.ts';
import { OrderStatus, OrderType } from './order-enums.ts';

const FILTERABLE = new Set(['1', '3', '4', '5', '6', '9']);

export const OrderFilter = builder.inputType('OrderFilter', {
  description: 'Filter for a list of orders. Omitted fields do not filter.',
  fields: (t) => ({
    status: t.field({ type: OrderStatus.ref, description: 'Only orders with this status.' }),
    type: t.field({ type: OrderType.ref, description: 'Only orders of this order type.' }),
    serviceTypeCode: t.string({ description: 'Only orders of the cloud service with this code.' }),
    createdFrom: t.field({ type: 'DateTime', description: 'Only orders created at or after this instant.' }),
    createdUntil: t.field({
      type: 'DateTime',
      description:
        'Only orders created at or before this instant, at most ten years after `createdFrom`. The upstream supports spans of one year: a longer span takes calls for each year.',
    }),
    paidFrom: t.field({ type: 'DateTime', description: 'Only orders paid at or after this instant.' }),
    paidUntil: t.field({
      type: 'DateTime',
      description: 'Only orders paid at or before this instant, at most one year after `paidFrom`.',
    }),
  }),
});

export type OrderFilterShape = typeof OrderFilter.$inferInput;

const DAY_MS = 86_400_000;
const YEAR = { ms: 366 * DAY_MS, text: 'a year' };
const TEN_YEARS = { ms: 3_653 * DAY_MS, text: 'ten years' };

/** Filters of the requests, newest orders first: one for each year of a longer span. */
export function toOrderListFilters(
  filter: OrderFilterShape | null | undefined,
): readonly [OrderListFilter, ...OrderListFilter[]] {
  if (!filter) return [{}];
  checkSpan('created', filter.createdFrom, filter.createdUntil, TEN_YEARS);
  checkSpan('paid', filter.paidFrom, filter.paidUntil, YEAR);
  const status = filter.status ? OrderStatus.codeOf(filter.status) : undefined;
  if (filter.status && (!status || !FILTERABLE.has(status))) {
    throw badInput(`filter.status: expected a status that can be filtered by, got ${filter.status}`);
  }
  const rest = withoutEmpty({
    status: status === undefined ? undefined : Number(status),
    order_type: codeIn('type', filter.type, OrderType.codeOf),
    service_type_code: filter.serviceTypeCode,
    payment_time_begin: filter.paidFrom,
    payment_time_end: filter.paidUntil,
  });
  const [newest, ...older] = yearsOf(filter.createdFrom, filter.createdUntil);
  return [{ ...newest, ...rest }, ...older.map((year) => ({ ...year, ...rest }))];
}

type CreatedSpan = Pick<OrderListFilter, 'create_time_begin' | 'create_time_end'>;

const SECOND_MS = 1_000;
/** A year that is short enough in every calendar. */
const SHORTEST_YEAR_MS = 365 * DAY_MS;

/**
 * A span in parts of at most a year, the latest first. Both ends belong to a span and instants are whole
 * seconds, so that each part ends a second before the next begins.
 */
export function yearsOf(
  from: string | null | undefined,
  until: string | null | undefined,
): readonly [CreatedSpan, ...CreatedSpan[]] {
  const begin = from ? { create_time_begin: from } : {};
  const end = until ? { create_time_end: until } : {};
  if (!from || !until) return [{ ...begin, ...end }];
  const year = ([first, last]: Span): CreatedSpan => ({
    create_time_begin: wireInstant(first),
    create_time_end: wireInstant(last),
  });
  const [newest, ...older] = splitSpan([Date.parse(from), Date.parse(until)], SHORTEST_YEAR_MS, SECOND_MS);
  return [year(newest), ...older.map(year)];
}

const wireInstant = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`;
