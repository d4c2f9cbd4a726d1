import type { AccountBalanceRow, AccountBalances } from '../../src/operations/accounts/accounts.ts';
import { accountBalancesByCustomer } from '../../src/operations/accounts/edges.ts';
import { orNothing } from '../core/absence.ts';
import { builder } from '../core/builder.ts';
import { type Money, MoneyRef, money } from '../core/money.ts';
import { openEnum } from '../core/open-enum.ts';
import { keyed, reads } from '../core/reads/reads.ts';
import { codes } from '../core/row-fields.ts';
import { type CustomerNode, CustomerRef } from '../customers/customers.ts';

export const CustomerAccountRef = builder.objectRef<CustomerNode>('CustomerAccount').implement({
  description: "A customer's account as the customer itself sees it, through the agency that it granted.",
});

builder.objectField(CustomerRef, 'account', (t) =>
  t.field({
    type: CustomerAccountRef,
    nullable: false,
    description:
      "Its account in its own eyes. Every field asks with the customer's own credential, one call per customer.",
    resolve: (customer) => customer,
  }),
);

const AccountKind = openEnum('AccountKind', 'What an account holds.', {
  CASH: { code: '1', description: 'Money.' },
  CREDIT: { code: '2', description: 'Credit.' },
  BONUS: { code: '5', description: 'Bonus.' },
  DEPOSIT: { code: '7', description: 'A deposit.' },
});

const AccountBalanceRef = builder.objectRef<AccountBalanceRow>('AccountBalance').implement({
  description: 'One account of a customer.',
  fields: (t) => ({
    accountId: t.string({ description: 'Id of the account.', resolve: (row) => row.account_id }),
    ...codes(t, {
      kind: [AccountKind, 'What it holds.', (row) => row.account_type],
    }),
    kindCode: t.string({ description: 'Raw code of the kind.', resolve: (row) => row.account_type }),
    amount: t.field({
      type: MoneyRef,
      description: 'What is in it.',
      resolve: (row, _args, context) => money(row.amount, row.currency, context, row.measure_id),
    }),
    designatedAmount: t.field({
      type: MoneyRef,
      description: 'The part of it that is for one purpose only.',
      resolve: (row, _args, context) => money(row.designated_amount, row.currency, context, row.measure_id),
    }),
    creditLimit: t.field({
      type: MoneyRef,
      description: 'The whole credit; of credit accounts only.',
      resolve: (row, _args, context) => money(row.credit_amount, row.currency, context, row.measure_id),
    }),
  }),
});

const AccountBalancesRef = builder.objectRef<AccountBalances>('AccountBalances').implement({
  description: 'What a customer has and owes.',
  fields: (t) => ({
    accounts: t.field({
      type: [AccountBalanceRef],
      nullable: { list: false, items: false },
      description: 'Its accounts.',
      resolve: (balances) => [...balances.account_balances],
    }),
    debt: t.field({
      type: MoneyRef,
      nullable: false,
      description: 'What it owes in all.',
      resolve: (balances, _args, context) =>
        money(balances.debt_amount ?? '0', balances.currency, context, balances.measure_id) as Money,
    }),
  }),
});

/** The upstream refuses to show a balance of customers in re-sale mode, who have none. */
const NO_BALANCE = 'CBC.99000049';

builder.objectField(CustomerAccountRef, 'balances', (t) =>
  t.field({
    extensions: reads({ reads: [keyed(accountBalancesByCustomer, { rows: 'one' })] }),
    type: AccountBalancesRef,
    description: 'What it has and owes; null for customers that have no account balance of their own.',
    resolve: ({ customerId }, _args, context) =>
      orNothing(context.loaders.one(accountBalancesByCustomer, customerId, null), NO_BALANCE),
  }),
);
