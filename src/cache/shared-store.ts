import { createHash } from 'node:crypto';
import { Redis } from 'ioredis';
import { z } from 'zod';
import type { Operation } from '../call/operation.ts';
import type { Clock } from '../clock/clock.ts';
import { damageOf } from '../decode/damage.ts';
import { decodeResponse } from '../decode/response.ts';
import type { CacheEntry } from './cache-entry.ts';

/**
 * Kept answers that all replicas share. Losing it costs calls, never an answer: what cannot be forgotten while
 * it is away is forgotten when it is back, and not read before.
 */
export interface SharedStore {
  /** A value that is not an answer of the operation is as absent, and dropped. */
  get(key: string, operation: Pick<Operation, 'name' | 'response'>): Promise<CacheEntry | undefined>;
  set(key: string, kept: CacheEntry): void;
  /** Forgets every answer whose key begins so, here and in the other replicas. */
  invalidate(prefix: string): Promise<void>;
  close(): Promise<void>;
}

export interface SharedStoreOptions {
  readonly clock: Clock;
  readonly url: string;
  readonly prefix?: string;
  /** Longest wait for an answer from Redis; after that it counts as not kept. */
  readonly timeoutMs?: number;
  /** Another replica wrote something that makes these answers worthless. */
  readonly onInvalidate: (prefix: string) => void;
  readonly onError: (error: unknown) => void;
  /** A value was none of this format, or no answer of its operation. */
  readonly onBroken: (operation: string) => void;
  /**
   * Names how entries are written and what the catalogue makes of answers, so that replicas of another version
   * do not read each other's.
   */
  readonly format: string;
}

const SCAN_COUNT = 500;
/** After a failure Redis is left alone for so long. */
const PAUSE_MS = 1_000;
/** More prefixes than this are one about everything. */
const MOST_PENDING = 1_000;

export function createSharedStore(options: SharedStoreOptions): SharedStore {
  const { clock, prefix = 'partner-graph:cache', timeoutMs = 50, format } = options;
  const nameOf = (key: string) => `${prefix}:${short(format)}:${key}`;
  const connect = () =>
    new Redis(options.url, {
      lazyConnect: false,
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      commandTimeout: timeoutMs,
      connectTimeout: 2_000,
      retryStrategy: (attempt) => Math.min(2_000, attempt * 200),
    });
  const redis = connect();
  const subscriber = connect();
  const channel = `${prefix}:invalidate`;
  let pausedUntil = 0;
  const failed = (error: unknown) => {
    pausedUntil = clock.monotonic() + PAUSE_MS;
    options.onError(error);
  };
  redis.on('error', failed);
  subscriber.on('error', () => {});
  subscriber.on('ready', () => void subscriber.subscribe(channel).catch(() => {}));
  subscriber.on('message', (_channel, message) => options.onInvalidate(message));
  const usable = () => redis.status === 'ready' && clock.monotonic() >= pausedUntil;

  /** Beginnings of keys that are still to be invalidated. */
  const pending = new Set<string>();
  const isPending = (key: string) => [...pending].some((begin) => key.startsWith(begin));
  const invalidate = async (begin: string): Promise<void> => {
    pending.add(begin);
    if (pending.size > MOST_PENDING) {
      pending.clear();
      pending.add('');
    }
    if (!usable()) return;
    try {
      // Replicas of another version write under another format.
      const pattern = `${prefix}:${'?'.repeat(FORMAT_LENGTH)}:${begin.replace(/[\\*?[\]]/g, '\\$&')}*`;
      let cursor = '0';
      do {
        const [next, keys] = await redis.scan(cursor, 'MATCH', pattern, 'COUNT', SCAN_COUNT);
        if (keys.length > 0) await redis.unlink(...keys);
        cursor = next;
      } while (cursor !== '0');
      await redis.publish(channel, begin);
      pending.delete(begin);
    } catch (error) {
      failed(error);
    }
  };
  const invalidatePending = async (): Promise<void> => {
    for (const begin of pending) await invalidate(begin);
  };
  // A connection that just came back may still be left alone for the rest of a pause.
  redis.on('ready', () => clock.after(PAUSE_MS, () => void invalidatePending(), { unref: true }));

  const drop = (key: string, operation: string): void => {
    options.onBroken(operation);
    redis.unlink(nameOf(key)).catch(failed);
  };

  return {
    async get(key, operation) {
      if (!usable()) return undefined;
      if (isPending(key)) {
        void invalidatePending();
        return undefined;
      }
      try {
        const text = await redis.get(nameOf(key));
        if (text === null) return undefined;
        const entry = readEntry(text, operation);
        if (!entry) drop(key, operation.name);
        return entry;
      } catch (error) {
        // A key that holds something else than text is broken by itself; the link is not.
        if (error instanceof Error && error.message.startsWith('WRONGTYPE')) drop(key, operation.name);
        else failed(error);
        return undefined;
      }
    },
    set(key, kept) {
      const left = Math.ceil(kept.staleIfErrorUntil - clock.now());
      if (!usable() || left <= 0) return;
      redis.set(nameOf(key), JSON.stringify(kept), 'PX', left).catch(failed);
    },
    invalidate,
    async close() {
      redis.disconnect();
      subscriber.disconnect();
    },
  };
}

const FORMAT_LENGTH = 12;

const short = (format: string): string =>
  createHash('sha256').update(format).digest('hex').slice(0, FORMAT_LENGTH);

const storedEntry = z.object({
  value: z.unknown(),
  bytes: z.number(),
  freshUntil: z.number(),
  staleUntil: z.number(),
  staleIfErrorUntil: z.number(),
});

/** The entry, where its value is an undamaged answer of the operation: decoded answers decode to themselves. */
function readEntry(
  text: string,
  { name, response }: Pick<Operation, 'name' | 'response'>,
): CacheEntry | undefined {
  try {
    const entry = storedEntry.parse(JSON.parse(text));
    const value = decodeResponse(name, response, JSON.stringify(entry.value));
    return damageOf(value) ? undefined : { ...entry, value };
  } catch {
    return undefined;
  }
}
