import type { Lifetime } from './freshness.ts';

/** An answer that is kept; shared between readers, so that nobody may change it. */
export interface CacheEntry extends Lifetime {
  readonly value: unknown;
  /** Length of the wire body it came from. */
  readonly bytes: number;
}

/** A kept answer that was read, to be recognised later. */
export interface Source {
  readonly key: string;
  readonly entry: object;
}
