import type { Dimension, Throttled } from '../types.ts';
import type { WindowSnapshot } from './adaptive-limit.ts';

/** A 429 as the windows understood it. */
export interface Refusal {
  readonly dimension: Dimension;
  readonly source: Throttled['source'];
  readonly quota: number;
  /** Calls per second that are let through from now on; undefined when that did not change. */
  readonly limit: number | undefined;
  /** A refusal alone, that lowered no limit: jitter may explain it, so the guard should grow. */
  readonly lone: boolean;
}

/** The dimension that was nearer to its limit is the one that the upstream most likely refused. */
export function fuller(snapshot: Readonly<Record<Dimension, WindowSnapshot>>): Dimension {
  return snapshot.address.others > snapshot.account.others ? 'address' : 'account';
}
