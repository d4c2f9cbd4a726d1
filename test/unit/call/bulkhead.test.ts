import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Door, GOOD, openDoor, thingOperation, until } from '../../support/door.ts';
import { testTenant } from '../../support/scopes.ts';

// What one caller or one tenant suffers or does must not keep the upstream from the others.

const ListThings = thingOperation('ListThings');
const ListOthers = thingOperation('ListOthers');

let door: Door;
beforeEach(async () => {
  door = await openDoor();
});
afterEach(() => door.close());

const tenant = (id: string) =>
  testTenant({
    id,
    endpoints: { bss: door.upstream.url, iam: door.upstream.url },
    partner: {
      domainId: `domain-${id}`,
      domainName: id,
      credential: { type: 'aksk', accessKey: `AK-${id}`, secretKey: 'secret' },
    },
  });
const code = (made: Promise<unknown>) =>
  made.then(
    () => 'ok',
    (error: { code: string }) => error.code,
  );
const read = (id: string, forMs = 15_000, operation = ListThings) =>
  code(
    door.call(operation, {}, door.scope({ tenant: tenant(id), deadline: door.clock.monotonic() + forMs })),
  );

/** Makes calls that hang until their deadline. */
async function hang(count: number, forMs: number): Promise<void> {
  door.upstream.script({ hang: true });
  const calls = Array.from({ length: count }, () => read('a', forMs));
  await until(() => door.upstream.arrived.length === count);
  await door.clock.advance(forMs);
  await Promise.all(calls);
}

/** So that the key counts as good, and calls go out beside each other. */
async function prove(...ids: readonly string[]): Promise<void> {
  door.upstream.script(GOOD);
  for (const id of ids) expect(await read(id)).toBe('ok');
}

describe('a call that ended at its own deadline', () => {
  it('says nothing about the upstream', async () => {
    await prove('a');
    for (let round = 0; round < 5; round++) await hang(10, 40);
    expect(door.breakers.notClosed()).toEqual([]);
    door.upstream.script(GOOD);
    expect(await read('a')).toBe('ok');
  });

  it('does so after it has waited for five seconds', async () => {
    await prove('a', 'b');
    await hang(10, 5_000);
    expect(door.breakers.notClosed()).toMatchObject([{ scope: 'operation', operation: 'ListThings' }]);
    door.upstream.script(GOOD);
    expect(await read('b')).toBe('ok');
    expect(await read('a', 15_000, ListOthers)).toBe('ok');
  });

  it('counts for as little when its caller left before it', async () => {
    await prove('a');
    door.upstream.script({ hang: true });
    const leaving = new AbortController();
    const calls = Array.from({ length: 10 }, () =>
      code(door.call(ListThings, {}, door.scope({ tenant: tenant('a'), signal: leaving.signal }))),
    );
    await until(() => door.upstream.arrived.length === 10);
    leaving.abort(new Error('gone'));
    await Promise.all(calls);
    expect(door.breakers.notClosed()).toEqual([]);
  });
});

describe('a call that finds out whether the upstream is back', () => {
  it('has five seconds, however little its caller has', async () => {
    await prove('a');
    await hang(10, 5_000);
    await door.clock.advance(1_000);
    const gate = Promise.withResolvers<void>();
    door.upstream.script({ ...GOOD, after: gate.promise });
    const impatient = read('a', 40);
    await until(() => door.upstream.arrived.length === 1);
    await door.clock.advance(40);
    expect(await impatient).toBe('DEADLINE_EXCEEDED');
    await door.clock.advance(3_000);
    gate.resolve();
    await until(() => door.breakers.notClosed().length === 0);
    expect(await read('a')).toBe('ok');
  });

  it('goes on when its caller leaves, and counts as failed after its time', async () => {
    await prove('a');
    await hang(10, 5_000);
    await door.clock.advance(1_000);
    door.upstream.script({ hang: true });
    const leaving = new AbortController();
    const gone = code(door.call(ListThings, {}, door.scope({ tenant: tenant('a'), signal: leaving.signal })));
    await until(() => door.upstream.arrived.length === 1);
    leaving.abort(new Error('gone'));
    await gone;
    expect(await read('a')).toBe('UPSTREAM_UNAVAILABLE');
    await door.clock.advance(15_000);
    expect(door.breakers.notClosed()).toMatchObject([{ state: 'open' }]);
  });
});

describe('one tenant whose calls fail', () => {
  it.each([
    ['503', { status: 503 }],
    ['broken connections', { reset: true }],
  ])('by %s leaves the others alone', async (_what, failure) => {
    await prove('a', 'b');
    door.upstream.script(failure);
    // With so little time that nothing is made again.
    for (let call = 0; call < 5; call++) await Promise.all([read('a', 0.001), read('a', 0.001, ListOthers)]);
    door.upstream.script(GOOD);
    expect(await read('a')).toBe('UPSTREAM_UNAVAILABLE');
    expect(await read('b')).toBe('ok');
    expect(await read('b', 15_000, ListOthers)).toBe('ok');
  });
});

describe('one tenant whose calls hang on every connection that it may have', () => {
  it('keeps no place in the windows that others share for calls that wait for a connection', async () => {
    await prove('a', 'b');
    const ListFew = { ...ListThings, name: 'ListFew', quotaPerSecond: 50 };
    const connections = 43;
    door.upstream.script({ hang: true });
    const hung = Array.from({ length: 50 }, () => read('a', 15_000, ListFew));
    await until(() => door.upstream.arrived.length === connections);
    await door.clock.advance(5_000);
    door.upstream.script(GOOD);
    const all = Array.from({ length: 50 }, () => read('b', 15_000, ListFew));
    // Without a step of the clock: there is room for all of them at once.
    expect(new Set(await Promise.all(all))).toEqual(new Set(['ok']));
    await door.clock.advance(10_000);
    await Promise.all(hung);
  });
});
