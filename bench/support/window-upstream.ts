// An upstream that does nothing but count: exact sliding windows per account and per source address, with
// latency and transit jitter on demand. Started as a child process; answers on IPC with its port and log.
// It shares no code with the throttle, so that the two cannot share a mistake.
import { createServer } from 'node:http';

export interface UpstreamOptions {
  readonly quota: number;
  readonly latencyMs: number;
  readonly latencyJitterMs: number;
  /** Calls are delayed by 0 to this long before they are counted. */
  readonly transitJitterMs: number;
}

export interface UpstreamLog {
  readonly calls: number;
  readonly throttled: number;
  /** Most calls, taken or refused, that arrived in any window of one second. */
  readonly maxInWindow: number;
}

interface Arrival {
  readonly at: number;
  readonly account: string;
  readonly client: string;
  readonly refused: boolean;
}

const options = JSON.parse(process.argv[2] ?? '{}') as UpstreamOptions;
const windows = new Map<string, number[]>();
const arrivals: Arrival[] = [];

function room(key: string, now: number): number[] | undefined {
  const window = (windows.get(key) ?? []).filter((at) => at > now - 1_000);
  windows.set(key, window);
  return window.length < options.quota ? window : undefined;
}

const server = createServer((request, response) => {
  request.resume();
  const account = String(request.headers['x-account'] ?? '');
  const client = String(request.headers['x-client'] ?? '');
  const source = String(request.socket.remoteAddress);
  setTimeout(() => {
    const now = performance.now();
    const taken = [room(`account ${account}`, now), room(`address ${source}`, now)];
    const refused = taken.some((window) => window === undefined);
    if (!refused) for (const window of taken) window?.push(now);
    arrivals.push({ at: now, account, client, refused });
    const wait = options.latencyMs + (Math.random() * 2 - 1) * options.latencyJitterMs;
    setTimeout(() => {
      response.writeHead(refused ? 429 : 200, { 'content-type': 'application/json' });
      const body = {
        error_code: 'APIG.0308',
        error_msg: `The throttling threshold has been reached: policy user over ratelimit,limit:${options.quota},time:1 second`,
      };
      response.end(refused ? JSON.stringify(body) : '{}');
    }, wait);
  }, Math.random() * options.transitJitterMs);
});
server.keepAliveTimeout = 60_000;

server.listen(0, '0.0.0.0', () => {
  const address = server.address();
  process.send?.({ port: typeof address === 'object' ? address?.port : undefined });
});
process.on('message', () => {
  const times = arrivals.map(({ at }) => at).sort((a, b) => a - b);
  let maxInWindow = 0;
  for (let first = 0, last = 0; last < times.length; last++) {
    while ((times[first] ?? 0) <= (times[last] ?? 0) - 1_000) first++;
    maxInWindow = Math.max(maxInWindow, last - first + 1);
  }
  process.send?.({ arrivals, maxInWindow });
});
process.on('disconnect', () => process.exit());
