import type { AccountBalanceRow, AccountBalances } from '../../src/operations/accounts/accounts.ts';
import { accountBalancesByCustomer } from '../../src/operations/accounts/edges.ts';
import { builder } from '../core/builder.ts';
import { MoneyRef, money } from '../core/money.ts';
import { nullOnErrorCode } from '../core/null-on-error-code.ts';
import { openEnum } from '../core/open-enum.ts';
import { keyedRead, reads } from '../core/reads/reads.ts';
import { codes } from '../core/row-fields.ts';
import { type CustomerNode, CustomerRef } from '../customers/customers.ts';

export const CustomerAccountRef = builder.objectRef<CustomerNode>('CustomerAccount').implement({
  description:
    'Account of a customer as the customer sees the account, through the agency that the customer granted.',
});

builder.objectField(CustomerRef, 'account', (t) =>
  t.field({
    type: CustomerAccountRef,
    nullable: false,
    description:
      "Account of the customer as the customer sees the account. Every field uses the customer's own credential, one call per customer.",
    resolve: (customer) => customer,
  }),
);

const AccountKind = openEnum('AccountKind', 'Kind of funds that an account holds.', {
  CASH: { code: '1', description: 'Account that holds money.' },
  CREDIT: { code: '2', description: 'Account that holds credit.' },
  BONUS: { code: '5', description: 'Account that holds a bonus.' },
  DEPOSIT: { code: '7', description: 'Account that holds a deposit.' },
});

const AccountBalanceRef = builder.objectRef<AccountBalanceRow>('AccountBalance').implement({
  description: 'Balance of one account of a customer.',
  fields: (t) => ({
    accountId: t.string({ description: 'Upstream id of the account.', resolve: (row) => row.account_id }),
    ...codes(t, {
      kind: [AccountKind, 'Kind of funds that the account holds.', (row) => row.account_type],
    }),
    kindCode: t.string({
      description: 'Raw upstream code of the account kind.',
      resolve: (row) => row.account_type,
    }),
    amount: t.field({
      type: MoneyRef,
      description: 'Amount held in the account.',
      resolve: (row, _args, context) => money(row.amount, row.currency, context, row.measure_id),
    }),
    designatedAmount: t.field({
      type: MoneyRef,
      description: 'Part of the account balance that is designated for one purpose only.',
      resolve: (row, _args, context) => money(row.designated_amount, row.currency, context, row.measure_id),
    }),
    creditLimit: t.field({
      type: MoneyRef,
      description: 'Total credit limit of the account; for credit accounts only.',
      resolve: (row, _args, context) => money(row.credit_amount, row.currency, context, row.measure_id),
    }),
  }),
});

const AccountBalancesRef = builder.objectRef<AccountBalances>('AccountBalances').implement({
  description: 'Account balances and debt of a customer.',
  fields: (t) => ({
    accounts: t.field({
      type: [AccountBalanceRef],
      nullable: { list: false, items: false },
      description: 'Accounts of the customer with the account balances.',
      resolve: (balances) => [...balances.account_balances],
    }),
    debt: t.field({
      type: MoneyRef,
      nullable: false,
      description: 'Total amount that the customer owes.',
      resolve: (balances, _args, context) =>
        money(balances.debt_amount ?? '0', balances.currency, context, balances.measure_id),
    }),
  }),
});

/** Code of the refusal for customers in resale mode, who have no balance of their own. */
const NO_BALANCE = 'CBC.99000049';

builder.objectField(CustomerAccountRef, 'balances', (t) =>
  t.field({
    extensions: reads({ reads: [keyedRead(accountBalancesByCustomer, { rows: 'one' })] }),
    type: AccountBalancesRef,
    description:
      'Account balances and debt of the customer; null for customers that have no account balance of their own.',
    resolve: ({ customerId }, _args, context) =>
      nullOnErrorCode(context.loaders.one(accountBalancesByCustomer, customerId, null), NO_BALANCE),
  }),
);
