import { describe, expect, test } from 'vitest';
import { canonicalDecimal } from '../../../src/decode/decimal.ts';
import { parseLossless } from '../../../src/decode/json.ts';
import { mayHoldLossyNumber } from '../../../src/decode/lossy-number-scan.ts';

describe('lossless JSON', () => {
  test.each([
    ['0.10000000', 0.1],
    ['-0', -0],
    ['1E5', 100_000],
    ['1e-7', 1e-7],
    ['123456789012345', 123_456_789_012_345],
    ['1234567890123456', 1_234_567_890_123_456],
    ['9007199254740993', '9007199254740993'],
    ['12345678901234567890', '12345678901234567890'],
    ['0.12345678901234567890', '0.1234567890123456789'],
    ['-123456789012.12345678901', '-123456789012.12345678901'],
    ['1e400', `1${'0'.repeat(400)}`],
    ['1e-400', `0.${'0'.repeat(399)}1`],
    ['0e99999', 0],
    ['1e99999', '1e99999'],
  ])('%s', (source, value) => {
    expect(parseLossless(source)).toBe(value);
    expect(parseLossless(`{"a":[ \n ${source}\t]}`)).toEqual({ a: [value] });
  });

  test('both roads agree on everything but the number that needed the slow one', () => {
    const fast = '{"a":0.10000000,"b":[1E5,-0,"x:12345678901234567890"],"__proto__":1,"d":1,"d":2.50}';
    const slow = fast.replace('{', '{"long":0.12345678901234567890,');
    expect([mayHoldLossyNumber(fast), mayHoldLossyNumber(slow)]).toEqual([true, true]);
    expect(mayHoldLossyNumber(fast.replace('x:1', 'x1'))).toBe(false);
    const { long, ...rest } = parseLossless(slow) as Record<string, unknown>;
    expect(long).toBe('0.1234567890123456789');
    expect(rest).toEqual(parseLossless(fast));
    expect(rest).toEqual(JSON.parse(fast));
  });

  test.each([
    '{"order_id":"12345678901234567890","created":"2026-01-15T00:00:00Z","trade":"CS20260115000000123456"}',
    '{"id":"0e1e2345-11c1-4b7e-9e99-1e1234567890","amount":1234567.12345678,"hash":"3e1234567"}',
    `{"padding":"${'9'.repeat(10_000)}","a":1}`,
  ])('ids, dates and hashes inside strings do not cost the slow road: %.40s', (text) => {
    expect(mayHoldLossyNumber(text)).toBe(false);
    expect(parseLossless(text)).toEqual(JSON.parse(text));
  });

  test('a long number is found wherever it stands', () => {
    for (let shift = 0; shift < 40; shift++) {
      const text = `{"${'k'.repeat(shift)}": -1234567890.12345678}`;
      expect(Object.values(parseLossless(text) as object)).toEqual(['-1234567890.12345678']);
      expect(mayHoldLossyNumber(text)).toBe(true);
      const neighbours = `["${'k'.repeat(shift)}",12,9007199254740993,1]`;
      expect(parseLossless(neighbours)).toEqual(['k'.repeat(shift), 12, '9007199254740993', 1]);
    }
  });
});

describe('canonical decimals', () => {
  test.each([
    ['0.10000000', '0.1'],
    ['007', '7'],
    ['+5.', '5'],
    ['.5', '0.5'],
    ['-0.00', '0'],
    ['1.5e3', '1500'],
    ['12e-4', '0.0012'],
    [' 3 ', '3'],
    [1e21, '1000000000000000000000'],
    [1.5e-7, '0.00000015'],
    [-0, '0'],
  ])('%j is %s', (value, expected) => {
    expect(canonicalDecimal(value)).toBe(expected);
  });

  test.each([
    '',
    ' ',
    '.',
    '-',
    'e5',
    '1,5',
    '1.2.3',
    '0x10',
    'NaN',
    '1e10000',
    Number.NaN,
    Number.POSITIVE_INFINITY,
  ])('%j is no decimal', (value) => {
    expect(canonicalDecimal(value)).toBeUndefined();
  });
});
