// How soon the first part of a deferred query is there while seconds of queue stand behind it: 85 customers
// whose resources take one call each of two operations, at the real 10 calls a second.

import { readSettings } from '../src/config/environment.ts';
import { startGateway } from '../src/gateway.ts';
import { startSandboxThread } from '../src/sandbox/thread.ts';
import { sandboxTenant } from '../src/sandbox-tenant.ts';
import { createLogger } from '../src/telemetry/log.ts';
import { startHeaderProxy } from '../test/support/header-proxy.ts';
import { askInParts, type Part } from '../test/support/parts.ts';

export interface IncrementalRun {
  readonly name: string;
  /** From the first upstream answer to the first part. */
  readonly afterFirstPageMs: number;
  readonly firstPartMs: number;
  readonly lastPartMs: number;
  readonly parts: number;
  readonly calls: number;
  readonly throttled: number;
}

const CUSTOMERS = 85;
const QUERY = `{ customers(first: ${CUSTOMERS}) { nodes {
  customerId ... @defer { resources(first: 1) { nodes { resourceId } } }
} } }`;
const HEADERS = { 'cache-control': 'no-cache', 'x-upstream-trace': '1' };

interface Call {
  readonly operation: string;
  readonly startMs: number;
  readonly queuedMs: number;
  readonly durationMs: number;
}

export async function run(): Promise<readonly IncrementalRun[]> {
  const sandbox = await startSandboxThread({ customers: CUSTOMERS });
  const settings = readSettings({ PORT: '0', LOG_LEVEL: 'warn', DEV_VIEWER: 'sandbox' });
  const gateway = await startGateway({
    settings,
    tenants: [sandboxTenant(sandbox.credentials)],
    logger: createLogger(settings.logLevel),
  });
  const proxy = await startHeaderProxy(gateway.url);
  try {
    const runs: IncrementalRun[] = [];
    for (const [name, url, accept] of [
      ['multipart', gateway.url, 'multipart/mixed'],
      ['server-sent events', gateway.url, 'text/event-stream'],
      ['multipart through a proxy', proxy.url, 'multipart/mixed'],
    ] as const) {
      runs.push(await measure(name, url, accept));
      // The windows that this run filled must be over before the next.
      await new Promise((resolve) => setTimeout(resolve, 1_500));
    }
    return runs;
  } finally {
    await proxy.close();
    await gateway.close();
    await sandbox.close();
  }
}

async function measure(name: string, url: string, accept: string): Promise<IncrementalRun> {
  const started = performance.now();
  let firstPartMs: number | undefined;
  let last: Part | undefined;
  let parts = 0;
  for await (const part of askInParts(url, QUERY, { accept, headers: HEADERS })) {
    firstPartMs ??= performance.now() - started;
    last = part;
    parts++;
  }
  const lastPartMs = performance.now() - started;
  const upstream = last?.extensions?.upstream;
  const page = (upstream?.trace as readonly Call[] | undefined)?.find(
    ({ operation }) => operation === 'ListSubCustomers',
  );
  if (!upstream || !page || firstPartMs === undefined)
    throw new Error('expected parts and a trace, got none');
  const firstPageMs = page.startMs + page.queuedMs + page.durationMs;
  return {
    name,
    afterFirstPageMs: Math.round(firstPartMs - firstPageMs),
    firstPartMs: Math.round(firstPartMs),
    lastPartMs: Math.round(lastPartMs),
    parts,
    calls: upstream.calls,
    throttled: upstream.throttled,
  };
}
