import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import {
  boolean,
  code,
  decimal,
  int,
  list,
  nested,
  requiredInt,
  requiredText,
  text,
  total,
  yesNo,
} from '../../../src/decode/wire.ts';
import { cycle, day, instant } from '../../../src/decode/wire-time.ts';

const row = z.object({
  text,
  code,
  int,
  decimal,
  list: list(z.object({ id: requiredText })),
  nested: nested(z.object({ text })),
});

describe('wire blocks', () => {
  test.each([
    [{}],
    [{ text: null, code: null, int: null, decimal: null, list: null, nested: null }],
    [{ text: '', code: '', int: '', decimal: '' }],
  ])('absent, null and empty read alike: %j', (input) => {
    const decoded = row.parse(input);
    expect([decoded.text, decoded.code, decoded.int, decoded.decimal, decoded.nested]).toEqual(
      Array(5).fill(undefined),
    );
    expect(decoded.list).toEqual([]);
  });

  test.each([
    [{ text: 'x', code: 5, int: 7, decimal: 0.1, list: [{ id: 'a' }], nested: { text: 'y' } }],
    [
      {
        text: 'x',
        code: '5',
        int: '7',
        decimal: '0.10',
        list: [{ id: 'a', more: 1 }],
        nested: { text: 'y' },
      },
    ],
  ])('numbers and strings read alike: %j', (input) => {
    expect(row.parse(input)).toEqual({
      text: 'x',
      code: '5',
      int: 7,
      decimal: '0.1',
      list: [{ id: 'a' }],
      nested: { text: 'y' },
    });
  });

  test.each([
    ['text', {}],
    ['code', []],
    ['int', 1.5],
    ['int', true],
    ['int', '1.5'],
    ['int', 2 ** 53],
    ['int', 'seven'],
    ['decimal', 'seven'],
    ['decimal', [1]],
    ['list', {}],
    ['list', [{ id: '' }]],
    ['list', [{}]],
    ['nested', 'x'],
  ])('%s refuses %j', (key, value) => {
    expect(row.safeParse({ [key]: value }).success).toBe(false);
  });
});

describe('values that nobody expected', () => {
  test.each([
    [text, 5, '5'],
    [text, 12.5, '12.5'],
    [text, true, 'true'],
    [requiredText, 4711, '4711'],
    [code, true, '1'],
    [code, false, '0'],
    [code, 5, '5'],
    [int, '7.0', 7],
    [int, ' 7 ', 7],
    [int, '1e3', 1000],
    [int, -0, 0],
    [requiredInt, '10', 10],
    [total, '12', 12],
    [decimal, '1E-8', '0.00000001'],
    [decimal, '-0.00', '0'],
    [decimal, '0E-8', '0'],
    [decimal, ' 3.10 ', '3.1'],
    [yesNo, true, '1'],
    [yesNo, 'FALSE', '0'],
    [yesNo, 'Y', '1'],
    [yesNo, 1, '1'],
    [yesNo, '9', '9'],
    [boolean, '1', true],
    [boolean, 'no', false],
    [boolean, 0, false],
  ])('%# %j reads as %j', (block, value, read) => {
    expect(block.parse(value)).toBe(read);
  });

  test.each([
    ['2026-09-07T08:00:00Z', '2026-09-07T08:00:00Z'],
    ['2026-09-07T08:00:00.999Z', '2026-09-07T08:00:00Z'],
    ['2026-09-07T16:00:00+08:00', '2026-09-07T08:00:00Z'],
    ['2026-09-07T01:30:00-0630', '2026-09-07T08:00:00Z'],
    ['2026-09-07 08:00:00', '2026-09-07T08:00:00Z'],
    ['2026-09-07T08:00:00', '2026-09-07T08:00:00Z'],
    ['2026-09-07 08:00', '2026-09-07T08:00:00Z'],
    ['2026/9/7 8:00:00', '2026-09-07T08:00:00Z'],
    ['2026-09-07 08:00:00 UTC', '2026-09-07T08:00:00Z'],
    ['20260907T080000Z', '2026-09-07T08:00:00Z'],
    ['20260907080000', '2026-09-07T08:00:00Z'],
    ['2026-09-07', '2026-09-07T00:00:00Z'],
    ['20260907', '2026-09-07T00:00:00Z'],
    [1_788_768_000, '2026-09-07T08:00:00Z'],
    [1_788_768_000_000, '2026-09-07T08:00:00Z'],
    ['1788768000000', '2026-09-07T08:00:00Z'],
    ['2028-02-29T00:00:00Z', '2028-02-29T00:00:00Z'],
    ['9999-12-31T23:59:59Z', '9999-12-31T23:59:59Z'],
    ['9999-12-31T23:59:59-08:00', '9999-12-31T23:59:59Z'],
  ])('%j is the instant %s', (value, read) => {
    expect(instant.parse(value)).toBe(read);
  });

  test.each([
    ['2026-09-07', '2026-09-07'],
    ['20260907', '2026-09-07'],
    [20_260_907, '2026-09-07'],
    ['2026-09-07 00:00:00', '2026-09-07'],
    ['2026-09-06T16:00:00Z', '2026-09-07'],
    ['2026-09-07T00:00:00+08:00', '2026-09-07'],
  ])('%j is the day %s', (value, read) => {
    expect(day.parse(value)).toBe(read);
  });

  test.each([
    ['2026-09', '2026-09'],
    ['202609', '2026-09'],
    [202_609, '2026-09'],
    ['2026/09', '2026-09'],
    ['2026-09-07', '2026-09'],
    ['2026-08-31T16:00:00Z', '2026-09'],
  ])('%j is the month %s', (value, read) => {
    expect(cycle.parse(value)).toBe(read);
  });

  test.each([
    '2026-02-30',
    '2026-13-01',
    '2026-09-07T24:30:00Z',
    'yesterday',
    '09/07/2026',
    5,
    true,
    {},
    [2026],
  ])('%j is no time', (value) => {
    for (const block of [instant, day, cycle]) expect(block.safeParse(value).success).toBe(false);
  });
});
