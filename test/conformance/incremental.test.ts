import { describe, expect, it } from 'vitest';
import { mergedParts, partsOf } from '../support/conformance/parts.ts';
import { at, codesOf, onStage, type Stage, type StageAnswer } from '../support/conformance/stage.ts';
import { pageOf } from '../support/conformance/upstream.ts';

// Answers in parts: in the dialect that was asked for, and put together the plain answer.

const MIXED = 'multipart/mixed';
const EVENTS = 'text/event-stream';
const NEWER = 'multipart/mixed;incrementalSpec=v0.2,application/graphql-response+json,application/json;q=0.9';

async function ask(stage: Stage, query: string, accept: string, variables: object = {}) {
  const answer = await stage.send({
    method: 'POST',
    headers: { 'content-type': 'application/json', accept, 'cache-control': 'no-cache' },
    body: JSON.stringify({ query, variables }),
  });
  const contentType = answer.headers.get('content-type') ?? '';
  return { ...answer, contentType, parts: partsOf(answer.text, contentType) };
}

const DOCUMENT = '{ customers(first: 1) { nodes { customerId ... @defer(label: "later") { name label } } } }';

describe('the dialect', () => {
  it.each([
    NEWER,
    'multipart/mixed; incrementalSpec="v0.2", application/json;q=0.9',
    'multipart/mixed;INCREMENTALSPEC=v0.2, application/json;q=0.5',
    'application/json;q=0.5, multipart/mixed;incrementalSpec=v0.2',
  ])('of pending and completed parts is spoken, or one whole answer is sent: %s', async (accept) => {
    await onStage({}, async (stage) => {
      const { status, contentType, parts } = await ask(stage, DOCUMENT, accept);
      expect(status).toBe(200);
      if (/json/.test(contentType)) {
        expect(parts).toHaveLength(1);
        expect(parts[0]).not.toHaveProperty('hasNext');
        expect(at({ data: parts[0]?.data }, 'customers', 'nodes', 0, 'name')).toBe('Sample customer');
        return;
      }
      expect(contentType).toMatch(/^multipart\/mixed/);
      expect(contentType).toMatch(/incrementalSpec="?v0\.2"?/);
      const pending = parts.flatMap((part) => part.pending ?? []);
      const completed = parts.flatMap((part) => part.completed ?? []);
      expect(pending.map(({ label }) => label)).toEqual(['later']);
      expect(completed.map(({ id }) => id)).toEqual(pending.map(({ id }) => id));
      for (const one of parts.flatMap((part) => part.incremental ?? [])) {
        expect(one).toHaveProperty('id');
        expect(one).not.toHaveProperty('path');
      }
    })();
  });

  it.each([
    'multipart/mixed;incrementalSpec=v9.9, application/json',
    'multipart/mixed;incrementalSpec=v9.9',
    'multipart/mixed;deferSpec=20990101, application/json;q=0.9',
  ])('that nobody speaks gives one whole answer: %s', async (accept) => {
    await onStage({}, async (stage) => {
      const { status, contentType, parts } = await ask(stage, DOCUMENT, accept);
      if (status === 406) return;
      expect(contentType).toMatch(/json/);
      expect(parts).toHaveLength(1);
      expect(at({ data: parts[0]?.data }, 'customers', 'nodes', 0, 'name')).toBe('Sample customer');
    })();
  });

  it.each(['multipart/mixed;deferSpec=20220824, application/json', 'multipart/mixed; deferSpec="20220824"'])(
    'of parts with paths is spoken, or one whole answer is sent: %s',
    async (accept) => {
      await onStage({}, async (stage) => {
        const { contentType, parts } = await ask(stage, DOCUMENT, accept);
        if (/json/.test(contentType)) {
          expect(parts).toHaveLength(1);
          return;
        }
        for (const part of parts) {
          expect(part).not.toHaveProperty('pending');
          expect(part).not.toHaveProperty('completed');
        }
        for (const one of parts.flatMap((part) => part.incremental ?? [])) expect(one).toHaveProperty('path');
      })();
    },
  );
});

/** Without what makes an answer come in parts. */
const plainOf = (document: string) => document.replaceAll(/@(defer|stream)(\([^)]*\))?/g, '');

const DOCUMENTS: readonly [name: string, document: string][] = [
  [
    'fields of which one is there already',
    '{ customers(first: 1) { nodes { customerId name ... @defer(label: "L") { name customerId } } } }',
  ],
  [
    'an object of which a part is there already',
    '{ customer(customerId: "c1") { account { balances { debt { amount } } } ... @defer { account { balances { accounts { kind } debt { currency } } } } } }',
  ],
  [
    'deferred parts within each other',
    '{ viewer { role } ... @defer(label: "A") { customers(first: 2) { nodes { customerId ... @defer(label: "B") { orders(first: 1) { nodes { orderId } } } } } } }',
  ],
  ['a list', '{ customers(first: 3) { nodes @stream(initialCount: 1) { customerId name } } }'],
  ['a list from its start', '{ orders(first: 2) { nodes @stream { orderId } totalCount } }'],
  [
    'parts within a list',
    '{ orders(first: 2) { nodes @stream(initialCount: 1, label: "S") { orderId ... @defer { status lineItems(first: 1) { totalCount } } } } }',
  ],
  [
    'a fragment that is spread twice',
    '{ customers(first: 1) { nodes { ...C @defer(label: "1") ...C } } } fragment C on Customer { customerId label }',
  ],
  ['a condition that is false', '{ viewer { role ... @defer(if: false) { tenant } } }'],
];

describe('the parts put together', () => {
  it.each(
    DOCUMENTS.flatMap(([name, document]) =>
      [MIXED, EVENTS, NEWER].map((accept) => [name, accept, document] as const),
    ),
  )('are the plain answer for the same calls: %s, %s', async (_name, accept, document) => {
    await onStage({}, async (stage) => {
      const rows = ['c1', 'c2', 'c3'].map((customer_id) => ({ customer_id, association_type: '2' }));
      stage.upstream.on('ListSubCustomers', ({ body }) => {
        const { customer_id: id, limit = 10 } = JSON.parse(body) as { customer_id?: string; limit?: number };
        const found = id ? rows.filter((row) => row.customer_id === id) : rows.slice(0, limit);
        return { json: pageOf('ListSubCustomers', found, { count: id ? 1 : rows.length }) };
      });
      const plain = await ask(stage, plainOf(document), 'application/json');
      const calls = stage.upstream.calls
        .map(({ operation }) => operation)
        .filter((one) => one !== 'CreateToken');
      const before = stage.upstream.calls.length;
      for (let run = 0; run < 2; run++) {
        const start = stage.upstream.calls.length;
        const { parts } = await ask(stage, document, accept);
        const whole = mergedParts(parts);
        expect(whole.errors).toEqual([]);
        expect(whole.data).toEqual(plain.parts[0]?.data);
        const made = stage.upstream.calls.slice(start).map(({ operation }) => operation);
        expect(made.filter((one) => one !== 'CreateToken').sort()).toEqual([...calls].sort());
      }
      expect(stage.upstream.calls.length).toBeGreaterThanOrEqual(before);
    })();
  });

  it.each([MIXED, EVENTS, NEWER])('hold the errors of the plain answer, in %s', async (accept) => {
    await onStage({}, async (stage) => {
      stage.upstream.on('ListPartnerBalances', {
        status: 400,
        json: { error_code: 'CBC.0100', error_msg: 'No.' },
      });
      const document = '{ viewer { role } ... @defer { partner { balances { kind } } } }';
      const plain = await ask(stage, plainOf(document), 'application/json');
      const { parts } = await ask(stage, document, accept);
      const whole = mergedParts(parts);
      expect(whole.data).toEqual(plain.parts[0]?.data);
      const told = (errors: StageAnswer['errors'] = []) =>
        errors.map(({ message, path, extensions }) => ({ message, path, code: extensions?.code }));
      expect(told(whole.errors)).toEqual(told(plain.parts[0]?.errors));
    })();
  });
});

describe('a wrong argument of @stream or @defer', () => {
  const NODES = ['customers', 'nodes'];
  it.each<[name: string, document: string, variables: object, path: readonly string[] | undefined]>([
    [
      'a count below nothing',
      '{ customers(first: 1) { nodes @stream(initialCount: -1) { name } } }',
      {},
      NODES,
    ],
    [
      'a variable below nothing',
      'query ($n: Int!) { customers(first: 1) { nodes @stream(initialCount: $n) { name } } }',
      { n: -1 },
      NODES,
    ],
    [
      'a variable that is null',
      'query ($n: Int = 0) { customers(first: 1) { nodes @stream(initialCount: $n) { name } } }',
      { n: null },
      NODES,
    ],
    [
      'a count that is a word',
      '{ customers(first: 1) { nodes @stream(initialCount: many) { name } } }',
      {},
      undefined,
    ],
    ['a condition that is null', '{ viewer { role ... @defer(if: null) { tenant } } }', {}, undefined],
    [
      'a condition that is a variable of null',
      'query ($c: Boolean = true) { viewer { role ... @defer(if: $c) { tenant } } }',
      { c: null },
      ['viewer'],
    ],
    ['a stream of no list', '{ customers(first: 1) @stream { totalCount } }', {}, undefined],
    [
      'a label that stands twice',
      '{ viewer { ... @defer(label: "L") { role } ... @defer(label: "L") { tenant } } }',
      {},
      undefined,
    ],
  ])('is the fault of the client: %s', async (_name, document, variables, path) => {
    await onStage({}, async (stage) => {
      for (const accept of [MIXED, EVENTS]) {
        for (let run = 0; run < 2; run++) {
          const { parts } = await ask(stage, document, accept, variables);
          const { errors } = mergedParts(parts);
          expect(errors.length).toBeGreaterThan(0);
          for (const code of codesOf({ errors })) expect(code).toBe('BAD_USER_INPUT');
          if (path) expect(errors[0]?.path?.slice(0, path.length)).toEqual(path);
        }
      }
      const ours = stage.logs.filter(({ level }) => Number(level) >= 50);
      expect(ours).toEqual([]);
    })();
  });
});
