import { type Cache, type CacheOptions, createCache } from '../../../src/cache/cache.ts';
import { type BreakerState, createBreakers } from '../../../src/call/breaker.ts';
import { createCall } from '../../../src/call/call.ts';
import { createIamExchange } from '../../../src/call/iam-exchange.ts';
import { createRetryBudget } from '../../../src/call/retry.ts';
import type { Clock } from '../../../src/clock/clock.ts';
import { createCredentialStore } from '../../../src/credentials/credential-store.ts';
import { createThrottle, type Throttle } from '../../../src/throttle/throttle.ts';
import { createTransport } from '../../../src/transport/transport.ts';

export interface Rooms {
  readonly cache: Cache;
  readonly throttle: Throttle;
  readonly credentialsHeld: () => number;
  /** What the breakers changed to, in order. */
  readonly breakerChanges: readonly BreakerState[];
  close(): Promise<void>;
}

export interface RoomsOptions extends Partial<Pick<CacheOptions, 'maxBytes' | 'shared' | 'onResult'>> {
  readonly clock: Clock;
}

/** The rooms from the cache to the wire, put together as the gateway does. */
export function openRooms({ clock, maxBytes = 1_000_000, ...cacheOptions }: RoomsOptions): Rooms {
  const transport = createTransport({ clock });
  const throttle = createThrottle({ clock });
  const retries = createRetryBudget(clock);
  const credentials = createCredentialStore({
    clock,
    exchange: createIamExchange({ clock, throttle, transport, retries }),
  });
  const breakerChanges: BreakerState[] = [];
  const breakers = createBreakers(clock, ({ state }) => void breakerChanges.push(state));
  const call = createCall({ clock, throttle, credentials, transport, breakers, retries });
  return {
    cache: createCache({ clock, call, maxBytes, ...cacheOptions }),
    throttle,
    credentialsHeld: () => credentials.size,
    breakerChanges,
    async close() {
      await throttle.close();
      await transport.close();
    },
  };
}
