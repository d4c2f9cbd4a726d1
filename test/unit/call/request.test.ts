import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { defineOperation } from '../../../src/call/operation.ts';
import { layOut } from '../../../src/call/request.ts';

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
    expect(layOut(Get, input, undefined)).toEqual({
      path: '/v2/things/a%2Fb%20%C3%BC/parts/2',
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
    expect(layOut(Post, { ids: ['a'], limit: undefined }, undefined)).toEqual({
      path: '/v2/things/query',
      query: [],
      headers: { 'Content-Type': 'application/json;charset=UTF-8' },
      body: '{"ids":["a"]}',
    });
    expect(layOut(Post, {}, undefined).body).toBe('{}');
  });

  it('names the language only to operations that know it', () => {
    const input = { thing_id: 'a', part: 1 };
    expect(layOut(Get, input, 'en_US').headers).toEqual({ 'X-Language': 'en_US' });
    expect(layOut(Post, {}, 'en_US').headers).not.toHaveProperty('X-Language');
  });

  it.each([
    [{ thing_id: 'a', part: 1, color: 'red' }, 'GetThing: expected no parameter named color'],
    [{ thing_id: '', part: 1 }, 'GetThing: expected a value for thing_id or no key at all'],
    [{ thing_id: 'a', part: 1, name: null }, 'GetThing: expected a value for name or no key at all'],
    [{ thing_id: 'a' }, 'GetThing: expected the parameter part'],
    [{ thing_id: undefined, part: 1 }, 'GetThing: expected the parameter thing_id'],
  ])('refuses %o', (input, message) => {
    expect(() => layOut(Get, input, undefined)).toThrow(
      expect.objectContaining({ code: 'INTERNAL', message }),
    );
  });
});
