// Exact conversion between units of measure, over as many steps as it takes. Pure.
import type { ConversionRow } from '../../src/operations/catalog/catalog.ts';

/** One of the first unit is `numerator / denominator` of the second. */
interface Ratio {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

export type Conversion = Pick<ConversionRow, 'measure_id' | 'ref_measure_id' | 'conversion_ratio'>;

/**
 * The ratio between two units by way of the fewest conversions, or undefined where none leads from one to
 * the other. Conversions are whole numbers of the smaller unit; others are left out.
 */
export function ratioBetween(
  from: number,
  to: number,
  conversions: readonly Conversion[],
): Ratio | undefined {
  const reached = new Map<number, Ratio>([[from, { numerator: 1n, denominator: 1n }]]);
  for (const [unit, { numerator, denominator }] of reached) {
    if (unit === to) break;
    for (const { measure_id: larger, ref_measure_id: smaller, conversion_ratio } of conversions) {
      if (conversion_ratio === undefined || !/^[1-9]\d*$/.test(conversion_ratio)) continue;
      const ratio = BigInt(conversion_ratio);
      if (larger === unit && !reached.has(smaller)) {
        reached.set(smaller, { numerator: numerator * ratio, denominator });
      } else if (smaller === unit && !reached.has(larger)) {
        reached.set(larger, { numerator, denominator: denominator * ratio });
      }
    }
  }
  return reached.get(to);
}

/**
 * `amount` times the ratio as decimal text. Where the result has no end, it is rounded half away from zero
 * to so many digits after the point, and undefined without them.
 */
export function convert(
  amount: string,
  { numerator, denominator }: Ratio,
  digits?: number,
): string | undefined {
  const point = amount.indexOf('.');
  const scale = point < 0 ? 0 : amount.length - point - 1;
  const units = BigInt(amount.replace('.', '')) * numerator;
  const reduced = denominator / gcd(abs(units), denominator);
  const needed = digitsOf(reduced);
  if (needed !== undefined) return decimalText((units * 10n ** BigInt(needed)) / denominator, scale + needed);
  if (digits === undefined) return undefined;
  const divisor = denominator * 10n ** BigInt(scale);
  const shifted = abs(units) * 10n ** BigInt(digits);
  const rounded = (2n * shifted + divisor) / (2n * divisor);
  return decimalText(units < 0n ? -rounded : rounded, digits);
}

/** Digits after the point of 1 / denominator, or undefined where it has no end. */
function digitsOf(denominator: bigint): number | undefined {
  let [rest, twos, fives] = [denominator, 0, 0];
  while (rest % 2n === 0n) [rest, twos] = [rest / 2n, twos + 1];
  while (rest % 5n === 0n) [rest, fives] = [rest / 5n, fives + 1];
  return rest === 1n ? Math.max(twos, fives) : undefined;
}

function decimalText(units: bigint, scale: number): string {
  const digits = abs(units)
    .toString()
    .padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  const fraction = digits.slice(digits.length - scale).replace(/0+$/, '');
  const text = fraction === '' ? whole : `${whole}.${fraction}`;
  return units < 0n ? `-${text}` : text;
}

const abs = (value: bigint): bigint => (value < 0n ? -value : value);
const gcd = (one: bigint, other: bigint): bigint => (other === 0n ? one : gcd(other, one % other));
