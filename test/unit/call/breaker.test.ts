import { beforeEach, describe, expect, it } from 'vitest';
import { type Breakers, type BreakerTarget, createBreakers } from '../../../src/call/breaker.ts';
import { FakeClock } from '../../support/fake-clock.ts';

const HOST = 'bss.example';
const TARGET: BreakerTarget = { host: HOST, account: 'a', operation: 'ListOrders' };

let clock: FakeClock;
let breakers: Breakers;
let changes: string[];
beforeEach(() => {
  clock = new FakeClock();
  changes = [];
  breakers = createBreakers(clock, ({ scope, operation = '*', state }) => {
    changes.push(`${scope} ${operation} ${state}`);
  });
});

const call = (result: 'answered' | 'failure' | 'abandoned', change: Partial<BreakerTarget> = {}) => {
  const target = { ...TARGET, ...change };
  const admission = breakers.admit(target);
  if (admission.admitted) breakers.report(target, result, admission.trial);
  return admission;
};
const times = (count: number, work: () => unknown) => {
  for (let made = 0; made < count; made++) work();
};

describe('a circuit breaker', () => {
  it('stays closed through failures that answers interrupt', () => {
    times(10, () => {
      times(9, () => call('failure'));
      call('answered');
    });
    expect(breakers.hosts().get(HOST)).toBe('closed');
    expect(changes).toEqual([]);
  });

  it('stays closed through failures that lie far apart', async () => {
    for (let made = 0; made < 20; made++) {
      call('failure');
      await clock.advance(1_250);
    }
    expect(changes).toEqual([]);
  });

  it('does not count calls that were given up', () => {
    times(20, () => call('abandoned'));
    expect(changes).toEqual([]);
  });

  it('opens at the tenth failure and refuses, with the time that is left', async () => {
    times(10, () => call('failure'));
    await clock.advance(300);
    expect(breakers.admit(TARGET)).toEqual({ admitted: false, retryAfterMs: 700 });
    expect(changes).toEqual(['operation ListOrders open']);
  });

  it('lets one call try after the pause, and closes when that is answered', async () => {
    times(10, () => call('failure'));
    await clock.advance(1_000);
    expect(breakers.admit(TARGET)).toEqual({ admitted: true, trial: true });
    expect(breakers.admit(TARGET)).toMatchObject({ admitted: false, retryAfterMs: expect.any(Number) });
    breakers.report(TARGET, 'answered', true);
    times(20, () => expect(call('answered')).toEqual({ admitted: true, trial: false }));
    expect(changes.map((change) => change.split(' ')[2])).toEqual(['open', 'half-open', 'closed']);
    expect(breakers.notClosed()).toEqual([]);
  });

  it('pauses twice as long after each trial that fails, up to half a minute, and starts over once closed', async () => {
    const pause = () => {
      const admission = breakers.admit(TARGET);
      return admission.admitted ? 0 : admission.retryAfterMs;
    };
    times(10, () => call('failure'));
    const pauses: number[] = [];
    for (let trial = 0; trial < 7; trial++) {
      pauses.push(pause());
      await clock.advance(pause());
      call('failure');
    }
    expect(pauses).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
    await clock.advance(30_000);
    call('answered');
    times(10, () => call('failure'));
    expect(pause()).toBe(1_000);
  });

  it('lets another try at once when the trial was given up', async () => {
    times(10, () => call('failure'));
    await clock.advance(1_000);
    call('abandoned');
    expect(call('answered')).toEqual({ admitted: true, trial: true });
    expect(breakers.notClosed()).toEqual([]);
  });

  it('lets nothing out while one tries, whatever becomes of calls from before', async () => {
    times(10, () => call('failure'));
    await clock.advance(1_000);
    expect(breakers.admit(TARGET)).toMatchObject({ admitted: true, trial: true });
    breakers.report(TARGET, 'abandoned', false);
    breakers.report(TARGET, 'failure', false);
    expect(breakers.admit(TARGET)).toMatchObject({ admitted: false });
    expect(breakers.notClosed()).toMatchObject([{ scope: 'operation', state: 'half-open' }]);
  });
});

describe('what is left alone', () => {
  const isOpen = (change: Partial<BreakerTarget>) => !breakers.admit({ ...TARGET, ...change }).admitted;

  it('is one operation of an account, where only that one fails', () => {
    times(20, () => call('failure'));
    expect(isOpen({})).toBe(true);
    expect(isOpen({ operation: 'ListCustomers' })).toBe(false);
    expect(isOpen({ account: 'b' })).toBe(false);
    expect(breakers.hosts().get(HOST)).toBe('closed');
  });

  it('is the account, where several of its operations fail and none is answered', () => {
    for (const operation of ['A', 'B', 'C', 'D', 'E']) call('failure', { operation });
    expect(isOpen({ operation: 'F' })).toBe(true);
    expect(isOpen({ operation: 'F', account: 'b' })).toBe(false);
  });

  it('is the host, where several accounts and operations fail and none is answered', () => {
    for (const [account, operation] of ['aA', 'bB', 'aB', 'bA', 'aC'].map((both) => [...both])) {
      call('failure', { account: account ?? '', operation: operation ?? '' });
    }
    expect(isOpen({ account: 'c', operation: 'F' })).toBe(true);
    expect(breakers.hosts().get(HOST)).toBe('open');
    expect(isOpen({ host: 'iam.example' })).toBe(false);
    expect(breakers.hosts().get('iam.example')).toBe('closed');
  });

  it('is not the host, where one account is answered while others fail', () => {
    for (let round = 0; round < 20; round++) {
      call('failure', { account: 'a', operation: `${round}` });
      call('failure', { account: 'b', operation: `${round}` });
      call('answered', { account: 'c', operation: 'ListCustomers' });
    }
    expect(isOpen({ account: 'c' })).toBe(false);
    expect(isOpen({ account: 'a' })).toBe(true);
  });

  it('is not the host, where all accounts fail at one operation', () => {
    for (const account of ['a', 'b', 'c']) times(10, () => call('failure', { account }));
    expect(isOpen({ account: 'd' })).toBe(false);
    expect(isOpen({ operation: 'ListCustomers' })).toBe(false);
  });

  it('is found out about by one trial, however many breakers it is for', async () => {
    times(10, () => call('failure'));
    for (const operation of ['A', 'B', 'C', 'D', 'E']) call('failure', { operation });
    await clock.advance(2_000);
    expect(breakers.admit(TARGET)).toEqual({ admitted: true, trial: true });
    expect(isOpen({ operation: 'A' })).toBe(true);
    breakers.report(TARGET, 'answered', true);
    expect(breakers.notClosed()).toEqual([]);
  });

  it('does not add up in memory', async () => {
    for (let account = 0; account < 5_000; account++) {
      call('failure', { account: `${account}` });
      await clock.advance(20);
    }
    expect(changes).toEqual([]);
    times(10, () => call('failure', { account: 'last' }));
    expect(changes).toEqual(['operation ListOrders open']);
  });
});
