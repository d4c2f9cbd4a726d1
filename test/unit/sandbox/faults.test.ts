import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Faults, Sandbox } from '../../../src/sandbox/sandbox.ts';
import { type Call, list, sandboxAt, send } from '../../support/sandbox/client.ts';

const CONVERSIONS = '/v2/bases/conversions';
const CUSTOMERS = '/v2/partners/sub-customers/query';

describe('faults', () => {
  let sandbox: Sandbox;
  let call: Call;

  beforeAll(async () => {
    ({ sandbox, call } = await sandboxAt({ quotas: false }));
  });
  beforeEach(() => sandbox.reset());
  afterAll(() => sandbox.close());

  const statuses = async (times: number) => {
    const seen: number[] = [];
    for (let at = 0; at < times; at++) seen.push((await call('GET', CONVERSIONS)).status);
    return seen;
  };
  const put = (faults: unknown) => send(sandbox.url, 'PUT', '/__sandbox/faults', { body: faults });

  it('answers a status a number of times, and counts those calls', async () => {
    sandbox.setFaults({ ListConversions: { status: 503, times: 2 } });
    expect(await statuses(4)).toEqual([503, 503, 200, 200]);
    expect(sandbox.log().operations['ListConversions']?.calls).toBe(4);
    expect(sandbox.log().last.map((each) => each.status)).toEqual([503, 503, 200, 200]);
  });

  it('strikes the share that it is told to, of the operation that it is told to', async () => {
    sandbox.setFaults({ ListConversions: { status: 502, rate: 0.5, body: { error_code: 'X' } } });
    const seen = await statuses(60);
    const struck = seen.filter((status) => status === 502).length;
    expect(struck).toBeGreaterThan(10);
    expect(struck).toBeLessThan(50);
    expect((await call('POST', CUSTOMERS)).status).toBe(200);
  });

  it('resets the connection', async () => {
    sandbox.setFaults({ '*': { reset: true, times: 1 } });
    await expect(call('GET', CONVERSIONS)).rejects.toThrow(/socket hang up|ECONNRESET/);
    expect(await statuses(1)).toEqual([200]);
  });

  it('breaks the JSON off, with a length that fits what is sent', async () => {
    sandbox.setFaults({ '*': { malformed: true } });
    const answer = await call('GET', CONVERSIONS);
    expect(answer.status).toBe(200);
    expect(() => JSON.parse(answer.text)).toThrow(SyntaxError);
  });

  it('delays, and still answers the whole', async () => {
    sandbox.setFaults({ '*': { transitDelayMs: [1, 3], latencyMs: 1, jitterMs: 2, slowBodyMs: 1 } });
    const answer = await call('GET', '/v2/products/service-types', { query: { limit: 1000 } });
    expect(list(answer, 'service_types')).toHaveLength(25);
  });

  it('counts a call after its transit, and before its latency', async () => {
    const forever = 600_000;
    const own = await sandboxAt({ quotas: false });
    own.sandbox.setFaults({
      ListConversions: { transitDelayMs: [forever, forever] },
      ListMeasureUnits: { latencyMs: forever },
    });
    const pending = [CONVERSIONS, '/v2/bases/measurements'].map((path) => own.call('GET', path));
    const calls = (name: string) => own.sandbox.log().operations[name]?.calls ?? 0;
    await expect.poll(() => calls('ListMeasureUnits')).toBe(1);
    for (let turn = 0; turn < 3; turn++) await own.call('GET', '/v2/products/service-types');
    expect(calls('ListConversions')).toBe(0);
    await own.sandbox.close();
    const ends = await Promise.allSettled(pending);
    expect(ends.map((end) => end.status)).toEqual(['rejected', 'rejected']);
  });

  it('skews the clock that credentials are checked against', async () => {
    sandbox.setFaults({ ListConversions: { clockSkewMs: 24 * 3_600_000 } });
    expect((await call('GET', CONVERSIONS)).json['error_code']).toBe('CBC.0154');
    expect((await call('GET', '/v2/bases/measurements')).status).toBe(200);
  });

  it('takes a quota where there was none, and gives it back', async () => {
    sandbox.setFaults({ ListConversions: { quotaPerSecond: 3 } });
    expect((await statuses(5)).filter((status) => status === 429)).toHaveLength(2);
    sandbox.setFaults({});
    expect(await statuses(2)).toEqual([200, 200]);
  });

  it.each([
    // [shift, seen twice, missed] over the pages of 10, 10 and 10 of 30 rows
    ['insert', 2, 0],
    ['remove', 0, 2],
    ['reorder', 2, 2],
  ] as const)('moves rows between pages: %s', async (rowShift, twice, missed) => {
    const all = sandbox.truth({ include: ['customers'] }).customers.map((row) => row['customer_id']);
    sandbox.setFaults({ ListSubCustomers: { rowShift } });
    const seen: unknown[] = [];
    for (const offset of [0, 10, 20]) {
      const answer = await call('POST', CUSTOMERS, { body: { offset, limit: 10 } });
      seen.push(...list(answer, 'customer_infos').map((row) => row['customer_id']));
    }
    const known = new Set(seen);
    expect(seen.length - known.size).toBe(twice);
    // An insertion pushes rows past the last page: they are there, just not yet seen.
    const last = rowShift === 'insert' ? 2 : 0;
    expect(all.slice(0, all.length - last).filter((id) => !known.has(id)).length).toBe(missed);
  });

  it('can be set, replaced and cleared over HTTP', async () => {
    expect((await put({ '*': { status: 500 } })).status).toBe(200);
    expect(await statuses(1)).toEqual([500]);
    expect((await put({})).status).toBe(200);
    expect(await statuses(1)).toEqual([200]);
  });

  it.each([
    [[], 'expected an object'],
    [{ ListNothing: {} }, 'got ListNothing'],
    [{ '*': 1 }, 'faults.*: expected an object'],
    [{ '*': { latency: 1 } }, 'got latency'],
    [{ '*': { latencyMs: '1' } }, 'faults.*.latencyMs: expected a number from 0'],
    [{ '*': { status: 99 } }, 'faults.*.status'],
    [{ '*': { rate: 2 } }, 'faults.*.rate'],
    [{ '*': { transitDelayMs: [3, 1] } }, 'faults.*.transitDelayMs'],
    [{ '*': { throttleBody: 'none' } }, 'expected one of APIGW.0308'],
    [{ '*': { reset: 'yes' } }, 'expected true or false'],
  ])('refuses %j', async (faults, message) => {
    const answer = await put(faults);
    expect(answer.status).toBe(400);
    expect(answer.json['error_msg']).toContain(message);
    expect(() => sandbox.setFaults(faults as unknown as Faults)).toThrow(TypeError);
  });
});

describe('control', () => {
  it('reads the log, resets, and tells the truth, in part where asked', async () => {
    const { sandbox, call } = await sandboxAt({ faults: { ListConversions: { status: 503 } } });
    expect((await call('GET', CONVERSIONS)).status).toBe(503);
    sandbox.setFaults({});
    expect((await call('GET', CONVERSIONS)).status).toBe(200);
    const log = await send(sandbox.url, 'GET', '/__sandbox/log');
    expect(log.json).toMatchObject({ throttled: 0, operations: { ListConversions: { calls: 2 } } });
    expect((await send(sandbox.url, 'POST', '/__sandbox/reset')).status).toBe(200);
    expect(sandbox.log().total).toBe(0);
    expect((await call('GET', CONVERSIONS)).status).toBe(503);

    const whole = sandbox.truth();
    // As text: to show where two long texts differ would take longer than anything else here.
    expect((await send(sandbox.url, 'GET', '/__sandbox/world')).text === JSON.stringify(whole)).toBe(true);
    const customer_id = String(whole.customers[0]?.['customer_id']);
    const query = { customer_id, include: 'orders,balances' };
    const part = await send(sandbox.url, 'GET', '/__sandbox/world', { query });
    expect(part.json['orders']).toEqual(whole.orders.filter((row) => row['customer_id'] === customer_id));
    expect(list(part, 'balances')).toHaveLength(1);
    expect(part.json['coupons']).toBeUndefined();
    expect((await send(sandbox.url, 'GET', '/__sandbox/world', { query: { partner: 2 } })).status).toBe(400);
    expect((await send(sandbox.url, 'GET', '/__sandbox/nothing')).status).toBe(404);
    await sandbox.close();
  });
});
