import { z } from 'zod';
import { defineOperation } from '../../call/operation.ts';
import { code, decimal, int, list, rows, text, total } from '../../decode/wire.ts';
import { cycle, instant } from '../../decode/wire-time.ts';
import { language, pageInQuery, paging } from '../parameters.ts';

// Costs as Cost Center analyses them, for customers that opened it.

const customerRead = { kind: 'read', idempotent: true, credential: 'customer', quotaPerSecond: 10 } as const;
const HOUR = 3_600;

export const costRow = z.object({
  dimensions: list(z.object({ key: text, value: text })),
  costs: list(
    z.object({
      time_dimension_value: text,
      time_measure_id: code,
      amount: decimal,
      official_amount: decimal,
    }),
  ),
  amount_by_costs: decimal,
  official_amount_by_costs: decimal,
});
export type CostRow = z.output<typeof costRow>;

const COST_ROWS = 1000;

export const ListCosts = defineOperation({
  ...customerRead,
  name: 'ListCosts',
  summary: 'Costs over time, by day or month, grouped and filtered',
  method: 'POST',
  path: '/v4/costs/cost-analysed-bills/query',
  sites: ['cn', 'intl'],
  parameters: {
    time_condition: { in: 'body', type: 'object', required: true },
    groupby: { in: 'body', type: 'objects', required: true },
    cost_type: { in: 'body', type: 'string', required: true },
    amount_type: { in: 'body', type: 'string', required: true },
    filters: { in: 'body', type: 'objects' },
    offset: { in: 'body', type: 'int', min: 0, max: 200_000 },
    limit: { in: 'body', type: 'int', min: 0, max: COST_ROWS },
    ...language,
  },
  paging: paging('cost_data', COST_ROWS, 'total_count', 200_000),
  freshness: { seconds: HOUR },
  response: z.object({ currency: text, total_count: total, cost_data: rows(costRow) }),
});

export const amortizedCostRow = z.object({
  shared_month: cycle,
  bill_cycle: cycle,
  bill_type: code,
  customer_id: text,
  region_code: text,
  region_name: text,
  service_type_code: text,
  resource_type_code: text,
  service_type_name: text,
  resource_type_name: text,
  effective_time: instant,
  expire_time: instant,
  resource_id: text,
  resource_name: text,
  resource_tag: text,
  product_spec_desc: text,
  enterprise_project_id: text,
  enterprise_project_name: text,
  charging_mode: code,
  order_id: text,
  period_type: code,
  usage_type: text,
  usage: decimal,
  usage_measure_id: int,
  free_resource_usage: decimal,
  free_resource_measure_id: int,
  ri_usage: decimal,
  ri_usage_measure_id: int,
  consume_amount: decimal,
  past_months_amortized_amount: decimal,
  current_month_amortized_amount: decimal,
  future_months_amortized_amount: decimal,
  amortized_cash_amount: decimal,
  amortized_credit_amount: decimal,
  amortized_coupon_amount: decimal,
  amortized_flexipurchase_coupon_amount: decimal,
  amortized_stored_value_card_amount: decimal,
  amortized_bonus_amount: decimal,
  sub_service_type_code: text,
  sub_service_type_name: text,
  sub_resource_type_code: text,
  sub_resource_type_name: text,
  sub_resource_id: text,
  sub_resource_name: text,
  effective_tag_pairs: list(z.object({ tag_key: text, tag_value: text })),
  cost_unit_pairs: list(z.object({ cost_unit_name: text, cost_unit_rule_value: text })),
});
export type AmortizedCostRow = z.output<typeof amortizedCostRow>;

export const ListCustomerBillsMonthlyBreakDown = defineOperation({
  ...customerRead,
  name: 'ListCustomerBillsMonthlyBreakDown',
  summary: 'What each purchase costs in one month when it is spread over the months that it is for',
  method: 'GET',
  path: '/v2/costs/cost-analysed-bills/monthly-breakdown',
  sites: ['cn'],
  parameters: {
    shared_month: { in: 'query', type: 'string', required: true, format: 'cycle' },
    service_type_code: { in: 'query', type: 'string' },
    resource_type_code: { in: 'query', type: 'string' },
    region_code: { in: 'query', type: 'string' },
    charging_mode: { in: 'query', type: 'int', min: 0, max: 11 },
    bill_type: { in: 'query', type: 'int', min: 1, max: 103 },
    resource_id: { in: 'query', type: 'string' },
    resource_name: { in: 'query', type: 'string' },
    enterprise_project_id: { in: 'query', type: 'string' },
    method: { in: 'query', type: 'string' },
    sub_customer_id: { in: 'query', type: 'string' },
    ...language,
    ...pageInQuery(1000),
  },
  paging: paging('details', 1000),
  freshness: { seconds: HOUR },
  response: z.object({ currency: text, total_count: total, details: rows(amortizedCostRow) }),
});
