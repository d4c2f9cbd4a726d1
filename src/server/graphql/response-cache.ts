import type { ExecutionResult } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Cache, Source } from '../../cache/cache.ts';
import type { TraceTotals } from '../../telemetry/call-trace.ts';

/** A whole answer as text, with the cached upstream answers that it was made from. */
interface CachedResponse {
  readonly data: string;
  readonly sources: readonly WeakSource[];
}

/** A source that is recognised and not held: what the cache evicts must not stay alive here. */
interface WeakSource {
  readonly key: string;
  readonly entry: WeakRef<Source['entry']>;
}

/** Answers that hang on more upstream answers than this are cheaper to make again than to check. */
const MAX_SOURCES = 64;

const MAX_BYTES = 64 * 1024 * 1024;

/** Heap of a character of text, and of an entry or a source beside its text. */
const CHARACTER_BYTES = 2;
const RECORD_BYTES = 200;

/**
 * Whole answers of queries, for as long as every upstream answer that they were made from is itself still
 * cached and fresh. A response is thus never older than what executing the query again would read.
 */
export class ResponseCache {
  readonly #responses: LRUCache<string, CachedResponse>;
  readonly #stillGood: Cache['stillGood'];

  constructor(stillGood: Cache['stillGood'], maxBytes = MAX_BYTES) {
    this.#responses = new LRUCache({ maxSize: maxBytes, sizeCalculation: heldBytes });
    this.#stillGood = stillGood;
  }

  get(key: string): ExecutionResult | undefined {
    const cached = this.#responses.get(key);
    if (!cached) return undefined;
    if (!this.#areGood(cached.sources)) {
      this.#responses.delete(key);
      return undefined;
    }
    return fromCache(cached);
  }

  set(key: string, result: ExecutionResult, sources: readonly Source[]): void {
    if (!result.data || result.errors || sources.length === 0 || sources.length > MAX_SOURCES) return;
    const weak = sources.map((source) => ({ key: source.key, entry: new WeakRef(source.entry) }));
    this.#responses.set(key, { data: JSON.stringify(result.data), sources: weak });
  }

  get held(): { readonly entries: number; readonly bytes: number } {
    return { entries: this.#responses.size, bytes: this.#responses.calculatedSize };
  }

  #areGood(sources: readonly WeakSource[]): boolean {
    const strong: Source[] = [];
    for (const { key, entry } of sources) {
      const source = entry.deref();
      if (!source) return false;
      strong.push({ key, entry: source });
    }
    return this.#stillGood(strong);
  }
}

function heldBytes({ data, sources }: CachedResponse, key: string): number {
  const characters = sources.reduce((sum, source) => sum + source.key.length, data.length + key.length);
  return characters * CHARACTER_BYTES + (1 + sources.length) * RECORD_BYTES;
}

const NOTHING_CALLED = {
  calls: 0,
  coalesced: 0,
  staleServed: 0,
  queuedMs: 0,
  throttled: 0,
  retries: 0,
  repairs: 0,
  estimatedCalls: 0,
  estimate: { upper: 0, expected: 0 },
} satisfies Omit<TraceTotals, 'cacheHits'> & Record<string, unknown>;

/** The result as it would be made again from the cache; its text is already at hand. */
function fromCache({ data, sources }: CachedResponse): ExecutionResult {
  const upstream = { ...NOTHING_CALLED, cacheHits: sources.length };
  const text = `{"data":${data},"extensions":${JSON.stringify({ upstream })}}`;
  const result = { data: {}, extensions: { upstream }, stringify: () => text };
  return result as ExecutionResult;
}
