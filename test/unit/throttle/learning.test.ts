import { describe, expect, it } from 'vitest';
import { createThrottle, type Throttled, type ThrottleEvent } from '../../../src/throttle/throttle.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { dice } from '../../support/planner/world.ts';
import { Client, Upstream } from '../../support/throttle/call-server.ts';

const QUOTA = 10;
const gatewayRefusal: Throttled = { limit: QUOTA, windowMs: 1_000, source: 'gateway' };

/** We saturate, answers take 40 ms; the upstream counts us and a neighbour in one window. */
function saturated(answer?: (upstream: Upstream) => Throttled | undefined) {
  const clock = new FakeClock();
  const upstream = new Upstream(clock, QUOTA);
  const events: ThrottleEvent[] = [];
  const throttle = createThrottle({ clock, onEvent: (event) => events.push(event) });
  const taken = () => (upstream.take('us') ? undefined : gatewayRefusal);
  const client = new Client(throttle, clock, answer ? () => answer(upstream) : taken, 40);
  for (let caller = 0; caller < 30; caller++) void client.saturate(Number.POSITIVE_INFINITY);
  return { clock, upstream, throttle, client, events };
}

function neighbour(
  clock: FakeClock,
  upstream: Upstream,
  callsPerSecond: number,
  fromMs: number,
  toMs: number,
  random = () => 0,
) {
  // Insists on its share: retries a refused call every 20 ms.
  const call = () => {
    if (clock.monotonic() >= toMs) return;
    clock.after(upstream.take('neighbour') ? 1_000 + 80 * random() : 20, call);
  };
  for (let caller = 0; caller < callsPerSecond; caller++) {
    clock.after(fromMs + (caller * 1_000) / callsPerSecond, call);
  }
}

describe('learning from refusals', () => {
  it('leaves a neighbour what it takes, at hardly any refusals, and takes it back later', async () => {
    const { clock, upstream } = saturated();
    neighbour(clock, upstream, 5, 10_000, 40_000);
    await clock.advance(95_000);
    const before = upstream.count('us', 0, 10_000);
    expect(before.refused).toBe(0);
    const during = upstream.count('us', 15_000, 40_000);
    expect(during.taken).toBeGreaterThanOrEqual(0.9 * 5 * 25);
    expect(during.refused).toBeLessThanOrEqual(0.01 * (during.taken + during.refused) + 1);
    expect(upstream.count('neighbour', 15_000, 40_000).taken).toBeGreaterThanOrEqual(0.9 * 5 * 25);
    expect(upstream.count('us', 65_000, 95_000).taken).toBeGreaterThanOrEqual(0.95 * QUOTA * 30);
  });

  describe.each([10_000, 15_000, 20_000, 25_000, 30_000, 45_000, 60_000])(
    'a neighbour that stays %i ms',
    (stay) => {
      it.each([0, 370, 730])(
        'costs what it takes and no more, and is soon forgotten (phase %i ms)',
        async (phase) => {
          const { clock, upstream } = saturated();
          const [from, to] = [15_000 + phase, 15_000 + phase + stay];
          neighbour(clock, upstream, 5, from, to);
          await clock.advance(to + 30_000);
          const rest = upstream.count('us', from + 5_000, to);
          expect(rest.taken).toBeGreaterThanOrEqual((0.9 * 5 * (stay - 5_000)) / 1_000);
          const afterwards = upstream.count('us', from + 5_000, to + 15_000);
          expect(afterwards.refused).toBeLessThanOrEqual(0.01 * (afterwards.taken + afterwards.refused));
          // Fourteen whole windows fit into fifteen seconds wherever these begin.
          expect(upstream.count('us', to + 15_000, to + 30_000).taken).toBeGreaterThanOrEqual(QUOTA * 14);
        },
      );
    },
  );

  // What it gets is answered late now and then, so that its calls leave gaps into which a probe may fall.
  it('is not taken in by the gaps that a neighbour leaves', async () => {
    let [calls, refused] = [0, 0];
    for (let seed = 1; seed <= 40; seed++) {
      const { clock, upstream } = saturated();
      const [from, to] = [15_000, 45_000];
      neighbour(clock, upstream, 5, from, to, dice(seed));
      await clock.advance(to + 30_000);
      const counted = upstream.count('us', from + 5_000, to + 15_000);
      calls += counted.taken + counted.refused;
      refused += counted.refused;
      expect(counted.refused, `seed ${seed}`).toBeLessThanOrEqual(3);
      const isFull = (at: number) => upstream.count('us', at, at + 3_000).taken >= 0.95 * 3 * QUOTA;
      let full = to;
      while (!isFull(full) && full < to + 27_000) full += 250;
      expect(full - to, `seed ${seed}`).toBeLessThanOrEqual(10_000);
    }
    expect(refused).toBeLessThanOrEqual(0.0075 * calls);
  });

  it('pays for a neighbour that stays with little more than one call in a hundred', async () => {
    const { clock, upstream } = saturated();
    neighbour(clock, upstream, 5, 15_000, 615_000);
    await clock.advance(645_000);
    const during = upstream.count('us', 20_000, 615_000);
    expect(during.taken).toBeGreaterThanOrEqual(0.95 * 5 * 595);
    expect(during.refused).toBeLessThanOrEqual(0.0125 * (during.taken + during.refused));
  });

  it('goes straight back when a neighbour only gave way for a moment', async () => {
    const { clock, upstream, events } = saturated();
    neighbour(clock, upstream, 5, 15_000, 40_000);
    neighbour(clock, upstream, 5, 42_000, 70_000);
    await clock.advance(70_000);
    const limits = events.flatMap((event) => (event.type === 'limit' ? [event.limit] : []));
    expect(limits.at(-1)).toBe(5);
    expect(upstream.count('us', 50_000, 70_000).refused).toBeLessThanOrEqual(3);
  });

  it('takes a stated limit at once', async () => {
    const { clock, upstream, throttle } = saturated(() => ({ limit: 3, windowMs: 1_000, source: 'gateway' }));
    await clock.advance(500);
    expect(throttle.snapshot()[0]).toMatchObject({ limit: 3, learnedLimit: 3, quota: QUOTA });
    expect(upstream.arrivals).toEqual([]);
  });

  it('understands a limit per minute', async () => {
    const { clock, throttle } = saturated(() => ({ limit: 120, windowMs: 60_000, source: 'gateway' }));
    await clock.advance(500);
    expect(throttle.snapshot()[0]).toMatchObject({ limit: 2 });
  });

  it('halves for a refusal without figures, once per burst, and climbs back when it stops', async () => {
    let refuse = true;
    const { clock, throttle } = saturated(() => (refuse ? { source: 'business' } : undefined));
    await clock.advance(500);
    expect(throttle.snapshot()[0]?.limit).toBe(5);
    refuse = false;
    await clock.advance(15_000);
    expect(throttle.snapshot()[0]).toMatchObject({ limit: QUOTA, learnedLimit: undefined });
  });

  it('takes Retry-After as a floor', async () => {
    let first = true;
    const { clock, client } = saturated(() => {
      const refused = first;
      first = false;
      return refused ? { ...gatewayRefusal, retryAfterMs: 7_000 } : undefined;
    });
    await clock.advance(20_000);
    expect(client.sent[10]?.at).toBeGreaterThanOrEqual(7_040);
    expect(client.sent[10]?.at).toBeLessThan(7_100);
  });

  it('takes a lone refusal for jitter: the guard grows at once, the limit stays', async () => {
    let calls = 0;
    const { clock, throttle, events } = saturated(() => (++calls === 25 ? gatewayRefusal : undefined));
    await clock.advance(4_000);
    expect(throttle.snapshot()[0]).toMatchObject({ limit: QUOTA, guardMs: expect.any(Number) });
    const grown = throttle.snapshot()[0]?.guardMs ?? 0;
    expect(grown).toBeGreaterThan(30);
    expect(events.filter(({ type }) => type === 'guard')).toHaveLength(1);
    await clock.advance(300_000);
    expect(throttle.snapshot()[0]?.guardMs).toBeLessThan(23);
  });
});
