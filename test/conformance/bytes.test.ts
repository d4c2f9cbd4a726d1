import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type Coding, encoded, packed, withByteOrderMark } from '../support/conformance/faults.ts';
import { at, codesOf, onStage, type Stage, type StageAnswer } from '../support/conformance/stage.ts';
import { pageOf, sampleFor } from '../support/conformance/upstream.ts';

// Bytes around a good answer or a good request: byte order marks, and codings that nobody asked for.

const CUSTOMERS = '{ customers(first: 1) { nodes { customerId name } } }';
const PAGE = pageOf('ListSubCustomers', [{ customer_id: 'c1', customer: 'First' }]);

/** Read, or refused with words about what came. */
function expectReadOrNamed(answer: StageAnswer, named: RegExp): void {
  if (answer.errors === undefined) {
    expect(at(answer, 'customers', 'nodes')).toEqual([{ customerId: 'c1', name: 'First' }]);
    return;
  }
  expect(new Set(codesOf(answer))).toEqual(new Set(['UPSTREAM_MALFORMED']));
  expect(answer.errors[0]?.message).toMatch(named);
}

describe('an answer of the upstream', () => {
  it(
    'is read after a byte order mark',
    onStage({}, async ({ upstream, query }) => {
      upstream.on('ListSubCustomers', withByteOrderMark(PAGE));
      const answer = await query(CUSTOMERS);
      expect(answer.errors).toBeUndefined();
      expect(at(answer, 'customers', 'nodes')).toEqual([{ customerId: 'c1', name: 'First' }]);
    }),
  );

  it(
    'that refuses is read after a byte order mark',
    onStage({}, async ({ upstream, query }) => {
      const refusal = withByteOrderMark({ error_code: 'CBC.0150', error_msg: 'Access denied.' });
      upstream.on('ListSubCustomers', { ...refusal, status: 403 });
      const answer = await query(CUSTOMERS);
      expect(codesOf(answer)).toEqual(['UPSTREAM_REJECTED']);
      expect(answer.errors?.[0]?.extensions?.upstream?.errorCode).toBe('CBC.0150');
    }),
  );

  it.each<Coding>(['gzip', 'deflate', 'br'])(
    'is read or named in %s that was not asked for',
    async (coding) => {
      await onStage({}, async ({ upstream, query }) => {
        upstream.on('ListSubCustomers', encoded(coding, PAGE));
        expectReadOrNamed(await query(CUSTOMERS), new RegExp(coding, 'i'));
      })();
    },
  );

  it.each(['zstd', 'compress', 'gzip, gzip', 'x-unheard-of'])(
    'is read or named in the coding %s',
    async (coding) => {
      await onStage({}, async ({ upstream, query }) => {
        const bytes =
          coding === 'gzip, gzip' ? gzipSync(gzipSync(JSON.stringify(PAGE))) : Buffer.from([1, 2, 3, 4]);
        upstream.on('ListSubCustomers', { headers: { 'content-encoding': coding }, bytes });
        expectReadOrNamed(await query(CUSTOMERS), new RegExp(coding.split(',')[0] ?? coding, 'i'));
      })();
    },
  );

  it(
    'is malformed when it says gzip and is not',
    onStage({}, async ({ upstream, query }) => {
      upstream.on('ListSubCustomers', {
        headers: { 'content-encoding': 'gzip' },
        bytes: JSON.stringify(PAGE),
      });
      const answer = await query(CUSTOMERS);
      expect(new Set(codesOf(answer))).toEqual(new Set(['UPSTREAM_MALFORMED']));
    }),
  );

  it.each<Coding>(['gzip', 'br'])('is bounded when %s unpacks to far more than any page', async (coding) => {
    await onStage({}, async ({ upstream, query }) => {
      upstream.on('ListSubCustomers', {
        headers: { 'content-encoding': coding },
        bytes: packed(coding, Buffer.alloc(256 * 1024 * 1024, ' ')),
      });
      const before = process.memoryUsage().arrayBuffers;
      const answer = await query(CUSTOMERS);
      expect(new Set(codesOf(answer))).toEqual(new Set(['UPSTREAM_MALFORMED']));
      expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(200 * 1024 * 1024);
    })();
  });

  it(
    'of the identity service is read after a byte order mark',
    onStage({}, async ({ upstream, query }) => {
      upstream.on('CreateToken', (call) => {
        const { json, ...reply } = sampleFor(call);
        return { ...reply, ...withByteOrderMark(json) };
      });
      const answer = await query(
        '{ customer(customerId: "c1") { account { balances { debt { amount } } } } }',
      );
      expect(answer.errors).toBeUndefined();
    }),
  );
});

describe('a request of a client', () => {
  const BODY = JSON.stringify({ query: '{ __typename }' });
  const post = ({ send }: Stage, body: BodyInit, headers: Record<string, string> = {}) =>
    send({
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
      body,
    });

  it.each<Coding>(['gzip', 'deflate', 'br'])('is read or refused with 415 in %s', async (coding) => {
    await onStage({}, async (stage) => {
      const answer = await post(stage, new Uint8Array(packed(coding, BODY)), { 'content-encoding': coding });
      expect([200, 415]).toContain(answer.status);
      if (answer.status === 415) {
        expect(answer.text).toMatch(new RegExp(coding, 'i'));
        expect(answer.text).toContain('BAD_USER_INPUT');
      } else expect(JSON.parse(answer.text)).toMatchObject({ data: { __typename: 'Query' } });
    })();
  });

  it(
    'is read with the coding that changes nothing',
    onStage({}, async (stage) => {
      const answer = await post(stage, BODY, { 'content-encoding': 'identity' });
      expect(answer.status).toBe(200);
    }),
  );

  it(
    'is refused with 415 in a coding that nobody knows',
    onStage({}, async (stage) => {
      const answer = await post(stage, BODY, { 'content-encoding': 'x-unheard-of' });
      expect(answer.status).toBe(415);
      expect(answer.text).toContain('x-unheard-of');
    }),
  );

  it(
    'is read after a byte order mark, or refused with 400 that names it',
    onStage({}, async (stage) => {
      const answer = await post(stage, `\u{feff}${BODY}`);
      expect([200, 400]).toContain(answer.status);
      if (answer.status === 400) expect(answer.text).toMatch(/byte order mark/i);
      else expect(JSON.parse(answer.text)).toMatchObject({ data: { __typename: 'Query' } });
    }),
  );
});
