import type { Party } from './round-robin.ts';

/** A tenant or viewer that waits: how many calls, and when it had its last turn or joined. */
interface Waiting {
  calls: number;
  turn: number;
}

/** Who was served longest ago, over all accounts: tenants first, then the viewers of one tenant. */
export class LastTurns {
  readonly #tenants = new Map<string, Waiting & { readonly viewers: Map<string, Waiting> }>();
  #turn = 0;

  join({ tenant, viewer }: Party): void {
    const found = this.#tenants.get(tenant) ?? { calls: 0, turn: this.#turn++, viewers: new Map() };
    this.#tenants.set(tenant, found);
    const one = found.viewers.get(viewer) ?? { calls: 0, turn: this.#turn++ };
    found.viewers.set(viewer, one);
    found.calls++;
    one.calls++;
  }

  leave({ tenant, viewer }: Party): void {
    const found = this.#tenants.get(tenant);
    const one = found?.viewers.get(viewer);
    if (!found || !one) return;
    if (--one.calls === 0) found.viewers.delete(viewer);
    if (--found.calls === 0) this.#tenants.delete(tenant);
  }

  served({ tenant, viewer }: Party): void {
    const found = this.#tenants.get(tenant);
    const one = found?.viewers.get(viewer);
    if (found) found.turn = this.#turn++;
    if (one) one.turn = this.#turn++;
  }

  /** Whether the first of two is to be served before the second. */
  precedes(first: Party, second: Party): boolean {
    const [a, b] = [this.#tenants.get(first.tenant), this.#tenants.get(second.tenant)];
    if (!a || !b || a !== b) return (a?.turn ?? 0) < (b?.turn ?? 0);
    return (a.viewers.get(first.viewer)?.turn ?? 0) < (a.viewers.get(second.viewer)?.turn ?? 0);
  }

  /** Calls of its tenant that would be served before one more of this party. */
  aheadInTenant({ tenant, viewer }: Party): number {
    const own = this.#tenants.get(tenant);
    const turns = (own?.viewers.get(viewer)?.calls ?? 0) + 1;
    let ahead = turns - 1;
    for (const [other, { calls }] of own?.viewers ?? [])
      if (other !== viewer) ahead += Math.min(calls, turns);
    return ahead;
  }

  /**
   * Calls that would be served before one more of this party, those left out that `counted` says are counted
   * already: each other viewer of its tenant has as many turns as it has, and so has each other tenant.
   */
  ahead({ tenant, viewer }: Party, counted: (party: Party) => number): number {
    const own = this.#tenants.get(tenant);
    const turns = (own?.viewers.get(viewer)?.calls ?? 0) + 1;
    let [elsewhere, withinTenant] = [0, turns];
    for (const [other, { calls }] of own?.viewers ?? []) {
      if (other !== viewer) withinTenant += Math.min(calls, turns);
      elsewhere += Math.min(calls - counted({ tenant, viewer: other }), turns);
    }
    for (const [other, { calls, viewers }] of this.#tenants) {
      if (other === tenant) continue;
      let here = 0;
      for (const name of viewers.keys()) here += counted({ tenant: other, viewer: name });
      elsewhere += Math.min(calls - here, withinTenant);
    }
    return elsewhere;
  }
}
