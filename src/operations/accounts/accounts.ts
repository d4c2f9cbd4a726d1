import { z } from 'zod';
import { defineOperation } from '../../call/operation.ts';
import { code, decimal, int, rows, text, total } from '../../decode/wire.ts';
import { cycle, instant } from '../../decode/wire-time.ts';
import { pageInQuery, paging } from '../parameters.ts';

// A customer's own account; the customer's credential asks.

export const accountBalanceRow = z.object({
  account_id: text,
  account_type: code,
  amount: decimal,
  currency: text,
  designated_amount: decimal,
  credit_amount: decimal,
  measure_id: int,
});
export type AccountBalanceRow = z.output<typeof accountBalanceRow>;

export const accountBalances = z.object({
  account_balances: rows(accountBalanceRow),
  debt_amount: decimal,
  measure_id: int,
  currency: text,
});
export type AccountBalances = z.output<typeof accountBalances>;

export const customerRead = {
  kind: 'read',
  idempotent: true,
  credential: 'customer',
  quotaPerSecond: 10,
} as const;

export const ShowCustomerAccountBalances = defineOperation({
  ...customerRead,
  name: 'ShowCustomerAccountBalances',
  summary: "Balances of the customer's accounts, and what it owes",
  method: 'GET',
  path: '/v2/accounts/customer-accounts/balances',
  sites: ['cn', 'intl'],
  parameters: {},
  freshness: { seconds: 30 },
  response: accountBalances,
});

const changeFilters = {
  balance_type: { in: 'query', type: 'string', required: true },
  revenue_expense_type: { in: 'query', type: 'string' },
  trade_type: { in: 'query', type: 'string' },
  trade_id: { in: 'query', type: 'string' },
  trade_time_begin: { in: 'query', type: 'string', format: 'date' },
  trade_time_end: { in: 'query', type: 'string', format: 'date' },
} as const;

const change = {
  trade_detail_type: code,
  trade_time: instant,
  trade_id: text,
  change_amount: decimal,
  balance_after_change: decimal,
  revenue_expense_type: code,
  bill_cycle: cycle,
  account_name: text,
  cloud_service_type_name: text,
  resource_type_name: text,
};

export const accountChangeRow = z.object({
  ...change,
  account_change_id: text,
  payment_channel_id: code,
  payment_channel_no: text,
  consume_time: instant,
});
export type AccountChangeRow = z.output<typeof accountChangeRow> & { readonly currency?: string | undefined };

export const ListCustomerAccountChangeRecords = defineOperation({
  ...customerRead,
  name: 'ListCustomerAccountChangeRecords',
  summary: "Changes of the customer's cash or credit account",
  method: 'GET',
  path: '/v2/accounts/customer-accounts/account-change-records',
  sites: ['cn'],
  parameters: {
    ...changeFilters,
    payment_channel_id: { in: 'query', type: 'string' },
    payment_channel_no: { in: 'query', type: 'string' },
    ...pageInQuery(100),
  },
  paging: paging('records', 100),
  freshness: { seconds: 60 },
  response: z.object({ total_count: total, currency: text, records: rows(accountChangeRow) }),
});

export const couponChangeRow = z.object({ ...change, coupon_id: text });
export type CouponChangeRow = z.output<typeof couponChangeRow> & { readonly currency?: string | undefined };

export const ListCustomerCouponChangeRecords = defineOperation({
  ...customerRead,
  name: 'ListCustomerCouponChangeRecords',
  summary: "Changes of the customer's coupons",
  method: 'GET',
  path: '/v2/promotions/benefits/account-change-records',
  sites: ['cn'],
  parameters: { ...changeFilters, coupon_id: { in: 'query', type: 'string' }, ...pageInQuery(100) },
  paging: paging('records', 100),
  freshness: { seconds: 60 },
  response: z.object({ total_count: total, currency: text, records: rows(couponChangeRow) }),
});

export const storedValueCardRow = z.object({
  card_id: text,
  card_name: text,
  status: code,
  face_value: decimal,
  balance: decimal,
  effective_time: instant,
  expire_time: instant,
});
export type StoredValueCardRow = z.output<typeof storedValueCardRow>;

export const ListStoredValueCards = defineOperation({
  ...customerRead,
  name: 'ListStoredValueCards',
  summary: "The customer's stored-value cards",
  method: 'GET',
  path: '/v2/promotions/benefits/stored-value-cards',
  sites: ['cn'],
  parameters: {
    status: { in: 'query', type: 'int', required: true, min: 1, max: 2 },
    card_id: { in: 'query', type: 'string' },
    ...pageInQuery(100),
  },
  paging: paging('stored_value_cards', 100),
  freshness: { seconds: 60 },
  response: z.object({ total_count: total, stored_value_cards: rows(storedValueCardRow) }),
});
