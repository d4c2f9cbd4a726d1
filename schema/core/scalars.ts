import { GraphQLError } from 'graphql';
import { chinaDay as dayInChina } from '../../src/clock/china.ts';
import { canonicalDecimal } from '../../src/decode/decimal.ts';
import { shown } from './arguments/argument-error.ts';
import { builder } from './builder.ts';

type Check = (value: string) => string | undefined;

/** A scalar that is text on the wire; `check` answers the normalised text, or nothing when it is wrong. */
function textScalar(
  name: 'BillingCycle' | 'CurrencyCode' | 'Date' | 'DateTime' | 'Decimal',
  options: { description: string; expected: string; specifiedBy?: string; check: Check },
) {
  builder.scalarType(name, {
    description: options.description,
    ...(options.specifiedBy ? { specifiedByURL: options.specifiedBy } : {}),
    serialize: (value) => value,
    parseValue: (value) => {
      const text = typeof value === 'string' ? options.check(value) : undefined;
      if (text !== undefined) return text;
      throw new GraphQLError(`${name}: expected ${options.expected}, got ${shown(value)}`, {
        extensions: { code: 'BAD_USER_INPUT' },
      });
    },
  });
}

textScalar('Decimal', {
  description:
    'Exact decimal number as text in plain notation, e.g. `"-12.5"` or `"0.00000001"`. Never a float: no exponent, no trailing zeros after the decimal point.',
  expected: 'a decimal number as text such as "12.50"',
  check: (value) => canonicalDecimal(value),
});

textScalar('DateTime', {
  description: 'Date and time in UTC, in RFC 3339 format, e.g. `2026-10-31T16:00:00Z`.',
  expected: 'an RFC 3339 instant such as "2026-10-31T16:00:00Z"',
  specifiedBy: 'https://datatracker.ietf.org/doc/html/rfc3339',
  check: rfc3339,
});

textScalar('Date', {
  description: 'Calendar date in China time (GMT+8), e.g. `2026-10-31`.',
  expected: 'a day such as "2026-10-31"',
  check: (value) => (/^\d{4}-\d{2}-\d{2}$/.test(value) && isDay(value) ? value : undefined),
});

textScalar('BillingCycle', {
  description: 'Billing cycle: a calendar month in China time (GMT+8), e.g. `2026-10`.',
  expected: 'a month such as "2026-10"',
  check: (value) => (/^\d{4}-(0[1-9]|1[0-2])$/.test(value) ? value : undefined),
});

textScalar('CurrencyCode', {
  description: 'Currency by its ISO 4217 code, e.g. `CNY`.',
  expected: 'an ISO 4217 code such as "CNY"',
  check: (value) => (/^[A-Z]{3}$/.test(value) ? value : undefined),
});

const RFC_3339 =
  /^(\d{4}-\d{2}-\d{2})T((?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d)(?:\.(\d{1,20}))?(Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;

/** An instant of a client in UTC, its fraction of a second kept exactly; undefined for text that is none. */
function rfc3339(text: string): string | undefined {
  const [, day = '', time = '', digits = '', zone = ''] = RFC_3339.exec(text.toUpperCase()) ?? [];
  // A day that its month lacks would be read as one of the next month.
  if (!isDay(day)) return undefined;
  const seconds = new Date(`${day}T${time}${zone}`).toISOString();
  // With the offset it may fall into a year that has more digits.
  if (seconds.length !== 24) return undefined;
  const fraction = digits.replace(/0+$/, '');
  return `${seconds.slice(0, 19)}${fraction && `.${fraction}`}Z`;
}

const SECOND_MS = 1_000;

/** The first whole second that is not before an instant: where a span begins. */
export function wholeSecondFrom(instant: string): string {
  if (!instant.includes('.')) return instant;
  const seconds = wholeSecondUntil(instant);
  const next = new Date(Date.parse(seconds) + SECOND_MS).toISOString();
  return next.length === 24 ? `${next.slice(0, 19)}Z` : seconds;
}

/** The last whole second that is not after an instant: where a span ends. */
export const wholeSecondUntil = (instant: string): string => instant.replace(/\.\d+(?=Z$)/, '');

/** An upstream instant in UTC without fractions of a second; undefined when the text is none. */
export function instant(value: string): string | undefined {
  const time = Date.parse(value);
  return Number.isNaN(time) ? undefined : `${new Date(time).toISOString().slice(0, 19)}Z`;
}

function isDay(value: string): boolean {
  const time = Date.parse(`${value}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(value);
}

/** The day in China (GMT+8) on which an instant falls. */
export function chinaDay(value: string): string | undefined {
  const time = Date.parse(value);
  return Number.isNaN(time) ? undefined : dayInChina(time);
}

/** An upstream instant as RFC 3339 UTC; null where there is none. */
export function instantOf(value: string | undefined): string | null {
  return value === undefined ? null : (instant(value) ?? null);
}
