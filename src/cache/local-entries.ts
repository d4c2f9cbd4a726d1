// Answers that this process keeps, each with its limits on both clocks.
import type { Clock } from '../clock/clock.ts';
import type { CacheEntry } from './cache-entry.ts';
import type { Lifetime } from './freshness.ts';
import { TenantLru } from './tenant-lru.ts';
import { weightOf } from './weight.ts';

/** An entry of this process, with its limits on the clock that is never set. */
export interface LocalEntry extends CacheEntry {
  readonly weight: number;
  readonly monotonic: Lifetime;
}

export class LocalEntries extends TenantLru<LocalEntry> {
  readonly #clock: Clock;

  constructor(clock: Clock, maxBytes: number) {
    super(maxBytes);
    this.#clock = clock;
  }

  keep(key: string, entry: CacheEntry): LocalEntry {
    const toMonotonic = this.#clock.monotonic() - this.#clock.now();
    const kept: LocalEntry = {
      ...entry,
      weight: weightOf(entry.value),
      monotonic: {
        freshUntil: entry.freshUntil + toMonotonic,
        staleUntil: entry.staleUntil + toMonotonic,
        staleIfErrorUntil: entry.staleIfErrorUntil + toMonotonic,
      },
    };
    this.set(key, kept);
    return kept;
  }

  /** Both clocks have to agree: the wall clock may be set back, and the other one knows no times of day. */
  isBefore(kept: LocalEntry, limit: keyof Lifetime): boolean {
    return kept[limit] > this.#clock.now() && kept.monotonic[limit] > this.#clock.monotonic();
  }

  isFresh(kept: LocalEntry | undefined): kept is LocalEntry {
    return kept !== undefined && this.isBefore(kept, 'freshUntil');
  }
}
