import { LRUCache } from 'lru-cache';

export interface Weighed {
  /** Bytes that the entry holds alive. */
  readonly weight: number;
}

/**
 * Entries of all tenants under one bound. A tenant may fill what others leave; when the bound is passed, the
 * oldest entry of the tenant that holds most goes, so that no tenant is pushed below an equal share by another.
 */
export class TenantLru<Entry extends Weighed> {
  readonly #maxWeight: number;
  readonly #byTenant = new Map<string, LRUCache<string, Entry>>();
  #weight = 0;
  #entries = 0;
  #evictions = 0;

  constructor(maxWeight: number) {
    this.#maxWeight = maxWeight;
  }

  get(key: string): Entry | undefined {
    return this.#of(key)?.get(key);
  }

  /** The same without counting as a use. */
  peek(key: string): Entry | undefined {
    return this.#of(key)?.peek(key);
  }

  set(key: string, entry: Entry): void {
    this.delete(key);
    if (entry.weight + key.length > this.#maxWeight) return;
    const tenant = tenantOf(key);
    let entries = this.#byTenant.get(tenant);
    if (!entries) {
      entries = new LRUCache({
        // Twice the bound is never reached: what goes, and whose, is decided here and not by one tenant's list.
        maxSize: 2 * this.#maxWeight,
        sizeCalculation: ({ weight }, name) => Math.max(1, weight + name.length),
      });
      this.#byTenant.set(tenant, entries);
    }
    const before = entries.calculatedSize;
    entries.set(key, entry);
    this.#weight += entries.calculatedSize - before;
    this.#entries++;
    while (this.#weight > this.#maxWeight) this.#evict();
  }

  delete(key: string): void {
    const tenant = tenantOf(key);
    const entries = this.#byTenant.get(tenant);
    if (!entries?.has(key)) return;
    this.#take(tenant, entries, () => entries.delete(key));
  }

  /** Drops every entry whose key begins so. */
  deleteAll(prefix: string): void {
    for (const [tenant, entries] of this.#byTenant) {
      for (const key of [...entries.keys()]) {
        if (key.startsWith(prefix)) this.#take(tenant, entries, () => entries.delete(key));
      }
    }
  }

  get size(): CacheSize {
    return {
      entries: this.#entries,
      bytes: this.#weight,
      evictions: this.#evictions,
      tenants: new Map([...this.#byTenant].map(([tenant, entries]) => [tenant, entries.calculatedSize])),
    };
  }

  #of(key: string): LRUCache<string, Entry> | undefined {
    return this.#byTenant.get(tenantOf(key));
  }

  #evict(): void {
    let largest: [string, LRUCache<string, Entry>] | undefined;
    for (const one of this.#byTenant) {
      if (!largest || one[1].calculatedSize > largest[1].calculatedSize) largest = one;
    }
    if (!largest) return;
    const [tenant, entries] = largest;
    this.#evictions++;
    this.#take(tenant, entries, () => entries.pop());
  }

  #take(tenant: string, entries: LRUCache<string, Entry>, remove: () => unknown): void {
    const before = entries.calculatedSize;
    remove();
    this.#weight -= before - entries.calculatedSize;
    this.#entries--;
    if (entries.size === 0) this.#byTenant.delete(tenant);
  }
}

export interface CacheSize {
  readonly entries: number;
  readonly bytes: number;
  /** Entries dropped for others so far. */
  readonly evictions: number;
  /** Bytes by tenant. */
  readonly tenants: ReadonlyMap<string, number>;
}

/** Keys begin with the tenant; see `accountOf`. */
const tenantOf = (key: string): string => key.slice(0, Math.max(0, key.indexOf('/')));
