import type { GatewayContext } from '../../src/context/context.ts';
import { scaleDecimal, sumDecimals } from '../../src/decode/decimal.ts';
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

/**
 * What a row says of all its amounts: their currency, and their unit (`measure_id` 3 means hundredths). Amounts
 * are read with their row and never alone, so that no field can leave the unit out.
 */
export interface Denomination {
  readonly currency?: string | undefined;
  readonly measure_id?: number | undefined;
}

/** Of rows for which the upstream documents neither: whole units of the site's currency. */
export const siteCurrency = (): Denomination => ({});

/** A row inside another one, whose currency and unit hold where its own are not given. */
export const within = <Row extends object>(
  row: Row & Denomination,
  outer: Denomination,
): Row & Denomination => ({
  ...row,
  currency: row.currency ?? outer.currency,
  measure_id: row.measure_id ?? outer.measure_id,
});

const FEN = 3;

/** Wire digits in whole currency units. */
export const inWholeUnits = (amount: string, { measure_id }: Denomination): string =>
  measure_id === FEN ? scaleDecimal(amount, -2) : amount;

/** An amount of a row as money; no digits are no money. */
export function money(row: Denomination, amount: string, context: GatewayContext): Money;
export function money(row: Denomination, amount: string | undefined, context: GatewayContext): Money | null;
export function money(row: Denomination, amount: string | undefined, context: GatewayContext): Money | null {
  if (amount === undefined) return null;
  return {
    amount: inWholeUnits(amount, row),
    currency: row.currency ?? (context.scope.tenant.site === 'intl' ? 'USD' : 'CNY'),
  };
}

/** The exact sum of an amount over rows, in the currency of the first; 0 without rows. */
export function sumOfMoney<Row extends Denomination>(
  rows: readonly Row[],
  pick: (row: Row) => string | undefined,
  context: GatewayContext,
): Money {
  const sum = sumDecimals(rows.map((row) => inWholeUnits(pick(row) ?? '0', row)));
  return money({ currency: rows[0]?.currency }, sum, context);
}
