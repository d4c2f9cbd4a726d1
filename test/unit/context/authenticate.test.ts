import { describe, expect, it } from 'vitest';
import { createAuthenticate } from '../../../src/context/authenticate.ts';
import { maySee } from '../../../src/context/viewer.ts';
import { clientWithKey } from '../../support/clients.ts';
import { testTenant } from '../../support/scopes.ts';

const acme = testTenant({
  clients: [clientWithKey('admin', 'PARTNER_ADMIN'), clientWithKey('own', 'CUSTOMER', 'c1')],
});
const other = testTenant({ id: 'other', clients: [clientWithKey('theirs', 'PARTNER_OPERATOR')] });

const headers = (given: Readonly<Record<string, string>>) => (name: string) => given[name];

describe('who asks', () => {
  const authenticate = createAuthenticate([acme, other], undefined);

  it.each([
    ['admin', 'acme', 'PARTNER_ADMIN', undefined],
    ['own', 'acme', 'CUSTOMER', 'c1'],
    ['theirs', 'other', 'PARTNER_OPERATOR', undefined],
  ])('is found by the key %s in either header', (key, tenant, role, customerId) => {
    for (const given of [
      { 'x-api-key': key },
      { authorization: `Bearer ${key}` },
      { authorization: `bearer  ${key}` },
    ]) {
      const viewer = authenticate(headers(given));
      expect(viewer).toMatchObject({ role, customerId });
      expect(viewer.tenant.id).toBe(tenant);
      expect(viewer.id).not.toContain(key);
    }
  });

  it('has an id of its own, which no other viewer has', () => {
    const ids = ['admin', 'own', 'theirs'].map((key) => authenticate(headers({ 'x-api-key': key })).id);
    expect(new Set(ids).size).toBe(3);
    expect(ids.map((id) => id.split('/')[0])).toEqual(['acme', 'acme', 'other']);
  });

  it.each([
    [{}, 'Expected an API key, as "Authorization: Bearer <key>" or "x-api-key: <key>", got none'],
    [
      { authorization: 'Basic YTpi' },
      'Expected an API key, as "Authorization: Bearer <key>" or "x-api-key: <key>", got none',
    ],
    [{ 'x-api-key': 'guess' }, 'Expected a known API key, got another one'],
    // The stored hash is not a key.
    [{ 'x-api-key': acme.clients[0]?.sha256 ?? '' }, 'Expected a known API key, got another one'],
  ])('is nobody with %o', (given, message) => {
    expect(() => authenticate(headers(given))).toThrow(
      expect.objectContaining({ code: 'UNAUTHENTICATED', message }),
    );
  });
});

describe('the development viewer', () => {
  it('is everybody, with or without a key', () => {
    const authenticate = createAuthenticate([acme], { tenantId: 'acme', role: 'CUSTOMER', customerId: 'c9' });
    for (const given of [{}, { 'x-api-key': 'guess' }]) {
      expect(authenticate(headers(given))).toMatchObject({
        role: 'CUSTOMER',
        customerId: 'c9',
        id: 'acme/dev/c9',
      });
    }
  });

  it('has to have a tenant', () => {
    const viewer = { tenantId: 'nobody', role: 'PARTNER_ADMIN', customerId: undefined } as const;
    expect(() => createAuthenticate([acme, other], viewer)).toThrow(
      'DEV_VIEWER: expected a tenant that exists (acme, other), got "nobody"',
    );
  });
});

describe('what a viewer may see', () => {
  const viewer = (role: 'PARTNER_ADMIN' | 'PARTNER_OPERATOR' | 'CUSTOMER', customerId?: string) => ({
    id: 'x',
    tenant: acme,
    role,
    customerId,
  });

  it('is every customer for the partner, and its own for a customer', () => {
    expect(maySee(viewer('PARTNER_ADMIN'), 'c1')).toBe(true);
    expect(maySee(viewer('PARTNER_OPERATOR'), undefined)).toBe(true);
    expect(maySee(viewer('CUSTOMER', 'c1'), 'c1')).toBe(true);
    expect(maySee(viewer('CUSTOMER', 'c1'), 'c2')).toBe(false);
    expect(maySee(viewer('CUSTOMER', 'c1'), undefined)).toBe(false);
    expect(maySee(viewer('CUSTOMER'), undefined)).toBe(false);
  });
});
