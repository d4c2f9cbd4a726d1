import { beforeEach, describe, expect, it } from 'vitest';
import { openContext } from '../../../src/context/create-context.ts';
import { KeySetMemory } from '../../../src/loaders/key-sets.ts';
import { SizeMemory } from '../../../src/loaders/sizes.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { testTenant } from '../../support/scopes.ts';

let clock: FakeClock;
beforeEach(() => {
  clock = new FakeClock();
});

const viewer = { id: 'acme/v', tenant: testTenant(), role: 'PARTNER_ADMIN', customerId: undefined } as const;

/** A client that can go away, and whether anybody still listens for that. */
class Client {
  leave: () => void = () => {};
  listening = false;
  readonly onLeave = (leave: () => void): (() => void) => {
    this.listening = true;
    this.leave = leave;
    return () => {
      this.listening = false;
    };
  };
}

function open(headers: Readonly<Record<string, string>> = {}, client = new Client(), quota = () => []) {
  const read = () => Promise.reject(new Error('expected no read'));
  const cache = { read, has: () => false };
  const dependencies = {
    clock,
    cache,
    sizes: new SizeMemory(),
    keySets: new KeySetMemory(),
    deadlineMs: 15_000,
    quota,
    quotaOf: () => ({ perSecond: 10, waitMs: 0 }),
    maxUpstreamCalls: undefined,
  };
  return openContext(dependencies, viewer, {
    header: (name) => headers[name],
    onClientClosed: client.onLeave,
  });
}

describe('the context of a request', () => {
  it('begins with tenant, account and viewer', () => {
    const { context } = open();
    expect(context.scope).toMatchObject({
      tenant: viewer.tenant,
      subject: { kind: 'partner' },
      viewer: 'acme/v',
      priority: 'interactive',
      deadline: clock.monotonic() + 15_000,
      language: undefined,
      bypassCache: false,
    });
  });

  it.each([
    ['300', 300],
    ['15001', 15_000],
    ['999999999', 15_000],
  ])('takes a deadline of %s ms, up to its own', (header, ms) => {
    expect(open({ 'x-deadline-ms': header }).context.scope.deadline).toBe(clock.monotonic() + ms);
  });

  it.each(['0', '-1', '1.5', '1e3', 'soon', '9999999999'])('refuses a deadline of %s', (header) => {
    expect(() => open({ 'x-deadline-ms': header })).toThrow(
      expect.objectContaining({
        code: 'BAD_USER_INPUT',
        message: `x-deadline-ms: expected a positive whole number of milliseconds, got "${header}"`,
      }),
    );
    expect(clock.timers).toBe(0);
  });

  it.each([
    ['zh-CN,zh;q=0.9,en;q=0.8', 'zh_CN'],
    ['en-GB', 'en_US'],
    ['EN', 'en_US'],
    ['fr', undefined],
    ['', undefined],
  ])('reads the language %s as %s', (header, language) => {
    expect(open({ 'accept-language': header }).context.scope.language).toBe(language);
  });

  it.each([
    ['no-cache', true],
    ['max-age=0, No-Cache', true],
    ['max-age=60', false],
  ])('reads cache-control: %s', (header, bypass) => {
    expect(open({ 'cache-control': header }).context.scope.bypassCache).toBe(bypass);
  });
});

describe('the end of a request', () => {
  it('comes at the deadline', async () => {
    const { scope } = open({ 'x-deadline-ms': '300' }).context;
    await clock.advance(299);
    expect(scope.signal.aborted).toBe(false);
    await clock.advance(1);
    expect(scope.signal.reason).toMatchObject({
      code: 'DEADLINE_EXCEEDED',
      retryable: true,
      message: 'Not ready within the deadline of 300 ms',
    });
  });

  it('comes when the client goes away', () => {
    const client = new Client();
    const opened = open({}, client);
    expect(opened.clientClosed()).toBe(false);
    client.leave();
    expect(opened.clientClosed()).toBe(true);
    expect(opened.context.scope.signal.reason).toMatchObject({
      code: 'DEADLINE_EXCEEDED',
      message: 'The client went away',
    });
  });

  it('leaves no timer and no listener behind once it is closed', () => {
    const client = new Client();
    const opened = open({}, client);
    expect([clock.timers, client.listening]).toEqual([1, true]);
    opened.close();
    expect([clock.timers, client.listening]).toEqual([0, false]);
    expect(opened.context.scope.signal.aborted).toBe(false);
  });

  it('does not let an answer be kept that shows the quota in use', () => {
    const asked: string[] = [];
    const opened = open({}, new Client(), ((account: string) => asked.push(account)) as never);
    expect(opened.isVolatile()).toBe(false);
    opened.context.quota();
    expect(opened.isVolatile()).toBe(true);
    expect(asked).toEqual(['domain-1']);
  });
});
