import { z } from 'zod';
import type { ReadScope } from '../../src/cache/cache.ts';
import { type Breakers, createBreakers } from '../../src/call/breaker.ts';
import { type Call, createCall } from '../../src/call/call.ts';
import { createIamExchange } from '../../src/call/iam-exchange.ts';
import { defineOperation } from '../../src/call/operation.ts';
import { createRetryBudget } from '../../src/call/retry.ts';
import { createCredentialStore } from '../../src/credentials/credential-store.ts';
import type { CredentialStore } from '../../src/credentials/credentials.ts';
import { createThrottle } from '../../src/throttle/throttle.ts';
import { createTransport } from '../../src/transport/transport.ts';
import { FakeClock } from './fake-clock.ts';
import { testScope, testTenant } from './scopes.ts';
import { type ScriptedUpstream, startScriptedUpstream } from './scripted-upstream.ts';

export const thingOperation = (name: string) =>
  defineOperation({
    name,
    summary: 'For tests',
    method: 'GET',
    path: `/v2/${name}`,
    kind: 'read',
    idempotent: true,
    sites: ['cn'],
    credential: 'partner',
    quotaPerSecond: 1_000,
    parameters: { name: { in: 'query', type: 'string' } },
    freshness: { seconds: 1 },
    response: z.object({ things: z.array(z.string()) }),
  });

export const GOOD = { body: { things: ['a'] } };

/** The call room with the real rooms after it, on a fake clock, and one scripted server for BSS and IAM. */
export interface Door {
  readonly clock: FakeClock;
  readonly upstream: ScriptedUpstream;
  readonly call: Call;
  readonly credentials: CredentialStore;
  readonly breakers: Breakers;
  readonly keysRefused: readonly string[];
  readonly clocksCorrected: readonly number[];
  scope(change?: Partial<ReadScope>): ReadScope;
  close(): Promise<void>;
}

export async function openDoor(): Promise<Door> {
  const clock = new FakeClock();
  const upstream = await startScriptedUpstream();
  const transport = createTransport({ clock });
  const throttle = createThrottle({ clock });
  const retries = createRetryBudget(clock);
  const keysRefused: string[] = [];
  const clocksCorrected: number[] = [];
  const credentials = createCredentialStore({
    clock,
    exchange: createIamExchange({ clock, throttle, transport, retries }),
    onKeyRefused: (tenant, operation, reason) => void keysRefused.push(`${tenant} ${operation} ${reason}`),
    onClockCorrected: (_host, offsetMs) => void clocksCorrected.push(offsetMs),
  });
  const breakers = createBreakers(clock);
  return {
    clock,
    upstream,
    credentials,
    breakers,
    keysRefused,
    clocksCorrected,
    call: createCall({ clock, retries, transport, throttle, credentials, breakers }),
    scope: (change = {}) =>
      testScope(clock, {
        tenant: testTenant({ endpoints: { bss: upstream.url, iam: upstream.url }, agencyName: 'agency' }),
        ...change,
      }),
    async close() {
      await throttle.close();
      await upstream.close();
      await transport.close();
    },
  };
}

/** Waits in real turns of the event loop until something that depends on a socket has happened. */
export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve));
}
