// Decimal text. Canonical form: plain notation, no exponent, no leading zeros, no trailing zeros after the
// point, no `-0`. Two equal numbers therefore have one text, whichever way the upstream wrote them.

const DECIMAL = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;
/** Plain notation writes an exponent out as zeros; nobody owes an amount with more of them. */
const LARGEST_EXPONENT = 9_999;

/**
 * The canonical decimal text of a JSON number or of decimal text, or `undefined` when it is neither or its
 * exponent is beyond ±9999. A JavaScript number is only exact up to 15 significant digits: callers pass
 * longer ones as text.
 */
export function canonicalDecimal(value: number | string): string | undefined {
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) return undefined;
    const shortest = String(value);
    return shortest.includes('e') ? normalise(shortest) : shortest;
  }
  return normalise(value.trim());
}

function normalise(source: string): string | undefined {
  const match = DECIMAL.exec(source);
  if (!match) return undefined;
  const whole = match[2] ?? '';
  const fraction = match[3] ?? '';
  let digits = whole + fraction;
  if (digits === '') return undefined;
  if (/^0+$/.test(digits)) return '0';
  const exponent = Number(match[4] ?? '0');
  if (Math.abs(exponent) > LARGEST_EXPONENT) return undefined;
  let point = whole.length + exponent;
  if (point < 0) {
    digits = '0'.repeat(-point) + digits;
    point = 0;
  } else if (point > digits.length) {
    digits = digits.padEnd(point, '0');
  }
  const left = digits.slice(0, point).replace(/^0+/, '') || '0';
  const right = digits.slice(point).replace(/0+$/, '');
  const magnitude = right ? `${left}.${right}` : left;
  return match[1] === '-' ? `-${magnitude}` : magnitude;
}

/** Whole units of ten to the power of minus `scale`. */
interface Scaled {
  readonly units: bigint;
  readonly scale: number;
}

function scaled(value: string): Scaled {
  const point = value.indexOf('.');
  if (point < 0) return { units: BigInt(value), scale: 0 };
  return { units: BigInt(value.slice(0, point) + value.slice(point + 1)), scale: value.length - point - 1 };
}

const unitsAt = ({ units, scale }: Scaled, finer: number): bigint => units * 10n ** BigInt(finer - scale);

/** Exact sum of canonical decimals, canonical again. */
export function sumDecimals(values: Iterable<string>): string {
  let total = 0n;
  let scale = 0;
  for (const value of values) {
    const next = scaled(value);
    if (next.scale > scale) {
      total *= 10n ** BigInt(next.scale - scale);
      scale = next.scale;
    }
    total += unitsAt(next, scale);
  }
  return fromUnits(total, scale);
}

/** Exact difference of canonical decimals. */
export const subtractDecimals = (from: string, value: string): string =>
  sumDecimals([from, multiplyDecimals(value, '-1')]);

/** Exact product of canonical decimals. */
export function multiplyDecimals(one: string, other: string): string {
  const [left, right] = [scaled(one), scaled(other)];
  return fromUnits(left.units * right.units, left.scale + right.scale);
}

/** Quotient of canonical decimals, cut off behind so many places. Throws RangeError for a divisor of 0. */
export function divideDecimals(dividend: string, divisor: string, places: number): string {
  const [left, right] = [scaled(dividend), scaled(divisor)];
  const finer = Math.max(left.scale, right.scale);
  return fromUnits((unitsAt(left, finer) * 10n ** BigInt(places)) / unitsAt(right, finer), places);
}

/** Negative, 0 or positive as the first canonical decimal is less than, equal to or more than the other. */
export function compareDecimals(one: string, other: string): number {
  const [left, right] = [scaled(one), scaled(other)];
  const finer = Math.max(left.scale, right.scale);
  const difference = unitsAt(left, finer) - unitsAt(right, finer);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** `value` times ten to the power of `exponent`, exact. */
export function scaleDecimal(value: string, exponent: number): string {
  return normalise(`${value}e${exponent}`) ?? value;
}

function fromUnits(units: bigint, scale: number): string {
  return normalise(`${units}e${-scale}`) ?? '0';
}
