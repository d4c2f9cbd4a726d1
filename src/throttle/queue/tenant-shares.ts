import { WINDOW_MS } from '../rate.ts';
import { LONG_WINDOW_MS, RecentGrants } from './recent-grants.ts';

/**
 * How much of what tenants share each of them may take: what the others did not use of it in the last seconds,
 * and always its equal share. So a tenant that floods finds its own bounds, and one that asks now and then finds
 * a free place as if it were alone. Who is alone may take all.
 */
export class TenantShares {
  readonly #tenants = new Map<string, RecentGrants>();
  readonly #all = new RecentGrants();

  granted(tenant: string, now: number): void {
    const grants = this.#tenants.get(tenant) ?? new RecentGrants();
    this.#tenants.set(tenant, grants);
    grants.add(now);
    this.#all.add(now);
  }

  /** When the tenant may take one more of so many places per window: `now` at the earliest. */
  openAt(tenant: string, capacity: number, now: number): number {
    const own = this.#tenants.get(tenant);
    const active = own ? this.#active(now) : 0;
    if (!own || active < 2) return now;
    const equal = own.openAt(capacity / active, WINDOW_MS);
    if (equal <= now) return now;
    const left = own.openAt(capacity - this.#all.mostBeside(own, now), LONG_WINDOW_MS);
    return Math.max(now, Math.min(equal, left));
  }

  /** The same for a call with so many of its tenant's ahead of it. */
  permitAt(tenant: string, capacity: number, ahead: number, now: number): number {
    const own = this.#tenants.get(tenant);
    const active = own ? this.#active(now) : 0;
    if (!own || active < 2) return now;
    const bound = Math.max(capacity / active, capacity - this.#all.mostBeside(own, now));
    const windows = Math.floor((own.within(WINDOW_MS, now) + ahead) / bound);
    return now + Math.max(0, windows - 1) * WINDOW_MS;
  }

  #active(now: number): number {
    for (const [tenant, grants] of this.#tenants) if (grants.areOver(now)) this.#tenants.delete(tenant);
    return this.#tenants.size;
  }
}
