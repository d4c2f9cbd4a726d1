import { once } from 'node:events';
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import { createServer as createTcpServer, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import {
  createTransport,
  type HttpRequest,
  type Transport,
  TransportError,
  type TransportOptions,
} from '../../../src/transport/transport.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { listen, originOf, stop } from '../../support/transport/upstream.ts';

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

async function upstream(handle: RequestListener): Promise<{ server: Server; origin: string }> {
  const started = await listen(handle);
  cleanups.push(() => stop(started.server));
  return started;
}

function transport(options?: TransportOptions): Transport {
  const created = createTransport(options);
  cleanups.unshift(() => created.close());
  return created;
}

const get = (url: string, headers = {}): HttpRequest => ({ method: 'GET', url: new URL(url), headers });

async function failure(sent: Promise<unknown>): Promise<TransportError> {
  const error = await sent.then(
    (value) => expect.fail(`expected a TransportError, got ${JSON.stringify(value)}`),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(TransportError);
  return error as TransportError;
}

/** The clock, telling when the transport looked at it: it does so whenever response bytes arrive. */
function watchBody(clock: FakeClock) {
  let seen = () => {};
  return {
    now: () => clock.now(),
    monotonic: () => {
      seen();
      return clock.monotonic();
    },
    after: (delayMs: number, fire: () => void) => clock.after(delayMs, fire),
    settled: (fire: () => void) => clock.settled(fire),
    next: () => new Promise<void>((resolve) => (seen = resolve)),
  };
}

/** The first request that reaches a server, held open. */
function held(): { handle: RequestListener; arrived: Promise<[IncomingMessage, ServerResponse]> } {
  const { promise, resolve } = Promise.withResolvers<[IncomingMessage, ServerResponse]>();
  return { handle: (request, response) => resolve([request, response]), arrived: promise };
}

describe('what is sent', () => {
  test('method, exact path and query, host, headers and body; no gzip is asked for', async () => {
    const seen: unknown[] = [];
    const { origin } = await upstream(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += chunk;
      seen.push(request.method, request.url, body, request.headers);
      response.writeHead(201, { 'X-Request-Id': 'r1', 'Set-Cookie': ['a=1', 'b=2'] }).end('答');
    });
    const target = '/v2/a%20b/%E5%8D%8E~/?q=%27%21%2A&q=&z=%7E';
    const response = await transport().send({
      method: 'POST',
      url: new URL(origin + target),
      headers: { 'content-type': 'application/json', 'X-Sdk-Date': 'd' },
      body: '{"名":1}',
    });
    expect(seen.slice(0, 3)).toEqual(['POST', target, '{"名":1}']);
    expect(seen[3]).toMatchObject({
      host: new URL(origin).host,
      'content-type': 'application/json',
      'x-sdk-date': 'd',
      'content-length': '9',
    });
    expect(seen[3]).not.toHaveProperty('accept-encoding');
    expect(response).toMatchObject({ status: 201, body: '答' });
    expect(response.headers).toMatchObject({ 'x-request-id': 'r1', 'set-cookie': 'a=1, b=2' });
  });

  test('a redirect is an answer like any other and is not followed', async () => {
    let calls = 0;
    const { origin } = await upstream((_request, response) => {
      calls++;
      response.writeHead(302, { location: '/elsewhere' }).end();
    });
    const response = await transport().send(get(origin));
    expect([response.status, response.headers['location'], calls]).toEqual([302, '/elsewhere', 1]);
  });

  test('connections are kept alive, one pool per local address', async () => {
    const peers: string[] = [];
    const { origin } = await upstream((request, response) => {
      peers.push(`${request.socket.remoteAddress}:${request.socket.remotePort}`);
      response.end('ok');
    });
    const wire = transport();
    for (let call = 0; call < 6; call++) await wire.send(get(origin));
    for (let call = 0; call < 6; call++) await wire.send(get(origin), { localAddress: '127.0.0.2' });
    const from = (address: string) => new Set(peers.filter((peer) => peer.startsWith(`${address}:`)));
    // A call made in the very tick in which the last one ended may open a second connection.
    expect(from('127.0.0.1').size).toBeLessThanOrEqual(2);
    expect(from('127.0.0.2').size).toBeLessThanOrEqual(2);
    expect(peers.map((peer) => peer.split(':')[0])).toEqual([
      ...Array(6).fill('127.0.0.1'),
      ...Array(6).fill('127.0.0.2'),
    ]);
  });

  test('no more connections than allowed; the rest wait their turn', async () => {
    const open = new Set<Socket>();
    const { server, origin } = await upstream((_request, response) => {
      response.end('ok');
    });
    server.on('connection', (socket) => open.add(socket));
    const wire = transport({ connections: 2 });
    const answers = await Promise.all(Array.from({ length: 20 }, () => wire.send(get(origin))));
    expect(answers).toHaveLength(20);
    expect(open.size).toBe(2);
  });
});

describe('connections that several share', () => {
  test('are never all held by one whose calls hang', async () => {
    let hanging = 0;
    const { origin } = await upstream((request, response) => {
      if (request.url === '/hang') hanging += 1;
      else response.end('ok');
    });
    const wire = transport({ connections: 6 });
    const abort = new AbortController();
    const hung = Array.from({ length: 20 }, () =>
      failure(wire.send(get(`${origin}/hang`), { share: 'a', signal: abort.signal })),
    );
    expect(await wire.send(get(origin), { share: 'b' })).toMatchObject({ body: 'ok' });
    expect(hanging).toBeLessThan(6);
    abort.abort();
    await Promise.all(hung);
    expect(await wire.send(get(origin), { share: 'a' })).toMatchObject({ body: 'ok' });
  });

  test('are not waited for by a request that must leave at once, and it is told when there is room', async () => {
    const { origin } = await upstream((request, response) => {
      if (request.url !== '/hang') response.end('ok');
    });
    const wire = transport({ connections: 1 });
    const abort = new AbortController();
    const hung = failure(wire.send(get(`${origin}/hang`), { share: 'a', signal: abort.signal }));
    const atOnce = { share: 'a', atOnce: true };
    expect(await failure(wire.send(get(origin), atOnce))).toMatchObject({
      kind: 'crowded',
      maybeSent: false,
    });
    const leaving = new AbortController();
    const left = wire.room(origin, { share: 'a', signal: leaving.signal });
    const room = wire.room(origin, { share: 'a' });
    leaving.abort(new Error('gone'));
    await expect(left).rejects.toThrow('gone');
    abort.abort();
    await hung;
    await room;
    expect(await wire.send(get(origin), atOnce)).toMatchObject({ body: 'ok' });
  });

  test('are not held by a request that could not even begin', async () => {
    const { origin } = await upstream((_request, response) => void response.end('ok'));
    const wire = transport({ connections: 1 });
    const bad = { ...get(origin), headers: { 'x-bad': 'a\nb' } };
    for (let call = 0; call < 3; call++) {
      expect(await failure(wire.send(bad, { share: 'a' }))).toMatchObject({
        kind: 'unsendable',
        maybeSent: false,
        message: 'expected a header that HTTP allows, got another x-bad',
      });
    }
    expect(await wire.send(get(origin), { share: 'a' })).toMatchObject({ body: 'ok' });
  });
});

describe('bytes that nobody asked for', () => {
  const packed = gzipSync('{"a":1}');

  test('are unpacked, and count when unpacked', async () => {
    const { origin } = await upstream((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(packed);
    });
    expect((await transport().send(get(origin))).body).toBe('{"a":1}');
    const bomb = await upstream((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(5_000)));
    });
    const small = transport({ maxResponseBytes: 4_999 });
    expect(await failure(small.send(get(bomb.origin)))).toMatchObject({ kind: 'too-large' });
  });

  test('that cannot be read are named, but for what is refused anyway', async () => {
    let status = 200;
    const { origin } = await upstream((_request, response) => {
      response.writeHead(status, { 'content-encoding': 'zstd' }).end(packed);
    });
    expect(await failure(transport().send(get(origin)))).toMatchObject({
      kind: 'unreadable',
      message: `expected a response of ${origin} that can be read, got a body in the coding "zstd"`,
    });
    status = 503;
    expect(await transport().send(get(origin))).toMatchObject({ status: 503, body: '' });
  });
});

describe('what can go wrong', () => {
  test('a refused connection: certainly not sent', async () => {
    const { server } = await listen(() => {});
    const origin = originOf(server);
    await stop(server);
    const error = await failure(transport().send(get(`${origin}/v2/x?secret=1`)));
    expect(error).toMatchObject({ kind: 'connect', maybeSent: false });
    expect(error.message).toBe(`expected a connection to ${origin}, got ECONNREFUSED`);
  });

  test('a connection reset after the request: perhaps taken', async () => {
    const { origin } = await upstream((request) => request.socket.resetAndDestroy());
    expect(await failure(transport().send(get(origin)))).toMatchObject({ kind: 'reset', maybeSent: true });
  });

  test('a body cut short is no answer', async () => {
    const { origin } = await upstream((request, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('half', () => request.socket.destroy());
    });
    expect(await failure(transport().send(get(origin)))).toMatchObject({ kind: 'reset', maybeSent: true });
  });

  test('bytes that are not HTTP', async () => {
    const server = createTcpServer((socket) => {
      socket.on('error', () => {});
      socket.once('data', () => socket.end('nonsense\r\n\r\n'));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    cleanups.push(async () => void server.close());
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('expected a TCP address');
    const error = await failure(transport().send(get(`http://127.0.0.1:${address.port}`)));
    expect(error).toMatchObject({ kind: 'reset', maybeSent: true });
  });

  test('plain HTTP where TLS was expected', async () => {
    const { origin } = await upstream((_request, response) => void response.end());
    const error = await failure(transport().send(get(origin.replace('http:', 'https:'))));
    expect(error).toMatchObject({ kind: 'tls', maybeSent: false });
  });

  test('an abort in flight rejects at once and destroys the socket', async () => {
    const { handle, arrived } = held();
    const { origin } = await upstream(handle);
    const abort = new AbortController();
    const sent = failure(transport().send(get(origin), { signal: abort.signal }));
    const [request] = await arrived;
    const closed = once(request.socket, 'close');
    abort.abort(new Error('client went away'));
    expect(await sent).toMatchObject({ kind: 'aborted', maybeSent: true, cause: abort.signal.reason });
    await closed;
  });

  test('an abort before a connection is free: rejected at once, never sent', async () => {
    const urls: (string | undefined)[] = [];
    const { promise: firstArrived, resolve } = Promise.withResolvers<ServerResponse>();
    const { origin } = await upstream((request, response) => {
      urls.push(request.url);
      if (request.url === '/first') resolve(response);
      else response.end();
    });
    const wire = transport({ connections: 1 });
    const first = wire.send(get(`${origin}/first`));
    const response = await firstArrived;
    const abort = new AbortController();
    const queued = failure(wire.send(get(`${origin}/queued`), { signal: abort.signal }));
    abort.abort();
    expect(await queued).toMatchObject({ kind: 'aborted', maybeSent: false });
    response.end();
    await first;
    await wire.send(get(`${origin}/last`));
    expect(urls).toEqual(['/first', '/last']);
  });

  test('a signal that is already aborted sends nothing', async () => {
    const error = await failure(transport().send(get('http://127.0.0.1:9'), { signal: AbortSignal.abort() }));
    expect(error).toMatchObject({ kind: 'aborted', maybeSent: false });
  });

  test('the whole exchange has a time limit, slow bodies included', async () => {
    const { handle, arrived } = held();
    const { origin } = await upstream(handle);
    const clock = new FakeClock();
    const sent = failure(transport({ clock }).send(get(origin), { timeoutMs: 2_000 }));
    const [request, response] = await arrived;
    const closed = once(request.socket, 'close');
    response.writeHead(200).write('{"slow":');
    await clock.advance(1_999);
    expect(clock.timers).toBe(1);
    await clock.advance(1);
    const error = await sent;
    expect(error).toMatchObject({ kind: 'timeout', maybeSent: true });
    expect(error.message).toBe(`expected a complete response within 2000 ms from ${origin}`);
    await closed;
  });

  test('silence before the headers ends the exchange', async () => {
    const { handle, arrived } = held();
    const { origin } = await upstream(handle);
    const clock = new FakeClock();
    const sent = failure(transport({ clock, headersTimeoutMs: 300 }).send(get(origin)));
    await arrived;
    await clock.advance(300);
    expect(await sent).toMatchObject({ kind: 'timeout', maybeSent: true });
    expect((await sent).message).toBe(`expected response headers within 300 ms from ${origin}`);
  });

  test('silence inside the body ends the exchange; a slow but steady body does not', async () => {
    const { handle, arrived } = held();
    const { origin } = await upstream(handle);
    const clock = new FakeClock();
    const heard = watchBody(clock);
    const sent = failure(transport({ clock: heard, bodyTimeoutMs: 100 }).send(get(origin)));
    const [, response] = await arrived;
    for (const chunk of ['[', '1', ',']) {
      const arrival = heard.next();
      response.write(chunk);
      await arrival;
      await clock.advance(99);
    }
    await clock.advance(1);
    expect((await sent).message).toBe(`expected more of the response body within 100 ms from ${origin}`);
  });

  test('a response above the cap is cut off', async () => {
    const { origin } = await upstream((_request, response) => {
      response.on('error', () => {});
      response.end(Buffer.alloc(5_000, 'x'));
    });
    expect(await failure(transport({ maxResponseBytes: 4_999 }).send(get(origin)))).toMatchObject({
      kind: 'too-large',
    });
    expect((await transport({ maxResponseBytes: 5_000 }).send(get(origin))).body).toHaveLength(5_000);
  });

  test('no timer and no listener outlives a call', async () => {
    const { origin } = await upstream((_request, response) => void response.end('ok'));
    const clock = new FakeClock();
    await transport({ clock }).send(get(origin), { timeoutMs: 1_000, signal: new AbortController().signal });
    expect(clock.timers).toBe(0);
  });

  test('after close nothing is sent', async () => {
    const { origin } = await upstream((_request, response) => void response.end('ok'));
    const wire = createTransport();
    await wire.send(get(origin));
    await wire.close();
    expect(await failure(wire.send(get(origin)))).toMatchObject({ maybeSent: false });
  });
});
