import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PartnerCredential } from '../../../src/config/tenant.ts';
import { type Door, GOOD, openDoor, thingOperation } from '../../support/door.ts';
import { testTenant } from '../../support/scopes.ts';

// Five refused signatures in a row lock a permanent key for five minutes upstream.

const ListA = thingOperation('ListA');
const ListB = thingOperation('ListB');
const OPERATIONS = Array.from({ length: 12 }, (_, index) => thingOperation(`List${index}`));

const WORDS = 'Incorrect IAM authentication information: verify aksk signature fail';

let door: Door;
beforeEach(async () => {
  door = await openDoor();
});
afterEach(() => door.close());

/** With the date of the fake clock, as an upstream whose clock is right would send it. */
const date = () => new Date(door.clock.now()).toUTCString();
const refused = (body: unknown = { error_code: 'APIG.0301', error_msg: WORDS }, status = 401) => ({
  status,
  headers: { date: date() },
  body,
});
const read = (operation = ListA, change: Parameters<Door['scope']>[0] = {}) =>
  door.call(operation, {}, door.scope(change));
const outcome = (made: Promise<unknown>) =>
  made.then(
    () => 'ok',
    (error: { code: string; message: string }) => `${error.code} ${error.message}`,
  );
const tenantWith = (credential: PartnerCredential, id = 'acme') =>
  testTenant({
    id,
    endpoints: { bss: door.upstream.url, iam: door.upstream.url },
    partner: { domainId: 'domain-1', domainName: 'acme-domain', credential },
  });

describe('a key whose signature is refused', () => {
  it('is not sent again, and says the same each time: which key to check', async () => {
    door.upstream.script(refused());
    const told = `: the upstream did not accept the credential: ${WORDS}; check accessKey and secretKey, the access key of tenant "acme"`;
    for (let run = 0; run < 3; run++) {
      expect(await outcome(read(ListA))).toBe(`UPSTREAM_REJECTED ListA${told}`);
      expect(await outcome(read(ListB))).toBe(`UPSTREAM_REJECTED ListB${told}`);
    }
    expect(door.upstream.arrived).toHaveLength(1);
    expect(door.credentials.refusedKeys).toBe(1);
    expect(door.keysRefused).toEqual(['acme ListA signature']);
  });

  it('says with what status and code it was refused, also when nothing was sent', async () => {
    door.upstream.script(refused());
    await outcome(read());
    await expect(read(ListB)).rejects.toMatchObject({
      retryable: false,
      upstream: { operation: 'ListB', status: 401, errorCode: 'APIG.0301' },
    });
  });

  it.each([
    ['without a body', undefined, 401],
    ['in the words of IAM', { error: { code: 401, message: 'The request requires authentication.' } }, 401],
    ['with another status', { error_code: 'APIGW.0301', error_msg: WORDS }, 400],
    ['in HTML', '<html>401</html>', 401],
  ])('is told by a refusal %s', async (_what, body, status) => {
    door.upstream.script(refused(body ?? '', status));
    await outcome(read());
    expect(await outcome(read(ListB))).toContain('the access key of tenant "acme"');
    expect(door.upstream.arrived).toHaveLength(1);
  });

  it('costs one call, however many wait for the first answer', async () => {
    door.upstream.script(refused());
    const outcomes = await Promise.all(OPERATIONS.map((operation) => outcome(read(operation))));
    expect(new Set(outcomes.map((one) => one.split(' ')[0]))).toEqual(new Set(['UPSTREAM_REJECTED']));
    expect(door.upstream.arrived).toHaveLength(1);
  });

  it('fails calls to the identity service, too', async () => {
    door.upstream.script(refused());
    await outcome(read());
    const subject = { kind: 'customer', customerId: 'c-1' } as const;
    expect(await outcome(read(ListA, { subject }))).toContain(
      'UPSTREAM_REJECTED CreateToken: the upstream did not accept the credential',
    );
    expect(door.upstream.arrived).toHaveLength(1);
  });

  it('is noticed at the identity service, and fails the others', async () => {
    door.upstream.script(refused({ error: { code: 401, message: 'no' } }));
    const subject = { kind: 'customer', customerId: 'c-1' } as const;
    expect(await outcome(read(ListA, { subject }))).toContain('the access key of tenant "acme"');
    await outcome(read(ListB));
    expect(door.upstream.arrived).toHaveLength(1);
  });

  it('is tried by one call at a time, and works again within a minute of being good', async () => {
    door.upstream.script(refused());
    await outcome(read());
    await door.clock.advance(49_000);
    await outcome(read());
    expect(door.upstream.arrived).toHaveLength(1);
    await door.clock.advance(1_000);
    await Promise.all(OPERATIONS.map((operation) => outcome(read(operation))));
    expect(door.upstream.arrived).toHaveLength(2);
    door.upstream.script(GOOD);
    await door.clock.advance(50_000);
    expect(await outcome(read())).toBe('ok');
    expect(await outcome(read(ListB))).toBe('ok');
    expect(door.credentials.refusedKeys).toBe(0);
  });

  it('is sent four times in the first minutes, and then less often than its lock lasts', async () => {
    const answer = refused();
    door.upstream.script(answer);
    for (let second = 0; second < 450; second += 10) {
      await outcome(read());
      await door.clock.advance(10_000);
    }
    expect(door.upstream.arrived.length).toBeLessThanOrEqual(4);
  });

  it('works at once when its secret is replaced', async () => {
    door.upstream.script(refused(), GOOD);
    await outcome(read(ListA, { tenant: tenantWith({ type: 'aksk', accessKey: 'AK', secretKey: 'wrong' }) }));
    const tenant = tenantWith({ type: 'aksk', accessKey: 'AK', secretKey: 'right' });
    expect(await outcome(read(ListA, { tenant }))).toBe('ok');
  });

  it('is the same key for every tenant that has it, and no other key', async () => {
    door.upstream.script(refused(), GOOD);
    const key = { type: 'aksk', accessKey: 'AK', secretKey: 'wrong' } as const;
    await outcome(read(ListA, { tenant: tenantWith(key, 'one') }));
    expect(await outcome(read(ListA, { tenant: tenantWith(key, 'two') }))).toContain('tenant "two"');
    const other = tenantWith({ ...key, accessKey: 'AK-2' }, 'three');
    expect(await outcome(read(ListA, { tenant: other }))).toBe('ok');
  });

  it('that is locked says so, and is tried until the lock is over', async () => {
    const body = { error_code: 'APIG.0301', error_msg: 'AK access failed to reach the limit,forbidden.' };
    door.upstream.script(refused(body));
    expect(await outcome(read())).toContain('is locked for some minutes');
    for (let trial = 0; trial < 5; trial++) {
      await door.clock.advance(50_000);
      await outcome(read());
    }
    door.upstream.script(GOOD);
    await door.clock.advance(50_000);
    expect(await outcome(read())).toBe('ok');
  });
});

describe('a key that was accepted', () => {
  it('and is refused to one operation is good for the others', async () => {
    door.upstream.script(GOOD);
    await read(ListB);
    door.upstream.script(refused(), GOOD);
    await outcome(read(ListA));
    expect(await outcome(read(ListB))).toBe('ok');
    expect(await outcome(read(ListA))).toContain('UPSTREAM_REJECTED');
    expect(door.upstream.arrived).toHaveLength(2);
  });

  it('and is refused to two is refused as a whole', async () => {
    door.upstream.script(GOOD);
    await read(ListB);
    door.upstream.script(refused());
    await Promise.all(OPERATIONS.map((operation) => outcome(read(operation))));
    await outcome(read(ListB));
    // All those that were allowed to go at once had gone.
    expect(door.upstream.arrived).toHaveLength(OPERATIONS.length);
    door.upstream.script(refused());
    await outcome(read(ListB));
    expect(door.upstream.arrived).toHaveLength(0);
  });

  it('is not held up by a first call that hangs', async () => {
    door.upstream.script({ hang: true }, GOOD);
    const abort = new AbortController();
    const hanging = outcome(read(ListA, { signal: abort.signal }));
    const others = OPERATIONS.map((operation) => outcome(read(operation)));
    while (door.upstream.arrived.length === 0) await door.clock.advance(0);
    await door.clock.advance(1_000);
    expect(new Set(await Promise.all(others))).toEqual(new Set(['ok']));
    abort.abort(new Error('gone'));
    await hanging;
  });
});
