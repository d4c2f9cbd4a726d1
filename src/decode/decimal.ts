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
