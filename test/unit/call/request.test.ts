import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { defineOperation } from '../../../src/call/operation.ts';
import { buildRequest } from '../../../src/call/request.ts';
import { wireNumber } from '../../../src/decode/wire-number.ts';

const base = {
  summary: 'For tests',
  kind: 'read',
  idempotent: true,
  sites: ['cn'],
  credential: 'partner',
  quotaPerSecond: 10,
  freshness: { seconds: 1 },
  response: z.unknown(),
} as const;

const Get = defineOperation({
  ...base,
  name: 'GetThing',
  method: 'GET',
  path: '/v2/things/{thing_id}/parts/{part}',
  parameters: {
    thing_id: { in: 'path', type: 'string', required: true },
    part: { in: 'path', type: 'int', required: true },
    name: { in: 'query', type: 'string' },
    tags: { in: 'query', type: 'strings' },
    limit: { in: 'query', type: 'int' },
    'X-Language': { in: 'header', type: 'string' },
  },
});

const Post = defineOperation({
  ...base,
  name: 'QueryThings',
  method: 'POST',
  path: '/v2/things/query',
  parameters: { ids: { in: 'body', type: 'strings' }, limit: { in: 'body', type: 'int' } },
});

describe('laying a call out', () => {
  it('puts each value where the entry says', () => {
    const input = { thing_id: 'a/b ü', part: 2, name: 'x&y', tags: ['one', 'two'], limit: 0 };
    expect(buildRequest(Get, input, undefined)).toEqual({
      path: '/v2/things/{thing_id}/parts/{part}',
      pathParameters: { thing_id: 'a/b ü', part: '2' },
      query: [
        ['name', 'x&y'],
        ['tags', 'one'],
        ['tags', 'two'],
        ['limit', '0'],
      ],
      headers: {},
      body: undefined,
    });
  });

  it('leaves out keys without a value, and sends a body with every POST', () => {
    expect(buildRequest(Post, { ids: ['a'], limit: undefined }, undefined)).toEqual({
      path: '/v2/things/query',
      pathParameters: {},
      query: [],
      headers: { 'Content-Type': 'application/json;charset=UTF-8' },
      body: '{"ids":["a"]}',
    });
    expect(buildRequest(Post, {}, undefined).body).toBe('{}');
  });

  it.each([
    [{ thing_id: 'a\ud800', part: 1 }, 'GetThing: expected whole characters in thing_id, got half of one'],
    [
      { thing_id: 'a', part: 1, tags: ['\udc00'] },
      'GetThing: expected whole characters in tags, got half of one',
    ],
    [
      { thing_id: 'a', part: 1, tags: [] },
      'GetThing: expected at least one value in tags, got an empty list',
    ],
  ])('refuses what cannot be sent as it is: %j', (input, message) => {
    expect(() => buildRequest(Get, input, undefined)).toThrow(
      expect.objectContaining({ code: 'BAD_USER_INPUT', message }),
    );
  });

  it('names the language only to operations that know it', () => {
    const input = { thing_id: 'a', part: 1 };
    expect(buildRequest(Get, input, 'en_US').headers).toEqual({ 'X-Language': 'en_US' });
    expect(buildRequest(Post, {}, 'en_US').headers).not.toHaveProperty('X-Language');
  });

  it.each([
    [{ thing_id: 'a', part: 1, color: 'red' }, 'GetThing: expected no parameter named color'],
    [{ thing_id: '', part: 1 }, 'GetThing: expected a value for thing_id or no key at all'],
    [{ thing_id: 'a', part: 1, name: null }, 'GetThing: expected a value for name or no key at all'],
    [{ thing_id: 'a' }, 'GetThing: expected the parameter part'],
    [{ thing_id: undefined, part: 1 }, 'GetThing: expected the parameter thing_id'],
  ])('refuses %o', (input, message) => {
    expect(() => buildRequest(Get, input, undefined)).toThrow(
      expect.objectContaining({ code: 'INTERNAL', message }),
    );
  });
});

it('writes switches and exact numbers as they are', () => {
  const Price = defineOperation({
    ...base,
    name: 'PriceThing',
    method: 'POST',
    path: '/v2/prices',
    parameters: {
      attached: { in: 'query', type: 'boolean' },
      all: { in: 'body', type: 'boolean' },
      products: { in: 'body', type: 'objects' },
    },
  });
  const products = [{ id: 'a', count: 2, usage: wireNumber('12345678901234567890.12') }];
  const request = buildRequest(Price, { attached: true, all: false, products }, undefined);
  expect(request.query).toEqual([['attached', 'true']]);
  expect(request.body).toBe(
    '{"all":false,"products":[{"id":"a","count":2,"usage":12345678901234567890.12}]}',
  );
});
