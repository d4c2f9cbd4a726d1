import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { defineOperation } from '../../../src/call/operation.ts';
import { readResponse, readTransportFailure } from '../../../src/call/outcome.ts';
import { TransportError, type TransportErrorKind } from '../../../src/transport/transport.ts';

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
    expect(readResponse(Write, wire(status, ''))).toMatchObject({ remedy: 'none' });
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

  it.each([
    [
      { error_code: 'APIG.0308', error_msg: 'limit:15,time:1 second' },
      {},
      { source: 'gateway', limit: 15, windowMs: 1000 },
    ],
    [
      { error_code: 'APIGW.0308', error_message: 'limit:3,time:1 minute' },
      {},
      { source: 'gateway', limit: 3, windowMs: 60_000 },
    ],
    [{ error_code: 'CBC.0250' }, { 'retry-after': '7' }, { source: 'business', retryAfterMs: 7000 }],
    ['', { 'retry-after': 'soon' }, { source: 'gateway' }],
  ])('of 429 tells the throttle what it taught: %o', (body, headers, throttled) => {
    const outcome = readResponse(Read, wire(429, body, headers));
    expect(outcome.ok ? undefined : outcome.throttled).toEqual(throttled);
    const { retryAfterMs } = { retryAfterMs: undefined, ...throttled };
    expect(outcome.ok ? undefined : outcome.error.retryAfterMs).toBe(retryAfterMs);
  });

  it('of 200 with a documented refusal in it is one', () => {
    expect(readResponse(Read, wire(200, { error_code: 'CBC.5001', error_msg: 'no' }))).toMatchObject({
      ok: false,
      remedy: 'none',
      error: { code: 'UPSTREAM_REJECTED', message: 'ListThings was rejected: no' },
    });
    // Another code, or none, is what the schema makes of it.
    expect(readResponse(Read, wire(200, { error_code: 'CBC.9999', things: [] }))).toMatchObject({ ok: true });
  });

  it.each(['', '{', '[]', '{"things":[1]}', '{"things":null}'])('of 200 with %o is malformed', (body) => {
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

  it('is malformed when the response was too large, which it would be again', () => {
    expect(failure(Read, 'too-large', true)).toMatchObject({
      remedy: 'none',
      error: { code: 'UPSTREAM_MALFORMED' },
    });
  });
});
