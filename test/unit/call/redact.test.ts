import { describe, expect, it } from 'vitest';
import { withoutCredentials } from '../../../src/call/redact.ts';

describe('a refusal that repeats what a request was authorized with', () => {
  it('loses access key and signature', () => {
    const headers = {
      'X-Sdk-Date': '20260115T000000Z',
      Authorization: 'SDK-HMAC-SHA256 Access=AKIDAKID, SignedHeaders=host;x-sdk-date, Signature=abcdef0123',
    };
    expect(withoutCredentials('ak AKIDAKID at 20260115T000000Z, AKIDAKID: abcdef0123', headers)).toBe(
      'ak [redacted] at 20260115T000000Z, [redacted]: [redacted]',
    );
  });

  it('loses tokens, whatever characters they hold', () => {
    const headers = { 'X-Auth-Token': 'a.$1+b', 'X-Security-Token': 'secure' };
    expect(withoutCredentials('a.$1+b and secure', headers)).toBe('[redacted] and [redacted]');
  });

  it('is left alone otherwise', () => {
    expect(withoutCredentials('The customer is unknown.', { 'X-Auth-Token': 'token' })).toBe(
      'The customer is unknown.',
    );
  });
});
