import { badInput } from '../../src/errors/errors.ts';
import {
  type AdjustmentFilter,
  adjustments,
  balancesOfPartner,
  type PartnerChangeFilter,
  partnerChanges,
} from '../../src/operations/partner/edges.ts';
import type {
  AdjustmentRow,
  PartnerAccountRow,
  PartnerChangeRow,
} from '../../src/operations/partner/partner-accounts.ts';
import { AccountChangeKind } from '../accounts/account-changes.ts';
import { builder } from '../core/builder.ts';
import { connectionType, pageArguments } from '../core/connection/connection.ts';
import { listed, perCustomer } from '../core/connection/edge-connection.ts';
import { checkSpan } from '../core/filter/time-span.ts';
import { codeIn, withoutEmpty } from '../core/filter/wire-filter.ts';
import { MoneyRef, money } from '../core/money.ts';
import { openEnum } from '../core/open-enum.ts';
import { keyed, reads } from '../core/reads/reads.ts';
import { amounts, codes, instants, texts } from '../core/row-fields.ts';
import { instantOf } from '../core/scalars.ts';
import { CustomerRef, customerOf, REFERS_TO_CUSTOMER } from '../customers/customers.ts';

/** The partner, or a reseller of it: who it is follows from where it stands in the query. */
export const PartnerAccountRef = builder.interfaceRef<object>('PartnerAccount').implement({
  description: 'The accounts of the partner, or of one of its resellers.',
});

const AccountKind = openEnum('PartnerAccountKind', 'What an account of a partner holds.', {
  CASH: { code: '1', description: 'Money.' },
  CREDIT: { code: '2', description: 'Credit.' },
  BONUS: { code: '5', description: 'Bonus.' },
  DEPOSIT: { code: '7', description: 'A deposit.' },
  ALLOCATABLE: { code: '8', description: 'What it can allocate to customers.' },
});

const BalanceRef = builder.objectRef<PartnerAccountRow>('PartnerAccountBalance').implement({
  description: 'One account of a partner.',
  fields: (t) => ({
    ...texts(t, {
      accountId: ['Id of the account.', (row) => row.account_id],
      kindCode: ['Raw code of the kind.', (row) => row.account_type],
      memo: ['A note on it.', (row) => row.memo],
    }),
    ...codes(t, {
      kind: [AccountKind, 'What it holds.', (row) => row.account_type],
    }),
    ...amounts(t, {
      amount: ['What is in it.', (row) => row.amount],
      designatedAmount: ['The part of it that is for one purpose only.', (row) => row.designated_amount],
      creditLimit: ['The whole credit; of credit accounts only.', (row) => row.credit_amount],
    }),
  }),
});

const Trade = openEnum('PartnerTradeType', "Why a partner's account changed.", {
  TOP_UP: { code: 'RECHARGE', description: 'It was topped up.' },
  CONSUMPTION: { code: 'DEDEUCT', description: 'Something was paid for.' },
  REFUND: { code: 'REFUND', description: 'Something was refunded.' },
  FREEZE: { code: 'RFROZEN', description: 'An amount was frozen.' },
  TRANSFER: { code: 'TRANS', description: 'Balance and deposit were exchanged.' },
  ADJUSTMENT: { code: 'ADJUST', description: 'The books were adjusted, e.g. by a write-off of the vendor.' },
  ALLOCATION: { code: 'BEADJUST', description: 'Money was allocated to a customer.' },
  RECLAIM: { code: 'BERETRIEVE', description: 'Money was taken back from a customer.' },
  UNBINDING: { code: 'BEUNBIND', description: 'Taken back because an association ended or changed.' },
  BONUS_CONVERSION: { code: 'BONUSCONVERT', description: 'A bonus was converted.' },
  TRADE_MODE_CHANGE: { code: 'TRADE_MODE_TRANSFER', description: 'The trade mode changed.' },
});

const Direction = openEnum('PartnerChangeDirection', 'Whether money came or went.', {
  REVENUE: { code: '1', description: 'It came in.' },
  EXPENSE: { code: '2', description: 'It went out.' },
});

const ChangeRef = builder.objectRef<PartnerChangeRow>('PartnerAccountChange').implement({
  description: "A change of a partner's account.",
  fields: (t) => ({
    ...texts(t, {
      changeId: ['Id of the change.', (row) => row.account_change_id],
      detailTypeCode: [
        'Raw code of what happened in detail, e.g. `SOURCE_OPERATION_BEADJUST`.',
        (row) => row.trade_detail_type,
      ],
      tradeId: ['Id of the trade or order behind it.', (row) => row.trade_id],
      directionCode: ['Raw code of the direction.', (row) => row.type],
      customerAccountName: [
        'Login name of the customer, where a customer is concerned.',
        (row) => row.account_name,
      ],
    }),
    ...instants(t, { tradedAt: ['When it happened.', (row) => row.trade_time] }),
    ...codes(t, {
      direction: [Direction, 'Whether it came or went.', (row) => row.type],
    }),
    ...amounts(t, {
      amount: ['How much.', (row) => row.change_amount],
      balanceAfter: ['What was left afterwards.', (row) => row.balance_after_change],
    }),
    customer: t.field({
      extensions: REFERS_TO_CUSTOMER,
      type: CustomerRef,
      description:
        'The customer that money was allocated to or taken back from; null for changes of other kinds.',
      resolve: (row) => customerOf(row.customer_id),
    }),
  }),
});

const ChangeFilter = builder.inputType('PartnerAccountChangeFilter', {
  description: "Narrows changes of a partner's account; fields that are left out do not filter.",
  fields: (t) => ({
    type: t.field({ type: Trade.ref, description: 'Why it changed.' }),
    tradedFrom: t.field({
      type: 'Date',
      description: 'On this business day in China or later; a year ago when left out.',
    }),
    tradedUntil: t.field({
      type: 'Date',
      description: 'On this business day in China or earlier; today when left out.',
    }),
  }),
});

interface ChangeArguments {
  readonly account: string;
  readonly filter?: typeof ChangeFilter.$inferInput | null | undefined;
}

function toChangeFilter({ account, filter }: ChangeArguments): PartnerChangeFilter {
  const { type, tradedFrom, tradedUntil } = filter ?? {};
  if (tradedFrom && tradedUntil && tradedUntil < tradedFrom) {
    throw badInput(
      `filter.tradedFrom and filter.tradedUntil: expected two days in order, got ${tradedFrom} and ${tradedUntil}`,
    );
  }
  return {
    balance_type: account,
    ...withoutEmpty({
      trade_type: codeIn('type', type, Trade.codeOf),
      trade_time_begin: tradedFrom,
      trade_time_end: tradedUntil,
    }),
  };
}

const Adjusting = openEnum('AllocationType', 'Which way allocated money went.', {
  ALLOCATION: { code: 'SOURCE_OPERATION_BEADJUST', description: 'To the customer.' },
  RECLAIM: { code: 'SOURCE_OPERATION_BERETRIEVE', description: 'Back to the partner.' },
  UNBINDING: {
    code: 'SOURCE_OPERATION_BEUNBIND',
    description: 'Back to the partner, because the association ended.',
  },
});

const AdjustmentRef = builder.objectRef<AdjustmentRow>('Adjustment').implement({
  description: 'Money that the partner allocated to a customer, or took back.',
  fields: (t) => ({
    ...codes(t, {
      type: [Adjusting, 'Which way it went.', (row) => row.operation_type],
    }),
    ...texts(t, {
      typeCode: ['Raw code of the type.', (row) => row.operation_type],
      transactionId: ['Id of the transaction.', (row) => row.trans_id],
      scene: ['What it was for.', (row) => row.apply_scene],
      memo: ['A note on it.', (row) => row.memo],
      customerName: ['Name of the customer.', (row) => row.customer_name],
    }),
    amount: t.field({
      type: MoneyRef,
      description: 'How much.',
      resolve: (row, _args, context) => money(row.amount, row.currency, context, row.measure_id),
    }),
    adjustedAt: t.field({
      type: 'DateTime',
      description: 'When it happened.',
      resolve: (row) => instantOf(row.operation_time),
    }),
    customer: t.field({
      extensions: REFERS_TO_CUSTOMER,
      type: CustomerRef,
      description: 'Whose account it is about.',
      resolve: (row) => customerOf(row.customer_id),
    }),
  }),
});

const AdjustmentFilterInput = builder.inputType('AdjustmentFilter', {
  description: 'Narrows adjustments; fields that are left out do not filter.',
  fields: (t) => ({
    type: t.field({ type: Adjusting.ref, description: 'Which way it went.' }),
    transactionId: t.string({ description: 'Of this transaction.' }),
    adjustedFrom: t.field({ type: 'DateTime', description: 'At this instant or later.' }),
    adjustedUntil: t.field({ type: 'DateTime', description: 'At this instant or earlier.' }),
  }),
});

interface AdjustmentArguments {
  readonly filter?: typeof AdjustmentFilterInput.$inferInput | null | undefined;
}

function toAdjustmentFilter({ filter }: AdjustmentArguments): AdjustmentFilter {
  checkSpan('adjusted', filter?.adjustedFrom, filter?.adjustedUntil);
  return withoutEmpty({
    operation_type: codeIn('type', filter?.type, Adjusting.codeOf),
    trans_id: filter?.transactionId,
    operation_time_begin: filter?.adjustedFrom,
    operation_time_end: filter?.adjustedUntil,
  });
}

const ChangeConnection = connectionType('PartnerAccountChange', ChangeRef, "changes of a partner's account");
const AdjustmentConnection = connectionType('Adjustment', AdjustmentRef, 'adjustments');

builder.interfaceFields(PartnerAccountRef, (t) => ({
  balances: t.field({
    extensions: reads({ reads: [keyed(balancesOfPartner, { rows: 'one', key: () => '' })] }),
    type: [BalanceRef],
    nullable: { list: true, items: false },
    description: 'Its accounts.',
    resolve: (_partner, _args, context) => context.loaders.one(balancesOfPartner, '', null),
  }),
  accountChanges: t.field({
    type: ChangeConnection,
    nullable: false,
    description: 'Changes of one of its accounts, the newest first.',
    args: {
      account: t.arg({
        type: AccountChangeKind,
        defaultValue: 'BALANCE_TYPE_DEBIT',
        required: true,
        description: 'Which account.',
      }),
      filter: t.arg({ type: ChangeFilter, description: 'Which changes.' }),
      ...pageArguments(t.arg),
    },
    ...listed(partnerChanges, toChangeFilter, (row) => row),
  }),
  adjustments: t.field({
    type: AdjustmentConnection,
    nullable: false,
    description: 'What it allocated to its customers, and took back.',
    args: {
      filter: t.arg({ type: AdjustmentFilterInput, description: 'Which adjustments.' }),
      ...pageArguments(t.arg),
    },
    ...listed(adjustments, toAdjustmentFilter, (row) => row),
  }),
}));

builder.objectField(CustomerRef, 'adjustments', (t) =>
  t.field({
    type: AdjustmentConnection,
    nullable: false,
    description: 'What the partner allocated to it, and took back.',
    args: {
      filter: t.arg({ type: AdjustmentFilterInput, description: 'Which adjustments.' }),
      ...pageArguments(t.arg),
    },
    ...perCustomer(adjustments, toAdjustmentFilter, (row) => row),
  }),
);
