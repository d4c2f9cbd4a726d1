import type { AccountBalanceRow, AccountBalances } from '../../src/operations/accounts/accounts.ts';
import { accountBalancesByCustomer } from '../../src/operations/accounts/edges.ts';
import { builder } from '../core/builder.ts';
import { nullOnErrorCode } from '../core/null-on-error-code.ts';
import { openEnum } from '../core/open-enum.ts';
import { keyedRead, reads } from '../core/reads/reads.ts';
import { amounts, codes, requiredAmounts, texts } from '../core/row-fields.ts';
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
    ...texts(t, {
      accountId: ['Upstream id of the account.', (row) => row.account_id],
      kindCode: ['Raw upstream code of the account kind.', (row) => row.account_type],
    }),
    ...codes(t, { kind: [AccountKind, 'Kind of funds that the account holds.', (row) => row.account_type] }),

    ...amounts(t, {
      amount: ['Amount held in the account.', (row) => row.amount],
      designatedAmount: [
        'Part of the account balance that is designated for one purpose only.',
        (row) => row.designated_amount,
      ],
      creditLimit: [
        'Total credit limit of the account; for credit accounts only.',
        (row) => row.credit_amount,
      ],
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
    ...requiredAmounts(t, {
      debt: ['Total amount that the customer owes.', (balances) => balances.debt_amount],
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
