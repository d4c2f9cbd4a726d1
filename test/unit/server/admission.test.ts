import { createServer, request as httpRequest, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { readLimits } from '../../../src/config/limits.ts';
import { Admission } from '../../../src/server/http/admission.ts';
import { cutUnread } from '../../../src/server/http/connections.ts';

const { server: STANDARD } = readLimits(() => undefined);

describe('requests under way', () => {
  it('are at most so many; one more is told when to come again', () => {
    const admission = new Admission({ ...STANDARD, requests: 2 }, () => 0);
    const leave = admission.enter('acme');
    admission.enter('acme');
    const refused = () => admission.enter('acme');
    expect(refused).toThrow(
      expect.objectContaining({
        status: 503,
        code: 'OVERLOADED',
        retryable: true,
        retryAfterMs: 1_000,
        headers: { 'retry-after': '1' },
      }),
    );
    expect(admission.state).toMatchObject({ underWay: 2, shed: 1 });
    leave();
    leave();
    expect(refused).not.toThrow();
    expect(refused).toThrow();
  });

  it('are not joined by others while the process is late, but one of each tenant is always let in', () => {
    let late = 900;
    const admission = new Admission({ ...STANDARD, loopDelayMs: 500 }, () => late);
    const leave = admission.enter('acme');
    expect(() => admission.enter('acme')).toThrow(expect.objectContaining({ code: 'OVERLOADED' }));
    expect(() => admission.enter('globex')).not.toThrow();
    leave();
    expect(() => admission.enter('acme')).not.toThrow();
    late = 100;
    expect(() => admission.enter('acme')).not.toThrow();
  });
});

describe('requests of one tenant', () => {
  const fill = (admission: Admission, tenant: string): number => {
    for (let taken = 0; ; taken++) {
      try {
        admission.enter(tenant);
      } catch {
        return taken;
      }
    }
  };

  it('take all places while it is alone, and leave others some of their own', () => {
    const admission = new Admission({ ...STANDARD, requests: 160 }, () => 0);
    expect(fill(admission, 'acme')).toBe(160);
    expect(fill(admission, 'globex')).toBe(10);
    expect(fill(admission, 'initech')).toBe(10);
  });

  it('leave a third of them free beside another tenant', () => {
    const admission = new Admission({ ...STANDARD, requests: 160 }, () => 0);
    admission.enter('globex');
    expect(fill(admission, 'acme')).toBe(106);
    expect(fill(admission, 'globex')).toBeGreaterThan(30);
  });
});

describe('an answer', () => {
  let server: Server | undefined;
  afterEach(() => {
    server?.closeAllConnections();
    server?.close();
  });
  const UNREAD_MS = 400;

  async function serve(body: Buffer): Promise<number> {
    server = createServer((_request, response) => {
      cutUnread(response, UNREAD_MS);
      response.end(body);
    });
    await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
    return (server.address() as AddressInfo).port;
  }

  it('that is left unread is cut off', async () => {
    const port = await serve(Buffer.alloc(50_000_000));
    const socket = connect(port, '127.0.0.1');
    socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
    socket.pause();
    await new Promise<void>((resolve) =>
      server?.once('connection', (one) => one.once('close', () => resolve())),
    );
    socket.destroy();
  });

  it('that is read slowly arrives whole', async () => {
    const port = await serve(Buffer.alloc(20_000_000));
    const received = await new Promise<number>((resolve, reject) => {
      httpRequest({ port, host: '127.0.0.1' }, async (response) => {
        let bytes = 0;
        try {
          for await (const chunk of response) {
            bytes += (chunk as Buffer).length;
            if (bytes % 7 === 0) await new Promise((next) => setTimeout(next, 1));
          }
          resolve(bytes);
        } catch (error) {
          reject(error as Error);
        }
      }).end();
    });
    expect(received).toBe(20_000_000);
  });
});
