import type { Tenant } from '../config/tenant.ts';
import type { CredentialScope } from '../credentials/credentials.ts';

const scopes = new WeakMap<Tenant, CredentialScope>();

/** What the credential store has to know of a tenant; one object per tenant, because stores key by it. */
export function credentialScope(tenant: Tenant): CredentialScope {
  const known = scopes.get(tenant);
  if (known) return known;
  const scope: CredentialScope = {
    tenantId: tenant.id,
    bssEndpoint: tenant.endpoints.bss,
    iamEndpoint: tenant.endpoints.iam,
    domainId: tenant.partner.domainId,
    domainName: tenant.partner.domainName,
    credential: tenant.partner.credential,
    ...(tenant.agencyName === undefined ? {} : { agencyName: tenant.agencyName }),
  };
  scopes.set(tenant, scope);
  return scope;
}
