import { beforeEach, describe, expect, it } from 'vitest';
import { type Breakers, createBreakers } from '../../../src/call/breaker.ts';
import { FakeClock } from '../../support/fake-clock.ts';

const HOST = 'bss.example';

let clock: FakeClock;
let breakers: Breakers;
let changes: string[];
beforeEach(() => {
  clock = new FakeClock();
  changes = [];
  breakers = createBreakers(clock, (host, state) => void changes.push(`${host} ${state}`));
});

const call = (result: 'answered' | 'failure' | 'abandoned', host = HOST) => {
  const admission = breakers.admit(host);
  if (admission.admitted) breakers.report(host, result, admission.trial);
  return admission;
};
const times = (count: number, work: () => unknown) => {
  for (let made = 0; made < count; made++) work();
};

describe('a circuit breaker', () => {
  it('stays closed through failures that answers interrupt', () => {
    times(10, () => {
      times(4, () => call('failure'));
      call('answered');
    });
    expect(breakers.states().get(HOST)).toBe('closed');
    expect(changes).toEqual([]);
  });

  it('stays closed through failures that lie far apart', async () => {
    for (let made = 0; made < 20; made++) {
      call('failure');
      await clock.advance(2_500);
    }
    expect(changes).toEqual([]);
  });

  it('does not count calls that were given up', () => {
    times(20, () => call('abandoned'));
    expect(changes).toEqual([]);
  });

  it('opens at the fifth failure and refuses, with the time that is left', async () => {
    times(5, () => call('failure'));
    expect(breakers.isOpen(HOST)).toBe(true);
    await clock.advance(300);
    expect(breakers.admit(HOST)).toEqual({ admitted: false, retryAfterMs: 700 });
    expect(changes).toEqual([`${HOST} open`]);
  });

  it('lets one call try after the pause, and closes when that is answered', async () => {
    times(5, () => call('failure'));
    await clock.advance(1_000);
    expect(breakers.admit(HOST)).toEqual({ admitted: true, trial: true });
    expect(breakers.admit(HOST)).toMatchObject({ admitted: false, retryAfterMs: expect.any(Number) });
    breakers.report(HOST, 'answered', true);
    times(20, () => expect(call('answered')).toEqual({ admitted: true, trial: false }));
    expect(changes).toEqual([`${HOST} open`, `${HOST} half-open`, `${HOST} closed`]);
  });

  it('pauses twice as long after each trial that fails, up to half a minute, and starts over once closed', async () => {
    const pause = () => {
      const admission = breakers.admit(HOST);
      return admission.admitted ? 0 : admission.retryAfterMs;
    };
    times(5, () => call('failure'));
    const pauses: number[] = [];
    for (let trial = 0; trial < 7; trial++) {
      pauses.push(pause());
      await clock.advance(pause());
      call('failure');
    }
    expect(pauses).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
    await clock.advance(30_000);
    call('answered');
    times(5, () => call('failure'));
    expect(pause()).toBe(1_000);
  });

  it('lets another try at once when the trial was given up', async () => {
    times(5, () => call('failure'));
    await clock.advance(1_000);
    call('abandoned');
    expect(call('answered')).toEqual({ admitted: true, trial: true });
    expect(breakers.states().get(HOST)).toBe('closed');
  });

  it('lets nothing out while one tries, whatever becomes of calls from before', async () => {
    times(5, () => call('failure'));
    await clock.advance(1_000);
    expect(breakers.admit(HOST)).toMatchObject({ admitted: true, trial: true });
    breakers.report(HOST, 'abandoned', false);
    breakers.report(HOST, 'failure', false);
    expect(breakers.admit(HOST)).toMatchObject({ admitted: false });
    expect(breakers.states().get(HOST)).toBe('half-open');
  });

  it('is one per host', () => {
    times(5, () => call('failure'));
    expect(call('answered', 'iam.example')).toEqual({ admitted: true, trial: false });
    expect([...breakers.states()]).toEqual([
      [HOST, 'open'],
      ['iam.example', 'closed'],
    ]);
  });
});
