import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { promisify } from 'node:util';
import { brotliCompress, deflate, deflateRaw, gzip } from 'node:zlib';
import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clientWithKey } from '../../support/clients.ts';
import { type GraphAnswer, type GraphError, type Harness, startHarness } from '../../support/harness.ts';

// GraphQL over HTTP as the specification has it: media types, status codes, codings, and who may ask.

const JSON_TYPE = 'application/json';
const GRAPHQL = 'application/graphql-response+json';
const OK = '{ viewer { role } }';
const ACCEPTS = [JSON_TYPE, GRAPHQL, '*/*', 'multipart/mixed', 'text/event-stream'];

let open: Harness;
let keyed: Harness;
beforeAll(async () => {
  open = await startHarness({ customers: 5, environment: { CORS_ORIGINS: 'https://portal.example' } });
  keyed = await startHarness({
    customers: 5,
    environment: { DEV_VIEWER: '', MAX_BODY_BYTES: '5000' },
    tenants: (tenants) =>
      tenants.map((tenant) => ({ ...tenant, clients: [clientWithKey('the key', 'PARTNER_ADMIN')] })),
  });
});
afterAll(async () => {
  await open?.close();
  await keyed?.close();
});

interface Asked {
  readonly query?: string;
  readonly accept?: string;
  readonly type?: string;
  readonly body?: string | Uint8Array<ArrayBuffer>;
  readonly headers?: Readonly<Record<string, string>>;
}

async function post(
  { query = OK, accept = JSON_TYPE, type = JSON_TYPE, body, headers }: Asked,
  harness = open,
) {
  const response = await fetch(`${harness.gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': type, accept, ...headers },
    body: body ?? JSON.stringify({ query }),
  });
  return read(response);
}

async function read(response: Response) {
  const text = await response.text();
  const type = response.headers.get('content-type') ?? '';
  const answer = (type.includes('json') ? JSON.parse(text) : {}) as Partial<GraphAnswer<unknown>>;
  const error: GraphError | undefined = answer.errors?.[0];
  const { code } = error?.extensions ?? {};
  return {
    status: response.status,
    headers: response.headers,
    type,
    text,
    ...answer,
    code,
    message: error?.message,
  };
}

describe('the audit of graphql-http', () => {
  it('finds nothing to remark', async () => {
    const audits = serverAudits({ url: `${open.gateway.url}/graphql` });
    const remarks = [];
    for (const audit of audits) {
      const result = await audit.fn();
      if (result.status !== 'ok')
        remarks.push(`${audit.id} ${audit.name}: ${result.status} ${result.reason}`);
    }
    expect(remarks).toEqual([]);
    expect(audits.length).toBeGreaterThan(50);
  });
});

describe('the type of a body', () => {
  it.each([
    'Application/JSON',
    'application/json; charset=UTF-8',
    'application/json;charset="utf-8"',
    ' application/json ;  foo="a;b" ; charset = utf8',
    'application/graphql+json',
  ])('%s is read', async (type) =>
    expect(await post({ type })).toMatchObject({ status: 200, data: { viewer: {} } }),
  );

  it('may be the document itself', async () =>
    expect(await post({ type: 'application/graphql', body: OK })).toMatchObject({ status: 200 }));

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/jsonp',
    'application/json; charset=utf-16',
    'nonsense',
  ])('%s is refused with 415', async (type) =>
    expect(await post({ type })).toMatchObject({ status: 415, code: 'BAD_USER_INPUT' }),
  );
});

describe('the coding of a body', () => {
  const bytes = Buffer.from(JSON.stringify({ query: OK }));
  it.each([
    ['gzip', gzip],
    ['GZIP', gzip],
    ['deflate', deflate],
    ['deflate', deflateRaw],
    ['br', brotliCompress],
  ])('%s is read', async (coding, pack) => {
    const body = new Uint8Array(await promisify(pack as typeof gzip)(bytes));
    expect(await post({ body, headers: { 'content-encoding': coding } })).toMatchObject({ status: 200 });
  });

  it('that is not known is refused by name', async () => {
    const refused = await post({ headers: { 'content-encoding': 'zstd' } });
    expect(refused).toMatchObject({ status: 415, code: 'BAD_USER_INPUT' });
    expect(refused.message).toContain('"zstd"');
  });

  it('is bounded when it is unpacked, and must be what it says', async () => {
    const bomb = new Uint8Array(await promisify(gzip)(Buffer.alloc(20_000_000)));
    const headers = { 'content-encoding': 'gzip' };
    expect(await post({ body: bomb, headers })).toMatchObject({ status: 413, code: 'BAD_USER_INPUT' });
    expect(await post({ headers })).toMatchObject({ status: 400, code: 'BAD_USER_INPUT' });
  });

  it('may begin with a byte order mark, and is UTF-8', async () => {
    expect(await post({ body: `\ufeff${JSON.stringify({ query: OK })}` })).toMatchObject({ status: 200 });
    const latin = new Uint8Array(Buffer.from('{"query":"{ viewer { role } } # \xe9"}', 'latin1'));
    expect(await post({ body: latin })).toMatchObject({ status: 400, code: 'BAD_USER_INPUT' });
  });
});

describe.each(ACCEPTS)('a client that accepts %s', (accept) => {
  it.each([
    ['{"query": "{ __typename }', 'the body'],
    ['', 'the body'],
    ['null', 'the body'],
    ['5', 'the body'],
    ['[{"query":"{ __typename }"}]', 'batching'],
    ['{}', 'query'],
    ['{"query":null}', 'query'],
    ['{"query":{}}', 'query'],
    ['{"query":"{ __typename }","variables":"x"}', 'variables'],
    ['{"query":"{ __typename }","variables":[]}', 'variables'],
    ['{"query":"{ __typename }","operationName":5}', 'operationName'],
    ['{"query":"{ __typename }","extensions":true}', 'extensions'],
  ])('learns with 400 what is wrong about %s', async (body, part) => {
    const refused = await post({ body, accept });
    expect(refused).toMatchObject({ status: 400, code: 'BAD_USER_INPUT' });
    expect(refused.message).toContain(part);
  });

  it.each(['variables', 'extensions'])('learns the same about %s of a URL', async (part) => {
    const url = `${open.gateway.url}/graphql?query={__typename}&${part}={`;
    const refused = await read(await fetch(url, { headers: { accept } }));
    expect(refused).toMatchObject({ status: 400, code: 'BAD_USER_INPUT' });
    expect(refused.message).toContain(part);
  });

  it('gets 401 and a challenge when it is not known, whatever else is wrong', async () => {
    for (const asked of [
      {},
      { type: 'text/plain' },
      { body: '{' },
      { query: '{ nothing' },
      { body: 'x'.repeat(9_000) },
    ]) {
      const refused = await post({ accept, ...asked }, keyed);
      expect(refused).toMatchObject({ status: 401, code: 'UNAUTHENTICATED' });
      expect(refused.headers.get('www-authenticate')).toMatch(/^Bearer/);
      expect(refused.text).not.toContain('Did you mean');
    }
    expect(await post({ accept, headers: { 'x-api-key': 'the key' } }, keyed)).toMatchObject({ status: 200 });
  });
});

describe('a status', () => {
  const over = { 'x-deadline-ms': 'soon' };
  it.each([
    ['data', OK, {}, 200, 200],
    ['a syntax error', '{ customers(first: 1) { nodes', {}, 200, 400],
    ['a field that is not there', '{ salary }', {}, 200, 400],
    ['a wrong variable', 'query ($a: Int!) { customers(first: $a) { totalCount } }', {}, 200, 400],
    ['a wrong header', OK, over, 200, 400],
    ['an operation that is not there', 'fragment F on Viewer { role }', {}, 200, 400],
    ['a field that failed', '{ viewer { role } customer(customerId: "") { id } }', {}, 200, 200],
  ])('of %s follows the media type, on every run', async (_what, query, headers, asJson, asGraphQL) => {
    for (let run = 0; run < 3; run++) {
      const json = await post({ query, headers });
      const graphQL = await post({ query, headers, accept: GRAPHQL });
      expect([json.status, graphQL.status]).toEqual([asJson, asGraphQL]);
      expect([json.type, graphQL.type]).toEqual([`${JSON_TYPE}; charset=utf-8`, `${GRAPHQL}; charset=utf-8`]);
    }
  });

  it('is 406 where nothing that is accepted is spoken', async () =>
    expect(await post({ accept: 'image/png' })).toMatchObject({ status: 406, code: 'BAD_USER_INPUT' }));

  it('is 405 for other methods, which are named', async () => {
    const refused = await read(await fetch(`${open.gateway.url}/graphql`, { method: 'DELETE' }));
    expect(refused).toMatchObject({ status: 405, code: 'BAD_USER_INPUT' });
    expect(refused.headers.get('allow')).toBe('GET, POST, OPTIONS');
  });
});

describe('what a request holds', () => {
  it('may have keys that mean nothing here', async () => {
    const body = JSON.stringify({ id: 'CustomersQuery', query: OK, variables: {}, doc_id: '1', extra: [{}] });
    expect(await post({ body })).toMatchObject({ status: 200, data: { viewer: {} } });
  });

  it('may be long in a URL', async () => {
    const query = `{ ${'viewer { role } '.repeat(900)} }`;
    const get = await read(await fetch(`${open.gateway.url}/graphql?query=${encodeURIComponent(query)}`));
    expect(get).toMatchObject({ status: 200, data: { viewer: {} } });
  });

  it('may be a hash without its text, which is asked for in the words that clients know', async () => {
    const extensions = { persistedQuery: { version: 1, sha256Hash: 'a'.repeat(64) } };
    const expected = { code: 'PERSISTED_QUERY_NOT_SUPPORTED', message: 'PersistedQueryNotSupported' };
    expect(await post({ body: JSON.stringify({ extensions }) })).toMatchObject({ status: 200, ...expected });
    const search = new URLSearchParams({ extensions: JSON.stringify(extensions) });
    expect(await read(await fetch(`${open.gateway.url}/graphql?${search}`))).toMatchObject(expected);
    const whole = JSON.stringify({ query: OK, extensions });
    expect(await post({ body: whole })).toMatchObject({ status: 200, data: { viewer: {} } });
  });
});

describe('pages of other origins', () => {
  const preflight = (origin: string) =>
    fetch(`${open.gateway.url}/graphql`, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type',
      },
    });
  it('may read answers when they are listed', async () => {
    const allowed = await preflight('https://portal.example');
    expect(allowed.headers.get('access-control-allow-origin')).toBe('https://portal.example');
    expect(allowed.headers.get('access-control-allow-headers')).toContain('content-type');
    const answer = await post({ headers: { origin: 'https://portal.example' } });
    expect(answer.headers.get('access-control-allow-origin')).toBe('https://portal.example');
  });

  it.each(['https://evil.example', 'https://portal.example.evil.example', 'null', 'http://127.0.0.1:1'])(
    'such as %s may neither read nor act',
    async (origin) => {
      expect((await preflight(origin)).headers.has('access-control-allow-origin')).toBe(false);
      const refused = await post({ headers: { origin } });
      expect(refused).toMatchObject({ status: 403, code: 'FORBIDDEN' });
      expect(refused.headers.has('access-control-allow-origin')).toBe(false);
    },
  );

  it('cannot act by a picture or a link either', async () => {
    const headers = { 'sec-fetch-site': 'cross-site' };
    const image = await read(await fetch(`${open.gateway.url}/graphql?query={__typename}`, { headers }));
    expect(image).toMatchObject({ status: 403, code: 'FORBIDDEN' });
  });

  it('matter less where a key is asked for', async () => {
    const headers = { origin: 'https://evil.example', 'x-api-key': 'the key' };
    const answer = await post({ headers }, keyed);
    expect(answer.status).toBe(200);
    expect(answer.headers.has('access-control-allow-origin')).toBe(false);
  });
});

describe('a host', () => {
  const ask = (harness: Harness, host: string, path = '/graphql?query={__typename}') =>
    new Promise<{ status: number; body: string }>((resolve, reject) => {
      const { hostname, port } = new URL(harness.gateway.url);
      const headers = { host, 'x-api-key': 'the key' };
      const sent = httpRequest({ hostname, port, path, headers }, async (response) => {
        let body = '';
        for await (const chunk of response.setEncoding('utf8')) body += chunk;
        resolve({ status: response.statusCode ?? 0, body });
      });
      sent.once('error', reject);
      sent.end();
    });

  it.each([
    'localhost',
    'localhost:4000',
    '127.0.0.1:1',
    '127.9.9.9',
    '[::1]:80',
    'a.localhost',
    'LOCALHOST',
  ])('%s is this machine', async (host) => expect((await ask(open, host)).status).toBe(200));

  it.each(['evil.example', 'localhost.evil.example:80', '127.0.0.1.evil.example', '10.0.0.1'])(
    '%s is not, where no key is asked for',
    async (host) => {
      for (const path of ['/graphql?query={__typename}', '/metrics', '/readyz', '/graphql']) {
        expect((await ask(open, host, path)).status).toBe(421);
      }
      expect((await ask(keyed, host)).status).toBe(200);
    },
  );

  it.each([
    ['GET // HTTP/1.1', 'localhost'],
    ['GET http://[ HTTP/1.1', 'localhost'],
    ['GET /graphql?'.padEnd(90_000, 'a').concat(' HTTP/1.1'), 'localhost'],
    ['GET nothing', 'localhost'],
    ['GET * HTTP/1.1', 'localhost'],
    ['GET /graphql HTTP/1.1', 'a b'],
    ['GET /graphql HTTP/1.1', '['],
    ['GET /graphql HTTP/1.1', 'a@b'],
    ['GET /graphql HTTP/1.1', ''],
  ])('%.40s of "%s" gets a coded answer of 4xx without a stack', async (line, host) => {
    const { hostname, port } = new URL(open.gateway.url);
    const socket = connect(Number(port), hostname).setEncoding('utf8');
    socket.end(`${line}\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
    let text = '';
    socket.on('data', (chunk: string) => {
      text += chunk;
    });
    await once(socket, 'close');
    expect(text).toMatch(/^HTTP\/1\.1 4\d\d /);
    expect(text).toContain('"code":"BAD_USER_INPUT"');
    expect(text).not.toMatch(/node_modules|at .*:\d+:\d+|Error/);
  });
});
