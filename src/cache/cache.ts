// Read-through cache and single flight. Every key begins with the tenant and the account whose credential
// asked, so that nothing can be read across tenants or subjects. Errors are never kept. It does not know
// what an operation means, only how long the catalogue says its answer stays good.
import { LRUCache } from 'lru-cache';
import type { Answer, Call } from '../call/call.ts';
import type { InputOf, Operation, Parameters } from '../call/operation.ts';
import { accountOf, type CallScope } from '../call/scope.ts';
import type { Clock } from '../clock/clock.ts';
import { freshUntil } from './freshness.ts';
import { SingleFlight } from './single-flight.ts';

/** A call scope that also says whether kept answers may be used (`Cache-Control: no-cache` forbids it). */
export interface ReadScope extends CallScope {
  readonly bypassCache: boolean;
}

/** Reads through the cache; the value is shared between readers and must not be changed. */
export type Read = <P extends Parameters, T>(
  operation: Operation<P, T>,
  input: InputOf<P>,
  scope: ReadScope,
) => Promise<T>;

interface Entry {
  readonly value: unknown;
  readonly bytes: number;
  readonly freshUntil: number;
}

export interface Cache {
  readonly read: Read;
  /** Whether a fresh answer is at hand, so that asking costs no call. */
  has<P extends Parameters>(operation: Operation<P, unknown>, input: InputOf<P>, scope: ReadScope): boolean;
  readonly size: { readonly entries: number; readonly bytes: number; readonly flights: number };
}

export interface CacheOptions {
  readonly clock: Clock;
  readonly call: Call;
  /** Bound on the wire bytes of all kept answers. */
  readonly maxBytes: number;
}

export function createCache({ clock, call, maxBytes }: CacheOptions): Cache {
  const entries = new LRUCache<string, Entry>({
    maxSize: maxBytes,
    sizeCalculation: (entry, key) => entry.bytes + key.length,
  });
  const flights = new SingleFlight<Answer<unknown>>();

  const fresh = (key: string): Entry | undefined => {
    const entry = entries.get(key);
    return entry && entry.freshUntil > clock.now() ? entry : undefined;
  };

  const read = async (
    operation: Operation,
    input: InputOf<Parameters>,
    scope: ReadScope,
  ): Promise<unknown> => {
    const key = keyOf(operation, input, scope);
    const kept = scope.bypassCache ? undefined : fresh(key);
    if (kept) {
      scope.trace.cache('hit');
      return kept.value;
    }
    // Two requests that both refuse kept answers still share one call in flight: it is as new as can be.
    const { value: answer, joined } = await flights.run(key, scope, async (signal) => {
      const answer = await call(operation, input, { ...scope, signal });
      entries.set(key, {
        value: answer.value,
        bytes: answer.bytes,
        freshUntil: freshUntil(operation.freshness, clock.now()),
      });
      return answer;
    });
    scope.trace.cache(joined ? 'joined' : scope.bypassCache ? 'bypass' : 'miss');
    return answer.value;
  };

  return {
    read: read as Read,
    has: (operation, input, scope) =>
      !scope.bypassCache && fresh(keyOf(operation, input, scope)) !== undefined,
    get size() {
      return { entries: entries.size, bytes: entries.calculatedSize, flights: flights.size };
    },
  };
}

/**
 * Tenant and subject first, with the upstream account behind them, which a reload may change; then the
 * operation, the language of its names, and its input in key order.
 */
function keyOf(operation: Operation, input: Readonly<Record<string, unknown>>, scope: ReadScope): string {
  const fields = Object.keys(input)
    .filter((name) => input[name] !== undefined)
    .sort()
    .map((name) => [name, input[name]]);
  const language = operation.parameters['X-Language'] ? (scope.language ?? '') : '';
  const { endpoints, partner } = scope.tenant;
  const upstream = `${endpoints.bss.href}|${partner.domainId}`;
  return `${accountOf(scope)}|${upstream}|${operation.name}|${language}|${JSON.stringify(fields)}`;
}
