import { createHmac, hash } from 'node:crypto';
import { get } from 'node:http';
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { reshaped } from '../../../src/sandbox/wire/reshape.ts';
import { type Call, list, NOON, sandboxAt, send } from '../../support/sandbox/client.ts';

// Faults that change what goes over the wire, as real upstreams and the proxies before them do.

const CONVERSIONS = '/v2/bases/conversions';
const CUSTOMERS = '/v2/partners/sub-customers/query';
const ORDERS = '/v2/orders/customer-orders';
const MINUTE = 60_000;

let sandbox: Sandbox;
let call: Call;
let clock: { now: number };
beforeAll(async () => {
  ({ sandbox, call, clock } = await sandboxAt({ quotas: false }));
});
beforeEach(() => {
  sandbox.reset();
  clock.now = NOON;
});
afterAll(() => sandbox.close());

const customers = async () => list(await call('POST', CUSTOMERS, { body: { limit: 30 } }), 'customer_infos');

describe('missingKeys', () => {
  it('leaves optional keys out of rows, and never those that identify a row', async () => {
    const whole = await customers();
    sandbox.setFaults({ '*': { missingKeys: 0.5 } });
    const some = await customers();
    expect(some.map((row) => row['customer_id'])).toEqual(whole.map((row) => row['customer_id']));
    const keys = (rows: readonly object[]) => rows.reduce((sum, row) => sum + Object.keys(row).length, 0);
    expect(keys(some)).toBeLessThan(keys(whole) * 0.7);
    expect(keys(some)).toBeGreaterThan(keys(whole) * 0.3);
    for (const [at, row] of some.entries()) expect(whole[at]).toMatchObject(row);
  });

  it('leaves the same keys out of a row whenever it is asked for, and others under another seed', async () => {
    sandbox.setFaults({ '*': { missingKeys: 0.5 } });
    expect(await customers()).toEqual(await customers());
    const body = JSON.stringify({ rows: [{ a: 1, b: 2, c: 3, d: 4, e: 5, f: 6, g: 7, h: 8 }] });
    expect(reshaped(body, { missingKeys: 0.5, seed: 1 })).not.toBe(
      reshaped(body, { missingKeys: 0.5, seed: 2 }),
    );
  });

  it('keeps what says whose a row of a partner-wide listing is, and what stands beside the rows', async () => {
    sandbox.setFaults({ '*': { missingKeys: 1 } });
    const answer = await call('GET', ORDERS, { query: { limit: 10 } });
    expect(answer.json['total_count']).toBeGreaterThan(10);
    expect(list(answer, 'order_infos').map((row) => Object.keys(row).sort())).toEqual(
      Array.from({ length: 10 }, () => ['customer_id', 'order_id']),
    );
  });
});

it('numbersAsText writes numbers as text, to the last digit', async () => {
  const plain = await call('GET', CONVERSIONS);
  sandbox.setFaults({ '*': { numbersAsText: true } });
  const answer = await call('GET', CONVERSIONS);
  expect(answer.text).not.toMatch(/:-?\d/);
  expect(answer.text.replaceAll(/"(-?\d+(?:\.\d+)?)"/g, '$1')).toBe(
    plain.text.replaceAll(/"(-?\d+(?:\.\d+)?)"/g, '$1'),
  );
  const exact = '{"rows":[{"amount":12345678901234567.890,"none":null,"yes":true}]}';
  expect(reshaped(exact, { numbersAsText: true, seed: 1 })).toBe(
    '{"rows":[{"amount":"12345678901234567.890","none":null,"yes":true}]}',
  );
});

it('refusalWith200 refuses under a status that promises success, as often as it is told to', async () => {
  sandbox.setFaults({ ListConversions: { refusalWith200: 'CBC.3002', times: 1 } });
  const answer = await call('GET', CONVERSIONS);
  expect([answer.status, answer.json['error_code']]).toEqual([200, 'CBC.3002']);
  expect((await call('GET', CONVERSIONS)).json['error_code']).toBeUndefined();
});

it.each([
  [{ html: true }, 200],
  [{ html: true, status: 502 }, 502],
])('html sends a page instead of JSON: %j', async (faults, status) => {
  sandbox.setFaults({ '*': faults });
  const answer = await call('GET', CONVERSIONS);
  expect([answer.status, answer.headers['content-type']]).toEqual([status, 'text/html']);
  expect(answer.text).toMatch(/^<!DOCTYPE html>/);
});

it.each([
  ['gzip', gunzipSync],
  ['deflate', inflateSync],
  ['br', brotliDecompressSync],
] as const)('contentCoding sends bodies under %s', async (contentCoding, decode) => {
  const plain = await call('GET', CONVERSIONS);
  sandbox.setFaults({ '*': { contentCoding, byteOrderMark: true } });
  const response = await fetchRaw();
  expect(response.coding).toBe(contentCoding);
  expect(decode(response.body).toString()).toBe(`\ufeff${plain.text}`);
});

/** The bytes as they came. */
function fetchRaw(): Promise<{ readonly coding: unknown; readonly body: Buffer }> {
  return new Promise((resolve, reject) => {
    get(
      new URL(CONVERSIONS, sandbox.url),
      { headers: signed(sandbox.credentials.secretKey), agent: false },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () =>
          resolve({ coding: response.headers['content-encoding'], body: Buffer.concat(chunks) }),
        );
      },
    ).on('error', reject);
  });
}

it('throttleWindow names a long window in the refusal', async () => {
  sandbox.setFaults({ ListConversions: { quotaPerSecond: 0, throttleWindow: '5 minute' } });
  const answer = await call('GET', CONVERSIONS);
  expect(answer.status).toBe(429);
  expect(answer.text).toContain('limit:0,time:5 minute');
});

/** Headers of a GET of the conversions, signed with this secret at this time. */
function signed(secretKey: string, at = clock.now): Record<string, string> {
  const date = `${new Date(at).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
  const canonical = [
    'GET',
    `${CONVERSIONS}/`,
    '',
    `x-sdk-date:${date}`,
    '',
    'x-sdk-date',
    hash('sha256', ''),
  ];
  const toSign = `SDK-HMAC-SHA256\n${date}\n${hash('sha256', canonical.join('\n'))}`;
  const signature = createHmac('sha256', secretKey).update(toSign).digest('hex');
  return {
    'X-Sdk-Date': date,
    Authorization: `SDK-HMAC-SHA256 Access=${sandbox.credentials.accessKey}, SignedHeaders=x-sdk-date, Signature=${signature}`,
  };
}

describe('a refused signature', () => {
  const ask = (secretKey: string, at?: number) =>
    send(sandbox.url, 'GET', CONVERSIONS, { headers: signed(secretKey, at) });
  const right = () => ask(sandbox.credentials.secretKey);
  const LOCKED = 'AK access failed to reach the limit,forbidden.';

  it('locks its key for five minutes after five in a row, under lockKeys', async () => {
    sandbox.setFaults({ '*': { lockKeys: true } });
    for (let time = 0; time < 5; time++) {
      expect((await ask('wrong')).text).toContain('verify aksk signature fail');
    }
    const refused = await right();
    expect([refused.status, refused.json['error_code']]).toEqual([401, 'APIG.0301']);
    expect(refused.json['error_msg']).toContain(LOCKED);
    clock.now += 5 * MINUTE - 1_000;
    expect((await right()).text).toContain(LOCKED);
    clock.now += 1_000;
    expect((await right()).status).toBe(200);
  });

  it('counts only in a row, and not at all without the fault', async () => {
    sandbox.setFaults({ '*': { lockKeys: true } });
    for (let time = 0; time < 12; time++) await (time % 4 === 3 ? right() : ask('wrong'));
    expect((await right()).status).toBe(200);
    sandbox.setFaults({});
    for (let time = 0; time < 7; time++) await ask('wrong');
    expect((await right()).status).toBe(200);
  });

  it('comes with the time of the clock that it was checked against', async () => {
    sandbox.setFaults({ ListConversions: { clockSkewMs: 20 * MINUTE } });
    const { headers } = await right();
    expect(headers['date']).toBe(new Date(NOON + 20 * MINUTE).toUTCString());
  });

  it('says both times when it is too old', async () => {
    const answer = await ask(sandbox.credentials.secretKey, NOON - 20 * MINUTE);
    expect(answer.json['error_code']).toBe('APIGW.0301');
    expect(answer.json['error_msg']).toContain(
      'signature expired, signature time:20260520T034000Z,server time:20260520T040000Z',
    );
  });
});

it.each([
  [{ missingKeys: 2 }, 'expected a number from 0 to 1'],
  [{ refusalWith200: 'no' }, 'expected an error code such as CBC.3002'],
  [{ throttleWindow: 'soon' }, 'expected a count and a unit such as 5 minute'],
  [{ contentCoding: 'zip' }, 'expected one of gzip, deflate, br'],
])('refuses %j', (faults, message) => {
  expect(() => sandbox.setFaults({ '*': faults as object })).toThrow(message);
});
