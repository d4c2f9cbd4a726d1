import type * as operations from '../../operations/accounts/index.ts';
import { noAccountBalance, parameterError } from '../wire/refusal.ts';
import {
  accountBalancesRow,
  accountChanges,
  type Change,
  couponChanges,
  storedValueCards,
} from '../world/accounts/accounts.ts';
import { isResold } from '../world/accounts/customers.ts';
import {
  type AnswersOf,
  type ApiRequest,
  aYearAgo,
  balanceType,
  callingCustomer,
  currencyField,
  int,
  text,
} from './answer.ts';
import { pageText } from './page.ts';

const render = ({ row }: Change): string => JSON.stringify(row);
const changes = (request: ApiRequest) => ({
  rows: 'records',
  total: 'total_count',
  extra: currencyField(request),
});

function changed(request: ApiRequest, all: readonly Change[]): readonly Change[] {
  const { values } = request;
  const [direction, type, trade] = [
    text(values, 'revenue_expense_type'),
    text(values, 'trade_type'),
    text(values, 'trade_id'),
  ];
  const from = text(values, 'trade_time_begin') ?? aYearAgo(request);
  const to = text(values, 'trade_time_end') ?? '9999-12-31';
  const channels = text(values, 'payment_channel_id')?.split(',');
  const [channelNo, couponId] = [text(values, 'payment_channel_no'), text(values, 'coupon_id')];
  return all.filter(
    (one) =>
      (direction === undefined || (direction === 'REVENUE') === one.revenue) &&
      (type === undefined || type === one.type) &&
      (trade === undefined || trade === one.tradeId) &&
      one.date >= from &&
      one.date <= to &&
      (channels === undefined || channels.includes(one.channel ?? '')) &&
      (channelNo === undefined || channelNo === one.channelNo) &&
      (couponId === undefined || couponId === one.couponId),
  );
}

export const accounts = {
  ShowCustomerAccountBalances: (request) => {
    const customer = callingCustomer(request);
    if (isResold(customer)) throw noAccountBalance();
    return JSON.stringify(accountBalancesRow(customer));
  },

  ListCustomerAccountChangeRecords: (request) => {
    const type = balanceType(request);
    return pageText(
      request,
      changes(request),
      changed(request, accountChanges(callingCustomer(request), type)),
      render,
    );
  },

  ListCustomerCouponChangeRecords: (request) => {
    const type = text(request.values, 'balance_type');
    if (type !== 'BALANCE_TYPE_COUPON') {
      throw parameterError(`balance_type: expected BALANCE_TYPE_COUPON, got ${JSON.stringify(type)}`);
    }
    return pageText(
      request,
      changes(request),
      changed(request, couponChanges(callingCustomer(request))),
      render,
    );
  },

  ListStoredValueCards: (request) => {
    const [status, id] = [int(request.values, 'status'), text(request.values, 'card_id')];
    const rows = storedValueCards(callingCustomer(request)).filter(
      (card) => card['status'] === status && (id === undefined || card['card_id'] === id),
    );
    return pageText(request, { rows: 'stored_value_cards', total: 'total_count' }, rows, (row) =>
      JSON.stringify(row),
    );
  },
} satisfies AnswersOf<typeof operations>;
