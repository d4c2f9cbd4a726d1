import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLogger } from '../../../src/telemetry/log.ts';
import { type Harness, startHarness } from '../../support/harness.ts';
import { allParts, askInParts } from '../../support/parts.ts';

// The format of parts is the one that the client names, or there are no parts.

const V02 = 'multipart/mixed;incrementalSpec=v0.2,application/graphql-response+json,application/json;q=0.9';
const DEFERRED =
  '{ customers(first: 1) { nodes { customerId name ... @defer(label: "L") { name level } } } }';

let harness: Harness;
const lines: string[] = [];
beforeAll(async () => {
  const logger = createLogger('warn', { write: (line) => void lines.push(line) });
  harness = await startHarness({ customers: 30, logger });
});
afterAll(() => harness?.close());

const post = async (query: string, accept: string, variables: object = {}) => {
  const response = await fetch(`${harness.gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept },
    body: JSON.stringify({ query, variables }),
  });
  return { type: response.headers.get('content-type'), text: await response.text() };
};

interface Announced {
  readonly pending?: readonly { readonly id: string; readonly label?: string }[];
  readonly incremental?: readonly { readonly id: string; readonly data: object }[];
  readonly completed?: readonly { readonly id: string }[];
  readonly hasNext: boolean;
}

describe('incrementalSpec=v0.2', () => {
  it.each(['multipart/mixed', 'text/event-stream'])(
    'is answered in that format over %s',
    async (transport) => {
      const { type } = await post(DEFERRED, V02.replace('multipart/mixed', transport));
      expect(type).toContain(transport);
      expect(type).toContain('incrementalSpec=v0.2');
      const parts = (await allParts(
        askInParts(harness.gateway.url, DEFERRED, { accept: `${transport};incrementalSpec=v0.2` }),
      )) as unknown as readonly Announced[];
      const [pending] = parts.flatMap((part) => part.pending ?? []);
      expect(pending).toMatchObject({ label: 'L', path: ['customers', 'nodes', 0] });
      expect(parts.flatMap((part) => part.completed ?? [])).toEqual([{ id: pending?.id }]);
      // What was sent already is not sent again.
      expect(parts.flatMap((part) => part.incremental ?? [])).toEqual([
        { id: pending?.id, data: { level: expect.anything() } },
      ]);
      expect(parts.at(-1)).toMatchObject({ hasNext: false, extensions: { upstream: expect.any(Object) } });
    },
  );

  it.each([
    'multipart/mixed;incrementalSpec=v0.1, application/json;q=0.9',
    'multipart/mixed;q=0, application/json',
    'application/json',
    'multipart/mixed;incrementalSpec=v0.2;q=0.5, application/json;q=0.8',
  ])('and no other is sent for %s, but one whole answer', async (accept) => {
    const { type, text } = await post(DEFERRED, accept);
    expect(type).toMatch(/^application\/json/);
    expect(JSON.parse(text)).toMatchObject({
      data: { customers: { nodes: [{ level: expect.anything() }] } },
    });
  });
});

describe.each(['multipart/mixed', 'multipart/mixed;incrementalSpec=v0.2', 'text/event-stream'])(
  'a wrong argument, over %s',
  (accept) => {
    const answered = async (query: string, variables: object) => {
      const { text } = await post(query, accept, variables);
      const [json = ''] = /\{.*"errors".*\}/.exec(text) ?? [];
      return JSON.parse(json) as {
        errors: { message: string; path?: unknown[]; locations: object[]; extensions: { code: string } }[];
      };
    };

    it.each([
      ['{ customers(first: 1) { nodes @stream(initialCount: -1) { customerId } } }', {}],
      [
        'query ($n: Int!) { customers(first: 1) { nodes @stream(initialCount: $n) { customerId } } }',
        { n: -1 },
      ],
    ])('of %s is told at its field, every time', async (query, variables) => {
      for (let run = 0; run < 3; run++) {
        const { errors } = await answered(query, variables);
        expect(errors).toMatchObject([
          {
            message: 'initialCount: expected 0 or more, got -1',
            path: ['customers', 'nodes'],
            locations: [{ line: 1 }],
            extensions: { code: 'BAD_USER_INPUT' },
          },
        ]);
      }
    });

    it.each([
      ['{ customers(first: 1) { nodes @stream(initialCount: "two") { customerId } } }', {}],
      [
        'query ($n: Int!) { customers(first: 1) { nodes @stream(initialCount: $n) { customerId } } }',
        { n: 'x' },
      ],
      ['{ customers(first: 1) { ... @defer(if: null) { totalCount } } }', {}],
      [
        'query ($if: Boolean = true) { customers(first: 1) { ... @defer(if: $if) { totalCount } } }',
        { if: null },
      ],
      ['query ($l: String) { customers(first: 1) { ... @defer(label: $l) { totalCount } } }', {}],
      ['{ customers(first: 1) { totalCount @stream } }', {}],
    ])('of %s is the fault of the client', async (query, variables) => {
      const { errors } = await answered(query, variables);
      expect(errors.map(({ extensions }) => extensions.code)).toEqual(errors.map(() => 'BAD_USER_INPUT'));
    });

    it('is not logged', () => expect(lines).toEqual([]));
  },
);
