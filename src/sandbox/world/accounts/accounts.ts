// A customer's own account: balances, how they came about, stored-value cards, and its coupons as it sees them.

import { decimalText, fromCents, type Money, rawNumber } from '../../base/money.ts';
import { Random } from '../../base/random.ts';
import { chinaCycle, chinaDate, DAY, instant } from '../../base/time.ts';
import { currencyOf, draw } from '../frame.ts';
import { COMPLETED, orderId } from '../orders/orders.ts';
import type { Coupon, Customer } from '../types.ts';
import { couponRow } from './coupons.ts';
import { balanceRow, customerRow } from './customers.ts';

const CASH = 1;
const CREDIT = 2;

export type BalanceType = 'BALANCE_TYPE_DEBIT' | 'BALANCE_TYPE_CREDIT' | 'BALANCE_TYPE_COUPON';
/** Those that hold money. */
export const BALANCE_TYPES = ['BALANCE_TYPE_DEBIT', 'BALANCE_TYPE_CREDIT'] as const;

const accountRandom = (customer: Customer, ...more: readonly number[]) =>
  new Random(customer.frame.seed, draw.customerAccount, customer.index, ...more);

const creditLimit = (customer: Customer): Money | undefined => {
  const random = accountRandom(customer, 1);
  return customer.active && random.chance(0.3) ? fromCents(random.int(1, 500) * 100_00) : undefined;
};

/** What the partner sees as balance is the customer's cash account; others have cash of their own. */
export function accountBalancesRow(customer: Customer): Record<string, unknown> {
  const seen = balanceRow(customer);
  const random = accountRandom(customer, 2);
  const amount = seen?.['amount'] ?? rawNumber(decimalText(fromCents(random.int(0, 900_000))));
  const limit = creditLimit(customer);
  const account = { currency: currencyOf(customer.frame), measure_id: 1 };
  return {
    account_balances: [
      {
        ...account,
        account_id: `SANDBOX-A${customer.index}-1`,
        account_type: CASH,
        amount,
        ...(random.chance(0.3) ? { designated_amount: rawNumber('12.50000001') } : {}),
      },
      ...(limit === undefined
        ? []
        : [
            {
              ...account,
              account_id: `SANDBOX-A${customer.index}-2`,
              account_type: CREDIT,
              amount: rawNumber(decimalText(limit / 2n)),
              credit_amount: rawNumber(decimalText(limit)),
            },
          ]),
      ...(customer.index === 0
        ? [{ ...account, account_id: 'SANDBOX-A0-9', account_type: 99, amount: rawNumber('0.10000000') }]
        : []),
    ],
    debt_amount: seen?.['debt_amount'] ?? rawNumber('0'),
    ...account,
  };
}

/** One change of an account. `at` and `type` are what filters look at. */
export interface Change {
  readonly at: number;
  readonly date: string;
  readonly type: string;
  readonly revenue: boolean;
  readonly tradeId: string;
  readonly channel?: string;
  readonly channelNo?: string;
  readonly couponId?: string;
  readonly row: Record<string, unknown>;
}

interface Drawn {
  readonly at: number;
  readonly type: string;
  readonly detail: string;
  readonly revenue: boolean;
  readonly tradeId: string;
  readonly amount: Money;
  readonly service?: string;
}

/** Newest first. Every paid order is a deduction; what came in makes the cash account end where it stands. */
export function accountChanges(customer: Customer, type: BalanceType): readonly Change[] {
  const drawn = type === 'BALANCE_TYPE_DEBIT' ? cashChanges(customer) : creditChanges(customer);
  const { accountName } = customer;
  let balance = 0n;
  const changes = drawn.map((one, ordinal) => {
    const random = accountRandom(customer, 4, ordinal, type.length);
    balance += one.revenue ? one.amount : -one.amount;
    const channel = one.type === 'RECHARGE' ? random.pick(['1', '2', '5']) : undefined;
    const channelNo = channel && `SANDBOX-PAY-${random.int(1, 9_999_999)}`;
    return {
      ...filtersOf(one),
      ...(channel && channelNo ? { channel, channelNo } : {}),
      row: {
        account_change_id: `SANDBOX-C${customer.index}-${type.slice(13, 14)}${ordinal}`,
        ...rowOf(one, balance, accountName),
        payment_channel_id: channel ?? null,
        ...(channelNo ? { payment_channel_no: channelNo } : {}),
        ...(one.revenue ? {} : { consume_time: instant(one.at) }),
      },
    };
  });
  return changes.reverse();
}

const filtersOf = (one: Drawn) => ({
  at: one.at,
  date: chinaDate(one.at),
  type: one.type,
  revenue: one.revenue,
  tradeId: one.tradeId,
});

const rowOf = (one: Drawn, balance: Money, accountName: string): Record<string, unknown> => ({
  trade_detail_type: one.detail,
  trade_time: instant(one.at),
  trade_id: one.tradeId,
  change_amount: decimalText(one.amount),
  balance_after_change: decimalText(balance),
  revenue_expense_type: one.revenue ? 'REVENUE' : 'EXPENSE',
  bill_cycle: chinaCycle(one.at),
  account_name: accountName,
  cloud_service_type_name: one.service ?? null,
});

function cashChanges(customer: Customer): readonly Drawn[] {
  const random = accountRandom(customer, 3);
  const paid = customer.orders.filter((order) => order.status === COMPLETED && order.paidAt > 0);
  const spent = paid.map(
    (order): Drawn => ({
      at: order.paidAt,
      type: 'DEDEUCT',
      detail: 'SOURCE_OPERAIION_DEDEUCT',
      revenue: false,
      tradeId: orderId(order),
      amount: fromCents(1_00 + (order.ordinal % 50) * 7_77),
      service: 'Sandbox service',
    }),
  );
  const now = (accountBalancesRow(customer)['account_balances'] as { amount: { rawJSON: string } }[])[0];
  const end = toMoney(now?.amount.rawJSON ?? '0');
  const total = spent.reduce((sum, one) => sum + one.amount, 0n) + end;
  const first = Math.min(customer.associatedAt, ...spent.map((one) => one.at));
  const top: Drawn = {
    at: first - DAY,
    type: random.pick(['RECHARGE', 'BEADJUST']),
    detail: 'SOURCE_OPERAIION_RECHARGE',
    revenue: true,
    tradeId: `SANDBOX-T${customer.index}`,
    amount: total,
  };
  return total === 0n ? [] : [top, ...spent].sort((a, b) => a.at - b.at);
}

function creditChanges(customer: Customer): readonly Drawn[] {
  const limit = creditLimit(customer);
  if (limit === undefined) return [];
  const granted: Drawn = {
    at: customer.associatedAt,
    type: 'ADJUST',
    detail: 'SOURCE_OPERAIION_ADJUST',
    revenue: true,
    tradeId: `SANDBOX-K${customer.index}`,
    amount: limit,
  };
  const used = {
    ...granted,
    at: granted.at + DAY,
    type: 'DEDEUCT',
    revenue: false,
    amount: limit - limit / 2n,
  };
  return [granted, { ...used, detail: 'SOURCE_OPERAIION_USAGE', tradeId: `${granted.tradeId}-1` }];
}

export function toMoney(text: string): Money {
  const [whole = '0', fraction = ''] = text.split('.');
  return BigInt(whole + fraction.padEnd(8, '0').slice(0, 8));
}

/** Newest first: each coupon was activated for its face value; what is gone from it was spent. */
export function couponChanges(customer: Customer): readonly Change[] {
  return customer.coupons
    .flatMap((coupon) => {
      const face = fromCents(coupon.faceValue);
      const rest = fromCents(coupon.balance);
      const activated: Drawn = {
        at: coupon.effectiveAt,
        type: 'ADJUST',
        detail: 'SOURCE_OPERAIION_PRIZE',
        revenue: true,
        tradeId: `SANDBOX-${coupon.id}`,
        amount: face,
      };
      const spent: Drawn = {
        ...activated,
        at: coupon.usedBy?.paidAt ?? coupon.effectiveAt + DAY,
        type: 'DEDEUCT',
        detail: 'SOURCE_OPERAIION_DEDEUCT',
        revenue: false,
        tradeId: coupon.usedBy ? orderId(coupon.usedBy) : `SANDBOX-${coupon.id}-1`,
        amount: face - rest,
        service: 'Sandbox service',
      };
      return [changeOf(coupon, activated, face), ...(rest < face ? [changeOf(coupon, spent, rest)] : [])];
    })
    .sort((a, b) => b.at - a.at || (a.tradeId < b.tradeId ? -1 : 1));
}

const changeOf = (coupon: Coupon, one: Drawn, balance: Money): Change => ({
  ...filtersOf(one),
  couponId: coupon.id,
  row: { coupon_id: coupon.id, ...rowOf(one, balance, coupon.customer.accountName) },
});

/** Cards that can be used (1) and cards that are used up (2). */
export function storedValueCards(customer: Customer): readonly Record<string, unknown>[] {
  const random = accountRandom(customer, 5);
  const count = customer.active ? random.int(0, 3) : 0;
  return Array.from({ length: customer.index === 0 ? 3 : count }, (_, ordinal) => {
    const face = random.int(1, 50) * 100_00;
    const usedUp = random.chance(0.4);
    const from = customer.associatedAt + ordinal * 10 * DAY;
    return {
      card_id: `SANDBOX-CARD-${customer.index}-${ordinal}`,
      card_name: `Sandbox card ${ordinal + 1}`,
      status: usedUp ? 2 : 1,
      face_value: decimalText(fromCents(face)),
      balance: usedUp ? '0' : decimalText(fromCents(Math.floor(face / 3))),
      effective_time: instant(from),
      expire_time: instant(from + 365 * DAY),
    };
  });
}

/** The same coupons that the partner issued, in the words of the customer's own listing. */
export function customerCouponRow(coupon: Coupon): Record<string, unknown> {
  const row = couponRow(coupon);
  return {
    coupon_id: row['coupon_id'],
    coupon_code: `SANDBOX-${coupon.id}`,
    status: row['status'],
    customer_id: row['customer_id'],
    coupon_type: row['coupon_type'],
    measure_id: row['measure_id'],
    face_value: row['face_value'],
    valid_time: row['effective_time'],
    expire_time: row['expire_time'],
    order_id: row['order_id'],
    promotion_plan_id: row['promotion_plan_id'],
    plan_name: row['promotion_plan_name'],
    plan_desc: row['promotion_plan_desc'],
    media_type: row['media_type'],
    fetch_method: row['fetch_method'],
    use_limits: row['use_limits'],
    active_time: row['active_time'],
    reserve_time: row['last_used_time'],
    promotion_id: row['promotion_id'],
    create_time: row['create_time'],
    coupon_version: row['balance'] === undefined ? 1 : 2,
    balance: row['balance'],
    lock_order_id: row['lock_order_id'],
    coupon_usage: null,
    is_frozen: row['is_frozen'],
    currency: currencyOf(coupon.customer.frame),
    source_id: coupon.customer.frame.agencyName,
  };
}

/** Whether the account is an enterprise's, which may have sub-accounts. */
export const isEnterprise = (customer: Customer): boolean => customerRow(customer)['customer_type'] === 1;
