import { z } from 'zod';
import { defineOperation } from '../../call/operation.ts';
import { code, decimal, list, nested, text } from '../../decode/wire.ts';
import { discount, discounted, discountedInstallments, installments } from '../prices/prices.ts';

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
