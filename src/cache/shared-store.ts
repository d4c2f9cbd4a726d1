import { Redis } from 'ioredis';
import type { Clock } from '../clock/clock.ts';
import type { CacheEntry } from './cache-entry.ts';

/**
 * Kept answers that all replicas share. Losing it costs calls, never an answer: what cannot be forgotten while
 * it is away is forgotten when it is back, and not read before.
 */
export interface SharedStore {
  get(key: string): Promise<CacheEntry | undefined>;
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
}

const SCAN_COUNT = 500;
/** After a failure Redis is left alone for so long. */
const PAUSE_MS = 1_000;
/** More debts than this are one debt about everything. */
const MOST_OWED = 1_000;

export function createSharedStore(options: SharedStoreOptions): SharedStore {
  const { clock, prefix = 'partner-graph:cache', timeoutMs = 50 } = options;
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
  const channel = `${prefix}:forget`;
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

  /** Beginnings of keys that are still to be forgotten. */
  const owed = new Set<string>();
  const isOwed = (key: string) => [...owed].some((begin) => key.startsWith(begin));
  const forget = async (begin: string): Promise<void> => {
    owed.add(begin);
    if (owed.size > MOST_OWED) {
      owed.clear();
      owed.add('');
    }
    if (!usable()) return;
    try {
      const pattern = `${prefix}:${begin.replace(/[\\*?[\]]/g, '\\$&')}*`;
      let cursor = '0';
      do {
        const [next, keys] = await redis.scan(cursor, 'MATCH', pattern, 'COUNT', SCAN_COUNT);
        if (keys.length > 0) await redis.unlink(...keys);
        cursor = next;
      } while (cursor !== '0');
      await redis.publish(channel, begin);
      owed.delete(begin);
    } catch (error) {
      failed(error);
    }
  };
  const forgetWhatIsOwed = async (): Promise<void> => {
    for (const begin of owed) await forget(begin);
  };
  // A connection that just came back may still be left alone for the rest of a pause.
  redis.on('ready', () => clock.after(PAUSE_MS, () => void forgetWhatIsOwed(), { unref: true }));

  return {
    async get(key) {
      if (!usable()) return undefined;
      if (isOwed(key)) {
        void forgetWhatIsOwed();
        return undefined;
      }
      try {
        const text = await redis.get(`${prefix}:${key}`);
        return text === null ? undefined : (JSON.parse(text) as CacheEntry);
      } catch (error) {
        failed(error);
        return undefined;
      }
    },
    set(key, kept) {
      const left = Math.ceil(kept.staleIfErrorUntil - clock.now());
      if (!usable() || left <= 0) return;
      redis.set(`${prefix}:${key}`, JSON.stringify(kept), 'PX', left).catch(failed);
    },
    invalidate: forget,
    async close() {
      redis.disconnect();
      subscriber.disconnect();
    },
  };
}
