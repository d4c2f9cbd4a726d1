import { customerListing } from '../customer-listing.ts';
import { type Edge, pageSizeOf, requestAs, toPage } from '../edge.ts';
import {
  type AccountBalances,
  type AccountChangeRow,
  type CouponChangeRow,
  ListCustomerAccountChangeRecords,
  ListCustomerCouponChangeRecords,
  ListStoredValueCards,
  ShowCustomerAccountBalances,
  type StoredValueCardRow,
} from './accounts.ts';

export const accountBalancesByCustomer: Edge<null, AccountBalances> = {
  name: 'CustomerAccount.balances',
  operation: ShowCustomerAccountBalances,
  pageSize: pageSizeOf(ShowCustomerAccountBalances),
  point: (key) =>
    requestAs(key, ShowCustomerAccountBalances, {}, (answer) =>
      toPage(
        [answer],
        undefined,
        () => key,
        () => key,
      ),
    ),
};

export interface ChangeFilter {
  readonly balance_type: string;
  readonly revenue_expense_type?: string;
  readonly trade_type?: string;
  readonly trade_id?: string;
  readonly trade_time_begin?: string;
  readonly trade_time_end?: string;
}

export interface AccountChangeFilter extends ChangeFilter {
  readonly payment_channel_id?: string;
  readonly payment_channel_no?: string;
}

/** The currency stands once above the rows. */
const withCurrency = <Row>(answer: {
  readonly records: readonly Row[];
  readonly currency: string | undefined;
}): readonly (Row & { readonly currency: string | undefined })[] =>
  answer.records.map((row) => ({ ...row, currency: answer.currency }));

export const accountChangesByCustomer: Edge<AccountChangeFilter, AccountChangeRow> = customerListing(
  'CustomerAccount.changes',
  ListCustomerAccountChangeRecords,
  {
    rows: withCurrency,
    total: (answer) => answer.total_count,
    idOf: (row) => row.account_change_id ?? `${row.trade_id}/${row.trade_time}`,
  },
);

export interface CouponChangeFilter extends ChangeFilter {
  readonly coupon_id?: string;
}

export const couponChangesByCustomer: Edge<CouponChangeFilter, CouponChangeRow> = customerListing(
  'CustomerAccount.couponChanges',
  ListCustomerCouponChangeRecords,
  {
    rows: withCurrency,
    total: (answer) => answer.total_count,
    idOf: (row) => `${row.coupon_id}/${row.trade_id}/${row.trade_time}/${row.trade_detail_type}`,
  },
);

export interface StoredValueCardFilter {
  readonly status: number;
  readonly card_id?: string;
}

export const storedValueCardsByCustomer: Edge<StoredValueCardFilter, StoredValueCardRow> = customerListing(
  'CustomerAccount.storedValueCards',
  ListStoredValueCards,
  {
    rows: (answer) => answer.stored_value_cards,
    total: (answer) => answer.total_count,
    idOf: (row) => row.card_id ?? '',
  },
);
