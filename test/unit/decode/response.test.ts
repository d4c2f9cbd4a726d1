import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { errorBody } from '../../../src/decode/error-body.ts';
import { damageOf, decodeResponse } from '../../../src/decode/response.ts';
import {
  code,
  decimal,
  emptyForNone,
  int,
  list,
  nested,
  requiredText,
  rows,
  spelled,
  text,
  total,
} from '../../../src/decode/wire.ts';
import { instant } from '../../../src/decode/wire-time.ts';
import { GatewayError } from '../../../src/errors/errors.ts';

const schema = z.object({
  total_count: total,
  currency: text,
  size: int,
  order_infos: rows(
    z.object({
      order_id: requiredText,
      amount: decimal,
      status: code,
      name: text,
      created: instant,
      parent: nested(z.object({ id: requiredText, name: text })),
      items: list(z.object({ item_id: requiredText, count: int })),
    }),
  ),
  hints: list(z.object({ hint: text })),
});

const decode = (body: string) => decodeResponse('ListCustomerOrders', schema, body);

function refused(body: string): GatewayError {
  try {
    decode(body);
  } catch (error) {
    if (error instanceof GatewayError) return error;
    throw error;
  }
  return expect.fail('expected a GatewayError, got a value');
}

const withoutTrace = (error: unknown) => inspect(error, { depth: 10 }).replace(/ {4}at .*/g, '');

const page = (...infos: unknown[]) => JSON.stringify({ total_count: infos.length, order_infos: infos });

describe('decoding a response', () => {
  test('digits pass unharmed', () => {
    const body =
      '{"total_count":"2","order_infos":[{"order_id":"a","amount":12345678901234.567890},{"order_id":"b","amount":0.10000000,"status":5}]}';
    expect(decode(body)).toEqual({
      total_count: 2,
      order_infos: [
        { order_id: 'a', amount: '12345678901234.56789', items: [] },
        { order_id: 'b', amount: '0.1', status: '5', items: [] },
      ],
      hints: [],
    });
  });

  test('a byte order mark is no part of the answer', () => {
    expect(decode(`\uFEFF${page({ order_id: 'a' })}`).order_infos).toHaveLength(1);
  });

  test('rows that lack what they may lack are whole', () => {
    const answer = decode(
      page({ order_id: 'a' }, { order_id: 'b', amount: null, name: '', parent: '', items: '' }),
    );
    expect(answer.order_infos).toEqual([
      { order_id: 'a', items: [] },
      { order_id: 'b', items: [] },
    ]);
    expect(damageOf(answer)).toBeUndefined();
  });

  test.each([
    ['{"total_count":0}', 0],
    ['{"total_count":0,"order_infos":null}', 0],
    ['{"total_count":"7","order_infos":null}', 7],
    ['{"count":7}', 7],
    ['{"totalCount":7,"orderInfos":[]}', 7],
    ['{"order_infos":null}', undefined],
    ['{"order_infos":[]}', undefined],
  ])('%s is an empty page', (body, count) => {
    const answer = decode(body);
    expect([answer.order_infos, answer.total_count, damageOf(answer)]).toEqual([[], count, undefined]);
  });

  test.each([
    ['{}', 'expected at least one of total_count, size, order_infos, hints, got none of them'],
    [
      '{"currency":"CNY","token":"4711"}',
      'expected at least one of total_count, size, order_infos, hints, got none of them',
    ],
    ['{"total_count":1,"order_infos":"4711"}', 'order_infos: expected array, got string'],
    ['{"total_count":1,"order_infos":{"order_id":"4711"}}', 'order_infos: expected array, got object'],
    ['[4711]', 'expected object, got array'],
    ['"4711"', 'expected object, got string'],
    ['4711', 'expected object, got number'],
    ['null', 'expected object, got null'],
    ['<html>4711</html>', 'expected JSON, got 17 characters that are not'],
    ['', 'expected JSON, got 0 characters that are not'],
    ['{"order_infos":[{"order_id":"4711"', 'expected JSON, got 34 characters that are not'],
  ])('%s is no answer', (body, message) => {
    const error = refused(body);
    expect(error).toMatchObject({
      code: 'UPSTREAM_MALFORMED',
      message: `ListCustomerOrders: ${message}`,
      retryable: false,
      upstream: { operation: 'ListCustomerOrders' },
    });
    expect(withoutTrace(error)).not.toContain('4711');
  });

  test('an empty object is an answer where it says that there is none', () => {
    const none = emptyForNone(z.object({ result: code, currency: text }));
    expect(decodeResponse('Show', none, '{}')).toEqual({});
    expect(decodeResponse('Show', none, '{"currency":"USD"}')).toEqual({ currency: 'USD' });
    expect(() => decodeResponse('Show', none, '{"page":"4711"}')).toThrow('got none of them');
  });
});

describe('one odd value', () => {
  test.each([
    [{ amount: '4,711' }, 'order_infos[1].amount: expected decimal number, got string'],
    [{ amount: [4711] }, 'order_infos[1].amount: expected decimal number, got array'],
    [{ status: { code: 4711 } }, 'order_infos[1].status: expected string or number, got object'],
    [{ name: ['4711'] }, 'order_infos[1].name: expected string, got array'],
    [{ created: '4711' }, 'order_infos[1].created: expected time, got string'],
    [{ parent: '4711' }, 'order_infos[1].parent: expected object, got string'],
    [{ parent: { name: '4711' } }, 'order_infos[1].parent.id: expected string, got nothing'],
    [{ parent: { id: ['4711'] } }, 'order_infos[1].parent.id: expected string, got array'],
    [{ items: '4711' }, 'order_infos[1].items: expected array, got string'],
  ])('%j costs its own field and no other', (change, message) => {
    const good = { order_id: 'a', amount: '1', status: '2', name: 'n', created: '2026-09-07T08:00:00Z' };
    const [name = ''] = Object.keys(change);
    const answer = decode(page(good, { ...good, ...change, order_id: 'b' }, good));
    const { [name]: _odd, ...others } = good as Record<string, unknown>;
    expect(answer.order_infos[0]).toEqual({ ...good, items: [] });
    expect(answer.order_infos[1]).toEqual({ ...others, order_id: 'b', items: [] });
    expect(answer.order_infos[2]).toEqual({ ...good, items: [] });
    expect(answer.total_count).toBe(3);
    const damage = damageOf(answer);
    expect(damage).toMatchObject({
      error: { code: 'UPSTREAM_MALFORMED', message: `ListCustomerOrders: ${message}` },
      lost: [],
    });
    expect(withoutTrace(damage)).not.toContain('4711');
  });

  test.each([
    [
      '{"total_count":4711.5,"order_infos":[{"order_id":"a"}]}',
      'total_count: expected number of rows, got number',
    ],
    [
      '{"total_count":-1,"order_infos":[{"order_id":"a"}]}',
      'total_count: expected number of rows, got number',
    ],
    [
      '{"total_count":1,"order_infos":[{"order_id":"a"}],"hints":"4711"}',
      'hints: expected array, got string',
    ],
  ])('%s keeps its rows', (body, message) => {
    const answer = decode(body);
    expect(answer.order_infos).toEqual([{ order_id: 'a', items: [] }]);
    expect(damageOf(answer)?.error.message).toBe(`ListCustomerOrders: ${message}`);
  });

  test.each([
    ['absent', {}, 'nothing'],
    ['null', { order_id: null }, 'null'],
    ['empty', { order_id: '' }, 'an empty string'],
    ['an object', { order_id: {} }, 'object'],
  ])('a row whose key is %s is left out and reported', (_how, change, got) => {
    const answer = decode(page({ order_id: 'a' }, { name: '4711', ...change }, { order_id: 'c' }));
    expect(answer.order_infos.map((row) => row.order_id)).toEqual(['a', 'c']);
    const damage = damageOf(answer);
    expect(damage?.error.message).toBe(
      `ListCustomerOrders: order_infos[1].order_id: expected string, got ${got}`,
    );
    expect(damage?.lost).toEqual([1]);
    expect(withoutTrace(damage)).not.toContain('4711');
  });

  test('rows that are no objects are left out, and places are those of the answer as it was sent', () => {
    const odd = { order_id: 'c', amount: 'odd', items: [{ count: 1 }, { item_id: 'i', count: 'odd' }] };
    const answer = decode(page(null, 'row', { order_id: {} }, odd));
    expect(answer.order_infos).toEqual([{ order_id: 'c', items: [{ item_id: 'i' }] }]);
    expect(damageOf(answer)).toMatchObject({
      error: { message: 'ListCustomerOrders: order_infos[0]: expected object, got null (and 5 more)' },
      lost: [0, 1, 2],
    });
  });

  test('a page on which every value is odd is read in bounded time', () => {
    const row = { order_id: [1], amount: {}, status: {}, name: {}, created: {}, parent: 1, items: 1 };
    const answer = decode(page(...Array.from({ length: 1_000 }, () => row)));
    expect(answer.order_infos).toEqual([]);
    expect(damageOf(answer)?.lost).toHaveLength(1_000);
    expect(damageOf(answer)?.error.message).toMatch(/\(and 6999 more\)$/);
  });

  test('a key with two spellings is read in both, the documented one first', () => {
    const row = z.object({ resource_Type_code: text });
    const both = z.object({ list: rows(spelled('resource_Type_code', 'resource_type_code', row)) });
    const body =
      '{"list":[{"resource_Type_code":"a"},{"resource_type_code":"b"},{"resource_Type_code":"c","resource_type_code":"d"},{"resource_Type_code":null,"resource_type_code":"e"},{}]}';
    const read = decodeResponse('List', both, body).list.map((one) => one.resource_Type_code);
    expect(read).toEqual(['a', 'b', 'c', 'e', undefined]);
  });
});

describe('error bodies', () => {
  test.each([
    ['{"error_code":"CBC.0100","error_msg":"bad"}', { errorCode: 'CBC.0100', message: 'bad' }],
    [
      '{"status_code":429,"request_id":"r1","error_code":"APIGW.0308","error_message":"x, limit:10,time:1 second"}',
      {
        errorCode: 'APIGW.0308',
        message: 'x, limit:10,time:1 second',
        requestId: 'r1',
      },
    ],
    [
      '{"error_msg":"policy user over ratelimit,limit:600,time:1 minute","error_code":"APIG.0308"}',
      {
        errorCode: 'APIG.0308',
        message: 'policy user over ratelimit,limit:600,time:1 minute',
      },
    ],
    [
      '{"error":{"code":401,"message":"The token is expired.","title":"Unauthorized"}}',
      { errorCode: '401', message: 'The token is expired.' },
    ],
    ['{"error":{"title":"Forbidden"}}', { message: 'Forbidden' }],
    ['{"error_msg":"limit:XX,time:1 second"}', { message: 'limit:XX,time:1 second' }],
    ['{"error_msg":"limit:0,time:1 second"}', { message: 'limit:0,time:1 second' }],
    ['{"error_code":null,"error_msg":["a"],"error":"text"}', {}],
    ['<html>502</html>', {}],
    ['null', {}],
    ['', {}],
  ])('%s', (body, expected) => {
    expect(errorBody(body)).toEqual(expected);
  });
});
