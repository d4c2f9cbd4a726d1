import { request } from 'node:http';
import { buildClientSchema, getIntrospectionQuery, type IntrospectionQuery, printSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import { type HttpAnswer, onStage, type Stage } from '../support/conformance/stage.ts';

// What clients, proxies and other web pages send over HTTP, and what they may rely on.

const JSON_TYPE = { 'content-type': 'application/json' };
const ACCEPTS = [
  'application/json',
  'application/graphql-response+json',
  '*/*',
  'multipart/mixed, application/json;q=0.5',
  'text/event-stream',
  'text/html,application/xhtml+xml,*/*;q=0.8',
];

const post = ({ send }: Stage, body: BodyInit, headers: Record<string, string> = {}) =>
  send({ method: 'POST', headers: { ...JSON_TYPE, accept: 'application/json', ...headers }, body });

interface Parsed {
  readonly data?: unknown;
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[];
}

/** The JSON of an answer, also where it came as an event or as a part. */
function parsed({ text }: Pick<HttpAnswer, 'text'>): Parsed {
  const json = text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1);
  if (!json) throw new Error(`expected an answer in JSON, got ${JSON.stringify(text.slice(0, 200))}`);
  return JSON.parse(json) as Parsed;
}

/** The code of the first error of an answer in JSON. */
const codeOf = (answer: HttpAnswer): string | undefined => parsed(answer).errors?.[0]?.extensions?.code;

describe('the type of a body', () => {
  it.each([
    'Application/JSON',
    'APPLICATION/JSON',
    'application/json; charset=utf-8',
    'application/json;charset=utf-8',
    'application/json ; charset=utf-8',
    'application/json; charset="utf-8"',
    'application/json;CHARSET=UTF-8',
    'application/json;',
    'application/json; profile="a;b,c"; charset=utf-8',
  ])('is understood as JSON: %s', async (type) => {
    await onStage({}, async (stage) => {
      const answer = await post(stage, '{"query":"{ __typename }"}', { 'content-type': type });
      expect(answer.status).toBe(200);
      expect(parsed(answer).data).toEqual({ __typename: 'Query' });
    })();
  });

  it.each([
    'text/plain',
    'text/plain; x=application/json',
    'application/xml',
    'application/jsonx',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/octet-stream',
    'json',
  ])('is refused with 415 and a code: %s', async (type) => {
    await onStage({}, async (stage) => {
      const answer = await post(stage, '{"query":"{ __typename }"}', { 'content-type': type });
      expect(answer.status).toBe(415);
      expect(codeOf(answer)).toBe('BAD_USER_INPUT');
    })();
  });
});

describe('a request that is not well formed', () => {
  const BODIES: readonly [name: string, body: string, part: RegExp][] = [
    ['half of a JSON text', '{"query": "{ __typename }', /json|body/i],
    ['no JSON', 'query', /json|body/i],
    ['nothing', '', /json|body|query/i],
    ['a list', '[{"query":"{ __typename }"}]', /object|body|batch/i],
    ['a text', '"{ __typename }"', /object|body/i],
    ['null', 'null', /object|body/i],
    ['no query', '{}', /query/i],
    ['a query that is a number', '{"query": 4}', /query/i],
    ['a query that is null', '{"query": null}', /query/i],
    ['variables that are a text', '{"query":"{ __typename }","variables":"x"}', /variables/i],
    ['variables that are a list', '{"query":"{ __typename }","variables":[]}', /variables/i],
    ['a name that is a number', '{"query":"{ __typename }","operationName":4}', /operationName/i],
    ['extensions that are a text', '{"query":"{ __typename }","extensions":"x"}', /extensions/i],
  ];

  it.each(BODIES)(
    'is 400 whatever is accepted, and says which part: a body with %s',
    async (_name, body, part) => {
      await onStage({}, async (stage) => {
        for (const accept of ACCEPTS) {
          const answer = await post(stage, body, { accept });
          expect(answer.status, accept).toBe(400);
          expect(codeOf(answer), accept).toBe('BAD_USER_INPUT');
          expect(parsed(answer).errors?.[0]?.message, accept).toMatch(part);
        }
      })();
    },
  );

  const QUERY = `query=${encodeURIComponent('{ __typename }')}`;
  it.each<[name: string, search: string, part: RegExp]>([
    ['variables that are no JSON', `?${QUERY}&variables=x`, /variables/i],
    ['variables that are a list', `?${QUERY}&variables=%5B%5D`, /variables/i],
    ['variables that are a number', `?${QUERY}&variables=4`, /variables/i],
    ['extensions that are no JSON', `?${QUERY}&extensions=%7B`, /extensions/i],
    ['no query', '?variables=%7B%7D', /query/i],
  ])('is 400 whatever is accepted, and says which part: a URL with %s', async (_name, search, part) => {
    await onStage({}, async ({ send }) => {
      for (const accept of ACCEPTS.filter((one) => !one.includes('html'))) {
        const answer = await send({ method: 'GET', headers: { accept } }, search);
        expect(answer.status, accept).toBe(400);
        expect(codeOf(answer), accept).toBe('BAD_USER_INPUT');
        expect(parsed(answer).errors?.[0]?.message, accept).toMatch(part);
      }
    })();
  });
});

describe('what a request may have beside its query', () => {
  it.each<[name: string, body: object]>([
    ['an id of a stored document', { id: 'CustomersQuery', query: '{ __typename }', variables: {} }],
    ['keys of client libraries', { query: '{ __typename }', doc_id: '1', cacheConfig: { force: true } }],
    ['nulls', { query: '{ __typename }', variables: null, operationName: null, extensions: null }],
    [
      'extensions of client libraries',
      { query: '{ __typename }', extensions: { clientLibrary: { name: 'x' } } },
    ],
  ])('is ignored: %s', async (_name, body) => {
    await onStage({}, async (stage) => {
      const answer = await post(stage, JSON.stringify(body));
      expect(answer.status).toBe(200);
      expect(parsed(answer)).toMatchObject({ data: { __typename: 'Query' } });
    })();
  });
});

describe('a persisted query without its text', () => {
  const sha256Hash = 'ecf4edb46db40b5132295c0291d62fb65d6759a9eedfa4d5d612dd5ec54a6b38';
  const extensions = { persistedQuery: { version: 1, sha256Hash } };

  function expectText(answer: HttpAnswer): void {
    const [error] = parsed(answer).errors ?? [];
    expect(error?.message).toBe('PersistedQueryNotSupported');
    expect(['PERSISTED_QUERY_NOT_SUPPORTED', 'BAD_USER_INPUT']).toContain(error?.extensions?.code);
  }

  it.each(['application/json', 'application/graphql-response+json', '*/*'])(
    'is answered so that clients send the text, accepting %s',
    async (accept) => {
      await onStage({}, async (stage) => {
        expectText(await post(stage, JSON.stringify({ extensions }), { accept }));
        expectText(
          await post(stage, JSON.stringify({ operationName: 'Q', variables: {}, extensions }), { accept }),
        );
        const search = `?extensions=${encodeURIComponent(JSON.stringify(extensions))}`;
        expectText(await stage.send({ method: 'GET', headers: { accept } }, search));
      })();
    },
  );

  it(
    'is run when the text comes along',
    onStage({}, async (stage) => {
      const answer = await post(stage, JSON.stringify({ query: '{__typename}', extensions }));
      expect(parsed(answer).data).toEqual({ __typename: 'Query' });
    }),
  );
});

describe('a long URL', () => {
  it.each([15, 30, 60, 200])('of %s KB is answered or refused with a code', async (kilobytes) => {
    await onStage({}, async ({ send }) => {
      const query = `{ __typename } #${'x'.repeat(kilobytes * 1000)}`;
      const answer = await send(
        { method: 'GET', headers: { accept: 'application/json' } },
        `?query=${encodeURIComponent(query)}`,
      );
      if (kilobytes <= 15) expect(answer.status).toBe(200);
      if (answer.status === 200) expect(parsed(answer).data).toEqual({ __typename: 'Query' });
      else {
        expect(answer.status).toBeGreaterThanOrEqual(400);
        expect(answer.status).toBeLessThan(500);
        expect(codeOf(answer)).toBe('BAD_USER_INPUT');
      }
    })();
  });
});

describe('application/graphql-response+json', () => {
  const accept = 'application/graphql-response+json';
  it.each<[name: string, body: object]>([
    ['a document that ends too soon', { query: '{ customers(first: 1) { nodes' }],
    ['a field that is none', { query: '{ nothing }' }],
    ['an argument that is none', { query: '{ customers(last: 1) { totalCount } }' }],
    ['a variable that is missing', { query: 'query ($id: String!) { customer(customerId: $id) { name } }' }],
    [
      'a variable of another type',
      { query: 'query ($n: Int) { customers(first: $n) { totalCount } }', variables: { n: 'x' } },
    ],
    ['an operation that is not there', { query: 'query A { __typename }', operationName: 'B' }],
    ['no operation', { query: 'fragment F on Query { __typename }' }],
  ])('is 4xx on each run where nothing was executed: %s', async (_name, body) => {
    await onStage({}, async (stage) => {
      for (const run of [1, 2, 3]) {
        const answer = await post(stage, JSON.stringify(body), { accept });
        expect(answer.status, `run ${run}`).toBe(400);
        expect(answer.headers.get('content-type'), `run ${run}`).toMatch(
          /^application\/graphql-response\+json/,
        );
        expect(parsed(answer), `run ${run}`).not.toHaveProperty('data');
        expect(codeOf(answer), `run ${run}`).toBe('BAD_USER_INPUT');
      }
    })();
  });

  it(
    'is 2xx on each run where there is data beside errors',
    onStage({}, async (stage) => {
      stage.upstream.on('ListPartnerBalances', { status: 500, json: {} });
      for (const run of [1, 2, 3]) {
        const answer = await post(
          stage,
          JSON.stringify({ query: '{ viewer { role } partner { balances { kind } } }' }),
          { accept },
        );
        expect(Math.floor(answer.status / 100), `run ${run}`).toBe(2);
        expect(parsed(answer).errors, `run ${run}`).toHaveLength(1);
        expect(parsed(answer).data, `run ${run}`).toMatchObject({ viewer: { role: 'PARTNER_ADMIN' } });
      }
    }),
  );
});

describe('a client that is not known', () => {
  it.each(ACCEPTS.slice(0, 5))('gets 401 with a code and how to come in, accepting %s', async (accept) => {
    await onStage({}, async ({ url }) => {
      const body = JSON.stringify({ query: '{ viewer { role } }' });
      const search = `?query=${encodeURIComponent('{ viewer { role } }')}`;
      const attempts = [
        fetch(`${url}/graphql`, { method: 'POST', headers: { ...JSON_TYPE, accept }, body }),
        fetch(`${url}/graphql`, {
          method: 'POST',
          headers: { ...JSON_TYPE, accept, authorization: 'Bearer another-key' },
          body,
        }),
        fetch(`${url}/graphql`, {
          method: 'POST',
          headers: { ...JSON_TYPE, accept, authorization: 'Basic dXNlcjpwYXNz' },
          body,
        }),
        fetch(`${url}/graphql${search}`, { headers: { accept } }),
      ];
      for (const response of await Promise.all(attempts)) {
        expect(response.status).toBe(401);
        expect(response.headers.get('www-authenticate')).toMatch(/^Bearer\b/i);
        expect(await response.text()).toContain('"UNAUTHENTICATED"');
      }
    })();
  });
});

/** A request with headers that fetch does not let a page set. */
function rawRequest(
  url: string,
  { method, headers, body = '' }: { method: string; headers: Record<string, string>; body?: string },
): Promise<{
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
}> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
      );
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

describe('another web page, at a gateway that asks for no key', () => {
  const EVIL = { origin: 'https://evil.example' };
  const body = '{"query":"{ viewer { tenant } }"}';

  it(
    'gets no leave from a preflight',
    onStage({ keyless: true }, async ({ url }) => {
      for (const headers of [
        { 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' },
        { 'access-control-request-method': 'GET' },
        { 'access-control-request-method': 'POST', 'access-control-request-private-network': 'true' },
      ]) {
        const answer = await rawRequest(`${url}/graphql`, {
          method: 'OPTIONS',
          headers: { ...EVIL, ...headers },
        });
        expect([undefined, 'null']).toContain(answer.headers['access-control-allow-origin']);
        expect(answer.headers['access-control-allow-credentials']).toBeUndefined();
      }
    }),
  );

  it(
    'may not read an answer',
    onStage({ keyless: true }, async ({ url }) => {
      for (const origin of ['https://evil.example', 'null', 'http://localhost.evil.example']) {
        const answer = await rawRequest(`${url}/graphql`, {
          method: 'POST',
          headers: { ...JSON_TYPE, origin },
          body,
        });
        expect([origin, '*']).not.toContain(answer.headers['access-control-allow-origin']);
      }
    }),
  );

  it.each<[name: string, headers: Record<string, string>, body: string]>([
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }, 'query=%7B+__typename+%7D'],
    ['a form in plain text', { 'content-type': 'text/plain' }, body],
    ['a form of parts', { 'content-type': 'multipart/form-data; boundary=x' }, '--x--'],
    ['a beacon', { 'content-type': 'text/plain;charset=UTF-8' }, body],
    ['a request without a type', {}, body],
  ])('acts on nothing: %s is 415', async (_name, headers, sent) => {
    await onStage({ keyless: true }, async ({ url, upstream }) => {
      const answer = await rawRequest(`${url}/graphql`, {
        method: 'POST',
        headers: { ...EVIL, ...headers },
        body: sent,
      });
      expect(answer.status).toBe(415);
      expect(upstream.calls).toEqual([]);
    })();
  });

  it.each(['evil.example', 'evil.example:4000', 'localhost.evil.example', '127.0.0.1.evil.example'])(
    'is refused under a name that was bound to this address: %s',
    async (host) => {
      await onStage({ keyless: true }, async ({ url }) => {
        const answer = await rawRequest(`${url}/graphql`, {
          method: 'POST',
          headers: { ...JSON_TYPE, host },
          body,
        });
        expect([403, 421]).toContain(answer.status);
      })();
    },
  );

  it(
    'does not stand in the way of this machine’s own names',
    onStage({ keyless: true }, async ({ url }) => {
      const { port } = new URL(url);
      for (const host of [`127.0.0.1:${port}`, `localhost:${port}`, `LOCALHOST:${port}`]) {
        const answer = await rawRequest(`${url}/graphql`, {
          method: 'POST',
          headers: { ...JSON_TYPE, host },
          body,
        });
        expect(answer.status).toBe(200);
      }
    }),
  );
});

describe('introspection', () => {
  it(
    'gives the same whole schema in every form and on every run',
    onStage({}, async (stage) => {
      const forms = [
        getIntrospectionQuery(),
        getIntrospectionQuery({ descriptions: false }),
        getIntrospectionQuery({ oneOf: true, inputValueDeprecation: true, specifiedByUrl: true }),
        getIntrospectionQuery({ directiveIsRepeatable: true, schemaDescription: true }),
        getIntrospectionQuery().replace('query IntrospectionQuery', 'query Other'),
      ];
      const printed = new Set<string>();
      for (const form of forms) {
        for (let run = 0; run < 3; run++) {
          const answer = await stage.query(form);
          expect(answer.errors).toBeUndefined();
          const schema = buildClientSchema(answer.data as IntrospectionQuery);
          printed.add(
            printSchema(schema)
              .replaceAll(/"""[\s\S]*?"""\n/g, '')
              .replaceAll(/ @(oneOf|specifiedBy\(.*?\)|deprecated(\(.*?\))?)/g, '')
              // Arguments stand on lines of their own only where they are described.
              .replaceAll(/[\s,]+/g, ' ')
              .replaceAll(/(?<=\() | (?=\))/g, ''),
          );
        }
      }
      expect(printed.size).toBe(1);
    }),
  );
});
