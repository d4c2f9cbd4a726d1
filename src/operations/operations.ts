// The operations of the upstream as data: one entry per BSS operation. Throttle figures, planner ways, sandbox
// routes, metrics and the coverage page all come from these entries. This file does nothing but collect: an
// operation is added in the `index.ts` of its domain.
import type { AnyOperation } from '../call/operation.ts';
import * as accounts from './accounts/index.ts';
import * as bills from './bills/index.ts';
import * as catalog from './catalog/index.ts';
import * as coupons from './coupons/index.ts';
import * as customers from './customers/index.ts';
import * as distributors from './distributors/index.ts';
import * as enterprises from './enterprises/index.ts';
import * as orders from './orders/index.ts';
import * as partner from './partner/index.ts';
import * as payments from './payments/index.ts';
import * as prices from './prices/index.ts';
import * as renewals from './renewals/index.ts';
import * as resources from './resources/index.ts';

export const operationByName = {
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
} as const;

export type OperationName = keyof typeof operationByName;

/** Every entry, domain by domain. */
export const operations: readonly AnyOperation[] = Object.values(operationByName);
