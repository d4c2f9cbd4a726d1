// The HTTP side: reads a request whole, hands it to the pipeline, and sends the answer, with what strikes it.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { encoded } from '../wire/coding.ts';
import { Refusal } from '../wire/refusal.ts';
import { noteArrival } from '../wire/scheduling.ts';
import type { Upstream } from './call.ts';
import { CONTROL_PREFIX, type Controlled, control } from './control.ts';
import { handle, refused, type Sent } from './pipeline.ts';

export function sandboxServer(upstream: Upstream, controlled: Controlled): Server {
  let count = 0;
  const server = createServer({ keepAliveTimeout: 30_000 }, (request, response) => {
    noteArrival();
    const requestId = (++count).toString(16).padStart(32, '0');
    serve(upstream, controlled, request, response, requestId).catch((error: unknown) => {
      // A bug in the sandbox must be seen as one, not as a fault of the upstream's.
      const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
      process.stderr.write(`sandbox: ${message}\n`);
      if (!response.headersSent) response.writeHead(500, { 'Content-Type': 'application/json' });
      response.end('{"error_code":"SANDBOX.500","error_msg":"the sandbox itself failed, see its stderr"}');
    });
  });
  server.on('connection', noteArrival);
  return server;
}

async function serve(
  upstream: Upstream,
  controlled: Controlled,
  request: IncomingMessage,
  response: ServerResponse,
  requestId: string,
): Promise<void> {
  const url = request.url ?? '/';
  const mark = url.indexOf('?');
  const [path, query] = mark < 0 ? [url, ''] : [url.slice(0, mark), url.slice(mark + 1)];
  const { method = 'GET', headers, socket } = request;
  const address = (socket.remoteAddress ?? '').replace(/^::ffff:/, '');
  const body = await read(request);
  if (path.startsWith(CONTROL_PREFIX)) {
    return serveControl(controlled, { method, path, query, body, address, requestId }, response);
  }
  const reply = await handle(upstream, {
    request: { method, path, query, headers, body },
    address,
    requestId,
  });
  if (!response.destroyed) await send(upstream, response, reply);
}

function read(request: IncomingMessage): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = [];
    request.on('data', (chunk: Uint8Array) => chunks.push(chunk));
    request.on('end', () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)));
    request.on('error', reject);
  });
}

interface ControlCall {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly body: Uint8Array;
  readonly address: string;
  readonly requestId: string;
}

const isLoopback = (address: string): boolean => address.startsWith('127.') || address === '::1';

function serveControl(controlled: Controlled, call: ControlCall, response: ServerResponse): void {
  try {
    if (!isLoopback(call.address)) throw new Refusal(403, { error_msg: 'control is for loopback only' });
    const { method, path, query, body } = call;
    const pieces = control(controlled, method, path, new URLSearchParams(query), body);
    response.writeHead(200, { 'Content-Type': 'application/json;charset=UTF-8' });
    for (const piece of pieces) response.write(piece);
    response.end();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const reply = refused(error, call.requestId);
    response.writeHead(reply.status, reply.headers).end(reply.body);
  }
}

async function send(upstream: Upstream, response: ServerResponse, reply: Sent): Promise<void> {
  const { hit = false, settings = {} } = reply.strike ?? {};
  if (hit && settings.reset) {
    response.socket?.destroy();
    return;
  }
  const { contentCoding: coding, byteOrderMark = false, clockSkewMs = 0 } = settings;
  const text = hit && settings.malformed ? reply.body.slice(0, reply.body.length / 2) : reply.body;
  const body = encoded(text, coding, byteOrderMark);
  response.writeHead(reply.status, {
    ...reply.headers,
    ...(coding === undefined ? {} : { 'Content-Encoding': coding }),
    // The clock that signatures are checked against, and not that of the machine.
    Date: new Date(upstream.authority.now() + clockSkewMs).toUTCString(),
    'Content-Length': body.length,
  });
  if (hit && settings.slowBodyMs !== undefined) {
    const half = Math.floor(body.length / 2);
    response.write(body.subarray(0, half));
    await upstream.sleep(settings.slowBodyMs);
    response.end(body.subarray(half));
  } else {
    response.end(body);
  }
}
