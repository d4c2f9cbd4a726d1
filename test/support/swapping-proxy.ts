import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface SwappingProxy {
  readonly url: string;
  /** What is done to a body before it is passed on; `asked` is what the request was about, as one text. */
  tamper: (body: string, asked: string) => string;
  close(): Promise<void>;
}

/** An HTTP proxy before an upstream that answers with something else than what it was given. */
export async function startSwappingProxy(target: string): Promise<SwappingProxy> {
  const server = createServer(async (asked, answer) => {
    const { method = 'GET', url = '/' } = asked;
    const sent = await text(asked);
    const headers = { ...asked.headers, 'accept-encoding': 'identity' };
    const forwarded = request(new URL(url, target), { method, headers }, async (given) => {
      const body = proxy.tamper(await text(given), `${method} ${url} ${sent}`);
      const { 'content-length': _length, 'transfer-encoding': _encoding, ...others } = given.headers;
      answer.writeHead(given.statusCode ?? 502, others);
      answer.end(body);
    });
    forwarded.on('error', () => answer.destroy());
    forwarded.end(sent);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const proxy: SwappingProxy = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    tamper: (body) => body,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return proxy;
}
