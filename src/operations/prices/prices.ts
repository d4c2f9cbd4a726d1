import { z } from 'zod';
import { defineOperation } from '../../call/operation.ts';
import { code, decimal, int, list, nested, text, yesNo } from '../../decode/wire.ts';

/** What all three operations say of amounts paid in parts. */
export const installments = {
  installment_official_website_amount: decimal,
  installment_period_type: code,
};
export const discountedInstallments = {
  ...installments,
  installment_official_discount_amount: decimal,
  installment_amount: decimal,
};
export const discount = {
  discount_id: text,
  discount_type: code,
  discount_name: text,
  best_offer: yesNo,
};
export const discounted = { amount: decimal, official_website_amount: decimal, discount_amount: decimal };

const onDemandRates = z.object({
  amount: decimal,
  discount_amount: decimal,
  official_website_amount: decimal,
  measure_id: int,
  currency: text,
  product_rating_results: list(
    z.object({
      id: text,
      product_id: text,
      ...discounted,
      measure_id: int,
      discount_rating_results: list(
        z.object({
          discount_id: text,
          discount_type: code,
          amount: decimal,
          measure_id: int,
          discount_name: text,
        }),
      ),
    }),
  ),
});
export type OnDemandRates = z.output<typeof onDemandRates>;

export const ListOnDemandResourceRatings = defineOperation({
  name: 'ListOnDemandResourceRatings',
  summary: 'What some use of products costs the customer behind a project',
  method: 'POST',
  path: '/v2/bills/ratings/on-demand-resources',
  kind: 'read',
  idempotent: true,
  sites: ['cn', 'intl'],
  credential: 'customer',
  quotaPerSecond: 10,
  parameters: {
    project_id: { in: 'body', type: 'string', required: true },
    inquiry_precision: { in: 'body', type: 'int', min: 0, max: 1 },
    product_infos: { in: 'body', type: 'objects', required: true },
  },
  freshness: { seconds: 300 },
  response: onDemandRates,
});

const periodRates = z.object({
  official_website_rating_result: nested(
    z.object({
      official_website_amount: decimal,
      ...installments,
      measure_id: int,
      product_rating_results: list(
        z.object({
          id: text,
          product_id: text,
          official_website_amount: decimal,
          measure_id: int,
          ...installments,
        }),
      ),
    }),
  ),
  optional_discount_rating_results: list(
    z.object({
      ...discount,
      ...discounted,
      measure_id: int,
      ...discountedInstallments,
      product_rating_results: list(
        z.object({
          id: text,
          product_id: text,
          ...discounted,
          measure_id: int,
          ...discountedInstallments,
        }),
      ),
    }),
  ),
  currency: text,
});
export type PeriodRates = z.output<typeof periodRates>;

export const ListRateOnPeriodDetail = defineOperation({
  name: 'ListRateOnPeriodDetail',
  summary: 'What subscriptions to products cost the customer behind a project',
  method: 'POST',
  path: '/v2/bills/ratings/period-resources/subscribe-rate',
  kind: 'read',
  idempotent: true,
  sites: ['cn', 'intl'],
  credential: 'customer',
  quotaPerSecond: 30,
  parameters: {
    project_id: { in: 'body', type: 'string', required: true },
    product_infos: { in: 'body', type: 'objects', required: true },
  },
  freshness: { seconds: 300 },
  response: periodRates,
});
