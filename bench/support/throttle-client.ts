// One replica of the quota scenario: a throttle and many callers that never have enough, signing with the
// upstream's official SDK. A process of its own; says on IPC what its callers saw.
import { AKSKSigner } from '@huaweicloud/huaweicloud-sdk-core/auth/AKSKSigner.js';
import { BasicCredentials } from '@huaweicloud/huaweicloud-sdk-core/auth/BasicCredentials.js';
import { Agent } from 'undici';
import { sleep, systemClock } from '../../src/clock/clock.ts';
import { createThrottle, type Permit, type Throttle } from '../../src/throttle/throttle.ts';
import { createTokenBucket } from './token-bucket.ts';

export interface Account {
  readonly name: string;
  readonly accessKey: string;
  readonly secretKey: string;
}

export interface ClientOptions {
  readonly endpoint: string;
  readonly accounts: readonly Account[];
  readonly addresses: readonly string[];
  readonly quotaPerSecond: number;
  readonly callers: number;
  /** `none`: each caller sends one call a second, and again at once when it is refused. */
  readonly limiter: 'local' | 'redis' | 'token bucket' | 'none';
  readonly redisUrl: string | undefined;
  readonly replicas: number;
}

export interface ClientReport {
  readonly waits: readonly number[];
  /** Calls that ended in anything but an answer or a 429. */
  readonly failed: number;
  /** Every call: when it was sent, in epoch ms, and the status it got. */
  readonly calls: readonly { readonly at: number; readonly status: number }[];
}

const OPERATION = 'ListCustomerOrders';
const PATH = '/v2/orders/customer-orders';
const QUERY = { limit: '1' };

const options = JSON.parse(process.argv[2] ?? '{}') as ClientOptions;
const waits: number[] = [];
const calls: { at: number; status: number }[] = [];
const agents = new Map<string | undefined, Agent>();
let failed = 0;
let running = true;

const throttle: Pick<Throttle, 'acquire' | 'mode' | 'close'> =
  options.limiter === 'token bucket'
    ? createTokenBucket(systemClock, options.quotaPerSecond)
    : createThrottle({
        clock: systemClock,
        addresses: options.addresses,
        ...(options.redisUrl
          ? { redis: { url: options.redisUrl }, fallbackFraction: 1 / options.replicas }
          : {}),
      });

function agentFor(address: string | undefined): Agent {
  const known = agents.get(address);
  if (known) return known;
  const agent = new Agent({ connections: 64, ...(address ? { localAddress: address } : {}) });
  agents.set(address, agent);
  return agent;
}

const LATE = new Error('expected the call to leave in time, got a turn too late');

/** The status; rejects with LATE when the call did not leave. */
function send(
  permit: Pick<Permit, 'mayLeave' | 'sent' | 'address'>,
  { accessKey, secretKey }: Account,
): Promise<number> {
  const endpoint = `${options.endpoint}${PATH}`;
  const request = { endpoint, method: 'GET', queryParams: QUERY, headers: {}, data: undefined };
  const headers = AKSKSigner.sign(request, new BasicCredentials().withAk(accessKey).withSk(secretKey));
  return new Promise((resolve, reject) => {
    let status = 0;
    agentFor(permit.address).dispatch(
      {
        origin: options.endpoint,
        path: PATH,
        query: QUERY,
        method: 'GET',
        headers: headers as Record<string, string>,
      },
      {
        onRequestStart: (controller) => {
          if (permit.mayLeave()) permit.sent();
          else controller.abort(LATE);
        },
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

async function caller(account: Account, viewer: string): Promise<void> {
  while (running) {
    const admission = await throttle.acquire({
      operation: OPERATION,
      host: 'sandbox',
      account: account.name,
      tenant: 'sandbox',
      quotaPerSecond: options.quotaPerSecond,
      viewer,
      priority: 'interactive',
      deadline: systemClock.monotonic() + 600_000,
    });
    if (admission.outcome === 'aborted') return;
    if (admission.outcome === 'busy') {
      failed++;
      await sleep(systemClock, admission.retryAfterMs);
      continue;
    }
    const { permit } = admission;
    const at = systemClock.now();
    const status = await send(permit, account).catch((error: unknown) =>
      error === LATE ? ('late' as const) : 0,
    );
    if (status === 'late') {
      permit.release({ sent: false });
      continue;
    }
    waits.push(permit.waitedMs);
    calls.push({ at, status });
    const throttled = { limit: options.quotaPerSecond, windowMs: 1_000, source: 'gateway' } as const;
    permit.release(status === 429 ? { sent: true, throttled } : { sent: true });
    if (status !== 200 && status !== 429) failed++;
  }
}

const NO_PERMIT = { mayLeave: () => true, sent: () => undefined, address: undefined };
const AGAIN_MS = 20;

async function insist(account: Account): Promise<void> {
  while (running) {
    const status = await send(NO_PERMIT, account).catch(() => 0);
    await sleep(systemClock, status === 200 ? 1_000 : AGAIN_MS);
  }
}

process.on('disconnect', () => process.exit());
while (options.redisUrl && throttle.mode() !== 'shared') await sleep(systemClock, 10);
process.send?.('ready');
process.once('message', () => {
  const callers = Array.from({ length: options.callers }, async (_, number) => {
    const account = options.accounts[number % options.accounts.length];
    if (!account) return;
    if (options.limiter === 'none') await insist(account);
    else await caller(account, `viewer-${number % 10}`);
  });
  process.once('message', async () => {
    running = false;
    await throttle.close();
    await Promise.all(callers);
    process.send?.({ waits, failed, calls } satisfies ClientReport);
  });
});
