import { accessDenied, noAccountBalance, parameterError } from '../wire/refusal.ts';
import {
  accountBalancesRow,
  accountChanges,
  type Change,
  couponChanges,
  ownCouponRow,
  storedValueCards,
} from '../world/accounts/accounts.ts';
import { isResold } from '../world/accounts/customers.ts';
import type { Customer } from '../world/types.ts';
import { type Answer, contains, currencyField, int, type Question, span, text } from './answer.ts';
import { pageText } from './page.ts';

/** The customer that asks. */
export function caller({ caller: { customer } }: Question): Customer {
  if (!customer) throw accessDenied('Access denied: expected a customer credential.');
  return customer;
}

export const showCustomerAccountBalances: Answer = (question) => {
  const customer = caller(question);
  if (isResold(customer)) throw noAccountBalance();
  return JSON.stringify(accountBalancesRow(customer));
};

const render = ({ row }: Change): string => JSON.stringify(row);
const changes = (question: Question) => ({
  rows: 'records',
  total: 'total_count',
  extra: currencyField(question),
});

function changed({ values, world }: Question, all: readonly Change[]): readonly Change[] {
  const [direction, type, trade] = [
    text(values, 'revenue_expense_type'),
    text(values, 'trade_type'),
    text(values, 'trade_id'),
  ];
  // A year back from today where nobody says otherwise.
  const year = new Date(world.frame.today - 365 * 86_400_000 + 8 * 3_600_000).toISOString().slice(0, 10);
  const from = text(values, 'trade_time_begin') ?? year;
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

export const listCustomerAccountChangeRecords: Answer = (question) => {
  const type = text(question.values, 'balance_type');
  if (type !== 'BALANCE_TYPE_DEBIT' && type !== 'BALANCE_TYPE_CREDIT') {
    throw parameterError(
      `balance_type: expected BALANCE_TYPE_DEBIT or BALANCE_TYPE_CREDIT, got ${JSON.stringify(type)}`,
    );
  }
  return pageText(
    question,
    changes(question),
    changed(question, accountChanges(caller(question), type)),
    render,
  );
};

export const listCustomerCouponChangeRecords: Answer = (question) => {
  const type = text(question.values, 'balance_type');
  if (type !== 'BALANCE_TYPE_COUPON') {
    throw parameterError(`balance_type: expected BALANCE_TYPE_COUPON, got ${JSON.stringify(type)}`);
  }
  return pageText(question, changes(question), changed(question, couponChanges(caller(question))), render);
};

export const listStoredValueCards: Answer = (question) => {
  const [status, id] = [int(question.values, 'status'), text(question.values, 'card_id')];
  const rows = storedValueCards(caller(question)).filter(
    (card) => card['status'] === status && (id === undefined || card['card_id'] === id),
  );
  return pageText(question, { rows: 'stored_value_cards', total: 'total_count' }, rows, (row) =>
    JSON.stringify(row),
  );
};

/** A partner has coupons of its own, of which the sandbox has none. */
export const listSubCustomerCoupons: Answer = (question) => {
  const { values, caller: who } = question;
  const [id, order, plan, source] = ['coupon_id', 'order_id', 'promotion_plan_id', 'source_id'].map((name) =>
    text(values, name),
  );
  const [type, status] = [int(values, 'coupon_type'), int(values, 'status')];
  const [begin, end] = [text(values, 'active_start_time'), text(values, 'active_end_time')];
  const active = span({ active_begin: begin, active_end: end }, 'active');
  const rows = (who.customer?.coupons ?? []).filter((coupon) => {
    const row = ownCouponRow(coupon);
    return (
      (id === undefined || coupon.id === id) &&
      (order === undefined || row['order_id'] === order) &&
      (plan === undefined || row['promotion_plan_id'] === plan) &&
      (source === undefined || row['source_id'] === source) &&
      (type === undefined || coupon.type === type) &&
      (status === undefined || coupon.status === status) &&
      (active === undefined || contains(active, coupon.effectiveAt))
    );
  });
  return pageText(question, { rows: 'user_coupons', total: 'count' }, rows, (coupon) =>
    JSON.stringify(ownCouponRow(coupon)),
  );
};
