import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { buildUrl, encodeUnreserved } from '../../../src/credentials/percent-encoding.ts';
import { canonicalRequest, formatDate, signRequest, stringToSign } from '../../../src/credentials/signing.ts';

const key = { accessKey: 'AccessKey', secretKey: 'SecretKey' };
const at = new Date('2006-01-02T15:04:05.678Z');

describe('SDK-HMAC-SHA256', () => {
  test("the upstream's published vector", () => {
    const request = {
      method: 'GET',
      url: new URL('https://example.huaweicloud.com/path?limit=1'),
      headers: {},
    };
    const date = formatDate(at);
    const canonical = canonicalRequest(request, [['x-sdk-date', date]]);
    expect(canonical).toBe(
      'GET\n/path/\nlimit=1\nx-sdk-date:20060102T150405Z\n\nx-sdk-date\n' +
        'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    );
    const signature = createHmac('sha256', key.secretKey).update(stringToSign(date, canonical)).digest('hex');
    expect(signature).toBe('5a2ce64c865e0e6046321c6f3d5a77ba8413eeaf355c3166c03d58d02ac79624');
  });

  test('adds date, account and security token, and signs them with the host', () => {
    const request = {
      method: 'POST',
      url: new URL('http://127.0.0.1:8801/v2/x'),
      headers: {
        'Content-Type': 'application/json',
        'X-Language': ' en_US ',
        under_score: 'dropped on the way',
      },
      body: '{}',
    };
    const added = signRequest(request, { ...key, securityToken: 'st', domainId: 'd1' }, at);
    expect(added).toMatchObject({
      'X-Sdk-Date': '20060102T150405Z',
      'X-Security-Token': 'st',
      'X-Domain-Id': 'd1',
    });
    expect(added['Authorization']).toMatch(
      /^SDK-HMAC-SHA256 Access=AccessKey, SignedHeaders=content-type;host;x-domain-id;x-language;x-sdk-date;x-security-token, Signature=[0-9a-f]{64}$/,
    );
    const headers = { 'Content-Type': 'application/json', 'X-Language': 'en_US' };
    expect(signRequest({ ...request, headers }, { ...key, securityToken: 'st', domainId: 'd1' }, at)).toEqual(
      added,
    );
  });

  test('every signed part changes the signature', () => {
    const base = { method: 'POST', url: new URL('http://h/a?b=1'), headers: { 'X-A': '1' }, body: 'x' };
    const signature = (request: Parameters<typeof signRequest>[0], when = at) =>
      signRequest(request, key, when)['Authorization'];
    const all = [
      signature(base),
      signature({ ...base, method: 'PUT' }),
      signature({ ...base, url: new URL('http://h/b?b=1') }),
      signature({ ...base, url: new URL('http://h/a?b=2') }),
      signature({ ...base, url: new URL('http://i/a?b=1') }),
      signature({ ...base, headers: { 'X-A': '2' } }),
      signature({ ...base, body: 'y' }),
      signature(base, new Date(at.getTime() + 1_000)),
    ];
    expect(new Set(all).size).toBe(all.length);
  });

  test('a declared content hash takes the place of the body hash', () => {
    const request = { method: 'POST', url: new URL('http://h/'), headers: {}, body: 'x' };
    const canonical = canonicalRequest(request, [['x-sdk-content-sha256', 'UNSIGNED-PAYLOAD']]);
    expect(canonical.split('\n').at(-1)).toBe('UNSIGNED-PAYLOAD');
  });

  test('a multipart boundary is chosen late and therefore not signed', () => {
    const headers = { 'Content-Type': 'multipart/form-data; boundary=1' };
    const request = { method: 'POST', url: new URL('http://h/'), headers };
    expect(signRequest(request, key, at)['Authorization']).toContain('SignedHeaders=host;x-sdk-date,');
  });
});

describe('URLs to sign', () => {
  test('only unreserved characters stay as they are', () => {
    const ascii = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index)).join('');
    const kept = encodeUnreserved(ascii).replace(/%[0-9A-F]{2}/g, '');
    expect(kept).toBe('-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz~');
    expect(encodeUnreserved(" '华\u{1F600}\uD800")).toBe('%20%27%E5%8D%8E%F0%9F%98%80%EF%BF%BD');
  });

  test('a template, its parameters and the query in the order given', () => {
    const url = buildUrl(
      new URL('http://127.0.0.1:8801/'),
      '/v2/orders/{order_id}/x',
      [
        ['b', 'a b+c&d'],
        ['a', ''],
        ['b', '*'],
      ],
      { order_id: 'CS 华%?#' },
    );
    expect(url.href).toBe(
      'http://127.0.0.1:8801/v2/orders/CS%20%E5%8D%8E%25%3F%23/x?b=a%20b%2Bc%26d&a=&b=%2A',
    );
    expect(buildUrl(new URL('http://h/base/'), '/v2').href).toBe('http://h/base/v2');
  });

  test.each(['', '.', '..', 'a/b', '../../x'])('an id of %j cannot change the route', (id) => {
    expect(() => buildUrl(new URL('http://h'), '/v2/{id}', [], { id })).toThrow(
      expect.objectContaining({ code: 'BAD_USER_INPUT' }),
    );
  });
});
