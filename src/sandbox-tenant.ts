import type { Tenant } from './config/tenant.ts';
import type { SandboxCredentials } from './sandbox/sandbox.ts';

/** The sandbox's partner as a tenant, so that the gateway reaches it as it would any other upstream. */
export function sandboxTenant(credentials: SandboxCredentials | undefined, id = 'sandbox'): Tenant {
  if (!credentials) throw new Error('expected the credentials of a sandbox, got none');
  const { endpoints, partner, site } = credentials;
  const tenant: Tenant = {
    id,
    site,
    endpoints: { bss: new URL(endpoints.bss), iam: new URL(endpoints.iam) },
    partner: {
      domainId: partner.domainId,
      domainName: partner.domainName,
      credential: { type: 'aksk', accessKey: partner.accessKey, secretKey: partner.secretKey },
    },
    agencyName: partner.agencyName,
    distributor: true,
    delegatedCustomers: true,
    clients: [],
    quotas: {},
    maxUpstreamCalls: {},
  };
  return Object.freeze(tenant);
}
