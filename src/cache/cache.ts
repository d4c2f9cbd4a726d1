// Read-through cache and single flight. Every key begins with the tenant and the account whose credential
// asked, so that nothing can be read across tenants or subjects. Errors are never kept. It does not know
// what an operation means, only how long the operation says its answer stays good.
import type { Answer, Call } from '../call/call.ts';
import type { InputOf, Operation, Parameters } from '../call/operation.ts';
import { accountOf, type CallScope, PARTNER } from '../call/scope.ts';
import type { Clock } from '../clock/clock.ts';
import { damageOf } from '../decode/damage.ts';
import { isGatewayError } from '../errors/errors.ts';
import { type CacheResult, CallTrace } from '../telemetry/call-trace.ts';
import type { CacheEntry, Source } from './cache-entry.ts';
import { cacheKey, keyPrefix } from './cache-key.ts';
import { lifetime } from './freshness.ts';
import { LocalEntries, type LocalEntry } from './local-entries.ts';
import type { SharedStore } from './shared-store.ts';
import { SingleFlight } from './single-flight.ts';
import type { CacheSize } from './tenant-lru.ts';

export type { Source } from './cache-entry.ts';

/** A call scope that also says whether kept answers may be used (`Cache-Control: no-cache` forbids it). */
export interface ReadScope extends CallScope {
  readonly bypassCache: boolean;
  /** Collects what the request's answer is made from. */
  readonly sources: Source[];
}

/** Reads through the cache; the value is shared between readers and must not be changed. */
export type Read = <P extends Parameters, T>(
  operation: Operation<P, T>,
  input: InputOf<P>,
  scope: ReadScope,
) => Promise<T>;

export interface Cache {
  readonly read: Read;
  /** Makes a writing call and forgets what it made worthless, also when its outcome is unknown. */
  write<P extends Parameters, T>(operation: Operation<P, T>, input: InputOf<P>, scope: CallScope): Promise<T>;
  /** Whether a fresh answer is at hand, so that asking costs no call. */
  has<P extends Parameters>(operation: Operation<P, unknown>, input: InputOf<P>, scope: ReadScope): boolean;
  /** Whether every one of these answers is still the one that is kept, and fresh. */
  stillGood(sources: readonly Source[]): boolean;
  /** Forgets, in this process, the answers whose key begins so. */
  invalidate(prefix: string): void;
  readonly size: CacheSize & { readonly flights: number };
}

export interface CacheOptions {
  readonly clock: Clock;
  readonly call: Call;
  /** Bound on what all entries hold alive, in bytes of heap. */
  readonly maxBytes: number;
  /** A second level that replicas share. */
  readonly shared?: SharedStore;
  /** Longest time that fetching a new answer in the background may take, in ms. */
  readonly refreshMs?: number;
  readonly onResult?: (operation: string, result: CacheResult) => void;
}

const GONE: object = Object.freeze({});

/** Failures in which an outdated answer is better than none. */
const STALE_IF_ERROR = new Set(['UPSTREAM_BUSY', 'UPSTREAM_UNAVAILABLE', 'DEADLINE_EXCEEDED']);

export function createCache(options: CacheOptions): Cache {
  const { clock, call, maxBytes, shared, refreshMs = 30_000, onResult = () => undefined } = options;
  const local = new LocalEntries(clock, maxBytes);
  const flights = new SingleFlight<Answer<unknown>>();
  /** How often something was forgotten: what was read from Redis before that may be what was meant. */
  let forgotten = 0;

  const keep = (key: string, operation: Operation, answer: Answer<unknown>): void => {
    const kept = { value: answer.value, bytes: answer.bytes, ...lifetime(operation.freshness, clock.now()) };
    local.keep(key, kept);
    // What is missing from a damaged answer is known to this process alone.
    if (!damageOf(answer.value)) shared?.set(key, kept);
  };

  const fetch = (key: string, operation: Operation, input: InputOf<Parameters>, scope: CallScope) =>
    flights.run(key, scope, async (signal, isOpen) => {
      const answer = await call(operation, input, { ...scope, signal });
      // What was forgotten while it was fetched may be from before the write that made it worthless.
      if (isOpen()) keep(key, operation, answer);
      return answer;
    });

  /** A new answer for later readers; nobody waits for it and nobody is told when it fails. */
  const refresh = (key: string, operation: Operation, input: InputOf<Parameters>, scope: ReadScope): void => {
    if (flights.has(key)) return;
    fetch(key, operation, input, inBackground(scope, clock, refreshMs)).catch(() => undefined);
  };

  /** What the replicas share, where it is newer than what is at hand. */
  const findShared = async (
    store: SharedStore,
    key: string,
    operation: Operation,
    kept: LocalEntry | undefined,
  ): Promise<LocalEntry | undefined> => {
    const asked = forgotten;
    const theirs = await store.get(key, operation);
    if (!theirs || asked !== forgotten) return kept;
    const entry = atMostFromNow(theirs, operation, clock);
    return entry.freshUntil <= (kept?.freshUntil ?? 0) ? kept : local.keep(key, entry);
  };

  const read = async (
    operation: Operation,
    input: InputOf<Parameters>,
    scope: ReadScope,
  ): Promise<unknown> => {
    const key = cacheKey(operation, input, scope);
    const tell = (result: CacheResult) => {
      scope.trace.cache(result);
      onResult(operation.name, result);
    };
    const mine = scope.bypassCache ? undefined : local.get(key);
    const look = shared && !scope.bypassCache && !local.isFresh(mine);
    const kept = look ? await findShared(shared, key, operation, mine) : mine;
    if (kept && local.isBefore(kept, 'staleUntil')) {
      const fresh = local.isFresh(kept);
      if (!fresh) refresh(key, operation, input, scope);
      scope.sources.push({ key, entry: fresh ? kept : GONE });
      tell(fresh ? 'hit' : 'stale');
      return kept.value;
    }
    try {
      // Two requests that both refuse kept answers still share one call in flight: it is as new as can be.
      const { value: answer, joined } = await fetch(key, operation, input, scope);
      const stored = local.peek(key);
      // An answer that was evicted at once, or replaced meanwhile, is no source that holds later.
      scope.sources.push({ key, entry: stored && stored.value === answer.value ? stored : GONE });
      tell(joined ? 'joined' : scope.bypassCache ? 'bypass' : 'miss');
      return answer.value;
    } catch (error) {
      const usable =
        kept &&
        local.isBefore(kept, 'staleIfErrorUntil') &&
        isGatewayError(error) &&
        STALE_IF_ERROR.has(error.code);
      if (!usable) throw error;
      scope.sources.push({ key, entry: GONE });
      tell('stale');
      return kept.value;
    }
  };

  const invalidate = (prefix: string): void => {
    forgotten++;
    local.deleteAll(prefix);
    flights.detach(prefix);
  };

  const write: Cache['write'] = async (operation, input, scope) => {
    try {
      return (await call(operation, input, scope)).value;
    } finally {
      // What was written may show in the partner's view and in the customer's own.
      const accounts = new Set([PARTNER, scope.subject].map((subject) => accountOf({ ...scope, subject })));
      for (const account of accounts) {
        for (const name of operation.invalidates ?? []) {
          invalidate(keyPrefix(account, name));
          await shared?.invalidate(keyPrefix(account, name));
        }
      }
    }
  };

  return {
    read: read as Read,
    write,
    has: (operation, input, scope) =>
      !scope.bypassCache && local.isFresh(local.get(cacheKey(operation, input, scope))),
    stillGood: (sources) =>
      sources.every(({ key, entry: kept }) => {
        const current = local.get(key);
        return current === kept && local.isFresh(current);
      }),
    invalidate,
    get size() {
      return { ...local.size, flights: flights.size };
    },
  };
}

/** The scope of a call that nobody waits for: at background priority, and at no request's expense. */
const inBackground = (scope: ReadScope, clock: Clock, refreshMs: number): CallScope => ({
  ...scope,
  priority: 'background',
  deadline: clock.monotonic() + refreshMs,
  signal: new AbortController().signal,
  trace: new CallTrace(() => clock.monotonic()),
  budget: undefined,
});

/** The clock of the replica that wrote an entry may be ahead: it lasts no longer than an answer of now. */
function atMostFromNow(theirs: CacheEntry, operation: Operation, clock: Clock): CacheEntry {
  const most = lifetime(operation.freshness, clock.now());
  return {
    ...theirs,
    freshUntil: Math.min(theirs.freshUntil, most.freshUntil),
    staleUntil: Math.min(theirs.staleUntil, most.staleUntil),
    staleIfErrorUntil: Math.min(theirs.staleIfErrorUntil, most.staleIfErrorUntil),
  };
}
