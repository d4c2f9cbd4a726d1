import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { asPartner, type Call, sandboxAt } from '../../support/sandbox/client.ts';

const CONVERSIONS = '/v2/bases/conversions';
const ORDERS = '/v2/orders/customer-orders';

describe('quotas', () => {
  let it0: Awaited<ReturnType<typeof sandboxAt>>;
  let other: Call;

  beforeAll(async () => {
    it0 = await sandboxAt({ partners: 2, quotas: { ListMeasureUnits: 2 } });
    other = await asPartner(it0.sandbox, 1);
  });
  beforeEach(() => {
    it0.sandbox.reset();
    it0.clock.now += 10_000;
  });
  afterAll(() => it0.sandbox.close());

  const statuses = async (call: Call, path: string, times: number, localAddress?: string) => {
    const seen: number[] = [];
    for (let at = 0; at < times; at++) {
      seen.push((await call('GET', path, localAddress ? { localAddress } : {})).status);
    }
    return seen;
  };
  const accepted = (seen: readonly number[]) => seen.filter((status) => status === 200).length;

  it('grants the documented figure of each operation, apart from the others', async () => {
    expect(accepted(await statuses(it0.call, CONVERSIONS, 12))).toBe(10);
    expect(accepted(await statuses(it0.call, ORDERS, 22))).toBe(20);
    expect(accepted(await statuses(it0.call, '/v2/bases/measurements', 4))).toBe(2);
  });

  it('slides: a place is free again one second after it was taken', async () => {
    expect(accepted(await statuses(it0.call, CONVERSIONS, 5))).toBe(5);
    it0.clock.now += 600;
    expect(accepted(await statuses(it0.call, CONVERSIONS, 6))).toBe(5);
    it0.clock.now += 399;
    expect(accepted(await statuses(it0.call, CONVERSIONS, 1))).toBe(0);
    it0.clock.now += 1;
    expect(accepted(await statuses(it0.call, CONVERSIONS, 6))).toBe(5);
  });

  it('counts per source address, whoever calls', async () => {
    expect(accepted(await statuses(it0.call, CONVERSIONS, 6))).toBe(6);
    expect(accepted(await statuses(other, CONVERSIONS, 6))).toBe(4);
  });

  it('counts per account, wherever from', async () => {
    expect(accepted(await statuses(it0.call, CONVERSIONS, 6))).toBe(6);
    expect(accepted(await statuses(it0.call, CONVERSIONS, 6, '127.0.0.2'))).toBe(4);
    expect(accepted(await statuses(other, CONVERSIONS, 6, '127.0.0.2'))).toBe(6);
    const { operations, throttled } = it0.sandbox.log();
    expect(throttled).toBe(2);
    expect(operations['ListConversions']).toMatchObject({
      calls: 18,
      throttled: 2,
      maxInWindow: 16,
      maxInWindowByAccount: {
        [it0.sandbox.credentials.domainId]: 10,
        [it0.sandbox.credentials.partners[1]?.domainId ?? '']: 6,
      },
      maxInWindowByAddress: { '127.0.0.1': 6, '127.0.0.2': 10 },
    });
  });

  it.each([
    ['APIGW.0308', 'error_message', true],
    ['APIG.0308', 'error_msg', false],
    ['CBC.0250', 'error_msg', false],
  ] as const)('answers 429 with the body of %s', async (throttleBody, message, hasRequestId) => {
    it0.sandbox.setFaults({ '*': { throttleBody, quotaPerSecond: 0 } });
    const refused = await it0.call('GET', CONVERSIONS);
    expect(refused.status).toBe(429);
    expect(refused.json['error_code']).toBe(throttleBody);
    expect('request_id' in refused.json).toBe(hasRequestId);
    if (throttleBody !== 'CBC.0250') expect(refused.json[message]).toContain('limit:0,time:1 second');
  });

  it('does not count calls that are not authenticated', async () => {
    for (let at = 0; at < 12; at++) {
      const refused = await it0.call('GET', CONVERSIONS, { headers: { 'X-Auth-Token': 'nobody' } });
      expect(refused.status).toBe(401);
    }
    expect(accepted(await statuses(it0.call, CONVERSIONS, 10))).toBe(10);
  });
});
