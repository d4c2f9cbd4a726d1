// Connections and slow clients: how many there may be, how long they may take to say what they want, and how
// long they may leave unread what they asked for.
import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { ServerLimits } from '../../config/limits.ts';

/** Node reads a request's line and headers whole; a document in a URL is part of them. */
export const MAX_HEADER_BYTES = 65_536;

const HEADERS_MS = 10_000;
const REQUEST_MS = 20_000;

export function limitConnections(server: Server, limits: ServerLimits): void {
  server.maxConnections = limits.connections;
  server.headersTimeout = HEADERS_MS;
  server.requestTimeout = REQUEST_MS;
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => refuseUnreadable(error, socket));
}

const REFUSALS: Readonly<Record<string, readonly [status: string, message: string]>> = {
  HPE_HEADER_OVERFLOW: [
    '431 Request Header Fields Too Large',
    `Expected a request line and headers of at most ${MAX_HEADER_BYTES} bytes, got longer ones`,
  ],
  ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', 'Expected a whole request in time, got a part of one'],
};

/** What Node cannot parse never becomes a request, so that its answer is written by hand. */
function refuseUnreadable({ code = '' }: NodeJS.ErrnoException, socket: Socket): void {
  if (code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const [status, message] = REFUSALS[code] ?? [
    '400 Bad Request',
    'Expected an HTTP request, got other bytes',
  ];
  const body = JSON.stringify({
    errors: [{ message, extensions: { code: 'BAD_USER_INPUT', retryable: false } }],
  });
  const headers = ['Content-Type: application/json; charset=utf-8', `Content-Length: ${body.length}`];
  socket.end([`HTTP/1.1 ${status}`, ...headers, 'Connection: close', '', body].join('\r\n'));
}

/**
 * Cuts a client that leaves what it was sent unread for so long: what waits for it is held in memory. Node's own
 * timeout is used, because it alone sees how much of a write has left.
 */
export function cutUnread(response: ServerResponse, unreadMs: number): void {
  response.setTimeout(unreadMs, () => {
    const { socket } = response;
    if (!socket) return;
    // Without anything to read, the client waits for us.
    if (socket.writableLength > 0) socket.destroy();
    else socket.setTimeout(unreadMs);
  });
}
