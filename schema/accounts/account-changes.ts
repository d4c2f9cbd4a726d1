import type { AccountChangeRow, CouponChangeRow } from '../../src/operations/accounts/accounts.ts';
import {
  type AccountChangeFilter,
  accountChangesByCustomer,
  type ChangeFilter,
  type CouponChangeFilter,
  couponChangesByCustomer,
  storedValueCardsByCustomer,
} from '../../src/operations/accounts/edges.ts';
import { builder } from '../core/builder.ts';
import {
  asConnection,
  connectionType,
  pageArguments,
  readPage,
  toConnection,
} from '../core/connection/connection.ts';
import { perCustomer } from '../core/connection/edge-connection.ts';
import { checkSpan } from '../core/filter/time-span.ts';
import { codeIn, codesIn, withoutEmpty } from '../core/filter/wire-filter.ts';
import { isKind, type Kind, ofKind } from '../core/kind.ts';
import { openEnum } from '../core/open-enum.ts';
import { keyedRead, reads } from '../core/reads/reads.ts';
import { amounts, codes, instants, ofInterface, texts } from '../core/row-fields.ts';
import { CustomerAccountRef } from './accounts.ts';
import { type CardArguments, CardStatus, StoredValueCardConnection } from './stored-value-cards.ts';

const Direction = openEnum('ChangeDirection', 'Direction of a balance change.', {
  REVENUE: { code: 'REVENUE', description: 'Revenue that increased the balance.' },
  EXPENSE: { code: 'EXPENSE', description: 'Expense that reduced the balance.' },
});

const AccountTrade = openEnum('AccountTradeType', "Trade type of a change of a customer's account.", {
  TOP_UP: { code: 'RECHARGE', description: 'Top-up of the account of the customer.' },
  CONSUMPTION: { code: 'DEDEUCT', description: 'Payment for consumption.' },
  REFUND: { code: 'REFUND', description: 'Refund to the account of the customer.' },
  FREEZE: { code: 'RFROZEN', description: 'Freezing of an amount on the account.' },
  TRANSFER: { code: 'TRANS', description: 'Transfer between balance and deposit.' },
  ADJUSTMENT: { code: 'ADJUST', description: 'Accounting adjustment of the account.' },
  UNBINDING: {
    code: 'BEUNBIND',
    description: 'Unbinding: reclaim because the association ended or changed.',
  },
  EXPIRY: { code: 'EXPIRED', description: 'Clearing of an amount that expired.' },
  BONUS_CONVERSION: { code: 'BONUSCONVERT', description: 'Conversion of a bonus of the customer.' },
  TRADE_MODE_CHANGE: {
    code: 'TRADE_MODE_TRANSFER',
    description: 'Change of the trade mode of the customer.',
  },
  DEPOSIT: { code: 'DEPOSIT', description: 'Deposit on the account of the customer.' },
  ALLOCATION: { code: 'BEADJUST', description: 'Allocation of money by the partner.' },
  RECLAIM: { code: 'BERETRIEVE', description: 'Reclaim of allocated money by the partner.' },
});

const CouponTrade = openEnum('CouponTradeType', 'Trade type of a change of a coupon.', {
  ACTIVATION: { code: 'ADJUST', description: 'Activation of the coupon.' },
  CONSUMPTION: { code: 'DEDEUCT', description: 'Payment with the coupon.' },
  REFUND: { code: 'REFUND', description: 'Refund of an amount to the coupon.' },
  FREEZE: { code: 'RFROZEN', description: 'Freezing of the coupon of the customer.' },
  EXPIRY: { code: 'EXPIRED', description: 'Balance that was cleared because the coupon expired.' },
  TRANSFER: { code: 'COUPONADJUST', description: 'Transfer of the coupon of the customer.' },
  RECLAIM: { code: 'COUPONCANCEL', description: 'Reclaim of the coupon from the customer.' },
});

const PaymentChannel = openEnum('PaymentChannel', 'Channel through which an amount was paid.', {
  ALIPAY: { code: '1', description: 'Payment made through Alipay.' },
  BANK_TRANSFER: { code: '2', description: 'Payment made by bank transfer.' },
  ALIPAY_OR_ONLINE_BANKING: { code: '4', description: 'Payment made through Alipay or online banking.' },
  WECHAT_PAY: { code: '5', description: 'Payment made through WeChat Pay.' },
  WITHDRAWAL: { code: '6', description: 'Withdrawal from the account.' },
  INCENTIVE_REBATE: { code: '7', description: 'Payment made by an incentive rebate.' },
  TRADE_MODE_CHANGE: { code: '10', description: 'Payment due to a change of the trade mode.' },
  ADJUSTMENT: { code: '11', description: 'Payment made by an adjustment.' },
  UNIONPAY: { code: '317', description: 'Payment made through UnionPay.' },
  HUAWEI_PAY: { code: '319', description: 'Payment made through Huawei Pay.' },
  HUAWEI_PAYMENT: { code: '320', description: 'Payment made through Huawei Payment.' },
});

/** Shared fields of changes of accounts and of coupons. */
type Change = Omit<CouponChangeRow, 'coupon_id'>;

const ChangeRef = builder.interfaceRef<Change>('BalanceChange').implement({
  description: 'Change of the balance of an account or coupon with which a customer can pay.',
  fields: (t) => ({
    ...texts(ofInterface(t), {
      detailTypeCode: ['Raw upstream code of the detailed trade type.', (row) => row.trade_detail_type],
      tradeId: [
        'Upstream id of the order or transaction that caused the balance change.',
        (row) => row.trade_id,
      ],
      directionCode: ['Raw upstream code of the direction.', (row) => row.revenue_expense_type],
      accountName: ['Name of the account of the customer.', (row) => row.account_name],
      serviceTypeName: ['Name of the cloud service that was paid for.', (row) => row.cloud_service_type_name],
      resourceTypeName: [
        'Name of the resource type; reserved by the upstream.',
        (row) => row.resource_type_name,
      ],
    }),
    ...instants(ofInterface(t), {
      tradedAt: ['Time when the balance changed, in UTC.', (row) => row.trade_time],
    }),

    ...codes(ofInterface(t), {
      direction: [
        Direction,
        'Direction of the balance change: revenue or expense.',
        (row) => row.revenue_expense_type,
      ],
    }),

    ...amounts(ofInterface(t), {
      amount: ['Amount of the balance change.', (row) => row.change_amount],
      balanceAfter: ['Balance after the change.', (row) => row.balance_after_change],
    }),

    cycle: t.field({
      type: 'BillingCycle',
      description: 'Billing cycle to which the balance change belongs.',
      resolve: (row) => row.bill_cycle,
    }),
  }),
});

const AccountChangeRef = builder
  .objectRef<AccountChangeRow & Kind<'accountChange'>>('AccountChange')
  .implement({
    description: "Change of the balance of a customer's account.",
    interfaces: [ChangeRef],
    isTypeOf: isKind('accountChange'),
    fields: (t) => ({
      ...texts(t, {
        changeId: ['Upstream id of the account change.', (row) => row.account_change_id],
        paymentChannelCode: ['Raw upstream code of the payment channel.', (row) => row.payment_channel_id],
        paymentChannelNumber: [
          'Number of the payment in the payment channel.',
          (row) => row.payment_channel_no,
        ],
        consumedAt: [
          'Time of consumption, as the upstream writes it: an instant (UTC), or two instants for a span.',
          (row) => row.consume_time,
        ],
      }),
      paymentChannel: t.field({
        type: PaymentChannel.ref,
        description: 'Payment channel of the account change; null where no channel is stated.',
        resolve: (row) => (row.payment_channel_id ? PaymentChannel.of(row.payment_channel_id) : null),
      }),
    }),
  });

const CouponChangeRef = builder.objectRef<CouponChangeRow & Kind<'couponChange'>>('CouponChange').implement({
  description: "Change of the balance of one of a customer's coupons.",
  interfaces: [ChangeRef],
  isTypeOf: isKind('couponChange'),
  fields: (t) => ({
    ...texts(t, { couponId: ['Upstream id of the coupon.', (row) => row.coupon_id] }),
  }),
});

export const AccountChangeKind = builder.enumType('AccountChangeKind', {
  description: 'Account whose changes are listed.',
  values: {
    CASH: { value: 'BALANCE_TYPE_DEBIT', description: 'Cash account of the customer.' },
    CREDIT: { value: 'BALANCE_TYPE_CREDIT', description: 'Credit account of the customer.' },
  } as const,
});

const DAYS = 'Business day in China. The last year when both ends are omitted.';

const AccountChangeFilterInput = builder.inputType('AccountChangeFilter', {
  description: 'Filter for a list of account changes. Omitted fields do not filter.',
  fields: (t) => ({
    direction: t.field({ type: Direction.ref, description: 'Only changes in this direction.' }),
    type: t.field({ type: AccountTrade.ref, description: 'Only changes of this trade type.' }),
    tradeId: t.string({ description: 'Only changes caused by the transaction or order with this id.' }),
    tradedFrom: t.field({ type: 'Date', description: `Only changes on this day or later. ${DAYS}` }),
    tradedUntil: t.field({ type: 'Date', description: `Only changes on this day or earlier. ${DAYS}` }),
    paymentChannels: t.field({
      type: [PaymentChannel.ref],
      description: 'Only changes paid through one of these channels.',
    }),
    paymentChannelNumber: t.string({
      description: 'Only changes with this payment number in the payment channel.',
    }),
  }),
});

const CouponChangeFilterInput = builder.inputType('CouponChangeFilter', {
  description: 'Filter for a list of coupon changes. Omitted fields do not filter.',
  fields: (t) => ({
    direction: t.field({ type: Direction.ref, description: 'Only changes in this direction.' }),
    type: t.field({ type: CouponTrade.ref, description: 'Only changes of this trade type.' }),
    tradeId: t.string({ description: 'Only changes caused by the transaction or order with this id.' }),
    couponId: t.string({ description: 'Only changes of the coupon with this id.' }),
    tradedFrom: t.field({ type: 'Date', description: `Only changes on this day or later. ${DAYS}` }),
    tradedUntil: t.field({ type: 'Date', description: `Only changes on this day or earlier. ${DAYS}` }),
  }),
});

interface ChangeInput {
  readonly direction?: string | null | undefined;
  readonly type?: string | null | undefined;
  readonly tradeId?: string | null | undefined;
  readonly tradedFrom?: string | null | undefined;
  readonly tradedUntil?: string | null | undefined;
}

function toChangeFilter(
  balance_type: string,
  input: ChangeInput | null | undefined,
  typeOf: (value: string) => string | undefined,
): ChangeFilter {
  const { tradedFrom, tradedUntil } = input ?? {};
  checkSpan('traded', tradedFrom, tradedUntil);
  return withoutEmpty({
    balance_type,
    revenue_expense_type: codeIn('direction', input?.direction, Direction.codeOf),
    trade_type: codeIn('type', input?.type, typeOf),
    trade_id: input?.tradeId,
    trade_time_begin: tradedFrom,
    trade_time_end: tradedUntil,
  });
}

interface AccountChangeArguments {
  readonly account: string;
  readonly filter?: typeof AccountChangeFilterInput.$inferInput | null | undefined;
}

const toAccountFilter = ({ account, filter }: AccountChangeArguments): AccountChangeFilter =>
  withoutEmpty({
    ...toChangeFilter(account, filter, AccountTrade.codeOf),
    payment_channel_id: codesIn('paymentChannels', filter?.paymentChannels, PaymentChannel.codeOf).join(','),
    payment_channel_no: filter?.paymentChannelNumber,
  });

interface CouponChangeArguments {
  readonly filter?: typeof CouponChangeFilterInput.$inferInput | null | undefined;
}

const toCouponFilter = ({ filter }: CouponChangeArguments): CouponChangeFilter =>
  withoutEmpty({
    ...toChangeFilter('BALANCE_TYPE_COUPON', filter, CouponTrade.codeOf),
    coupon_id: filter?.couponId,
  });

const AccountChangeConnection = connectionType('AccountChange', AccountChangeRef, 'changes');
const CouponChangeConnection = connectionType('CouponChange', CouponChangeRef, 'changes');
builder.objectFields(CustomerAccountRef, (t) => ({
  changes: t.field({
    type: AccountChangeConnection,
    description: "Changes of the customer's cash or credit account. Not for customers in resale mode.",
    args: {
      account: t.arg({
        type: AccountChangeKind,
        required: true,
        defaultValue: 'BALANCE_TYPE_DEBIT',
        description: 'Account whose changes are returned.',
      }),
      filter: t.arg({
        type: AccountChangeFilterInput,
        description: 'Filter for the returned account changes.',
      }),
      ...pageArguments(t.arg),
    },
    ...perCustomer(accountChangesByCustomer, toAccountFilter, ofKind('accountChange')),
  }),
  couponChanges: t.field({
    type: CouponChangeConnection,
    description: "Changes of the customer's coupons. Not for customers in resale mode.",
    args: {
      filter: t.arg({
        type: CouponChangeFilterInput,
        description: 'Filter for the returned coupon changes.',
      }),
      ...pageArguments(t.arg),
    },
    ...perCustomer(couponChangesByCustomer, toCouponFilter, ofKind('couponChange')),
  }),
  storedValueCards: t.field({
    extensions: reads({
      reads: [
        keyedRead(storedValueCardsByCustomer, {
          rows: 'page',
          filters: ({ status }: CardArguments) => [{ status }],
        }),
      ],
    }),
    type: StoredValueCardConnection,
    description: 'Stored-value cards of the customer, either usable or used up.',
    args: {
      status: t.arg({
        type: CardStatus,
        required: true,
        defaultValue: 1,
        description: 'Status of the returned stored-value cards.',
      }),
      ...pageArguments(t.arg),
    },
    resolve: ({ customerId }, args, context, info) =>
      asConnection(info, () => {
        const page = readPage(args, info);
        const filter = { status: args.status };
        const load = context.loaders.rows(storedValueCardsByCustomer, customerId, filter, page);
        return toConnection(page, load, (row) => row);
      }),
  }),
}));
