import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Door, GOOD, openDoor, thingOperation, until } from '../../support/door.ts';
import { testTenant } from '../../support/scopes.ts';

const ListThings = thingOperation('ListThings');
const TOKEN = {
  status: 201,
  headers: { 'x-subject-token': 'token' },
  body: { token: { expires_at: '2026-01-16T00:00:00Z', issued_at: '2026-01-15T00:00:00Z' } },
};

let door: Door;
beforeEach(async () => {
  door = await openDoor();
});
afterEach(() => door.close());

const read = (password = 'right') => {
  const tenant = testTenant({
    endpoints: { bss: door.upstream.url, iam: door.upstream.url },
    partner: {
      domainId: 'domain-1',
      domainName: 'acme',
      credential: { type: 'password', user: 'user', password },
    },
  });
  return door.call(ListThings, {}, door.scope({ tenant, deadline: door.clock.monotonic() + 15_000 })).then(
    () => 'ok',
    (error: Error) => error.message,
  );
};
const logins = () => door.upstream.arrived.filter(({ url }) => url === '/v3/auth/tokens').length;

describe('a wrong password', () => {
  it('costs one login, however often and by however many it is asked with', async () => {
    door.upstream.script({ status: 401 });
    const messages = new Set(await Promise.all(Array.from({ length: 30 }, () => read())));
    for (let request = 0; request < 30; request++) messages.add(await read());
    expect(logins()).toBe(1);
    expect([...messages]).toEqual([
      `IAM refused the user and password of tenant "acme" (401): check user, password and domainName, and that the user's account is not locked`,
    ]);
  });

  it('is tried again within a minute, and less often after four times', async () => {
    door.upstream.script({ status: 401 });
    for (let second = 0; second < 440; second += 10) {
      await read();
      await door.clock.advance(10_000);
    }
    expect(logins()).toBe(4);
  });

  it('is forgotten at once when it is replaced', async () => {
    door.upstream.script({ status: 401 }, TOKEN, GOOD);
    await read('wrong');
    expect(await read()).toBe('ok');
  });
});

describe('an identity service that hangs', () => {
  it('is asked again beside that, and serves all that wait as soon as it is back', async () => {
    door.upstream.script({ hang: true }, TOKEN, GOOD);
    const waiting = Array.from({ length: 10 }, () => read());
    await until(() => logins() === 1);
    await door.clock.advance(3_000);
    expect(new Set(await Promise.all(waiting))).toEqual(new Set(['ok']));
    expect(logins()).toBe(2);
  });

  it('may be slow: the first answer counts, whichever request it is for', async () => {
    const gate = Promise.withResolvers<void>();
    door.upstream.script({ ...TOKEN, after: gate.promise }, { hang: true });
    const waiting = read();
    await until(() => logins() === 1);
    await door.clock.advance(6_000);
    await until(() => logins() === 3);
    door.upstream.script(GOOD);
    gate.resolve();
    expect(await waiting).toBe('ok');
  });

  it('is not waited for beyond the deadline, and leaves no timer', async () => {
    door.upstream.script({ hang: true });
    const waiting = read();
    await until(() => logins() === 1);
    await door.clock.advance(15_000);
    expect(await waiting).toMatch(/deadline|within/);
  });
});
