import type { GatewayContext } from '../../src/context/context.ts';
import { scaleDecimal } from '../../src/decode/decimal.ts';
import { builder } from './builder.ts';
import { plainType } from './plain-type.ts';

export interface Money {
  readonly amount: string;
  readonly currency: string;
}

export const MoneyRef = builder.objectRef<Money>('Money').implement({
  ...plainType,
  description: 'Exact amount of money with a currency.',
  fields: (t) => ({
    amount: t.field({
      type: 'Decimal',
      nullable: false,
      description: 'Amount in whole currency units (yuan, not fen), with the digits of the upstream.',
      resolve: (money) => money.amount,
    }),
    currency: t.field({
      type: 'CurrencyCode',
      nullable: false,
      description: 'Currency of the amount of money.',
      resolve: (money) => money.currency,
    }),
  }),
});

const FEN = 3;

/** Wire digits in whole currency units. */
export const inWholeUnits = (amount: string, measureId: number | undefined): string =>
  measureId === FEN ? scaleDecimal(amount, -2) : amount;

/** Money from wire digits; `measureId` 3 means hundredths. Undefined digits are undefined money. */
export function money(
  amount: string,
  currency: string | undefined,
  context: GatewayContext,
  measureId?: number,
): Money;
export function money(
  amount: string | undefined,
  currency: string | undefined,
  context: GatewayContext,
  measureId?: number,
): Money | null;
export function money(
  amount: string | undefined,
  currency: string | undefined,
  context: GatewayContext,
  measureId?: number,
): Money | null {
  if (amount === undefined) return null;
  return {
    amount: inWholeUnits(amount, measureId),
    currency: currency ?? (context.scope.tenant.site === 'intl' ? 'USD' : 'CNY'),
  };
}
