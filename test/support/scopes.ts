import type { ReadScope } from '../../src/cache/cache.ts';
import { PARTNER } from '../../src/call/scope.ts';
import type { Clock } from '../../src/clock/clock.ts';
import type { Tenant } from '../../src/config/tenant.ts';
import { CallTrace } from '../../src/telemetry/call-trace.ts';

export function testTenant(change: Partial<Tenant> = {}): Tenant {
  const tenant: Tenant = {
    id: 'acme',
    site: 'cn',
    endpoints: { bss: new URL('http://127.0.0.1:9'), iam: new URL('http://127.0.0.1:9') },
    partner: {
      domainId: 'domain-1',
      domainName: 'acme-domain',
      credential: { type: 'aksk', accessKey: 'test-access-key', secretKey: 'test-secret-key' },
    },
    agencyName: undefined,
    distributor: false,
    delegatedCustomers: true,
    clients: [],
    quotas: {},
    maxUpstreamCalls: {},
    ...change,
  };
  return Object.freeze(tenant);
}

/** The scope of one request that begins now and may take ten seconds. */
export function testScope(clock: Clock, change: Partial<ReadScope> = {}): ReadScope {
  return {
    tenant: testTenant(),
    subject: PARTNER,
    viewer: 'acme/test',
    priority: 'interactive',
    deadline: clock.monotonic() + 10_000,
    signal: new AbortController().signal,
    trace: new CallTrace(() => clock.monotonic()),
    language: undefined,
    bypassCache: false,
    sources: [],
    ...change,
  };
}
