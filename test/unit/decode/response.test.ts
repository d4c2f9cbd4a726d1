import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { errorBody } from '../../../src/decode/error-body.ts';
import { decodeResponse } from '../../../src/decode/response.ts';
import { code, decimal, int, list, nested, requiredText, text } from '../../../src/decode/wire.ts';
import { GatewayError } from '../../../src/errors/errors.ts';

const schema = z.object({
  total_count: int,
  kind: z.enum(['a', 'b']).optional(),
  either: z.union([z.string(), z.boolean()]).optional(),
  order_infos: list(
    z.object({
      order_id: requiredText,
      amount: decimal,
      status: code,
      name: text,
      parent: nested(z.object({ id: requiredText })),
    }),
  ),
});

function refused(body: string): GatewayError {
  try {
    decodeResponse('ListCustomerOrders', schema, body);
  } catch (error) {
    if (error instanceof GatewayError) return error;
    throw error;
  }
  return expect.fail('expected a GatewayError, got a value');
}

const rows = (...rows: unknown[]) => JSON.stringify({ order_infos: rows });

describe('decoding a response', () => {
  test('digits pass unharmed', () => {
    const body =
      '{"total_count":"2","order_infos":[{"order_id":"a","amount":12345678901234.567890},{"order_id":"b","amount":0.10000000,"status":5}]}';
    expect(decodeResponse('ListCustomerOrders', schema, body)).toEqual({
      total_count: 2,
      order_infos: [
        { order_id: 'a', amount: '12345678901234.56789' },
        { order_id: 'b', amount: '0.1', status: '5' },
      ],
    });
  });

  test.each([
    [rows({ order_id: 'a' }, { order_id: 4711 }), 'order_infos[1].order_id: expected string, got number'],
    [rows({}), 'order_infos[0].order_id: expected string, got nothing'],
    [rows({ order_id: null }), 'order_infos[0].order_id: expected string, got null'],
    [rows({ order_id: '' }), 'order_infos[0].order_id: expected non-empty string, got an empty string'],
    [rows({ order_id: 'a', amount: '4,711' }), 'order_infos[0].amount: expected decimal number, got string'],
    [rows({ order_id: 'a', status: {} }), 'order_infos[0].status: expected string or number, got object'],
    [rows({ order_id: 'a', parent: { id: [] } }), 'order_infos[0].parent.id: expected string, got array'],
    ['{"total_count":4711.5}', 'total_count: expected whole number, got number'],
    ['{"order_infos":"4711"}', 'order_infos: expected array, got string'],
    ['{"kind":"4711"}', 'kind: expected one of a, b, got string'],
    ['{"either":4711}', 'either: expected string or boolean, got number'],
    ['[4711]', 'expected object, got array'],
    [
      rows({ name: 4711 }, { name: 4711 }),
      'order_infos[0].order_id: expected string, got nothing (and 3 more)',
    ],
    ['<html>4711</html>', 'expected JSON, got 17 characters that are not'],
    ['', 'expected JSON, got 0 characters that are not'],
    ['{"order_infos":[{"order_id":"4711"', 'expected JSON, got 34 characters that are not'],
  ])('%s', (body, message) => {
    const error = refused(body);
    expect(error).toMatchObject({
      code: 'UPSTREAM_MALFORMED',
      message: `ListCustomerOrders: ${message}`,
      retryable: false,
      upstream: { operation: 'ListCustomerOrders' },
    });
    expect(inspect(error, { depth: 10 }).replace(/ {4}at .*/g, '')).not.toContain('4711');
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
