import { badInput } from '../../src/errors/errors.ts';
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
import { MoneyRef, money } from '../core/money.ts';
import { openEnum } from '../core/open-enum.ts';
import { keyed, reads } from '../core/reads/reads.ts';
import { interfaceCodes } from '../core/row-fields.ts';
import { instantOf } from '../core/scalars.ts';
import { CustomerAccountRef } from './accounts.ts';
import { type CardArguments, CardStatus, StoredValueCardConnection } from './stored-value-cards.ts';

const Direction = openEnum('ChangeDirection', 'Whether money came or went.', {
  REVENUE: { code: 'REVENUE', description: 'It came in.' },
  EXPENSE: { code: 'EXPENSE', description: 'It went out.' },
});

const AccountTrade = openEnum('AccountTradeType', "Why a customer's account changed.", {
  TOP_UP: { code: 'RECHARGE', description: 'It was topped up.' },
  CONSUMPTION: { code: 'DEDEUCT', description: 'Something was paid for.' },
  REFUND: { code: 'REFUND', description: 'Something was refunded.' },
  FREEZE: { code: 'RFROZEN', description: 'An amount was frozen.' },
  TRANSFER: { code: 'TRANS', description: 'Balance and deposit were exchanged.' },
  ADJUSTMENT: { code: 'ADJUST', description: 'The books were adjusted.' },
  UNBINDING: { code: 'BEUNBIND', description: 'Taken back because the association ended or changed.' },
  EXPIRY: { code: 'EXPIRED', description: 'Cleared because it expired.' },
  BONUS_CONVERSION: { code: 'BONUSCONVERT', description: 'A bonus was converted.' },
  TRADE_MODE_CHANGE: { code: 'TRADE_MODE_TRANSFER', description: 'The trade mode changed.' },
  DEPOSIT: { code: 'DEPOSIT', description: 'A deposit.' },
  ALLOCATION: { code: 'BEADJUST', description: 'The partner allocated money.' },
  RECLAIM: { code: 'BERETRIEVE', description: 'The partner took money back.' },
});

const CouponTrade = openEnum('CouponTradeType', 'Why a coupon changed.', {
  ACTIVATION: { code: 'ADJUST', description: 'It was activated.' },
  CONSUMPTION: { code: 'DEDEUCT', description: 'It paid for something.' },
  REFUND: { code: 'REFUND', description: 'It was given back.' },
  FREEZE: { code: 'RFROZEN', description: 'It was frozen.' },
  EXPIRY: { code: 'EXPIRED', description: 'Cleared because it expired.' },
  TRANSFER: { code: 'COUPONADJUST', description: 'It was transferred.' },
  RECLAIM: { code: 'COUPONCANCEL', description: 'It was taken back.' },
});

const PaymentChannel = openEnum('PaymentChannel', 'How money was paid.', {
  ALIPAY: { code: '1', description: 'Alipay.' },
  BANK_TRANSFER: { code: '2', description: 'Bank transfer.' },
  ALIPAY_OR_ONLINE_BANKING: { code: '4', description: 'Alipay or online banking.' },
  WECHAT_PAY: { code: '5', description: 'WeChat Pay.' },
  WITHDRAWAL: { code: '6', description: 'A withdrawal.' },
  INCENTIVE_REBATE: { code: '7', description: 'An incentive rebate.' },
  TRADE_MODE_CHANGE: { code: '10', description: 'A change of the trade mode.' },
  ADJUSTMENT: { code: '11', description: 'An adjustment.' },
  UNIONPAY: { code: '317', description: 'UnionPay.' },
  HUAWEI_PAY: { code: '319', description: 'Huawei Pay.' },
  HUAWEI_PAYMENT: { code: '320', description: 'Huawei Payment.' },
});

/** What changes of accounts and of coupons have in common. */
type Change = Omit<CouponChangeRow, 'coupon_id'>;

const ChangeRef = builder.interfaceRef<Change>('BalanceChange').implement({
  description: 'A change of something that a customer can pay with.',
  fields: (t) => ({
    detailTypeCode: t.string({
      description: 'Raw code of what happened in detail.',
      resolve: (row) => row.trade_detail_type,
    }),
    tradedAt: t.field({
      type: 'DateTime',
      description: 'When it happened.',
      resolve: (row) => instantOf(row.trade_time),
    }),
    tradeId: t.string({ description: 'Id of the trade or order behind it.', resolve: (row) => row.trade_id }),
    ...interfaceCodes(t, {
      direction: [Direction, 'Whether it came or went.', (row) => row.revenue_expense_type],
    }),
    directionCode: t.string({
      description: 'Raw code of the direction.',
      resolve: (row) => row.revenue_expense_type,
    }),
    amount: t.field({
      type: MoneyRef,
      description: 'How much.',
      resolve: (row, _args, context) => money(row.change_amount, row.currency, context),
    }),
    balanceAfter: t.field({
      type: MoneyRef,
      description: 'What was left afterwards.',
      resolve: (row, _args, context) => money(row.balance_after_change, row.currency, context),
    }),
    cycle: t.field({
      type: 'BillingCycle',
      description: 'The bill cycle that it belongs to.',
      resolve: (row) => row.bill_cycle,
    }),
    accountName: t.string({ description: 'Name of the account.', resolve: (row) => row.account_name }),
    serviceTypeName: t.string({
      description: 'Name of the cloud service that was paid for.',
      resolve: (row) => row.cloud_service_type_name,
    }),
    resourceTypeName: t.string({
      description: 'Name of the kind of resource; reserved by the upstream.',
      resolve: (row) => row.resource_type_name,
    }),
  }),
});

const AccountChangeRef = builder.objectRef<AccountChangeRow>('AccountChange').implement({
  description: "A change of a customer's account.",
  interfaces: [ChangeRef],
  isTypeOf: (value) => typeof value === 'object' && value !== null && !('coupon_id' in value),
  fields: (t) => ({
    changeId: t.string({ description: 'Id of the change.', resolve: (row) => row.account_change_id }),
    paymentChannel: t.field({
      type: PaymentChannel.ref,
      description: 'How it was paid; null where no channel is stated.',
      resolve: (row) => (row.payment_channel_id ? PaymentChannel.of(row.payment_channel_id) : null),
    }),
    paymentChannelCode: t.string({
      description: 'Raw code of the channel.',
      resolve: (row) => row.payment_channel_id,
    }),
    paymentChannelNumber: t.string({
      description: 'Number of the payment in the channel.',
      resolve: (row) => row.payment_channel_no,
    }),
    consumedAt: t.string({
      description:
        'When what was paid for was consumed: an instant (UTC), or two for a span, as the upstream writes them.',
      resolve: (row) => row.consume_time,
    }),
  }),
});

const CouponChangeRef = builder.objectRef<CouponChangeRow>('CouponChange').implement({
  description: "A change of one of a customer's coupons.",
  interfaces: [ChangeRef],
  isTypeOf: (value) => typeof value === 'object' && value !== null && 'coupon_id' in value,
  fields: (t) => ({
    couponId: t.string({ description: 'Id of the coupon.', resolve: (row) => row.coupon_id }),
  }),
});

export const AccountChangeKind = builder.enumType('AccountChangeKind', {
  description: 'Which account is listed.',
  values: {
    CASH: { value: 'BALANCE_TYPE_DEBIT', description: 'The cash account.' },
    CREDIT: { value: 'BALANCE_TYPE_CREDIT', description: 'The credit account.' },
  } as const,
});

const DAYS = 'Business day in China. The last year when both ends are left out.';

const AccountChangeFilterInput = builder.inputType('AccountChangeFilter', {
  description: 'Narrows changes of an account; fields that are left out do not filter.',
  fields: (t) => ({
    direction: t.field({ type: Direction.ref, description: 'Whether it came or went.' }),
    type: t.field({ type: AccountTrade.ref, description: 'Why it changed.' }),
    tradeId: t.string({ description: 'Of this trade or order.' }),
    tradedFrom: t.field({ type: 'Date', description: `On this day or later. ${DAYS}` }),
    tradedUntil: t.field({ type: 'Date', description: `On this day or earlier. ${DAYS}` }),
    paymentChannels: t.field({ type: [PaymentChannel.ref], description: 'Paid in one of these ways.' }),
    paymentChannelNumber: t.string({ description: 'With this number in its channel.' }),
  }),
});

const CouponChangeFilterInput = builder.inputType('CouponChangeFilter', {
  description: 'Narrows changes of coupons; fields that are left out do not filter.',
  fields: (t) => ({
    direction: t.field({ type: Direction.ref, description: 'Whether it came or went.' }),
    type: t.field({ type: CouponTrade.ref, description: 'Why it changed.' }),
    tradeId: t.string({ description: 'Of this trade or order.' }),
    couponId: t.string({ description: 'Of this coupon.' }),
    tradedFrom: t.field({ type: 'Date', description: `On this day or later. ${DAYS}` }),
    tradedUntil: t.field({ type: 'Date', description: `On this day or earlier. ${DAYS}` }),
  }),
});

interface ChangeInput {
  readonly direction?: string | null | undefined;
  readonly type?: string | null | undefined;
  readonly tradeId?: string | null | undefined;
  readonly tradedFrom?: string | null | undefined;
  readonly tradedUntil?: string | null | undefined;
}

function known(
  name: string,
  value: string | null | undefined,
  codeOf: (value: string) => string | undefined,
) {
  if (!value) return undefined;
  const code = codeOf(value);
  if (code === undefined) throw badInput(`filter.${name}: expected a known value, got ${value}`);
  return code;
}

function toChangeFilter(
  balance_type: string,
  input: ChangeInput | null | undefined,
  typeOf: (value: string) => string | undefined,
): ChangeFilter {
  const { tradedFrom, tradedUntil, tradeId } = input ?? {};
  if (tradedFrom && tradedUntil && tradedUntil < tradedFrom) {
    throw badInput(
      `filter.tradedFrom and filter.tradedUntil: expected two days in order, got ${tradedFrom} and ${tradedUntil}`,
    );
  }
  const direction = known('direction', input?.direction, Direction.codeOf);
  const type = known('type', input?.type, typeOf);
  return {
    balance_type,
    ...(direction ? { revenue_expense_type: direction } : {}),
    ...(type ? { trade_type: type } : {}),
    ...(tradeId ? { trade_id: tradeId } : {}),
    ...(tradedFrom ? { trade_time_begin: tradedFrom } : {}),
    ...(tradedUntil ? { trade_time_end: tradedUntil } : {}),
  };
}

interface AccountChangeArguments {
  readonly account: string;
  readonly filter?: typeof AccountChangeFilterInput.$inferInput | null | undefined;
}

function toAccountFilter({ account, filter }: AccountChangeArguments): AccountChangeFilter {
  const channels = (filter?.paymentChannels ?? []).flatMap(
    (channel) => known('paymentChannels', channel, PaymentChannel.codeOf) ?? [],
  );
  return {
    ...toChangeFilter(account, filter, AccountTrade.codeOf),
    ...(channels.length > 0 ? { payment_channel_id: channels.join(',') } : {}),
    ...(filter?.paymentChannelNumber ? { payment_channel_no: filter.paymentChannelNumber } : {}),
  };
}

interface CouponChangeArguments {
  readonly filter?: typeof CouponChangeFilterInput.$inferInput | null | undefined;
}

const toCouponFilter = ({ filter }: CouponChangeArguments): CouponChangeFilter => ({
  ...toChangeFilter('BALANCE_TYPE_COUPON', filter, CouponTrade.codeOf),
  ...(filter?.couponId ? { coupon_id: filter.couponId } : {}),
});

const AccountChangeConnection = connectionType('AccountChange', AccountChangeRef, 'changes');
const CouponChangeConnection = connectionType('CouponChange', CouponChangeRef, 'changes');
builder.objectFields(CustomerAccountRef, (t) => ({
  changes: t.field({
    type: AccountChangeConnection,
    nullable: false,
    description: 'Changes of its cash or credit account. Not for customers in re-sale mode.',
    args: {
      account: t.arg({
        type: AccountChangeKind,
        required: true,
        defaultValue: 'BALANCE_TYPE_DEBIT',
        description: 'Which account.',
      }),
      filter: t.arg({ type: AccountChangeFilterInput, description: 'Which changes.' }),
      ...pageArguments(t.arg),
    },
    ...perCustomer(accountChangesByCustomer, toAccountFilter, (row) => row),
  }),
  couponChanges: t.field({
    type: CouponChangeConnection,
    nullable: false,
    description: 'Changes of its coupons. Not for customers in re-sale mode.',
    args: {
      filter: t.arg({ type: CouponChangeFilterInput, description: 'Which changes.' }),
      ...pageArguments(t.arg),
    },
    ...perCustomer(couponChangesByCustomer, toCouponFilter, (row) => row),
  }),
  storedValueCards: t.field({
    extensions: reads({
      reads: [
        keyed(storedValueCardsByCustomer, {
          rows: 'page',
          filters: ({ status }: CardArguments) => [{ status }],
        }),
      ],
    }),
    type: StoredValueCardConnection,
    nullable: false,
    description: 'Its stored-value cards, the usable or the used-up ones.',
    args: {
      status: t.arg({
        type: CardStatus,
        required: true,
        defaultValue: 1,
        description: 'Which cards.',
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
