import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface HeaderProxy {
  readonly url: string;
  close(): Promise<void>;
}

/** An HTTP proxy that reads the whole header of an answer before it passes it on, and the body as it comes. */
export async function startHeaderProxy(target: string): Promise<HeaderProxy> {
  const server = createServer((asked, answer) => {
    const { method, headers, url } = asked;
    const forwarded = request(new URL(url ?? '/', target), { method: method ?? 'GET', headers }, (given) => {
      answer.writeHead(given.statusCode ?? 502, given.headers);
      given.pipe(answer);
    });
    forwarded.on('error', () => answer.destroy());
    answer.on('close', () => forwarded.destroy());
    asked.pipe(forwarded);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
