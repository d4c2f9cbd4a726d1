import { describe, expect, it } from 'vitest';
import { type Launch, SingleFlight } from '../../../src/cache/single-flight.ts';
import { GatewayError } from '../../../src/errors/errors.ts';

const LATER = 1_000;

/** A launch under the test's control, which counts itself. */
function controlled() {
  const launches: { resolve(value: string): void; reject(error: unknown): void; signal: AbortSignal }[] = [];
  const launch: Launch<string> = (signal) =>
    new Promise((resolve, reject) => launches.push({ resolve, reject, signal }));
  const at = (index: number) => {
    const found = launches[index];
    if (!found) throw new Error(`expected launch ${index}, got ${launches.length}`);
    return found;
  };
  return { launch, at, count: () => launches.length };
}

function asker(deadline = LATER) {
  const controller = new AbortController();
  return { deadline, signal: controller.signal, leave: (reason: unknown) => controller.abort(reason) };
}

describe('one call for askers of the same key', () => {
  it('gives all of them its value, and says who joined', async () => {
    const flight = new SingleFlight<string>();
    const { launch, at, count } = controlled();
    const asked = [asker(), asker(), asker()].map((one) => flight.run('k', one, launch));
    expect([count(), flight.size]).toEqual([1, 1]);
    at(0).resolve('answer');
    expect(await Promise.all(asked)).toEqual([
      { value: 'answer', joined: false },
      { value: 'answer', joined: true },
      { value: 'answer', joined: true },
    ]);
    expect(flight.size).toBe(0);
  });

  it('is another for another key, and another once it has landed', async () => {
    const flight = new SingleFlight<string>();
    const { launch, at, count } = controlled();
    const first = flight.run('k', asker(), launch);
    const other = flight.run('other', asker(), launch);
    expect(count()).toBe(2);
    at(0).resolve('one');
    at(1).resolve('two');
    expect([(await first).value, (await other).value]).toEqual(['one', 'two']);
    const again = flight.run('k', asker(), launch);
    expect(count()).toBe(3);
    at(2).resolve('three');
    expect((await again).value).toBe('three');
  });

  it('fails all of them with its failure, and is not kept', async () => {
    const flight = new SingleFlight<string>();
    const { launch, at } = controlled();
    const asked = [flight.run('k', asker(), launch), flight.run('k', asker(), launch)];
    at(0).reject(new Error('broken'));
    expect(await Promise.allSettled(asked)).toEqual([
      { status: 'rejected', reason: new Error('broken') },
      { status: 'rejected', reason: new Error('broken') },
    ]);
    expect(flight.size).toBe(0);
  });
});

describe('askers that leave', () => {
  it('leave the call to those who stay', async () => {
    const flight = new SingleFlight<string>();
    const { launch, at } = controlled();
    const [leaving, staying] = [asker(), asker()];
    const left = flight.run('k', leaving, launch);
    const stayed = flight.run('k', staying, launch);
    leaving.leave(new Error('gone'));
    await expect(left).rejects.toThrow('gone');
    expect(at(0).signal.aborted).toBe(false);
    at(0).resolve('answer');
    expect((await stayed).value).toBe('answer');
  });

  it('end the call when the last one leaves, and whoever comes then begins another', async () => {
    const flight = new SingleFlight<string>();
    const { launch, at, count } = controlled();
    const askers = [asker(), asker()];
    const asked = askers.map((one) => flight.run('k', one, launch));
    for (const one of askers) one.leave(new Error('gone'));
    expect((await Promise.allSettled(asked)).map((result) => result.status)).toEqual([
      'rejected',
      'rejected',
    ]);
    expect(at(0).signal.aborted).toBe(true);
    const next = flight.run('k', asker(), launch);
    expect(count()).toBe(2);
    // The abandoned one lands late, and must not take the place of the new one.
    at(0).reject(new Error('aborted'));
    at(1).resolve('fresh');
    expect((await next).value).toBe('fresh');
  });

  it('do not begin a call that nobody waits for', async () => {
    const flight = new SingleFlight<string>();
    const gone = asker();
    gone.leave(new Error('gone'));
    const { launch, count } = controlled();
    await expect(flight.run('k', gone, launch)).rejects.toThrow('gone');
    expect([count(), flight.size]).toEqual([0, 0]);
  });
});

describe('askers with more time than the call', () => {
  const outOfTime = () => new GatewayError('DEADLINE_EXCEEDED', 'too late');

  it('ask again when its deadline ended it', async () => {
    const flight = new SingleFlight<string>();
    const { launch, at, count } = controlled();
    const hasty = flight.run('k', asker(100), launch);
    const patient = flight.run('k', asker(LATER), launch);
    at(0).reject(outOfTime());
    await expect(hasty).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
    await Promise.resolve();
    expect(count()).toBe(2);
    at(1).resolve('answer');
    expect((await patient).value).toBe('answer');
  });

  it('share that second call, too', async () => {
    const flight = new SingleFlight<string>();
    const { launch, at, count } = controlled();
    const hasty = flight.run('k', asker(100), launch);
    const patient = [flight.run('k', asker(LATER), launch), flight.run('k', asker(LATER), launch)];
    at(0).reject(new GatewayError('UPSTREAM_BUSY', 'no slot in time'));
    await expect(hasty).rejects.toMatchObject({ code: 'UPSTREAM_BUSY' });
    await Promise.resolve();
    expect(count()).toBe(2);
    at(1).resolve('answer');
    expect((await Promise.all(patient)).map((one) => one.value)).toEqual(['answer', 'answer']);
  });

  it.each([
    ['another failure', new GatewayError('UPSTREAM_UNAVAILABLE', 'down')],
    ['a failure of no code', new Error('bug')],
  ])('do not ask again after %s', async (_what, error) => {
    const flight = new SingleFlight<string>();
    const { launch, at, count } = controlled();
    const hasty = flight.run('k', asker(100), launch);
    const patient = flight.run('k', asker(LATER), launch);
    at(0).reject(error);
    expect((await Promise.allSettled([hasty, patient])).map((one) => one.status)).toEqual([
      'rejected',
      'rejected',
    ]);
    expect(count()).toBe(1);
  });

  it('do not ask again with as little time as it had', async () => {
    const flight = new SingleFlight<string>();
    const { launch, at, count } = controlled();
    const both = [flight.run('k', asker(100), launch), flight.run('k', asker(100), launch)];
    at(0).reject(outOfTime());
    expect((await Promise.allSettled(both)).map((one) => one.status)).toEqual(['rejected', 'rejected']);
    expect(count()).toBe(1);
  });
});
