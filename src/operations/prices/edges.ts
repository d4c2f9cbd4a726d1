import type { InputOf } from '../../call/operation.ts';
import { type Edge, requestAs, toPage } from '../edge.ts';
import {
  ListOnDemandResourceRatings,
  ListRateOnPeriodDetail,
  type OnDemandRates,
  type PeriodRates,
} from './prices.ts';

export type OnDemandPriceFilter = InputOf<(typeof ListOnDemandResourceRatings)['parameters']>;
export type PeriodPriceFilter = InputOf<(typeof ListRateOnPeriodDetail)['parameters']>;

const EVERYTHING = Number.MAX_SAFE_INTEGER;

/** Keyed by customer: discounts are those of the account that asks. */
export const onDemandPrices: Edge<OnDemandPriceFilter, OnDemandRates> = {
  name: 'Prices.onDemand',
  operation: ListOnDemandResourceRatings,
  pageSize: EVERYTHING,
  point: (key, filter) =>
    requestAs(key, ListOnDemandResourceRatings, filter, (answer) =>
      toPage(
        [answer],
        undefined,
        () => key,
        () => key,
      ),
    ),
};

/** Keyed by customer: discounts are those of the account that asks. */
export const periodPrices: Edge<PeriodPriceFilter, PeriodRates> = {
  name: 'Prices.subscriptions',
  operation: ListRateOnPeriodDetail,
  pageSize: EVERYTHING,
  point: (key, filter) =>
    requestAs(key, ListRateOnPeriodDetail, filter, (answer) =>
      toPage(
        [answer],
        undefined,
        () => key,
        () => key,
      ),
    ),
};
