import type { ExecutionResult } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Cache, Source } from '../../cache/cache.ts';
import type { TraceTotals } from '../../telemetry/call-trace.ts';

/** An answer with the kept upstream answers that it was made from. */
interface CachedResponse {
  readonly data: string;
  readonly sources: readonly Source[];
}

/** Answers that hang on more upstream answers than this are cheaper to make again than to check. */
const MAX_SOURCES = 64;

/**
 * Whole answers, kept for as long as every upstream answer that they were made from is itself still kept and
 * fresh. A cached response is thus never older than what executing the operation again would read from the cache.
 */
export class ResponseCache {
  readonly #answers: LRUCache<string, CachedResponse>;
  readonly #stillGood: Cache['stillGood'];

  constructor(options: { readonly maxBytes: number; readonly stillGood: Cache['stillGood'] }) {
    this.#answers = new LRUCache({
      maxSize: options.maxBytes,
      sizeCalculation: (cached, key) => cached.data.length + key.length,
    });
    this.#stillGood = options.stillGood;
  }

  get(key: string): ExecutionResult | undefined {
    const cached = this.#answers.get(key);
    if (!cached) return undefined;
    if (!this.#stillGood(cached.sources)) {
      this.#answers.delete(key);
      return undefined;
    }
    return fromCache(cached);
  }

  set(key: string, result: ExecutionResult, sources: readonly Source[]): void {
    if (!result.data || result.errors || sources.length === 0 || sources.length > MAX_SOURCES) return;
    this.#answers.set(key, { data: JSON.stringify(result.data), sources });
  }
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
