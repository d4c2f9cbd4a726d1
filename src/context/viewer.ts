import type { Role, Tenant } from '../config/tenant.ts';

/** Who asks. `id` is the fairness key and is unique across tenants. */
export interface Viewer {
  readonly id: string;
  readonly tenant: Tenant;
  readonly role: Role;
  /** The one customer that a CUSTOMER viewer is bound to. */
  readonly customerId: string | undefined;
}

/** Whether the viewer may see this customer's data. */
export function maySee(viewer: Viewer, customerId: string | undefined): boolean {
  return viewer.role !== 'CUSTOMER' || (customerId !== undefined && viewer.customerId === customerId);
}
