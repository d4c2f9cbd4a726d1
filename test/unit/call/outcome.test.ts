import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { defineOperation } from '../../../src/call/operation.ts';
import { readResponse as readAt, readTransportFailure } from '../../../src/call/outcome.ts';
import {
  type HttpResponse,
  TransportError,
  type TransportErrorKind,
} from '../../../src/transport/transport.ts';

const Read = defineOperation({
  name: 'ListThings',
  summary: 'For tests',
  method: 'POST',
  path: '/v2/things/query',
  kind: 'read',
  idempotent: true,
  sites: ['cn'],
  credential: 'partner',
  quotaPerSecond: 10,
  parameters: {},
  freshness: { seconds: 1 },
  errorsWithin200: ['CBC.5001'],
  response: z.object({ things: z.array(z.string()) }),
});
const Write = { ...Read, name: 'MakeThing', kind: 'write', idempotent: false } as const;

const NOW = Date.UTC(2026, 0, 15);
const readResponse = (operation: typeof Read | typeof Write, response: HttpResponse) =>
  readAt(operation, response, NOW);
const wire = (status: number, body: unknown, headers: Record<string, string> = {}) => ({
  status,
  headers,
  body: typeof body === 'string' ? body : JSON.stringify(body),
});

describe('a response', () => {
  it('is a value when it decodes', () => {
    expect(readResponse(Read, wire(200, { things: ['a'] }))).toEqual({ ok: true, value: { things: ['a'] } });
    expect(readResponse(Read, wire(201, { things: [] }))).toMatchObject({ ok: true });
  });

  it.each([
    [
      400,
      { error_code: 'CBC.0100', error_msg: 'bad' },
      'UPSTREAM_REJECTED',
      false,
      'none',
      'ListThings was rejected with 400: bad',
    ],
    [
      401,
      { error_code: 'APIGW.0301', error_msg: 'who' },
      'UPSTREAM_REJECTED',
      false,
      'reauthorise',
      'ListThings: the upstream did not accept the credential: who',
    ],
    [
      403,
      { error_code: 'CBC.0151' },
      'UPSTREAM_REJECTED',
      false,
      'none',
      'ListThings was refused; it needs a partner credential with the permission for it',
    ],
    [404, '<html>', 'UPSTREAM_REJECTED', false, 'none', 'ListThings was rejected with 404'],
    [
      429,
      { error_code: 'APIGW.0308' },
      'UPSTREAM_BUSY',
      true,
      'retry',
      'ListThings was throttled by the upstream',
    ],
    [
      500,
      { error_msg: 'oops' },
      'UPSTREAM_UNAVAILABLE',
      true,
      'none',
      'ListThings: the upstream failed with 500: oops',
    ],
    [502, '', 'UPSTREAM_UNAVAILABLE', true, 'retry', 'ListThings: the upstream answered 502'],
    [503, '', 'UPSTREAM_UNAVAILABLE', true, 'retry', 'ListThings: the upstream answered 503'],
    [504, '', 'UPSTREAM_UNAVAILABLE', true, 'retry', 'ListThings: the upstream answered 504'],
    [302, '', 'UPSTREAM_REJECTED', false, 'none', 'ListThings was rejected with 302'],
  ] as const)('of %i is a failure with a remedy', (status, body, code, retryable, remedy, message) => {
    expect(readResponse(Read, wire(status, body))).toMatchObject({
      ok: false,
      remedy,
      error: { code, retryable, message, upstream: { operation: 'ListThings', status } },
    });
  });

  it.each([500, 502, 503])('of %i to a write is never sent again: it may have been taken', (status) => {
    expect(readResponse(Write, wire(status, ''))).toMatchObject({
      remedy: 'none',
      error: { retryable: false },
    });
  });

  it('of 429 to a write may be sent again: it was not taken', () => {
    expect(readResponse(Write, wire(429, ''))).toMatchObject({ remedy: 'retry' });
  });

  it('names code and request id of the upstream, from the body or the header', () => {
    const body = { error_code: 'CBC.0100', request_id: 'r1' };
    expect(readResponse(Read, wire(400, body, { 'x-request-id': 'r2' }))).toMatchObject({
      error: { upstream: { operation: 'ListThings', status: 400, errorCode: 'CBC.0100', requestId: 'r1' } },
    });
    expect(readResponse(Read, wire(400, '', { 'x-request-id': 'r2' }))).toMatchObject({
      error: { upstream: { operation: 'ListThings', status: 400, requestId: 'r2' } },
    });
  });

  it('of 429 tells the throttle what it said, and the client when to come back', () => {
    const body = { error_code: 'APIGW.0308', error_msg: 'over ratelimit,limit:200,time:5 minute' };
    expect(readResponse(Read, wire(429, body))).toMatchObject({
      throttled: { source: 'gateway', limit: 200, windowMs: 300_000 },
      error: { code: 'UPSTREAM_BUSY', retryAfterMs: 300_000 },
    });
    const second = wire(429, { error_code: 'CBC.0250', error_msg: 'limit:10,time:1 second' });
    expect(readResponse(Read, second)).toMatchObject({
      throttled: { source: 'business', limit: 10, windowMs: 1_000 },
      error: { code: 'UPSTREAM_BUSY', retryAfterMs: undefined },
    });
  });

  it.each([
    [403, 'APIG.0308'],
    [503, 'APIGW.0308'],
    [200, 'CBC.0250'],
  ])('of %i is throttled by its code, too: %s', (status, error_code) => {
    expect(readResponse(Write, wire(status, { error_code, things: [] }))).toMatchObject({
      remedy: 'retry',
      throttled: {},
      hostFailure: false,
      error: { code: 'UPSTREAM_BUSY', retryable: true, upstream: { status, errorCode: error_code } },
    });
  });

  it.each(['CBC.5001', 'CBC.3002', 'CBC.3016', 'CBC.99999999', 'APIG.0201'])(
    'of 200 with the code %s is a refusal, whatever else is in it',
    (error_code) => {
      const body = { things: ['a'], error_code, error_msg: 'no' };
      expect(readResponse(Read, wire(200, body))).toMatchObject({
        ok: false,
        remedy: 'none',
        error: {
          code: 'UPSTREAM_REJECTED',
          message: 'ListThings was rejected: no',
          upstream: { status: 200, errorCode: error_code },
        },
      });
    },
  );

  it.each([
    { error_code: 'CBC.0000', error_msg: 'success' },
    { error_code: 'cbc.0000' },
    { error_code: '' },
    { error_code: ' ' },
    { error_code: null },
    { error_details: [{ error_code: 'CBC.0100' }] },
  ])('of 200 with %j is a success', (more) => {
    expect(readResponse(Read, wire(200, { things: ['a'], ...more }))).toEqual({
      ok: true,
      value: { things: ['a'] },
    });
  });

  it('means something else to an operation that says so', () => {
    const Own = {
      ...Write,
      refusals: [
        {
          status: 500,
          errorCodes: ['CBC.7001'],
          code: 'UPSTREAM_REJECTED',
          remedy: 'none',
          retryable: false,
          hostFailure: false,
          message: () => ' was refused',
          quotes: false,
        },
      ],
    } as const;
    expect(readAt(Own, wire(500, { error_code: 'CBC.7001' }), NOW)).toMatchObject({
      error: { code: 'UPSTREAM_REJECTED', message: 'MakeThing was refused' },
    });
    expect(readAt(Own, wire(500, { error_code: 'CBC.0999' }), NOW)).toMatchObject({
      error: { code: 'UPSTREAM_UNAVAILABLE' },
    });
  });

  it('repeats only the beginning of long words', () => {
    const outcome = readResponse(Read, wire(400, { error_msg: 'x'.repeat(10_000) }));
    expect(outcome.ok ? 0 : outcome.error.message.length).toBeLessThan(300);
  });

  it.each(['', '{', '[]', '"text"', '{}'])('of 200 with %o is malformed', (body) => {
    expect(readResponse(Read, wire(200, body))).toMatchObject({
      ok: false,
      remedy: 'none',
      hostFailure: false,
      error: { code: 'UPSTREAM_MALFORMED', retryable: false, upstream: { operation: 'ListThings' } },
    });
  });
});

describe('a call without a response', () => {
  const failure = (operation: typeof Read | typeof Write, kind: TransportErrorKind, maybeSent: boolean) =>
    readTransportFailure(operation, new TransportError(kind, 'why', maybeSent));

  it.each([
    ['reset', true],
    ['connect', false],
    ['timeout', true],
  ] as const)('is read again after %s', (kind, maybeSent) => {
    expect(failure(Read, kind, maybeSent)).toMatchObject({
      remedy: 'retry',
      hostFailure: true,
      error: { code: 'UPSTREAM_UNAVAILABLE', retryable: true, message: 'ListThings: why' },
    });
  });

  it('is written again only when it certainly did not leave', () => {
    expect(failure(Write, 'reset', true)).toMatchObject({ remedy: 'none', error: { retryable: false } });
    expect(failure(Write, 'connect', false)).toMatchObject({ remedy: 'retry', error: { retryable: true } });
  });

  it.each([
    ['too-large', 'UPSTREAM_MALFORMED'],
    ['unreadable', 'UPSTREAM_MALFORMED'],
    ['unsendable', 'INTERNAL'],
  ] as const)('is not made again when it was %s, which it would be again', (kind, code) => {
    expect(failure(Read, kind, true)).toMatchObject({ remedy: 'none', hostFailure: false, error: { code } });
  });
});
