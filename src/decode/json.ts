// JSON without loss. Nearly every page holds only numbers that a double carries exactly, and takes the fast
// road; a page with any other number is read again with the source text of its numbers at hand.
import { canonicalDecimal } from './decimal.ts';
import { mayHoldLossyNumber } from './lossy-number-scan.ts';

/**
 * Parses JSON. A number stays a number when its shortest decimal form is what the text says (`0.10000000`
 * reads as 0.1); any other becomes its canonical decimal text. Throws SyntaxError like `JSON.parse`.
 */
export function parseLossless(text: string): unknown {
  return mayHoldLossyNumber(text) ? JSON.parse(text, keepDigits) : JSON.parse(text);
}

function keepDigits(_key: string, value: unknown, context: { source?: string } = {}): unknown {
  const { source } = context;
  if (typeof value !== 'number' || source === undefined || isPlainAndShort(source)) return value;
  const digits = canonicalDecimal(source);
  return digits !== undefined && digits === canonicalDecimal(value) ? value : (digits ?? source);
}

/** At most 15 significant digits and no exponent: a double always holds that. */
function isPlainAndShort(source: string): boolean {
  return source.length <= 15 && !/[eE]/.test(source);
}
