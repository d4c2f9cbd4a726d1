// Load from a process of its own: connections that each send their next request when the last was answered.
import { Client } from 'undici';
import { childOptions, tellParent } from './child.ts';

export interface LoadOptions {
  readonly url: string;
  readonly connections: number;
  readonly seconds: number;
  readonly query: string;
  /** Every request carries an operation name of its own. */
  readonly uniqueNames: boolean;
  readonly headers: Readonly<Record<string, string>>;
}

export interface LoadResult {
  readonly requests: number;
  readonly seconds: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly failed: number;
}

const options = await childOptions<LoadOptions>();
const { url, connections, seconds, query, uniqueNames } = options;
const headers = { 'content-type': 'application/json', accept: 'application/json', ...options.headers };
const fixed = JSON.stringify({ query });
const times: number[] = [];
let requests = 0;
let failed = 0;

async function connection(until: number): Promise<void> {
  const client = new Client(url);
  while (performance.now() < until) {
    const body = uniqueNames ? JSON.stringify({ query: `query Unique${++requests} ${query}` }) : fixed;
    if (!uniqueNames) requests += 1;
    const start = performance.now();
    const response = await client.request({ path: '/graphql', method: 'POST', headers, body });
    const text = await response.body.text();
    times.push(performance.now() - start);
    if (response.statusCode !== 200 || text.includes('"errors"')) failed += 1;
  }
  await client.close();
}

const start = performance.now();
await Promise.all(Array.from({ length: connections }, () => connection(start + seconds * 1000)));
const elapsed = (performance.now() - start) / 1000;
times.sort((left, right) => left - right);
const at = (share: number) => Math.round((times[Math.floor(times.length * share)] ?? 0) * 100) / 100;
const result: LoadResult = { requests, seconds: elapsed, p50Ms: at(0.5), p99Ms: at(0.99), failed };
tellParent(result);
process.disconnect();
