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
import { listField, perCustomer } from '../core/connection/edge-connection.ts';
import { checkSpan } from '../core/filter/time-span.ts';
import { codeIn, withoutEmpty } from '../core/filter/wire-filter.ts';
import { openEnum } from '../core/open-enum.ts';
import { keyedRead, reads } from '../core/reads/reads.ts';
import { amounts, codes, instants, texts } from '../core/row-fields.ts';
import { CustomerRef, customerOf, REFERS_TO_CUSTOMER } from '../customers/customers.ts';

/** The partner or one of its resellers, depending on the place in the query. */
export const PartnerAccountRef = builder.interfaceRef<object>('PartnerAccount').implement({
  description: "Accounts of the partner, or of one of the partner's resellers.",
});

const AccountKind = openEnum('PartnerAccountKind', "Kind of a partner's account.", {
  CASH: { code: '1', description: 'Account for cash amounts.' },
  CREDIT: { code: '2', description: 'Account for credit amounts.' },
  BONUS: { code: '5', description: 'Account for bonus amounts.' },
  DEPOSIT: { code: '7', description: 'Account for deposited amounts.' },
  ALLOCATABLE: { code: '8', description: 'Account for amounts that can be allocated to customers.' },
});

const BalanceRef = builder.objectRef<PartnerAccountRow>('PartnerAccountBalance').implement({
  description: 'Balance of one account of a partner.',
  fields: (t) => ({
    ...texts(t, {
      accountId: ["Upstream id of the partner's account.", (row) => row.account_id],
      kindCode: ['Raw upstream code of the account kind.', (row) => row.account_type],
      memo: ['Note on the account balance.', (row) => row.memo],
    }),
    ...codes(t, {
      kind: [AccountKind, 'Kind of the account, e.g. cash or credit.', (row) => row.account_type],
    }),
    ...amounts(t, {
      amount: ["Balance of the partner's account.", (row) => row.amount],
      designatedAmount: [
        'Part of the balance reserved for one designated purpose.',
        (row) => row.designated_amount,
      ],
      creditLimit: [
        'Total credit limit of the account; for credit accounts only.',
        (row) => row.credit_amount,
      ],
    }),
  }),
});

const Trade = openEnum('PartnerTradeType', "Reason for a change of a partner's account.", {
  TOP_UP: { code: 'RECHARGE', description: "Top-up of the partner's account." },
  CONSUMPTION: { code: 'DEDEUCT', description: 'Payment for consumption.' },
  REFUND: { code: 'REFUND', description: "Refund to the partner's account." },
  FREEZE: { code: 'RFROZEN', description: 'Freeze of an amount of the account.' },
  TRANSFER: { code: 'TRANS', description: 'Transfer between balance and deposit.' },
  ADJUSTMENT: { code: 'ADJUST', description: 'Accounting adjustment, e.g. a write-off by the vendor.' },
  ALLOCATION: { code: 'BEADJUST', description: 'Allocation of an amount to a customer.' },
  RECLAIM: { code: 'BERETRIEVE', description: 'Reclaim of an amount from a customer.' },
  UNBINDING: { code: 'BEUNBIND', description: 'Unbinding: reclaim because an association ended or changed.' },
  BONUS_CONVERSION: { code: 'BONUSCONVERT', description: 'Conversion of a bonus amount.' },
  TRADE_MODE_CHANGE: { code: 'TRADE_MODE_TRANSFER', description: 'Change of the trade mode.' },
});

const Direction = openEnum('PartnerChangeDirection', "Direction of a change of a partner's account.", {
  REVENUE: { code: '1', description: 'Revenue: amount that came into the account.' },
  EXPENSE: { code: '2', description: 'Expense: amount that went out of the account.' },
});

const ChangeRef = builder.objectRef<PartnerChangeRow>('PartnerAccountChange').implement({
  description: "Change of the balance of a partner's account.",
  fields: (t) => ({
    ...texts(t, {
      changeId: ['Upstream id of the account change.', (row) => row.account_change_id],
      detailTypeCode: [
        'Raw upstream code of the detailed change type, e.g. `SOURCE_OPERATION_BEADJUST`.',
        (row) => row.trade_detail_type,
      ],
      tradeId: ['Upstream id of the order or transaction that caused the change.', (row) => row.trade_id],
      directionCode: ['Raw upstream code of the direction.', (row) => row.type],
      customerAccountName: [
        'Login name of the customer, for changes that concern a customer.',
        (row) => row.account_name,
      ],
    }),
    ...instants(t, { tradedAt: ['Time when the change happened, in UTC.', (row) => row.trade_time] }),
    ...codes(t, {
      direction: [Direction, 'Direction of the change: revenue or expense.', (row) => row.type],
    }),
    ...amounts(t, {
      amount: ['Amount of the account change.', (row) => row.change_amount],
      balanceAfter: ['Balance of the account after the change.', (row) => row.balance_after_change],
    }),
    customer: t.field({
      extensions: REFERS_TO_CUSTOMER,
      type: CustomerRef,
      description:
        'Customer that an amount was allocated to or reclaimed from; null for changes of other kinds.',
      resolve: (row, _args, context) => customerOf(row.customer_id, context),
    }),
  }),
});

const ChangeFilter = builder.inputType('PartnerAccountChangeFilter', {
  description: "Filter for a list of changes of a partner's account. Omitted fields do not filter.",
  fields: (t) => ({
    type: t.field({ type: Trade.ref, description: 'Only changes of this trade type.' }),
    tradedFrom: t.field({
      type: 'Date',
      description: 'Only changes on or after this business day in China; one year ago when omitted.',
    }),
    tradedUntil: t.field({
      type: 'Date',
      description: 'Only changes on or before this business day in China; today when omitted.',
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

const Adjusting = openEnum('AllocationType', 'Direction of an allocation between partner and customer.', {
  ALLOCATION: { code: 'SOURCE_OPERATION_BEADJUST', description: 'Money that was allocated to the customer.' },
  RECLAIM: {
    code: 'SOURCE_OPERATION_BERETRIEVE',
    description: 'Reclaim: money that returned to the partner.',
  },
  UNBINDING: {
    code: 'SOURCE_OPERATION_BEUNBIND',
    description: 'Unbinding: money that returned to the partner because the association ended.',
  },
});

const AdjustmentRef = builder.objectRef<AdjustmentRow>('Adjustment').implement({
  description:
    "Adjustment of a customer's account by the partner: allocation of money, or reclaim of allocated money.",
  fields: (t) => ({
    ...codes(t, {
      type: [
        Adjusting,
        'Type of the adjustment: allocation, reclaim or unbinding.',
        (row) => row.operation_type,
      ],
    }),
    ...texts(t, {
      typeCode: ['Raw upstream code of the adjustment type.', (row) => row.operation_type],
      transactionId: ['Upstream id of the transaction.', (row) => row.trans_id],
      scene: ['Purpose of the adjustment.', (row) => row.apply_scene],
      memo: ['Note that explains the adjustment.', (row) => row.memo],
      customerName: ['Name of the customer whose account was adjusted.', (row) => row.customer_name],
    }),
    ...amounts(t, { amount: ['Amount of money that was allocated or reclaimed.', (row) => row.amount] }),
    ...instants(t, {
      adjustedAt: ['Time when the adjustment was made, in UTC.', (row) => row.operation_time],
    }),
    customer: t.field({
      extensions: REFERS_TO_CUSTOMER,
      type: CustomerRef,
      description: 'Customer whose account was adjusted.',
      resolve: (row, _args, context) => customerOf(row.customer_id, context),
    }),
  }),
});

const AdjustmentFilterInput = builder.inputType('AdjustmentFilter', {
  description: 'Filter for a list of adjustments. Omitted fields do not filter.',
  fields: (t) => ({
    type: t.field({ type: Adjusting.ref, description: 'Only adjustments of this type.' }),
    transactionId: t.string({ description: 'Only adjustments with this transaction id.' }),
    adjustedFrom: t.field({
      type: 'DateTime',
      description: 'Only adjustments made at or after this instant.',
    }),
    adjustedUntil: t.field({
      type: 'DateTime',
      description: 'Only adjustments made at or before this instant.',
    }),
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
    extensions: reads({ reads: [keyedRead(balancesOfPartner, { rows: 'one', key: () => '' })] }),
    type: [BalanceRef],
    nullable: { list: true, items: false },
    description: 'Account balances of the partner or reseller.',
    resolve: (_partner, _args, context) => context.loaders.one(balancesOfPartner, '', null),
  }),
  accountChanges: t.field({
    type: ChangeConnection,
    description: 'Changes of one account of the partner or reseller, newest first.',
    args: {
      account: t.arg({
        type: AccountChangeKind,
        defaultValue: 'BALANCE_TYPE_DEBIT',
        required: true,
        description: 'Account whose changes are listed.',
      }),
      filter: t.arg({ type: ChangeFilter, description: 'Filter for the returned account changes.' }),
      ...pageArguments(t.arg),
    },
    ...listField(partnerChanges, toChangeFilter, (row) => row),
  }),
  adjustments: t.field({
    type: AdjustmentConnection,
    description: 'Adjustments of customer accounts: amounts allocated to customers and amounts reclaimed.',
    args: {
      filter: t.arg({ type: AdjustmentFilterInput, description: 'Filter for the returned adjustments.' }),
      ...pageArguments(t.arg),
    },
    ...listField(adjustments, toAdjustmentFilter, (row) => row),
  }),
}));

builder.objectField(CustomerRef, 'adjustments', (t) =>
  t.field({
    type: AdjustmentConnection,
    description: 'Money that the partner allocated to the customer or reclaimed.',
    args: {
      filter: t.arg({ type: AdjustmentFilterInput, description: 'Filter for the returned adjustments.' }),
      ...pageArguments(t.arg),
    },
    ...perCustomer(adjustments, toAdjustmentFilter, (row) => row),
  }),
);
