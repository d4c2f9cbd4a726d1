import { describe, expect, it } from 'vitest';
import { createThrottle, type ThrottleEvent } from '../../../src/throttle/throttle.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { Client, request } from '../../support/throttle/call-server.ts';

describe('throttle', () => {
  it('lets the quota through at once and the next call when the first has left the window', async () => {
    const clock = new FakeClock();
    const client = new Client(createThrottle({ clock }), clock);
    for (let i = 0; i < 11; i++) void client.call();
    await clock.advance(1_500);
    expect(client.sent.filter(({ at }) => at === 0)).toHaveLength(10);
    // Answered after 10 ms: counted by then, and free one window (1,001 ms) later.
    expect(client.sent[10]?.at).toBe(1_011);
  });

  it('does not wait for a slow answer longer than the guard', async () => {
    const clock = new FakeClock();
    const client = new Client(createThrottle({ clock, guardMs: 20 }), clock, undefined, 5_000);
    for (let i = 0; i < 2; i++) void client.call({ quotaPerSecond: 1 });
    await clock.advance(2_000);
    expect(client.sent.map(({ at }) => at)).toEqual([0, 1_021]);
  });

  it('keeps a permit that was never marked as sent until its answer', async () => {
    const clock = new FakeClock();
    const throttle = createThrottle({ clock });
    const first = await throttle.acquire(request(clock, { quotaPerSecond: 1 }));
    const second = throttle.acquire(request(clock, { quotaPerSecond: 1 }));
    await clock.advance(3_000);
    if (first.outcome === 'granted') first.permit.release({ sent: true });
    await clock.advance(3_000);
    expect(await second).toMatchObject({ outcome: 'granted', permit: { waitedMs: 4_001 } });
  });

  it('gives the permit of a call that was not sent to the next at once', async () => {
    const clock = new FakeClock();
    const throttle = createThrottle({ clock });
    const first = await throttle.acquire(request(clock, { quotaPerSecond: 1 }));
    const second = throttle.acquire(request(clock, { quotaPerSecond: 1 }));
    await clock.advance(100);
    if (first.outcome === 'granted') first.permit.release({ sent: false });
    expect(await second).toMatchObject({ outcome: 'granted', permit: { waitedMs: 100 } });
  });

  it('stretches the window of a quota below one call per second', async () => {
    const clock = new FakeClock();
    const client = new Client(createThrottle({ clock }), clock);
    for (let i = 0; i < 3; i++) void client.call({ quotaPerSecond: 0.5 });
    await clock.advance(5_000);
    expect(client.sent.map(({ at }) => at)).toEqual([0, 2_012, 4_024]);
  });

  it('counts operations, hosts and accounts apart, and accounts of one address together', async () => {
    const clock = new FakeClock();
    const client = new Client(createThrottle({ clock }), clock);
    for (let i = 0; i < 10; i++) {
      void client.call({ account: 'acme/partner' });
      void client.call({ account: 'acme/customer/1' });
      void client.call({ operation: 'ListSubCustomers' });
      void client.call({ host: 'bss-intl.example' });
    }
    await clock.advance(500);
    expect(client.sent).toHaveLength(30);
  });

  it('spreads two accounts over two addresses, and one account over no more than its quota', async () => {
    const clock = new FakeClock();
    const addresses = ['192.0.2.1', '192.0.2.2'];
    const two = new Client(createThrottle({ clock, addresses }), clock);
    for (let i = 0; i < 20; i++) void two.call({ account: i % 2 ? 'acme/partner' : 'acme/customer/1' });
    const one = new Client(createThrottle({ clock, addresses }), clock);
    for (let i = 0; i < 20; i++) void one.call();
    await clock.advance(500);
    expect(two.sent).toHaveLength(20);
    for (const address of addresses) {
      expect(two.sent.filter((call) => call.address === address)).toHaveLength(10);
    }
    expect(one.sent).toHaveLength(10);
  });

  it('settles a waiter as aborted when it is cancelled, and its turn goes to the next', async () => {
    const clock = new FakeClock();
    const throttle = createThrottle({ clock });
    const client = new Client(throttle, clock);
    const cancel = new AbortController();
    void client.call({ quotaPerSecond: 1 });
    const cancelled = client.call({ quotaPerSecond: 1, signal: cancel.signal });
    const next = client.call({ quotaPerSecond: 1 });
    await clock.advance(500);
    cancel.abort();
    expect(await cancelled).toEqual({ outcome: 'aborted' });
    await clock.advance(1_000);
    expect(await next).toMatchObject({ outcome: 'granted', permit: { waitedMs: 1_011 } });
    const gone = AbortSignal.abort();
    expect(await throttle.acquire(request(clock, { signal: gone }))).toEqual({ outcome: 'aborted' });
  });

  it('settles everything when it closes, and grants nothing afterwards', async () => {
    const clock = new FakeClock();
    const throttle = createThrottle({ clock });
    const client = new Client(throttle, clock);
    for (let i = 0; i < 25; i++) void client.call({ priority: i % 2 ? 'interactive' : 'background' });
    await clock.advance(1);
    await throttle.close();
    await clock.advance(1);
    expect(client.count('aborted')).toBe(15);
    expect(await throttle.acquire(request(clock))).toEqual({ outcome: 'aborted' });
  });

  it('forgets idle accounts, and none that is in use', async () => {
    const clock = new FakeClock();
    const throttle = createThrottle({ clock });
    for (let i = 0; i < 500; i++) {
      const admission = await throttle.acquire(
        request(clock, { account: `acme/customer/${i}`, quotaPerSecond: 1_000 }),
      );
      if (admission.outcome !== 'granted') throw new Error('expected a permit');
      admission.permit.sent();
      if (i > 0) admission.permit.release({ sent: true });
    }
    const unsent = await throttle.acquire(request(clock, { account: 'acme/in-use', quotaPerSecond: 1_000 }));
    await clock.advance(70_000);
    const accounts = throttle.snapshot().filter(({ dimension }) => dimension === 'account');
    expect(accounts.map(({ key }) => key)).toEqual(['acme/in-use']);
    if (unsent.outcome === 'granted') unsent.permit.release({ sent: false });
    await clock.advance(70_000);
    expect(throttle.snapshot()).toEqual([]);
  });

  it('tells queue, window and limits of what is in use', async () => {
    const clock = new FakeClock();
    const throttle = createThrottle({ clock, guardMs: 20 });
    const client = new Client(throttle, clock);
    for (let i = 0; i < 14; i++) void client.call();
    await clock.advance(100);
    expect(throttle.mode()).toBe('local');
    expect(throttle.snapshot()).toEqual([
      {
        operation: 'ListCustomerOrders',
        host: 'bss.example',
        dimension: 'account',
        key: 'acme/partner',
        queued: 4,
        inWindow: 10,
        quota: 10,
        limit: 10,
        learnedLimit: undefined,
        guardMs: 20,
      },
      expect.objectContaining({ dimension: 'address', key: 'default', queued: 4, inWindow: 10 }),
    ]);
  });

  it('names no tenant and no account in its events', async () => {
    const clock = new FakeClock();
    const events: ThrottleEvent[] = [];
    const throttle = createThrottle({ clock, onEvent: (event) => events.push(event) });
    const refusal = { limit: 4, windowMs: 1_000, source: 'gateway' } as const;
    const client = new Client(throttle, clock, () => refusal);
    for (let i = 0; i < 12; i++) void client.call({ deadline: clock.monotonic() + 500 });
    await clock.advance(3_000);
    expect(new Set(events.map(({ type }) => type))).toEqual(
      new Set(['granted', 'busy', 'throttled', 'limit']),
    );
    expect(JSON.stringify(events)).not.toMatch(/acme|anna/);
  });
});
