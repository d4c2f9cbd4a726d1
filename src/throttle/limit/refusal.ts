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

// Two accounts that are refused within this time were refused for what they share.
const TOGETHER_MS = 3_000;

/**
 * Which of its two windows refused a call: the account's, unless the address's was fuller and another account
 * was refused there a moment ago. A refusal of one account must not bind all who share its address.
 */
export class RefusalWitnesses {
  readonly #refusedAt = new Map<string, number>();

  dimensionOf(
    account: string,
    snapshot: Readonly<Record<Dimension, WindowSnapshot>>,
    now: number,
  ): Dimension {
    for (const [other, at] of this.#refusedAt) if (at < now - TOGETHER_MS) this.#refusedAt.delete(other);
    this.#refusedAt.delete(account);
    const another = this.#refusedAt.size > 0;
    this.#refusedAt.set(account, now);
    return another && snapshot.address.others > snapshot.account.others ? 'address' : 'account';
  }
}
