// One host of the upstream with several partners, in a process of its own: the sandbox with its quotas, and
// before it a proxy that gives the calls of one partner the trouble that it is told.
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { operations } from '../../../src/operations/operations.ts';
import { type SandboxCredentials, startSandbox } from '../../../src/sandbox/sandbox.ts';
import { childOptions, tellParent } from '../child.ts';
import type { Trouble } from './modes.ts';

export interface UpstreamOptions {
  readonly partners: number;
  readonly customers: number;
  /** Lifts the upstream's quotas. */
  readonly quotas?: false;
}

export interface UpstreamStarted {
  /** Endpoints are those of the proxy. */
  readonly credentials: SandboxCredentials;
}

const routes = operations.map(({ name, method, path }) => ({
  name,
  method,
  pattern: new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`),
}));

const { partners, customers, quotas = true } = await childOptions<UpstreamOptions>();
const sandbox = await startSandbox({ partners, customers, quotas });
const [troubled] = sandbox.credentials.partners;
let trouble: Trouble | undefined;
process.on('message', (message: { readonly trouble: Trouble | undefined }) => {
  trouble = message.trouble;
});

const server = createServer(async (call, response) => {
  const struck = troubleOf(call);
  if (struck?.resets) call.socket.destroy();
  else if (struck?.answer) answer(call, response, struck.answer);
  else {
    if (struck?.delayMs !== undefined) await delay(struck.delayMs);
    forward(call, response, struck?.hangs === true);
  }
});
server.listen(0, '127.0.0.1', () => {
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const credentials = { ...sandbox.credentials, endpoints: { bss: url, iam: url } };
  tellParent({ credentials } satisfies UpstreamStarted);
});

function troubleOf({ method, url = '', headers }: IncomingMessage): Trouble | undefined {
  if (!troubled || !headers.authorization?.includes(troubled.accessKey)) return undefined;
  const path = url.split('?')[0] ?? '';
  const route = routes.find((one) => one.method === method && one.pattern.test(path));
  return ['*', route?.name ?? ''].some((name) => trouble?.operations.includes(name)) ? trouble : undefined;
}

function answer(
  call: IncomingMessage,
  response: ServerResponse,
  given: NonNullable<Trouble['answer']>,
): void {
  call.resume();
  response.writeHead(given.status, { 'content-type': 'application/json', ...given.headers });
  response.end(JSON.stringify(given.body));
}

/** The sandbox counts the call, also one whose answer is held back. */
function forward(call: IncomingMessage, response: ServerResponse, hangs: boolean): void {
  const { method, url, headers } = call;
  const forwarded = request(
    new URL(url ?? '/', sandbox.url),
    { method: method ?? 'GET', headers },
    (given) => {
      if (hangs) {
        given.resume();
        return;
      }
      response.writeHead(given.statusCode ?? 502, given.headers);
      given.pipe(response);
    },
  );
  forwarded.on('error', () => response.destroy());
  call.pipe(forwarded);
}
