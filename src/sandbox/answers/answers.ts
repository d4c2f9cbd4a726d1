// The answer of each operation, by its name. This file does nothing but collect: an answer is added in the file
// of its domain, whose type makes an operation without one an error, so that entries and sandbox cannot drift
// apart.
import type { OperationName } from '../../operations/operations.ts';
import { accounts } from './accounts.ts';
import type { Answer } from './answer.ts';
import { bills } from './bills.ts';
import { catalog } from './catalog.ts';
import { coupons } from './coupons.ts';
import { customers } from './customers.ts';
import { distributors } from './distributors.ts';
import { enterprises } from './enterprises.ts';
import { orders } from './orders.ts';
import { partner } from './partner.ts';
import { payments } from './payments.ts';
import { prices } from './prices.ts';
import { renewals } from './renewals.ts';
import { resources } from './resources.ts';

export const answers: Readonly<Record<OperationName, Answer>> = {
  ...accounts,
  ...bills,
  ...catalog,
  ...coupons,
  ...customers,
  ...distributors,
  ...enterprises,
  ...orders,
  ...partner,
  ...payments,
  ...prices,
  ...renewals,
  ...resources,
};
