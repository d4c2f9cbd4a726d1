// Money is a whole number of 1e-8 yuan, and reaches the wire as a decimal literal: never through a float.

/** 1e-8 yuan. */
export type Money = bigint;

const PLACES = 8;
const YUAN: Money = 10n ** BigInt(PLACES);

export const fromCents = (cents: number): Money => BigInt(cents) * 1_000_000n;

/** Decimal text with at least `places` decimals; more where the amount needs them. */
export function decimalText(amount: Money, places = 2): string {
  const magnitude = amount < 0n ? -amount : amount;
  const whole = magnitude / YUAN;
  let fraction = (magnitude % YUAN).toString().padStart(PLACES, '0');
  let length = PLACES;
  while (length > places && fraction[length - 1] === '0') length--;
  fraction = fraction.slice(0, length);
  return `${amount < 0n ? '-' : ''}${whole}${fraction ? `.${fraction}` : ''}`;
}

interface RawJson {
  readonly rawJSON: string;
}

// The language library does not know these standard functions, or not all of their arguments.
const json = JSON as unknown as {
  rawJSON(text: string): RawJson;
  isRawJSON(value: unknown): value is RawJson;
  parse(
    text: string,
    revive: (key: string, value: unknown, context: { readonly source?: string }) => unknown,
  ): unknown;
};

/** A JSON number with exactly these digits. */
export const rawNumber = (text: string): RawJson => json.rawJSON(text);

/** An amount as a JSON number. */
export const wireMoney = (amount: Money, places = 2): RawJson => json.rawJSON(decimalText(amount, places));

export const isRawNumber = (value: unknown): value is RawJson => json.isRawJSON(value);

/** A value from JSON text, whose numbers are written again with the digits that they came with. */
export const parseExact = (text: string): unknown =>
  json.parse(text, (_key, value, { source }) =>
    typeof value === 'number' && source !== undefined ? json.rawJSON(source) : value,
  );

/** The JSON of a value in which exact numbers are strings, for readers that parse numbers into floats. */
export const withNumbersAsText = (value: unknown): string =>
  JSON.stringify(value, (_key, entry) => (json.isRawJSON(entry) ? entry.rawJSON : entry));
