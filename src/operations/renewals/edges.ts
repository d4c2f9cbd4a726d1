import { type Edge, requestAs, toPage } from '../edge.ts';
import { ListRenewRateOnPeriod, type RenewalRate } from './renewals.ts';

/** In whose name, and for how long. */
export interface RenewalFilter {
  readonly customerId: string;
  readonly period_type: number;
  readonly period_num: number;
  readonly include_relative_resources: boolean;
}

/** What renewing one resource costs, or why that cannot be said. */
export interface RenewalAmount {
  readonly resourceId: string;
  readonly amount: string | undefined;
  readonly currency: string | undefined;
  readonly failure: RenewalRate['fail_resource_infos'][number] | undefined;
}

const EVERYTHING = Number.MAX_SAFE_INTEGER;

function amountsOf(answer: RenewalRate): readonly RenewalAmount[] {
  const { currency } = answer;
  return [
    ...answer.renew_inquiry_results.map(({ resource_id = '', amount }) => ({
      resourceId: resource_id,
      amount,
      currency,
      failure: undefined,
    })),
    ...answer.fail_resource_infos.map((failure) => ({
      resourceId: failure.resource_id ?? '',
      amount: undefined,
      currency,
      failure,
    })),
  ];
}

export const renewalAmountByResource: Edge<RenewalFilter, RenewalAmount> = {
  name: 'YearlyMonthlyResource.renewalPrice',
  operation: ListRenewRateOnPeriod,
  pageSize: EVERYTHING,
  bulk: {
    maxKeys: ListRenewRateOnPeriod.bulk?.max ?? 1,
    request: (keys, { customerId, ...period }) =>
      requestAs(customerId, ListRenewRateOnPeriod, { resource_ids: keys, ...period }, (answer) =>
        toPage(
          amountsOf(answer),
          undefined,
          (row) => row.resourceId,
          (row) => row.resourceId,
        ),
      ),
  },
};

/** List price and discounts are told for all resources of a call together: so one is asked for at a time. */
export const renewalQuoteByResource: Edge<RenewalFilter, RenewalRate> = {
  name: 'RenewalPrice.quote',
  operation: ListRenewRateOnPeriod,
  pageSize: EVERYTHING,
  point: (key, { customerId, ...period }) =>
    requestAs(customerId, ListRenewRateOnPeriod, { resource_ids: [key], ...period }, (answer) =>
      toPage(
        [answer],
        undefined,
        () => key,
        () => key,
      ),
    ),
};
