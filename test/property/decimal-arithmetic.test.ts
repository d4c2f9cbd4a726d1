import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  canonicalDecimal,
  compareDecimals,
  divideDecimals,
  multiplyDecimals,
  subtractDecimals,
  sumDecimals,
} from '../../src/decode/decimal.ts';

// Compared with whole numbers of 1e-12, which are exact by themselves.

const PLACES = 12;
const units = fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n });

/** The decimal of so many 1e-12, written without arithmetic of ours. */
function decimal(value: bigint, places = PLACES): string {
  const digits = (value < 0n ? -value : value).toString().padStart(places + 1, '0');
  const text = `${value < 0n ? '-' : ''}${digits.slice(0, -places)}.${digits.slice(-places)}`;
  return canonicalDecimal(text) ?? 'not a decimal';
}

describe('decimals are counted like whole numbers:', () => {
  it('sums', () => {
    fc.assert(
      fc.property(fc.array(units), (values) => {
        expect(sumDecimals(values.map((value) => decimal(value)))).toBe(
          decimal(values.reduce((sum, value) => sum + value, 0n)),
        );
      }),
    );
  });

  it('differences and products', () => {
    fc.assert(
      fc.property(units, units, (one, other) => {
        expect(subtractDecimals(decimal(one), decimal(other))).toBe(decimal(one - other));
        expect(multiplyDecimals(decimal(one), decimal(other))).toBe(decimal(one * other, 2 * PLACES));
      }),
    );
  });

  it('order', () => {
    fc.assert(
      fc.property(units, units, (one, other) => {
        expect(compareDecimals(decimal(one), decimal(other))).toBe(one < other ? -1 : one > other ? 1 : 0);
        expect(compareDecimals(decimal(one), decimal(one))).toBe(0);
      }),
    );
  });

  it('quotients, cut off', () => {
    fc.assert(
      fc.property(units, units, fc.integer({ min: 1, max: 10 }), (one, other, places) => {
        fc.pre(other !== 0n);
        const cut = (one * 10n ** BigInt(places)) / other;
        expect(divideDecimals(decimal(one), decimal(other), places)).toBe(decimal(cut, places));
      }),
    );
    expect(() => divideDecimals('1', '0', 2)).toThrow(RangeError);
  });
});
