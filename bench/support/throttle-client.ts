// One replica of the quota scenario: a throttle and many callers that never have enough. Started as a child
// process; says on IPC what its callers saw.
import { Agent } from 'undici';
import { sleep, systemClock } from '../../src/clock/clock.ts';
import { createThrottle, type Slot } from '../../src/throttle/throttle.ts';

export interface ClientOptions {
  readonly port: number;
  readonly name: string;
  readonly accounts: readonly string[];
  readonly addresses: readonly string[];
  readonly quotaPerSecond: number;
  readonly callers: number;
  readonly redisUrl: string | undefined;
  readonly replicas: number;
}

export interface ClientReport {
  readonly waits: readonly number[];
  readonly failed: number;
  readonly events: readonly string[];
}

const options = JSON.parse(process.argv[2] ?? '{}') as ClientOptions;
const started = performance.now();
const events: string[] = [];
const waits: number[] = [];
const agents = new Map<string | undefined, Agent>();
let failed = 0;
let running = true;

const throttle = createThrottle({
  clock: systemClock,
  addresses: options.addresses,
  ...(options.redisUrl ? { redis: { url: options.redisUrl }, fallbackFraction: 1 / options.replicas } : {}),
  onEvent(event) {
    if (event.type === 'granted' || event.type === 'aborted') return;
    events.push(`${((performance.now() - started) / 1_000).toFixed(2)} s ${JSON.stringify(event)}`);
  },
});

function agentFor(address: string | undefined): Agent {
  const known = agents.get(address);
  if (known) return known;
  const agent = new Agent({ connections: 64, ...(address ? { localAddress: address } : {}) });
  agents.set(address, agent);
  return agent;
}

function send(slot: Slot, account: string): Promise<number> {
  return new Promise((resolve, reject) => {
    let status = 0;
    agentFor(slot.address).dispatch(
      {
        origin: `http://127.0.0.1:${options.port}`,
        path: '/',
        method: 'GET',
        headers: { 'x-account': account, 'x-client': options.name },
      },
      {
        onRequestStart: () => slot.sent(),
        onResponseStart: (_controller, code) => {
          status = code;
        },
        onResponseData: () => undefined,
        onResponseEnd: () => resolve(status),
        onResponseError: (_controller, error) => reject(error),
      },
    );
  });
}

async function caller(number: number): Promise<void> {
  const account = options.accounts[number % options.accounts.length] ?? 'acme/partner';
  while (running) {
    const admission = await throttle.acquire({
      operation: 'ListCustomerOrders',
      host: 'window-upstream',
      account,
      tenant: 'acme',
      quotaPerSecond: options.quotaPerSecond,
      viewer: `viewer-${number % 10}`,
      priority: 'interactive',
      deadline: systemClock.now() + 600_000,
    });
    if (admission.outcome !== 'granted') {
      if (admission.outcome === 'aborted') return;
      failed++;
      await sleep(systemClock, admission.retryAfterMs);
      continue;
    }
    const { slot } = admission;
    waits.push(slot.waitedMs);
    const status = await send(slot, account).catch(() => 0);
    const throttled = { limit: options.quotaPerSecond, windowMs: 1_000, source: 'gateway' } as const;
    slot.release(status === 429 ? { sent: true, throttled } : { sent: true });
    if (status !== 200 && status !== 429) failed++;
  }
}

const callers = Array.from({ length: options.callers }, (_, number) => caller(number));
process.on('message', async () => {
  running = false;
  await throttle.close();
  await Promise.all(callers);
  process.send?.({ waits, failed, events } satisfies ClientReport);
});
process.on('disconnect', () => process.exit());
process.send?.('ready');
