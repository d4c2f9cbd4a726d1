import { createHmac, hash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  parseAuthorization,
  type SignedRequest,
  signatureFault,
} from '../../../src/sandbox/auth/signature.ts';

const AT = Date.UTC(2006, 0, 2, 15, 4, 5);

// The public test vector of the upstream's own SDKs.
const golden: SignedRequest = {
  method: 'GET',
  path: '/path',
  query: 'limit=1',
  headers: { 'x-sdk-date': '20060102T150405Z' },
  body: '',
};
const goldenHeader =
  'SDK-HMAC-SHA256 Access=AccessKey, SignedHeaders=x-sdk-date, ' +
  'Signature=5a2ce64c865e0e6046321c6f3d5a77ba8413eeaf355c3166c03d58d02ac79624';

function fault(change: Partial<SignedRequest> = {}, secret = 'SecretKey', now = AT, header = goldenHeader) {
  const authorization = parseAuthorization(header);
  if (!authorization) throw new Error(`expected an authorization, got ${header}`);
  return signatureFault({ ...golden, ...change }, authorization, secret, now);
}

/** Signs by the written rules, with every step spelled out. */
function headerFor(request: SignedRequest, canonicalPath: string, canonicalQuery: string, signed: string[]) {
  const canonical = [
    request.method,
    canonicalPath,
    canonicalQuery,
    ...signed.map((name) => `${name}:${String(request.headers[name])}`),
    '',
    signed.join(';'),
    hash('sha256', request.body, 'hex'),
  ].join('\n');
  const toSign = `SDK-HMAC-SHA256\n20060102T150405Z\n${hash('sha256', canonical, 'hex')}`;
  const signature = createHmac('sha256', 'SecretKey').update(toSign).digest('hex');
  return `SDK-HMAC-SHA256 Access=AccessKey, SignedHeaders=${signed.join(';')}, Signature=${signature}`;
}

describe('signature', () => {
  it('accepts the golden vector', () => {
    expect(fault()).toBeUndefined();
  });

  it.each([
    ['method', { method: 'POST' }],
    ['path', { path: '/paths' }],
    ['query', { query: 'limit=2' }],
    ['query key', { query: 'limits=1' }],
    ['an added query parameter', { query: 'limit=1&offset=1' }],
    ['date', { headers: { 'x-sdk-date': '20060102T150406Z' } }],
    ['body', { body: '{}' }],
  ])('refuses a changed %s', (_what, change) => {
    expect(fault(change)).toBe('verify aksk signature fail');
  });

  it('refuses another secret', () => {
    expect(fault({}, 'OtherSecret')).toBe('verify aksk signature fail');
  });

  it('refuses a changed signed header, and takes no notice of an unsigned one', () => {
    const request = { ...golden, headers: { ...golden.headers, 'x-domain-id': 'domain', 'user-agent': 'a' } };
    const header = headerFor(request, '/path/', 'limit=1', ['x-domain-id', 'x-sdk-date']);
    const changed = (name: string) => ({ ...request, headers: { ...request.headers, [name]: 'other' } });
    expect(fault(request, 'SecretKey', AT, header)).toBeUndefined();
    expect(fault(changed('user-agent'), 'SecretKey', AT, header)).toBeUndefined();
    expect(fault(changed('x-domain-id'), 'SecretKey', AT, header)).toBe('verify aksk signature fail');
  });

  it('refuses a request whose date is not signed, missing or malformed', () => {
    const request = { ...golden, headers: { ...golden.headers, host: 'h' } };
    const header = headerFor(request, '/path/', 'limit=1', ['host']);
    expect(fault(request, 'SecretKey', AT, header)).toContain('not among the signed headers');
    expect(fault({ headers: {} })).toContain('missing');
    expect(fault({ headers: { 'x-sdk-date': '2006-01-02T15:04:05Z' } })).toContain('not YYYYMMDDTHHMMSSZ');
  });

  it('allows 15 minutes of skew either way, and not a millisecond more', () => {
    const limit = 15 * 60_000;
    expect(fault({}, 'SecretKey', AT + limit)).toBeUndefined();
    expect(fault({}, 'SecretKey', AT - limit)).toBeUndefined();
    expect(fault({}, 'SecretKey', AT + limit + 1)).toContain('signature expired');
    expect(fault({}, 'SecretKey', AT - limit - 1)).toContain('signature expired');
  });

  it('sorts and encodes the query, whatever order and spelling it came in', () => {
    const request = { ...golden, query: 'b=2&a=x+y&b=1&c=&%E5%90%8D=%2A~' };
    const header = headerFor(request, '/path/', 'a=x%20y&b=1&b=2&c=&%E5%90%8D=%2A~', ['x-sdk-date']);
    expect(fault(request, 'SecretKey', AT, header)).toBeUndefined();
  });

  it.each([
    ['the decoded segment encoded once', '/orders/a%20b/'],
    ['the wire text encoded again', '/orders/a%2520b/'],
  ])('accepts a path signed as %s', (_what, canonicalPath) => {
    const request = { ...golden, path: '/orders/a%20b' };
    const header = headerFor(request, canonicalPath, 'limit=1', ['x-sdk-date']);
    expect(fault(request, 'SecretKey', AT, header)).toBeUndefined();
  });

  it('takes UNSIGNED-PAYLOAD, and no other body hash than the true one', () => {
    const headers = { ...golden.headers, 'x-sdk-content-sha256': 'ab'.repeat(32) };
    expect(fault({ headers })).toBe('body hash does not match');
  });

  it.each([
    '',
    'Basic abc',
    'SDK-HMAC-SHA256 Access=a',
    goldenHeader.replace('SHA256', 'SM3'),
    `${goldenHeader}0`,
  ])('does not read %j as an authorization', (header) => {
    expect(parseAuthorization(header)).toBeUndefined();
  });
});
