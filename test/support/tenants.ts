import type { Tenant } from '../../src/config/tenant.ts';
import type { Harness } from './harness.ts';

/** The harness's first tenant, signing in with user and password in place of a key. */
export function passwordTenant({ tenants, credentials }: Pick<Harness, 'tenants' | 'credentials'>): Tenant {
  const [tenant] = tenants;
  if (!tenant) throw new Error('expected a tenant, got none');
  const { user, password } = credentials;
  return { ...tenant, partner: { ...tenant.partner, credential: { type: 'password', user, password } } };
}
