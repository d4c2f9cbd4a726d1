// The wire: sends one prepared HTTP request and returns what came back as text. Owns connection pools and their
// shares, TLS floor, timeouts, the size cap, content codings and the local address of a connection; it is the
// only importer of undici. It never signs, retries, follows a redirect, re-encodes a URL or parses a body.
import { Pool } from 'undici';
import { type Clock, systemClock } from '../clock/clock.ts';
import { ConnectionShares } from './connection-shares.ts';
import { Exchange, type ReceivedResponse } from './exchange.ts';
import { readBody, UnreadableBody } from './read-body.ts';
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

export interface HttpResponse {
  readonly status: number;
  /** Lower-case names; a repeated header's values joined by `, `. */
  readonly headers: Readonly<Record<string, string>>;
  /** Unpacked, without a byte order mark. */
  readonly body: string;
}

export interface SendOptions {
  readonly signal?: AbortSignal;
  /** On whose behalf, so that the calls of one cannot hold every connection of a host. */
  readonly share?: string;
  /** Source address of the connection; one of the machine's own. */
  readonly localAddress?: string;
  /** Fails as `crowded` in place of waiting for a connection; `room` says when there is one. */
  readonly atOnce?: boolean;
  /** Milliseconds for the whole exchange, waiting for a connection included. */
  readonly timeoutMs?: number;
  /** Asked right before the first byte is written, on any connection: false keeps the request from leaving. */
  readonly mayLeave?: () => boolean;
  /**
   * The request is about to be written to a socket that has been connected for a while. On a new one it is
   * not told: how long the other side takes to accept a connection is not known here.
   */
  readonly onSent?: () => void;
  /** The response's head arrived. */
  readonly onHead?: (status: number) => void;
}

export type RoomOptions = Pick<SendOptions, 'share' | 'localAddress' | 'signal'>;

export interface Transport {
  /** Resolves with any complete response, whatever its status; rejects only with a TransportError. */
  send(request: HttpRequest, options?: SendOptions): Promise<HttpResponse>;
  /** Resolves when a request of this share may find a connection free; rejects with the signal's reason. */
  room(origin: string, options: RoomOptions): Promise<void>;
  /** Waits for requests in flight, then closes every connection. */
  close(): Promise<void>;
}

export interface TransportOptions {
  readonly clock?: Clock;
  /** Connections per origin and local address; further requests wait for one. Each share has a few on top. */
  readonly connections?: number;
  readonly connectTimeoutMs?: number;
  /** Longest wait for response headers. */
  readonly headersTimeoutMs?: number;
  /** Longest silence inside a response body. */
  readonly bodyTimeoutMs?: number;
  /** Longest body, as it comes and as it is unpacked. */
  readonly maxResponseBytes?: number;
}

interface SharedPool {
  readonly pool: Pool;
  readonly shares: ConnectionShares;
}

const CONNECTIONS = 64;
const MAX_RESPONSE_BYTES = 8 * 1024 * 1024;

/** For so long after a connection was made a request may be the first on it. */
const NEW_CONNECTION_MS = 50;

export function createTransport(options: TransportOptions = {}): Transport {
  const { clock = systemClock, headersTimeoutMs = 30_000, bodyTimeoutMs = 15_000 } = options;
  const { connections = CONNECTIONS, maxResponseBytes = MAX_RESPONSE_BYTES } = options;
  const pools = new Map<string, SharedPool>();
  let connectedAt = Number.NEGATIVE_INFINITY;

  const poolFor = (origin: string, localAddress: string | undefined): SharedPool => {
    const key = `${origin} ${localAddress ?? ''}`;
    const known = pools.get(key);
    if (known) return known;
    const pool = new Pool(origin, {
      ...(localAddress === undefined ? {} : { localAddress }),
      // How many there are is the shares' affair.
      connections: null,
      // An HTTP/2 connection would carry many calls, and cancelling one could not close its socket.
      allowH2: false,
      pipelining: 1,
      // The watchdog keeps these limits, on the injected clock.
      headersTimeout: 0,
      bodyTimeout: 0,
      maxResponseSize: maxResponseBytes,
      connect: {
        timeout: options.connectTimeoutMs ?? 5_000,
        minVersion: 'TLSv1.2',
      },
    });
    pool.on('connect', () => {
      connectedAt = clock.monotonic();
    });
    const shared = { pool, shares: new ConnectionShares(connections) };
    pools.set(key, shared);
    return shared;
  };

  const send = (request: HttpRequest, sendOptions: SendOptions = {}) =>
    new Promise<HttpResponse>((resolve, reject) => {
      const { signal, share, localAddress, atOnce, timeoutMs, mayLeave, onSent, onHead } = sendOptions;
      const { url, method, headers, body } = request;
      const where = url.origin;
      if (signal?.aborted) {
        reject(new TransportError('aborted', `call to ${where} was cancelled`, false, signal.reason));
        return;
      }
      const badHeader = unsendableHeader(headers);
      if (badHeader !== undefined) {
        // Not left to the pool: one that refuses a request is stuck afterwards.
        const message = `expected a header that HTTP allows, got another ${badHeader}`;
        reject(new TransportError('unsendable', message, false));
        return;
      }
      const { pool, shares } = poolFor(where, localAddress);
      if (atOnce && !shares.hasRoom(share)) {
        reject(new TransportError('crowded', `expected a free connection to ${where}, got none`, false));
        return;
      }
      let settled = false;
      let giveBack: (() => void) | undefined;
      const exchange = new Exchange(where, {
        mayLeave: () => mayLeave?.() !== false,
        sent: () => {
          if (clock.monotonic() - connectedAt > NEW_CONNECTION_MS) onSent?.();
        },
        head: (status) => onHead?.(status),
        heard: () => watchdog.hear(),
        done: (outcome) => {
          watchdog.stop();
          signal?.removeEventListener('abort', onAbort);
          settled = true;
          // The pool calls a connection free two turns after its request ended, and would open another one.
          const free = giveBack;
          if (free) clock.settled(() => clock.settled(free));
          if (outcome instanceof TransportError) reject(outcome);
          else resolve(readResponse(outcome, where, maxResponseBytes));
        },
      });
      const onAbort = () => exchange.cancel('aborted', `call to ${where} was cancelled`, signal?.reason);
      const watchdog = new Watchdog(clock, { headersTimeoutMs, bodyTimeoutMs, timeoutMs }, (expected) =>
        exchange.cancel('timeout', `expected ${expected} from ${where}`),
      );
      signal?.addEventListener('abort', onAbort, { once: true });
      const path = url.pathname + url.search;
      const dispatch = () => {
        try {
          pool.dispatch({ path, method, headers, body: body ?? null }, exchange);
        } catch (error) {
          exchange.fail(error);
        }
      };
      giveBack = shares.take(share, dispatch);
      // What failed on the spot could not give back yet.
      if (settled) giveBack();
    });

  const room = (origin: string, { share, localAddress, signal }: RoomOptions) =>
    new Promise<void>((resolve, reject) => {
      const left = () => {
        stop();
        reject(signal?.reason);
      };
      const stop = poolFor(origin, localAddress).shares.watch(share, () => {
        signal?.removeEventListener('abort', left);
        resolve();
      });
      signal?.addEventListener('abort', left, { once: true });
      if (signal?.aborted) left();
    });

  return {
    send,
    room,
    async close() {
      await Promise.all([...pools.values()].map(({ pool }) => pool.close()));
    },
  };
}

/** The text of a response; what cannot be read of a success is a failure that says why. */
async function readResponse(
  response: ReceivedResponse,
  where: string,
  maxResponseBytes: number,
): Promise<HttpResponse> {
  const { status, headers, body } = response;
  try {
    return { status, headers, body: await readBody(body, headers, maxResponseBytes) };
  } catch (error) {
    if (!(error instanceof UnreadableBody)) throw error;
    // What is no success says enough with its status.
    if (status >= 300) return { status, headers, body: '' };
    const message = `expected a response of ${where} that can be read, got ${error.message}`;
    throw new TransportError(error.kind, message, true);
  }
}

/** The name of the first header that cannot be sent; its value may be a secret. */
function unsendableHeader(headers: Readonly<Record<string, string>>): string | undefined {
  return Object.keys(headers).find((name) => /[^\t\x20-\x7e\x80-\xff]/.test(headers[name] ?? ''));
}
