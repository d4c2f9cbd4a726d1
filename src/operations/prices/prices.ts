import { z } from 'zod';
import { defineOperation } from '../../call/operation.ts';
import { code, decimal, int, list, nested, text } from '../../decode/wire.ts';

/** What all three operations say of amounts paid in parts. */
const installments = {
  installment_official_website_amount: decimal,
  installment_period_type: code,
};
const discountedInstallments = {
  ...installments,
  installment_official_discount_amount: decimal,
  installment_amount: decimal,
};
const discount = {
  discount_id: text,
  discount_type: code,
  discount_name: text,
  best_offer: code,
};
const discounted = { amount: decimal, official_website_amount: decimal, discount_amount: decimal };

const renewalRate = z.object({
  currency: text,
  renew_inquiry_results: list(z.object({ resource_id: text, amount: decimal })),
  official_website_rating_result: nested(z.object({ official_website_amount: decimal, ...installments })),
  optional_discount_rating_results: list(z.object({ ...discount, ...discounted, ...discountedInstallments })),
  fail_resource_infos: list(z.object({ error_code: code, error_msg: text, resource_id: text })),
});
export type RenewalRate = z.output<typeof renewalRate>;

export const ListRenewRateOnPeriod = defineOperation({
  name: 'ListRenewRateOnPeriod',
  summary: 'What it costs a customer to renew some of its main resources',
  method: 'POST',
  path: '/v2/bills/ratings/period-resources/renew-rate',
  kind: 'read',
  idempotent: true,
  sites: ['cn', 'intl'],
  credential: 'customer',
  quotaPerSecond: 10,
  parameters: {
    resource_ids: { in: 'body', type: 'strings', required: true, maxItems: 10 },
    period_type: { in: 'body', type: 'int', required: true, min: 2, max: 3 },
    period_num: { in: 'body', type: 'int', required: true, min: 1, max: 11 },
    include_relative_resources: { in: 'body', type: 'boolean' },
  },
  bulk: { parameter: 'resource_ids', max: 10 },
  freshness: { seconds: 300 },
  response: renewalRate,
});

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
  credential: 'either',
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
  credential: 'either',
  quotaPerSecond: 30,
  parameters: {
    project_id: { in: 'body', type: 'string', required: true },
    product_infos: { in: 'body', type: 'objects', required: true },
  },
  freshness: { seconds: 300 },
  response: periodRates,
});
