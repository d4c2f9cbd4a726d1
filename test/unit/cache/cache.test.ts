import { beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Cache, createCache } from '../../../src/cache/cache.ts';
import { defineOperation } from '../../../src/call/operation.ts';
import type { CallScope } from '../../../src/call/scope.ts';
import { GatewayError } from '../../../src/errors/errors.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { testScope, testTenant } from '../../support/scopes.ts';

const ListThings = defineOperation({
  name: 'ListThings',
  summary: 'For tests',
  method: 'GET',
  path: '/v2/things',
  kind: 'read',
  idempotent: true,
  sites: ['cn'],
  credential: 'either',
  quotaPerSecond: 10,
  parameters: {
    name: { in: 'query', type: 'string' },
    offset: { in: 'query', type: 'int' },
    'X-Language': { in: 'header', type: 'string' },
  },
  freshness: { seconds: 60 },
  response: z.unknown(),
});
const Untranslated = defineOperation({
  ...ListThings,
  name: 'Untranslated',
  parameters: { name: ListThings.parameters.name },
});
const Changeable = defineOperation({ ...ListThings, name: 'Changeable', freshness: { seconds: 0 } });
const MakeThing = defineOperation({
  ...ListThings,
  name: 'MakeThing',
  kind: 'write',
  invalidates: ['ListThings'],
});

let clock: FakeClock;
let cache: Cache;
let made: { readonly operation: string; readonly input: unknown; readonly scope: CallScope }[];
let fail: Error | undefined;
/** What calls answer with, in place of their number. */
let text: string | undefined;
/** Holds calls back, while it is set when they are made. */
let pending: Promise<unknown> | undefined;
beforeEach(() => {
  clock = new FakeClock();
  made = [];
  fail = undefined;
  text = undefined;
  pending = undefined;
  cache = createCache({
    clock,
    maxBytes: 1_000,
    // Stands for the upstream: every call that is made has a number of its own.
    call: (async (operation: { name: string }, input: unknown, scope: CallScope) => {
      made.push({ operation: operation.name, input, scope });
      const value = made.length;
      await pending;
      if (fail) throw fail;
      return { value: text ?? value, bytes: 100 };
    }) as never,
  });
});

describe('reading through the cache', () => {
  it('calls once while the answer is fresh, and again after that', async () => {
    const scope = testScope(clock);
    expect(await cache.read(ListThings, { name: 'a' }, scope)).toBe(1);
    await clock.advance(59_999);
    expect(await cache.read(ListThings, { name: 'a' }, scope)).toBe(1);
    // As long again an outdated answer is given while a new one is fetched; after that it is waited for.
    await clock.advance(60_001);
    expect(await cache.read(ListThings, { name: 'a' }, scope)).toBe(2);
    expect(scope.trace.totals()).toMatchObject({ cacheHits: 1, coalesced: 0, staleServed: 0 });
  });

  it('does not keep what is never fresh', async () => {
    expect(await cache.read(Changeable, {}, testScope(clock))).toBe(1);
    expect(await cache.read(Changeable, {}, testScope(clock))).toBe(2);
  });

  it('knows an input by its values, not by the order or the presence of empty keys', async () => {
    const scope = testScope(clock);
    expect(await cache.read(ListThings, { name: 'a', offset: 0 }, scope)).toBe(1);
    expect(await cache.read(ListThings, { offset: 0, name: 'a' }, scope)).toBe(1);
    expect(await cache.read(ListThings, { name: 'a', offset: 1 }, scope)).toBe(2);
    expect(await cache.read(ListThings, { name: 'a' }, scope)).toBe(3);
    expect(await cache.read(ListThings, { name: 'a', offset: undefined }, scope)).toBe(3);
  });

  it('does not keep a failure', async () => {
    fail = new Error('down');
    await expect(cache.read(ListThings, {}, testScope(clock))).rejects.toThrow('down');
    fail = undefined;
    expect(await cache.read(ListThings, {}, testScope(clock))).toBe(2);
  });

  it('says whether an answer is at hand, without a call', async () => {
    const scope = testScope(clock);
    expect(cache.has(ListThings, {}, scope)).toBe(false);
    await cache.read(ListThings, {}, scope);
    expect(cache.has(ListThings, {}, scope)).toBe(true);
    expect(cache.has(ListThings, {}, testScope(clock, { bypassCache: true }))).toBe(false);
    await clock.advance(60_000);
    expect(cache.has(ListThings, {}, scope)).toBe(false);
    expect(made).toHaveLength(1);
  });

  it('passes by what is kept when it is told to, and keeps the newer answer', async () => {
    const fresh = testScope(clock, { bypassCache: true });
    expect(await cache.read(ListThings, {}, testScope(clock))).toBe(1);
    expect(await cache.read(ListThings, {}, fresh)).toBe(2);
    expect(await cache.read(ListThings, {}, testScope(clock))).toBe(2);
    expect(fresh.trace.totals()).toMatchObject({ cacheHits: 0 });
  });

  it('shares a call in flight, also with those who want nothing kept', async () => {
    const scopes = [testScope(clock), testScope(clock), testScope(clock, { bypassCache: true })];
    const read = await Promise.all(scopes.map((scope) => cache.read(ListThings, {}, scope)));
    expect(read).toEqual([1, 1, 1]);
    expect(scopes.map((scope) => scope.trace.totals().coalesced)).toEqual([0, 1, 1]);
    expect(cache.size.flights).toBe(0);
  });
});

describe('an outdated answer', () => {
  it('is given once more while a new one is fetched, by one call in the background', async () => {
    await cache.read(ListThings, {}, testScope(clock));
    await clock.advance(60_000);
    const scopes = [testScope(clock), testScope(clock)];
    expect(await Promise.all(scopes.map((scope) => cache.read(ListThings, {}, scope)))).toEqual([1, 1]);
    expect(scopes.map((scope) => scope.trace.totals().staleServed)).toEqual([1, 1]);
    expect(made.map((call) => call.scope.priority)).toEqual(['interactive', 'background']);
    await clock.advance(0);
    expect(await cache.read(ListThings, {}, testScope(clock))).toBe(2);
    expect(made).toHaveLength(2);
  });

  it('is given on when the new one cannot be had, without an error', async () => {
    await cache.read(ListThings, {}, testScope(clock));
    await clock.advance(60_000);
    fail = new Error('down');
    expect(await cache.read(ListThings, {}, testScope(clock))).toBe(1);
    await clock.advance(0);
    expect(await cache.read(ListThings, {}, testScope(clock))).toBe(1);
  });

  it.each(['UPSTREAM_BUSY', 'UPSTREAM_UNAVAILABLE', 'DEADLINE_EXCEEDED'] as const)(
    'is better than none for an hour when the upstream says %s',
    async (code) => {
      await cache.read(ListThings, {}, testScope(clock));
      await clock.advance(3_600_000 + 59_999);
      fail = new GatewayError(code, 'not now');
      const scope = testScope(clock);
      expect(await cache.read(ListThings, {}, scope)).toBe(1);
      expect(scope.trace.totals().staleServed).toBe(1);
      await clock.advance(1);
      await expect(cache.read(ListThings, {}, testScope(clock))).rejects.toMatchObject({ code });
    },
  );

  it.each(['UPSTREAM_REJECTED', 'UPSTREAM_MALFORMED'] as const)('does not hide %s', async (code) => {
    await cache.read(ListThings, {}, testScope(clock));
    await clock.advance(120_000);
    fail = new GatewayError(code, 'no');
    await expect(cache.read(ListThings, {}, testScope(clock))).rejects.toMatchObject({ code });
  });

  it('is not given to those who want nothing kept, whatever happens', async () => {
    await cache.read(ListThings, {}, testScope(clock));
    fail = new GatewayError('UPSTREAM_UNAVAILABLE', 'down');
    await expect(cache.read(ListThings, {}, testScope(clock, { bypassCache: true }))).rejects.toThrow('down');
  });
});

describe('a write', () => {
  const customer = { kind: 'customer', customerId: 'c1' } as const;
  const readers = () => ({
    partner: testScope(clock),
    customer: testScope(clock, { subject: customer }),
    stranger: testScope(clock, { tenant: testTenant({ id: 'other' }) }),
  });

  it.each([
    ['went well', undefined],
    ['has an unknown outcome', new GatewayError('UPSTREAM_UNAVAILABLE', 'broke')],
  ])(
    'that %s forgets what it made worthless, for partner and customer and nobody else',
    async (_what, error) => {
      const scopes = Object.values(readers());
      for (const scope of scopes) {
        await cache.read(ListThings, {}, scope);
        await cache.read(Untranslated, {}, scope);
      }
      fail = error;
      await Promise.allSettled([cache.write(MakeThing, {}, testScope(clock, { subject: customer }))]);
      expect(scopes.map((scope) => cache.has(ListThings, {}, scope))).toEqual([false, false, true]);
      expect(scopes.map((scope) => cache.has(Untranslated, {}, scope))).toEqual([true, true, true]);
    },
  );

  it('does not leave behind what was read before it and came back after it', async () => {
    let answer: (value: unknown) => void = () => {};
    pending = new Promise((resolve) => {
      answer = resolve;
    });
    const reading = cache.read(ListThings, {}, testScope(clock));
    pending = undefined;
    await cache.write(MakeThing, {}, testScope(clock));
    answer(undefined);
    await reading;
    expect(cache.has(ListThings, {}, testScope(clock))).toBe(false);
  });
});

describe('what an answer was made from', () => {
  it('is still good while it is kept and fresh, and no longer', async () => {
    const scope = testScope(clock);
    await cache.read(ListThings, { name: 'a' }, scope);
    await cache.read(ListThings, { name: 'b' }, scope);
    expect(scope.sources).toHaveLength(2);
    expect(cache.stillGood(scope.sources)).toBe(true);
    await cache.read(ListThings, { name: 'b' }, testScope(clock, { bypassCache: true }));
    expect(cache.stillGood(scope.sources)).toBe(false);
    expect(cache.stillGood(scope.sources.slice(0, 1))).toBe(true);
    await clock.advance(60_000);
    expect(cache.stillGood(scope.sources.slice(0, 1))).toBe(false);
  });

  it('is not good when it was outdated already', async () => {
    await cache.read(ListThings, {}, testScope(clock));
    await clock.advance(60_000);
    const scope = testScope(clock);
    await cache.read(ListThings, {}, scope);
    expect(cache.stillGood(scope.sources)).toBe(false);
  });
});

describe('the cache shares nothing', () => {
  const acme = testTenant();
  it.each([
    ['between tenants', { tenant: testTenant({ id: 'other' }) }],
    ['between the partner and a customer', { subject: { kind: 'customer', customerId: 'c1' } }],
    ['between languages', { language: 'en_US' }],
    [
      'between accounts of one tenant id',
      { tenant: testTenant({ partner: { ...acme.partner, domainId: 'domain-2' } }) },
    ],
    [
      'between upstreams of one tenant id',
      { tenant: testTenant({ endpoints: { ...acme.endpoints, bss: new URL('http://127.0.0.1:10') } }) },
    ],
  ] as const)('%s: neither answers nor flights', async (_what, change) => {
    const [one, other] = [testScope(clock), testScope(clock, change)];
    expect(await Promise.all([cache.read(ListThings, {}, one), cache.read(ListThings, {}, other)])).toEqual([
      1, 2,
    ]);
    expect(cache.has(ListThings, {}, testScope(clock, { ...change, language: 'zh_CN' }))).toBe(false);
    expect(await cache.read(ListThings, {}, one)).toBe(1);
    expect(await cache.read(ListThings, {}, other)).toBe(2);
  });

  it('between customers, whose ids cannot be mistaken for each other', async () => {
    const as = (customerId: string) => testScope(clock, { subject: { kind: 'customer', customerId } });
    expect(await cache.read(ListThings, {}, as('c1'))).toBe(1);
    expect(await cache.read(ListThings, {}, as('c11'))).toBe(2);
    expect(await cache.read(ListThings, { name: 'c1' }, as('c1'))).toBe(3);
  });

  it('but what viewers of one tenant may both see, and languages where there is but one', async () => {
    expect(
      await cache.read(Untranslated, {}, testScope(clock, { viewer: 'acme/a', language: 'en_US' })),
    ).toBe(1);
    expect(await cache.read(Untranslated, {}, testScope(clock, { viewer: 'acme/b' }))).toBe(1);
  });
});

describe('the bound on what is kept', () => {
  it('is on what entries hold alive, and the least recently used goes first', async () => {
    const scope = testScope(clock);
    text = 'x'.repeat(300);
    await cache.read(ListThings, { name: 'a' }, scope);
    await cache.read(ListThings, { name: 'b' }, scope);
    expect(cache.size.entries).toBe(2);
    await cache.read(ListThings, { name: 'a' }, scope);
    await cache.read(ListThings, { name: 'c' }, scope);
    expect(cache.size.bytes).toBeLessThanOrEqual(1_000);
    expect(cache.size.evictions).toBe(1);
    expect(cache.has(ListThings, { name: 'a' }, scope)).toBe(true);
    expect(cache.has(ListThings, { name: 'b' }, scope)).toBe(false);
  });

  it('leaves out an answer that is larger than all of it', async () => {
    text = 'x'.repeat(5_000);
    await cache.read(ListThings, {}, testScope(clock));
    expect(cache.size.entries).toBe(0);
    await cache.read(ListThings, {}, testScope(clock));
    expect(made).toHaveLength(2);
  });
});

describe('when the wall clock is set', () => {
  it('back by a day, an answer is fresh no longer than it would have been', async () => {
    const scope = testScope(clock);
    await cache.read(ListThings, { name: 'a' }, scope);
    clock.step(-24 * 60 * 60_000);
    expect(await cache.read(ListThings, { name: 'a' }, scope)).toBe(1);
    await clock.advance(60_000);
    expect(cache.has(ListThings, { name: 'a' }, scope)).toBe(false);
    await clock.advance(60_001);
    expect(await cache.read(ListThings, { name: 'a' }, scope)).toBe(2);
  });

  it('forward by an hour, an answer is fetched again and kept for its time', async () => {
    const scope = testScope(clock);
    await cache.read(ListThings, { name: 'a' }, scope);
    clock.step(60 * 60_000);
    expect(await cache.read(ListThings, { name: 'a' }, scope)).toBe(2);
    await clock.advance(59_000);
    expect(cache.has(ListThings, { name: 'a' }, scope)).toBe(true);
  });
});
