// An upstream that answers by the letter of a script: BSS and IAM on one port of loopback. It checks nothing
// (the sandbox does that) and can say everything, true or not. Calls that a test scripts nothing for get the
// documented sample of their operation, with the ids that were asked for.
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { operations } from '../../../src/operations/operations.ts';

/** The customer that samples speak of where a call names none. */
export const CUSTOMER = 'c1';

export interface Received {
  /** The catalogue's name, or CreateToken and CreateTemporaryKey for IAM; undefined where nothing is known. */
  readonly operation: string | undefined;
  readonly method: string;
  /** Path and query as they came. */
  readonly url: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface Reply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  /** Sent as it stands, before `json`. */
  readonly bytes?: string | Uint8Array;
}

/** Undefined leaves the call to the sample. */
export type Script = Reply | ((call: Received, nth: number) => Reply | undefined);

/** Where a script applies: one operation, all of BSS, IAM, or everything. */
export type Target = string | { readonly group: 'bss' | 'iam' | 'all' };

export interface Upstream {
  readonly url: URL;
  readonly calls: readonly Received[];
  callsOf(operation: string): readonly Received[];
  /** Scripts an operation, by the catalogue's name, or a group of them; the later script goes first. */
  on(target: Target, script: Script): void;
  /** Forgets calls and scripts. */
  reset(): void;
  close(): Promise<void>;
}

export async function startUpstream(): Promise<Upstream> {
  const calls: Received[] = [];
  let scripts: { readonly target: Target; readonly script: Script }[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const call = received(request, Buffer.concat(chunks).toString('utf8'));
      calls.push(call);
      send(response, replyTo(call));
    });
  });
  const replyTo = (call: Received): Reply => {
    for (const { target, script } of scripts) {
      if (!applies(target, call)) continue;
      const nth = calls.filter((one) => applies(target, one)).length;
      const reply = typeof script === 'function' ? script(call, nth) : script;
      if (reply) return reply;
    }
    return sampleFor(call);
  };
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    calls,
    callsOf: (operation) => calls.filter((call) => call.operation === operation),
    on(target, script) {
      if (typeof target === 'string' && !KNOWN.has(target)) {
        throw new Error(`expected an operation of the catalogue, got "${target}"`);
      }
      scripts = [{ target, script }, ...scripts];
    },
    reset() {
      calls.length = 0;
      scripts = [];
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

const IAM_PATHS = new Map([
  ['/v3/auth/tokens', 'CreateToken'],
  ['/v3.0/OS-CREDENTIAL/securitytokens', 'CreateTemporaryKey'],
]);

const routes = operations.map(({ name, method, path, paging }) => ({
  name,
  method,
  paging,
  names: [...path.matchAll(/\{(\w+)\}/g)].map((match) => String(match[1])),
  pattern: new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '([^/]+)')}$`),
}));

const KNOWN: ReadonlySet<string> = new Set([...IAM_PATHS.values(), ...routes.map(({ name }) => name)]);

function applies(target: Target, { operation }: Received): boolean {
  if (typeof target === 'string') return operation === target;
  const ofIam = operation === 'CreateToken' || operation === 'CreateTemporaryKey';
  return target.group === 'all' || (target.group === 'iam') === ofIam;
}

function received(request: IncomingMessage, body: string): Received {
  const { method = '', url = '', headers } = request;
  // Taken apart by hand: a URL object would tidy the path up before a test sees it.
  const [path = '', search = ''] = url.split('?');
  const query = new URLSearchParams(search);
  const route = routes.find((one) => one.method === method && one.pattern.test(path));
  return { operation: route?.name ?? IAM_PATHS.get(path), method, url, path, query, headers, body };
}

function send(response: ServerResponse, { status = 200, headers = {}, json, bytes }: Reply): void {
  response.writeHead(status, { 'content-type': 'application/json;charset=UTF-8', ...headers });
  response.end(bytes ?? (json === undefined ? '' : JSON.stringify(json)));
}

/** The documented sample, about the things that the call named. */
export function sampleFor(call: Received): Reply {
  const expires = new Date(Date.now() + 20 * 3_600_000).toISOString();
  if (call.operation === 'CreateToken') {
    const headers = { 'x-subject-token': `token-of-${namedBy(call).get('domain_id') ?? 'the-partner'}` };
    return { status: 201, headers, json: { token: { expires_at: expires } } };
  }
  if (call.operation === 'CreateTemporaryKey') {
    const key = { access: 'temporary-access', secret: 'temporary-secret', securitytoken: 'temporary-token' };
    return { status: 201, json: { credential: { ...key, expires_at: expires } } };
  }
  const route = routes.find(({ name }) => name === call.operation);
  if (!route) return { status: 404, json: { error_code: 'CBC.0404', error_msg: 'no such API' } };
  const named = namedBy(call);
  // Customers of a resale show everything that a graph has of a customer.
  const resale = sampleText(route.name).replaceAll('"association_type": "1"', '"association_type": "2"');
  const text = resale.replaceAll(/"sample-([a-z-]+)"/g, (sample, name: string) => {
    const given = named.get(name.replaceAll('-', '_'));
    if (given !== undefined) return JSON.stringify(given);
    return name === 'customer-id' ? JSON.stringify(CUSTOMER) : sample;
  });
  if (!route.paging || pageAskedFor(call).offset === 0) return { bytes: text };
  return { json: { ...(JSON.parse(text) as object), [route.paging.rows]: [] } };
}

/** The rows that a call of a listing asks for. */
export function pageAskedFor(call: Received): {
  readonly offset: number;
  readonly limit: number | undefined;
} {
  const named = namedBy(call);
  const limit = named.has('limit') ? Number(named.get('limit')) : undefined;
  const offset = Number(named.get('offset') ?? 0);
  // Invoices are asked for by the number of the page, from one on.
  if (call.operation === 'ListInvoices') return { offset: Math.max(0, offset - 1) * (limit ?? 10), limit };
  return { offset, limit };
}

const texts = new Map<string, string>();

/** The sample as it is written down, amounts with all their digits. */
export function sampleText(operation: string): string {
  const known = texts.get(operation);
  if (known !== undefined) return known;
  const text = readFileSync(new URL(`../../data/samples/${operation}.json`, import.meta.url), 'utf8');
  texts.set(operation, text);
  return text;
}

/** Where the rows and the total of an operation stand, as far as it lists rows. */
export function operationFacts(operation: string): {
  readonly rows: string | undefined;
  readonly total: string | undefined;
} {
  const paging = routes.find(({ name }) => name === operation)?.paging;
  return { rows: paging?.rows, total: paging?.total ?? undefined };
}

export type Row = Readonly<Record<string, unknown>>;

/** The sample as a value: for tests that change it and do not read its amounts. */
export const sampleOf = (operation: string): Row => JSON.parse(sampleText(operation)) as Row;

/** A page of the operation with these rows; each one fills the sample's row up. */
export function pageOf(operation: string, rows: readonly Row[], beside: Row = {}): Row {
  const paging = routes.find(({ name }) => name === operation)?.paging;
  if (!paging) throw new Error(`expected an operation that lists rows, got ${operation}`);
  const page = sampleOf(operation);
  const [sample = {}] = page[paging.rows] as readonly Row[];
  // Rows are of the customer that the tests ask for: another's would be left out.
  const whose = 'customer_id' in sample ? { customer_id: CUSTOMER } : {};
  return {
    ...page,
    [paging.rows]: rows.map((row) => ({ ...sample, ...whose, ...row })),
    ...(paging.total ? { [paging.total]: rows.length } : {}),
    ...beside,
  };
}

/** Every parameter of a call that names something, by name: path, query, body. */
function namedBy(call: Received): ReadonlyMap<string, string> {
  const named = new Map(call.query);
  const route = routes.find(({ name }) => name === call.operation);
  const values = route?.pattern.exec(call.path)?.slice(1) ?? [];
  route?.names.forEach((name, index) => {
    named.set(name, decodeURIComponent(values[index] ?? ''));
  });
  collect(call.body ? jsonOf(call.body) : undefined, named);
  return named;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function collect(value: unknown, into: Map<string, string>): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, inner] of Object.entries(value)) {
    if (typeof inner === 'string' || typeof inner === 'number') into.set(name, String(inner));
    else if (Array.isArray(inner) && typeof inner[0] === 'string') into.set(name.replace(/s$/, ''), inner[0]);
    else collect(inner, into);
  }
}
