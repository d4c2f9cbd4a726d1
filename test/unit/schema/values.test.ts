import { isScalarType } from 'graphql';
import { describe, expect, it } from 'vitest';
import { checkSpan } from '../../../schema/core/filter/time-span.ts';
import { openEnum } from '../../../schema/core/open-enum.ts';
import { chinaDay, instant } from '../../../schema/core/scalars.ts';
import { readGlobalId } from '../../../schema/core/scope/global-id.ts';
import { schema } from '../../../schema/index.ts';

function parse(name: string, value: unknown): unknown {
  const type = schema.getType(name);
  if (!isScalarType(type)) throw new Error(`expected a scalar, got ${name}`);
  return type.coerceInputValue ? type.coerceInputValue(value) : type.parseValue(value);
}

describe('scalars', () => {
  it.each([
    ['Decimal', '12.50', '12.5'],
    ['Decimal', '-0', '0'],
    ['Decimal', '1e-8', '0.00000001'],
    ['Decimal', '12345678901234567890.1', '12345678901234567890.1'],
    ['DateTime', '2026-10-31T16:00:00Z', '2026-10-31T16:00:00Z'],
    ['DateTime', '2026-10-31T16:00:00.9990Z', '2026-10-31T16:00:00.999Z'],
    ['DateTime', '2026-10-31t16:00:00.000z', '2026-10-31T16:00:00Z'],
    ['DateTime', '2026-11-01T00:00:00+08:00', '2026-10-31T16:00:00Z'],
    ['DateTime', '2024-02-29T00:00:00Z', '2024-02-29T00:00:00Z'],
    ['Date', '2024-02-29', '2024-02-29'],
    ['BillingCycle', '2026-12', '2026-12'],
    ['CurrencyCode', 'CNY', 'CNY'],
  ])('%s takes %s as %s', (name, value, expected) => {
    expect(parse(name, value)).toBe(expected);
  });

  it.each([
    ['Decimal', 'a lot'],
    ['Decimal', ''],
    ['Decimal', 12.5],
    ['DateTime', '2026-10-31'],
    ['DateTime', '2026-10-31T16:00:00'],
    ['DateTime', '2026-02-29T00:00:00Z'],
    ['DateTime', '2026-10-31T24:60:00Z'],
    ['DateTime', '2026-10-31T24:00:00Z'],
    ['DateTime', '2026-10-31T23:59:60Z'],
    ['DateTime', '2026-10-31T16:00Z'],
    ['DateTime', '2026-10-31 16:00:00Z'],
    ['DateTime', '2026-10-31T16:00:00+0800'],
    ['DateTime', '2026-10-31T16:00:00+24:00'],
    ['DateTime', '9999-12-31T23:59:59-01:00'],
    ['DateTime', '20261031T160000Z'],
    ['DateTime', 1_793_462_400_000],
    ['Date', '2026-02-29'],
    ['Date', '2026-2-1'],
    ['BillingCycle', '2026-00'],
    ['BillingCycle', '2026-13'],
    ['BillingCycle', '2026-10-01'],
    ['CurrencyCode', 'yuan'],
    ['CurrencyCode', null],
  ])('%s refuses %o, and says what it expected', (name, value) => {
    expect(() => parse(name, value)).toThrow(
      expect.objectContaining({
        message: expect.stringMatching(
          new RegExp(`^${name}: expected .* such as .*, got |^${name}: expected .*, got `),
        ),
        extensions: { code: 'BAD_USER_INPUT' },
      }),
    );
  });

  it('read instants and days of the upstream', () => {
    expect(instant('2026-10-31T16:00:00Z')).toBe('2026-10-31T16:00:00Z');
    expect(instant('no time')).toBeUndefined();
    expect(chinaDay('2026-10-31T15:59:59Z')).toBe('2026-10-31');
    expect(chinaDay('2026-10-31T16:00:00Z')).toBe('2026-11-01');
    expect(chinaDay('no time')).toBeUndefined();
  });
});

describe('an open enumeration', () => {
  const Color = openEnum('ColorForTests', 'For tests.', {
    RED: { code: '1', description: 'Red.' },
    BLUE: { code: 'b', description: 'Blue.' },
  });

  it('names the codes that it knows, and no other', () => {
    expect(['1', 'b', '2', '', undefined].map(Color.of)).toEqual([
      'RED',
      'BLUE',
      'UNKNOWN',
      'UNKNOWN',
      'UNKNOWN',
    ]);
  });

  it('gives the codes back', () => {
    expect(['RED', 'BLUE', 'UNKNOWN', 'toString'].map((value) => Color.codeOf(value))).toEqual([
      '1',
      'b',
      undefined,
      undefined,
    ]);
  });
});

describe('a global id', () => {
  const encode = (text: string) => Buffer.from(text).toString('base64');

  it('is a type and a key, which may hold colons and slashes', () => {
    expect(readGlobalId(encode('Order:CS1'))).toEqual({ typename: 'Order', id: 'CS1' });
    expect(readGlobalId(encode('OnDemandResource:a/b:c'))).toEqual({
      typename: 'OnDemandResource',
      id: 'a/b:c',
    });
  });

  it.each(['', 'x', encode('Order'), encode('Order:'), encode(':CS1'), `${encode('Order:CS1')} `])(
    'is not %o',
    (text) => {
      expect(() => readGlobalId(text)).toThrow(
        `id: expected a global id that this graph gave, got ${JSON.stringify(text)}`,
      );
    },
  );
});

describe('a span', () => {
  const year = { ms: 366 * 86_400_000, text: 'a year' };

  it('may be open, and may be of no length', () => {
    for (const [from, until] of [
      [null, undefined],
      ['2026-01-01T00:00:00Z', null],
      [undefined, '2026-01-01T00:00:00Z'],
    ]) {
      expect(() => checkSpan('created', from, until, year)).not.toThrow();
    }
    expect(() => checkSpan('created', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z', year)).not.toThrow();
    expect(() => checkSpan('created', '2024-01-01T00:00:00Z', '2025-01-01T00:00:00Z', year)).not.toThrow();
  });

  it('is refused backwards and beyond its longest', () => {
    expect(() => checkSpan('paid', '2026-01-02T00:00:00Z', '2026-01-01T00:00:00Z')).toThrow(
      'filter.paidFrom and filter.paidUntil: expected two instants in order, got 2026-01-02T00:00:00Z and 2026-01-01T00:00:00Z',
    );
    expect(() => checkSpan('paid', '2024-01-01T00:00:00Z', '2025-01-02T00:00:01Z', year)).toThrow(
      'at most a year apart',
    );
  });
});
