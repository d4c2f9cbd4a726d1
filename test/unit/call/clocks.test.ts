import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Door, GOOD, openDoor, thingOperation } from '../../support/door.ts';

const ListThings = thingOperation('ListThings');
const MINUTE = 60_000;

let door: Door;
beforeEach(async () => {
  door = await openDoor();
});
afterEach(() => door.close());

const compact = (at: number) => new Date(at).toISOString().replace(/[-:]|\.\d+/g, '');
const signedAt = () => door.upstream.arrived.map(({ headers }) => headers['x-sdk-date']);
const read = () => door.call(ListThings, {}, door.scope());
const expired = (sent: number, server: number, date = server) => ({
  status: 401,
  headers: { date: new Date(date).toUTCString() },
  body: {
    error_code: 'APIGW.0301',
    error_msg: `Incorrect IAM authentication information: calc aksk signature fail:signature expired, signature time:${compact(sent)},server time:${compact(server)}`,
  },
});
const badSignature = (date: number) => ({
  status: 401,
  headers: { date: new Date(date).toUTCString() },
  body: { error_code: 'APIGW.0301', error_msg: 'verify aksk signature fail' },
});

describe("an upstream's clock that differs", () => {
  it.each([
    ['ahead', 20 * MINUTE],
    ['behind', -20 * MINUTE],
    ['a day ahead', 1440 * MINUTE],
  ])('by being %s is followed from the second call on', async (_way, offset) => {
    const now = door.clock.now();
    // Its Date header is that of a proxy, whose clock is right: what the refusal says counts.
    door.upstream.script(expired(now, now + offset, now), GOOD);
    await read();
    await read();
    expect(signedAt()).toEqual([compact(now), compact(now + offset), compact(now + offset)]);
    expect(door.clocksCorrected).toEqual([offset]);
    expect([...door.credentials.clockOffsets]).toEqual([[door.upstream.url.host, offset]]);
    expect(door.keysRefused).toEqual([]);
  });

  it('is seen from the Date header where the refusal does not tell times', async () => {
    const now = door.clock.now();
    door.upstream.script(badSignature(now + 20 * MINUTE), GOOD);
    await read();
    expect(signedAt()).toEqual([compact(now), compact(now + 20 * MINUTE)]);
  });

  it('is followed once: a refusal by the same clock is no reason for a second call', async () => {
    const now = door.clock.now();
    door.upstream.script(expired(now, now + 20 * MINUTE));
    await expect(read()).rejects.toMatchObject({
      code: 'UPSTREAM_REJECTED',
      message: expect.stringContaining("its clock and this machine's differ"),
    });
    expect(door.upstream.arrived).toHaveLength(2);
  });

  it('that cannot be told is named', async () => {
    const now = door.clock.now();
    const { body } = expired(now, now);
    door.upstream.script({
      status: 401,
      headers: { date: '' },
      body: { ...body, error_msg: 'signature expired' },
    });
    await expect(read()).rejects.toThrow("its clock and this machine's differ");
    expect(door.upstream.arrived).toHaveLength(1);
  });

  it('is not believed from a Date header that did not help', async () => {
    const now = door.clock.now();
    door.upstream.script(badSignature(now + 60 * MINUTE));
    await expect(read()).rejects.toMatchObject({ code: 'UPSTREAM_REJECTED' });
    expect(signedAt()).toEqual([compact(now), compact(now + 60 * MINUTE)]);
    await door.clock.advance(50_000);
    await expect(read()).rejects.toMatchObject({ code: 'UPSTREAM_REJECTED' });
    expect(signedAt().slice(2)).toEqual([compact(now + 50_000)]);
  });

  it('is followed back when this machine is set right', async () => {
    const now = door.clock.now();
    door.upstream.script(expired(now, now + 20 * MINUTE), GOOD);
    await read();
    door.clock.step(20 * MINUTE);
    door.upstream.script(expired(now + 40 * MINUTE, now + 20 * MINUTE), GOOD);
    await read();
    expect(signedAt()[1]).toBe(compact(now + 20 * MINUTE));
    expect([...door.credentials.clockOffsets]).toEqual([]);
  });

  it('is followed for the identity service on its own', async () => {
    const now = door.clock.now();
    const token = {
      status: 201,
      headers: { 'x-subject-token': 'token' },
      body: { token: { expires_at: '2026-01-16T00:00:00Z' } },
    };
    door.upstream.script(expired(now, now + 20 * MINUTE), token, GOOD);
    const subject = { kind: 'customer', customerId: 'c-1' } as const;
    await door.call(ListThings, {}, door.scope({ subject }));
    expect(signedAt().slice(0, 2)).toEqual([compact(now), compact(now + 20 * MINUTE)]);
  });
});
