import type { Tenant } from './tenant.ts';

export interface TenantsChange {
  /** The tenants from now on; those that did not change are the objects that they were. */
  readonly tenants: readonly Tenant[];
  /** Ids of those that are new, are gone or are not what they were. */
  readonly changed: readonly string[];
}

/** What a reload means: whatever is kept for a tenant that did not change stays good. */
export function changedTenants(before: readonly Tenant[], after: readonly Tenant[]): TenantsChange {
  const known = new Map(before.map((tenant) => [tenant.id, tenant]));
  const tenants = after.map((tenant) => {
    const old = known.get(tenant.id);
    return old && isSame(old, tenant) ? old : tenant;
  });
  const kept = new Set(tenants.filter((tenant) => known.get(tenant.id) === tenant).map(({ id }) => id));
  const ids = new Set([...before, ...after].map(({ id }) => id));
  return { tenants, changed: [...ids].filter((id) => !kept.has(id)) };
}

/** Tenants are plain data, made by one function: their keys come in one order. */
const isSame = (left: Tenant, right: Tenant): boolean => JSON.stringify(left) === JSON.stringify(right);
