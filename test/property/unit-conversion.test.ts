import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { type Conversion, convert, ratioBetween } from '../../schema/catalog/unit-conversion.ts';

// Units in a row, each so many times the next: converting is then one multiplication of whole numbers.

const ratios = fc.array(fc.constantFrom(2, 3, 5, 7, 10, 12, 24, 60, 1000, 1024, 1_073_741_824), {
  minLength: 1,
  maxLength: 6,
});
const chain = (factors: readonly number[]): Conversion[] =>
  factors.map((ratio, at) => ({ measure_id: at, ref_measure_id: at + 1, conversion_ratio: String(ratio) }));
const units = fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n });
const scale = fc.integer({ min: 0, max: 12 });

/** `units` times ten to the power of `-scale`. */
function decimal(value: bigint, digits: number): string {
  const text = (value < 0n ? -value : value).toString().padStart(digits + 1, '0');
  const [whole, rest] = [text.slice(0, text.length - digits), text.slice(text.length - digits)];
  const shown = digits === 0 ? whole : `${whole}.${rest}`.replace(/\.?0+$/, '');
  return value < 0n && shown !== '0' ? `-${shown}` : shown;
}

const product = (factors: readonly number[]): bigint => factors.reduce((all, one) => all * BigInt(one), 1n);

test('towards the smaller unit is multiplication', () => {
  fc.assert(
    fc.property(ratios, units, scale, (factors, value, digits) => {
      const ratio = ratioBetween(0, factors.length, chain(factors));
      expect(ratio && convert(decimal(value, digits), ratio)).toBe(decimal(value * product(factors), digits));
    }),
  );
});

test('there and back again gives the same quantity', () => {
  fc.assert(
    fc.property(ratios, units, scale, (factors, value, digits) => {
      const conversions = chain(factors);
      const there = ratioBetween(0, factors.length, conversions);
      const back = ratioBetween(factors.length, 0, conversions);
      const smaller = there && convert(decimal(value, digits), there);
      expect(back && smaller && convert(smaller, back)).toBe(decimal(value, digits));
    }),
  );
});

test('a result without an end is nothing, or the nearest with so many digits', () => {
  fc.assert(
    fc.property(ratios, units, scale, fc.integer({ min: 0, max: 20 }), (factors, value, digits, wanted) => {
      const ratio = ratioBetween(factors.length, 0, chain(factors));
      if (!ratio) throw new Error('expected units of a row to be related');
      const exact = convert(decimal(value, digits), ratio);
      const rounded = convert(decimal(value, digits), ratio, wanted);
      if (exact !== undefined) {
        expect(rounded).toBe(exact);
        return;
      }
      const [whole = '', rest = ''] = (rounded ?? '').replace('-', '').split('.');
      expect(rest.length).toBeLessThanOrEqual(wanted);
      // |rounded - value / (10^digits * product)| <= 1/2 of the last digit, in whole numbers.
      const found = BigInt(whole + rest.padEnd(wanted, '0'));
      const size = value < 0n ? -value : value;
      const divisor = product(factors) * 10n ** BigInt(digits);
      const off = found * divisor - size * 10n ** BigInt(wanted);
      expect(2n * (off < 0n ? -off : off)).toBeLessThanOrEqual(divisor);
    }),
  );
});

describe('conversions', () => {
  it('take the fewest steps, and ignore ratios that are not whole numbers', () => {
    const conversions: Conversion[] = [
      { measure_id: 1, ref_measure_id: 2, conversion_ratio: 'many' },
      { measure_id: 1, ref_measure_id: 3, conversion_ratio: '60' },
      { measure_id: 3, ref_measure_id: 2, conversion_ratio: '60' },
    ];
    const ratio = ratioBetween(1, 2, conversions);
    expect(ratio && convert('0.5', ratio)).toBe('1800');
  });

  it('are not found between units of different kinds', () => {
    expect(
      ratioBetween(1, 9, [{ measure_id: 1, ref_measure_id: 2, conversion_ratio: '10' }]),
    ).toBeUndefined();
  });

  it('round half away from zero', () => {
    const half = ratioBetween(2, 1, [{ measure_id: 1, ref_measure_id: 2, conversion_ratio: '6' }]);
    expect(half && convert('-7', half, 0)).toBe('-1');
    expect(half && convert('-10', half, 2)).toBe('-1.67');
    expect(half && convert('9', half)).toBe('1.5');
  });
});
