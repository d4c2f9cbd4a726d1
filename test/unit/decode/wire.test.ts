import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { code, decimal, int, list, nested, requiredText, text } from '../../../src/decode/wire.ts';

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
    ['text', 5],
    ['text', {}],
    ['code', true],
    ['int', 1.5],
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
