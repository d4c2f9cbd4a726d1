// The wire: sends one prepared HTTP request and returns what came back. Owns connection pools, TLS floor,
// timeouts, the size cap and the local address of a connection; it is the only importer of undici.
// It never signs, retries, follows a redirect, re-encodes a URL or looks into a body.
import { Pool } from 'undici';
import { type Clock, systemClock } from '../clock/clock.ts';
import { Exchange, type ReceivedResponse } from './exchange.ts';
import { TransportError } from './transport-error.ts';
import { Watchdog } from './watchdog.ts';

export { TransportError, type TransportErrorKind } from './transport-error.ts';

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Sent as it is: path and query are the bytes that were signed. */
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export type HttpResponse = ReceivedResponse;

export interface SendOptions {
  readonly signal?: AbortSignal;
  /** Source address of the connection; one of the machine's own. */
  readonly localAddress?: string;
  /** Milliseconds for the whole exchange, waiting for a connection included. */
  readonly timeoutMs?: number;
  /**
   * The request is about to be written to a socket that has been connected for a while. On a new one it is
   * not told: how long the other side takes to accept a connection is not known here.
   */
  readonly onSent?: () => void;
  /** The response's head arrived. */
  readonly onHead?: (status: number) => void;
}

export interface Transport {
  /** Resolves with any complete response, whatever its status; rejects only with a TransportError. */
  send(request: HttpRequest, options?: SendOptions): Promise<HttpResponse>;
  /** Waits for requests in flight, then closes every connection. */
  close(): Promise<void>;
}

export interface TransportOptions {
  readonly clock?: Clock;
  /** Connections per origin and local address; further requests wait for one. */
  readonly connections?: number;
  readonly connectTimeoutMs?: number;
  /** Longest wait for response headers. */
  readonly headersTimeoutMs?: number;
  /** Longest silence inside a response body. */
  readonly bodyTimeoutMs?: number;
  readonly maxResponseBytes?: number;
}

/** For so long after a connection was made a request may be the first on it. */
const NEW_CONNECTION_MS = 50;

export function createTransport(options: TransportOptions = {}): Transport {
  const { clock = systemClock, headersTimeoutMs = 30_000, bodyTimeoutMs = 15_000 } = options;
  const pools = new Map<string, Pool>();
  let connectedAt = Number.NEGATIVE_INFINITY;

  const poolFor = (origin: string, localAddress: string | undefined): Pool => {
    const key = `${origin} ${localAddress ?? ''}`;
    const known = pools.get(key);
    if (known) return known;
    const pool = new Pool(origin, {
      ...(localAddress === undefined ? {} : { localAddress }),
      connections: options.connections ?? 64,
      // An HTTP/2 connection would carry many calls, and cancelling one could not close its socket.
      allowH2: false,
      pipelining: 1,
      // The watchdog keeps these limits, on the injected clock.
      headersTimeout: 0,
      bodyTimeout: 0,
      maxResponseSize: options.maxResponseBytes ?? 32 * 1024 * 1024,
      connect: {
        timeout: options.connectTimeoutMs ?? 5_000,
        minVersion: 'TLSv1.2',
      },
    });
    pool.on('connect', () => {
      connectedAt = clock.monotonic();
    });
    pools.set(key, pool);
    return pool;
  };

  const send = (request: HttpRequest, sendOptions: SendOptions = {}) =>
    new Promise<HttpResponse>((resolve, reject) => {
      const { signal, localAddress, timeoutMs, onSent, onHead } = sendOptions;
      const { url, method, headers, body } = request;
      const where = url.origin;
      if (signal?.aborted) {
        reject(new TransportError('aborted', `call to ${where} was cancelled`, false, signal.reason));
        return;
      }
      const exchange = new Exchange(where, {
        sent: () => {
          if (clock.monotonic() - connectedAt > NEW_CONNECTION_MS) onSent?.();
        },
        head: (status) => onHead?.(status),
        heard: () => watchdog.hear(),
        done: (outcome) => {
          watchdog.stop();
          signal?.removeEventListener('abort', onAbort);
          if (outcome instanceof TransportError) reject(outcome);
          else resolve(outcome);
        },
      });
      const onAbort = () => exchange.cancel('aborted', `call to ${where} was cancelled`, signal?.reason);
      const watchdog = new Watchdog(clock, { headersTimeoutMs, bodyTimeoutMs, timeoutMs }, (expected) =>
        exchange.cancel('timeout', `expected ${expected} from ${where}`),
      );
      signal?.addEventListener('abort', onAbort, { once: true });
      try {
        const path = url.pathname + url.search;
        poolFor(where, localAddress).dispatch({ path, method, headers, body: body ?? null }, exchange);
      } catch (error) {
        exchange.fail(error);
      }
    });

  return {
    send,
    async close() {
      await Promise.all([...pools.values()].map((pool) => pool.close()));
    },
  };
}
