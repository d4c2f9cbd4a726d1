import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ScriptedAnswer {
  readonly status?: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Breaks the connection instead. */
  readonly reset?: boolean;
  /** Answers no sooner than this. */
  readonly after?: Promise<void>;
  /** Never answers. */
  readonly hang?: boolean;
}

export interface Arrived {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface ScriptedUpstream {
  readonly url: URL;
  /** What arrived so far. */
  readonly arrived: readonly Arrived[];
  /** What the next requests get, in order; the last one goes on for ever. */
  script(...answers: readonly ScriptedAnswer[]): void;
  close(): Promise<void>;
}

/** An HTTP server on loopback that answers what a test told it to. */
export async function startScriptedUpstream(): Promise<ScriptedUpstream> {
  const arrived: Arrived[] = [];
  let answers: ScriptedAnswer[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (chunk: string) => {
      body += chunk;
    });
    request.on('end', async () => {
      arrived.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body });
      const answer = answers.length > 1 ? answers.shift() : answers[0];
      if (answer?.reset) {
        response.socket?.destroy();
        return;
      }
      if (answer?.hang) return;
      await answer?.after;
      response.writeHead(answer?.status ?? 200, { 'content-type': 'application/json', ...answer?.headers });
      response.end(typeof answer?.body === 'string' ? answer.body : JSON.stringify(answer?.body ?? {}));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    arrived,
    script(...next) {
      answers = [...next];
      arrived.length = 0;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
