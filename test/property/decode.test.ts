import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalDecimal } from '../../src/decode/decimal.ts';
import { parseLossless } from '../../src/decode/json.ts';

const digits = (maxLength: number) =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength }).map((list) => list.join(''));
const whole = fc.oneof(
  fc.constant('0'),
  fc.tuple(fc.integer({ min: 1, max: 9 }), digits(24)).map(([first, rest]) => `${first}${rest}`),
  fc.integer({ min: 0, max: 99_999 }).map(String),
  fc.constantFrom(
    '999999999999999',
    '1000000000000000',
    '9007199254740991',
    '9007199254740993',
    '18446744073709551616',
  ),
);
const fraction = fc.oneof(
  fc.constant(''),
  fc
    .oneof(digits(4), digits(22), fc.constantFrom('10000000', '0', '00000001', '3000000000000000444'))
    .map((text) => `.${text}`),
);
const exponent = fc.oneof(
  { weight: 3, arbitrary: fc.constant('') },
  {
    weight: 1,
    arbitrary: fc
      .tuple(
        fc.constantFrom('e', 'E'),
        fc.constantFrom('', '+', '-'),
        fc.oneof(
          digits(2),
          fc.integer({ min: 290, max: 420 }).map(String),
          fc.constantFrom('000', '0005', '999'),
        ),
      )
      .map((parts) => parts.join('')),
  },
);
/** Every shape that JSON's grammar knows. */
const numberText = fc
  .tuple(fc.constantFrom('', '-'), whole, fraction, exponent)
  .map((parts) => parts.join(''));

interface Written {
  readonly text: string;
  /** What a reader that never touches a double makes of it. */
  readonly value: unknown;
}

const blank = fc.constantFrom('', '', '', ' ', '\n\t', '\r\n                    ');
const trickyString = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 30 }),
  numberText,
  numberText.map((text) => `a:${text}`),
  numberText.map((text) => `[${text},${text}]`),
  numberText.map((text) => `\\":${text},"`),
  numberText.map((text) => `${text},-${text}`),
);
const written = fc.letrec<{ any: Written; object: Written; array: Written }>((tie) => ({
  any: fc.oneof(
    { depthSize: 'medium', maxDepth: 4 },
    numberText.map((text) => ({ text, value: reference(text) })),
    trickyString.map((value) => ({ text: JSON.stringify(value), value })),
    fc.constantFrom('true', 'false', 'null').map((text) => ({ text, value: JSON.parse(text) })),
    tie('object'),
    tie('array'),
  ),
  array: fc.tuple(blank, fc.array(tie('any'), { maxLength: 6 })).map(([pad, items]) => ({
    text: `[${pad}${items.map(({ text }) => text).join(`${pad},${pad}`)}${pad}]`,
    value: items.map(({ value }) => value),
  })),
  // A key twice is allowed: the last one counts.
  object: fc
    .tuple(blank, fc.array(fc.tuple(trickyString, tie('any')), { maxLength: 6 }))
    .map(([pad, entries]) => ({
      text: `{${pad}${entries.map(([key, { text }]) => `${JSON.stringify(key)}${pad}:${pad}${text}`).join(`${pad},${pad}`)}${pad}}`,
      value: Object.fromEntries(entries.map(([key, { value }]) => [key, value])),
    })),
}));

/** Sign, digits without zeros around them, and the power of ten of the last one. */
function exact(text: string): { negative: boolean; coefficient: bigint; power: number } {
  const [, sign, left = '', right = '', power = '0'] =
    /^(-?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/.exec(text) ?? [];
  let coefficient = BigInt(left + right);
  let scale = Number(power) - right.length;
  if (coefficient === 0n) return { negative: false, coefficient, power: 0 };
  while (coefficient % 10n === 0n) {
    coefficient /= 10n;
    scale++;
  }
  return { negative: sign === '-', coefficient, power: scale };
}

/** Plain notation, by integers only. */
function plain(text: string): string {
  const { negative, coefficient, power } = exact(text);
  const scaled = power >= 0 ? coefficient * 10n ** BigInt(power) : coefficient;
  const padded = scaled.toString().padStart(power < 0 ? 1 - power : 1, '0');
  const point = padded.length + Math.min(0, power);
  const tail = padded.slice(point);
  return `${negative ? '-' : ''}${padded.slice(0, point)}${tail ? `.${tail}` : ''}`;
}

/** A number where the shortest form of the double says what the text says, else the decimal text. */
function reference(text: string): number | string {
  const double = Number(text);
  return Number.isFinite(double) && plain(String(double)) === plain(text) ? double : plain(text);
}

describe('lossless JSON', () => {
  test('every JSON text reads as the slow reference reads it', () => {
    fc.assert(
      fc.property(written.any, blank, ({ text, value }, pad) => {
        expect(parseLossless(pad + text + pad)).toEqual(value);
      }),
      { numRuns: 2_000 },
    );
  });

  test('every number, alone and deep inside', () => {
    fc.assert(
      fc.property(numberText, fc.nat({ max: 40 }), (text, shift) => {
        const value = reference(text);
        expect(parseLossless(text)).toEqual(value);
        expect(parseLossless(`{"${'k'.repeat(shift)}":[{"a":${text}}]}`)).toEqual({
          ['k'.repeat(shift)]: [{ a: value }],
        });
      }),
      { numRuns: 3_000 },
    );
  });

  test('a text that is no JSON stays none', () => {
    fc.assert(
      fc.property(
        written.any,
        fc.nat(),
        fc.constantFrom('', '"', ',', '1', '}', '.'),
        ({ text }, at, extra) => {
          const cut = at % (text.length + 1);
          const broken = text.slice(0, cut) + extra + text.slice(cut + 1);
          let valid = true;
          try {
            JSON.parse(broken);
          } catch {
            valid = false;
          }
          if (valid) expect(() => parseLossless(broken)).not.toThrow();
          else expect(() => parseLossless(broken)).toThrow(SyntaxError);
        },
      ),
      { numRuns: 1_000 },
    );
  });
});

describe('canonical decimals', () => {
  test('equal a normalisation by integers, from text and from what JSON made of it', () => {
    fc.assert(
      fc.property(numberText, (text) => {
        expect(canonicalDecimal(text)).toBe(plain(text));
        const parsed = parseLossless(text);
        expect(typeof parsed === 'number' || typeof parsed === 'string').toBe(true);
        expect(canonicalDecimal(parsed as number | string)).toBe(plain(text));
      }),
      { numRuns: 3_000 },
    );
  });

  test('are their own canonical form', () => {
    fc.assert(
      fc.property(numberText, (text) => {
        const once = canonicalDecimal(text) ?? '';
        expect(canonicalDecimal(once)).toBe(once);
      }),
    );
  });
});
