import { describe, expect, it } from 'vitest';
import { changedTenants } from '../../../src/config/changed-tenants.ts';
import { testTenant } from '../../support/scopes.ts';

const a = testTenant({ id: 'a' });
const b = testTenant({ id: 'b' });
const copy = (tenant: typeof a, change: Partial<typeof a> = {}) => testTenant({ ...tenant, ...change });

describe('a reload', () => {
  it('that changes nothing changes no tenant, and keeps the objects that they were', () => {
    const { tenants, changed } = changedTenants([a, b], [copy(a), copy(b)]);
    expect(changed).toEqual([]);
    expect(tenants[0]).toBe(a);
    expect(tenants[1]).toBe(b);
  });

  it.each([
    [
      'its secret',
      { partner: { ...a.partner, credential: { type: 'aksk', accessKey: 'k', secretKey: 'new' } } },
    ],
    ['its endpoint', { endpoints: { ...a.endpoints, bss: new URL('http://127.0.0.1:10') } }],
    ['its clients', { clients: [{ type: 'apiKey', sha256: '0', role: 'CUSTOMER', customerId: 'c' }] }],
    ['a quota', { quotas: { ListThings: 1 } }],
  ] as const)('changes the tenant for which %s is another, and no other', (_what, change) => {
    const { tenants, changed } = changedTenants([a, b], [copy(a, change), copy(b)]);
    expect(changed).toEqual(['a']);
    expect(tenants[0]).toMatchObject(change);
    expect(tenants[1]).toBe(b);
  });

  it('changes tenants that come and go', () => {
    expect(changedTenants([a], [b]).changed.toSorted()).toEqual(['a', 'b']);
  });
});
