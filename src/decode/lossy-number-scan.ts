// Finds out, far faster than parsing, whether a JSON text may hold a number that a double would change.
// A number of at most 15 significant digits with a one- or two-digit exponent never is. So the scan looks
// for the two other kinds. It may take the inside of a string for a number, never the other way round.

/** Beyond 1e308 a double overflows, below 1e-307 it loses digits: both take a three-digit exponent. */
const LONG_EXPONENT = /\d[eE][+-]?\d{3,}(?:[,\]}\s]|$)/;
const SIXTEEN = 16;

const SPACE = 32;
const COMMA = 44;
const MINUS = 45;
const POINT = 46;
const ZERO = 48;
const NINE = 57;
const COLON = 58;
const BRACKET = 91;

export function mayHoldLossyNumber(json: string): boolean {
  return hasLongMantissa(json) || LONG_EXPONENT.test(json);
}

/** Sixteen digits in a row cannot hide between two probes sixteen characters apart. */
function hasLongMantissa(json: string): boolean {
  for (let probe = SIXTEEN - 1; probe < json.length; probe += SIXTEEN) {
    if (!isDigitOrPoint(json.charCodeAt(probe))) continue;
    let start = probe;
    while (start > 0 && isDigitOrPoint(json.charCodeAt(start - 1))) start--;
    let end = probe + 1;
    while (end < json.length && isDigitOrPoint(json.charCodeAt(end))) end++;
    if (end - start >= SIXTEEN && canStartNumber(json, start) && hasSixteenDigits(json, start, end))
      return true;
    probe = end; // what lies up to here is seen; a next run starts behind it
  }
  return false;
}

function hasSixteenDigits(json: string, start: number, end: number): boolean {
  return end - start > SIXTEEN || !json.slice(start, end).includes('.');
}

/** Long digits after a quote or a letter are an id or a date inside a string. */
function canStartNumber(json: string, start: number): boolean {
  const before = json.charCodeAt(start - 1) === MINUS ? start - 2 : start - 1;
  if (before < 0) return true;
  const code = json.charCodeAt(before);
  return code === COLON || code === COMMA || code === BRACKET || code <= SPACE;
}

function isDigitOrPoint(code: number): boolean {
  return (code <= NINE && code >= ZERO) || code === POINT;
}
