// A gateway whose heap is small, the sandbox without quotas, and requests by the thousand between them.
import { Agent, request } from 'undici';
import type { GatewayOptions, GatewaySays } from '../bulkhead/gateway.ts';
import type { UpstreamOptions, UpstreamStarted } from '../bulkhead/upstream.ts';
import { startChild } from '../child.ts';
import type { HeapKind, HeapRequest } from './kinds.ts';

export const OLD_SPACE_MB = 512;
const KEY = 'heap-key';
const CONNECTIONS = 24;
const CUSTOMERS = 150;

export interface HeapStage {
  /** Sends so many requests of a kind and gives the heap after a forced collection, in MB, at every step. */
  measure(kind: HeapKind, requests: number, step: number): Promise<Readonly<Record<number, number>>>;
  close(): Promise<void>;
}

export async function openHeapStage(): Promise<HeapStage> {
  const upstream = startChild<UpstreamStarted>(new URL('../bulkhead/upstream.ts', import.meta.url), {
    partners: 1,
    customers: CUSTOMERS,
    quotas: false,
  } satisfies UpstreamOptions);
  const { credentials } = await upstream.receive();
  const gateway = startChild<GatewaySays>(
    new URL('../bulkhead/gateway.ts', import.meta.url),
    { credentials, keys: [[KEY]], withoutQuotas: true } satisfies GatewayOptions,
    { execArgv: ['--expose-gc', `--max-old-space-size=${OLD_SPACE_MB}`] },
  );
  const { url = '' } = await gateway.receive();
  const dispatcher = new Agent({ connections: CONNECTIONS });
  let sent = 0;
  const send = async ({ query, variables, headers, keyless }: HeapRequest): Promise<void> => {
    const response = await request(`${url}/graphql`, {
      dispatcher,
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        ...(keyless ? {} : { authorization: `Bearer ${KEY}` }),
        ...headers,
      },
      body: JSON.stringify({ query, variables }),
    });
    await response.body.dump();
  };
  const sendMany = async (kind: HeapKind, count: number): Promise<void> => {
    const until = sent + count;
    const connection = async () => {
      while (sent < until) await send(kind.request(sent++));
    };
    await Promise.all(Array.from({ length: CONNECTIONS }, connection));
  };
  return {
    async measure(kind, requests, step) {
      upstream.send({ trouble: kind.trouble });
      const heap: Record<number, number> = {};
      for (let done = 0; done < requests; done += step) {
        await sendMany(kind, step);
        const collected = gateway.receive();
        gateway.send({ collect: true });
        const { heapBytes = 0 } = await collected;
        heap[done + step] = Math.round(heapBytes / 1e5) / 10;
      }
      return heap;
    },
    async close() {
      await dispatcher.destroy();
      await Promise.all([gateway.stop(), upstream.stop()]);
    },
  };
}
