import { LRUCache } from 'lru-cache';

/**
 * Which keys were asked for together in a bulk call. An answer is kept under the whole question, so that a key
 * that is asked for alone, or among others, is found again only through the group in which it was asked for.
 * Bounded; what it says is checked against what is kept before it is used.
 */
export class KeySetMemory extends LRUCache<string, readonly string[]> {
  constructor(maxKeys = 50_000) {
    super({ max: maxKeys });
  }
}

/** The groups of one account, in a memory that all accounts share. */
export interface KeySets {
  /** The keys of the latest bulk call for this one. The same array for all keys of a call. */
  of(edge: string, filter: string, key: string): readonly string[] | undefined;
  remember(edge: string, filter: string, keys: readonly string[]): void;
}

/** Stands in no account's id and no edge's name. */
const BETWEEN = '\u0000';

export function keySetsOf(memory: KeySetMemory, account: string): KeySets {
  const nameOf = (edge: string, filter: string, key: string) => [account, edge, filter, key].join(BETWEEN);
  return {
    of: (edge, filter, key) => memory.get(nameOf(edge, filter, key)),
    remember(edge, filter, keys) {
      for (const key of keys) memory.set(nameOf(edge, filter, key), keys);
    },
  };
}
