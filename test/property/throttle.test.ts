import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createThrottle, type PermitRequest } from '../../src/throttle/throttle.ts';
import { FakeClock } from '../support/fake-clock.ts';

const GUARD_MS = 22;
const WINDOW_MS = 1_000;
const LONGEST_STALL_MS = 3_000;

/** A call of the plan, and what became of it. Instants are fake monotonic milliseconds. */
interface Call {
  readonly index: number;
  readonly at: number;
  readonly account: string;
  readonly viewer: string;
  readonly priority: PermitRequest['priority'];
  readonly patience: number;
  readonly cancelAfter: number | undefined;
  readonly prepare: number;
  readonly transit: number;
  readonly latency: number;
  readonly lost: boolean;
  settled?: { at: number; outcome: string; times: number };
  granted?: { at: number; address: string | undefined; sentAt?: number; releasedAt?: number };
}

const plannedCall = fc.record({
  at: fc.integer({ min: 0, max: 3_000 }),
  account: fc.constantFrom('partner', 'customer-1', 'customer-2'),
  viewer: fc.constantFrom('anna', 'berta', 'carla', 'dora'),
  priority: fc.constantFrom('interactive' as const, 'interactive' as const, 'background' as const),
  patience: fc.constantFrom(0, 50, 1_000, 3_000, 20_000),
  cancelAfter: fc.option(fc.integer({ min: 0, max: 2_500 }), { nil: undefined, freq: 5 }),
  prepare: fc.integer({ min: 0, max: 8 }),
  transit: fc.integer({ min: 0, max: GUARD_MS }),
  latency: fc.integer({ min: 0, max: 1_500 }),
  lost: fc.constantFrom(false, false, false, false, true),
});

const scenario = fc.record({
  calls: fc.array(plannedCall, { minLength: 1, maxLength: 120, size: 'max' }),
  quota: fc.integer({ min: 1, max: 12 }),
  addresses: fc.constantFrom<readonly string[]>([], ['10.0.0.1'], ['10.0.0.1', '10.0.0.2']),
});

async function play(plan: typeof scenario extends fc.Arbitrary<infer T> ? T : never): Promise<Call[]> {
  const clock = new FakeClock();
  const throttle = createThrottle({ clock, addresses: plan.addresses, guardMs: GUARD_MS });
  const calls: Call[] = plan.calls
    .map((call, index) => ({ ...call, index }))
    .sort((a, b) => a.at - b.at || a.index - b.index);
  for (const call of calls) {
    clock.after(call.at, () => {
      const cancel = new AbortController();
      if (call.cancelAfter !== undefined) clock.after(call.cancelAfter, () => cancel.abort());
      void throttle
        .acquire({
          operation: 'ListCustomerOrders',
          host: 'bss.example',
          account: call.account,
          tenant: 'acme',
          quotaPerSecond: plan.quota,
          viewer: call.viewer,
          priority: call.priority,
          deadline: clock.monotonic() + call.patience,
          signal: cancel.signal,
        })
        .then((admission) => {
          const times = (call.settled?.times ?? 0) + 1;
          call.settled = { at: clock.monotonic(), outcome: admission.outcome, times };
          if (admission.outcome !== 'granted') return;
          const granted: NonNullable<Call['granted']> = {
            at: clock.monotonic(),
            address: admission.permit.address,
          };
          call.granted = granted;
          clock.after(call.prepare, () => {
            if (call.lost) {
              granted.releasedAt = clock.monotonic();
              admission.permit.release({ sent: false });
              return;
            }
            granted.sentAt = clock.monotonic();
            admission.permit.sent();
            clock.after(Math.max(call.transit, call.latency), () => {
              granted.releasedAt = clock.monotonic();
              admission.permit.release({ sent: true });
            });
          });
        });
    });
  }
  await clock.run(60_000);
  await throttle.close();
  return calls;
}

/** Most calls that the upstream counts in any window, for one lane. */
function mostInWindow(calls: readonly Call[]): number {
  const arrivals = calls
    .flatMap((call) => (call.granted?.sentAt === undefined ? [] : [call.granted.sentAt + call.transit]))
    .sort((a, b) => a - b);
  return Math.max(
    0,
    ...arrivals.map((end) => arrivals.filter((at) => at > end - WINDOW_MS && at <= end).length),
  );
}

/** Whether a granted call still keeps its permit at `instant`, from what the throttle can know. */
function holds({ granted }: Call, instant: number): boolean {
  if (!granted || granted.at > instant) return false;
  const { sentAt, releasedAt = Number.POSITIVE_INFINITY } = granted;
  if (sentAt === undefined) return releasedAt > instant;
  if (sentAt > instant) return true;
  // The guard may count from the end of a stall, of which any late answer may tell, or from an overdue one.
  return Math.min(releasedAt, sentAt + LONGEST_STALL_MS) + WINDOW_MS + 1 > instant;
}

describe('throttle under random load', () => {
  it('never lets more than the quota through a window of an account or an address', async () => {
    await fc.assert(
      fc.asyncProperty(scenario, async (plan) => {
        const calls = await play(plan);
        for (const account of new Set(calls.map((call) => call.account))) {
          expect(mostInWindow(calls.filter((call) => call.account === account))).toBeLessThanOrEqual(
            plan.quota,
          );
        }
        for (const address of new Set(calls.map((call) => call.granted?.address))) {
          const sent = calls.filter((call) => call.granted && call.granted.address === address);
          expect(mostInWindow(sent)).toBeLessThanOrEqual(plan.quota);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('settles every call once, by its deadline', async () => {
    await fc.assert(
      fc.asyncProperty(scenario, async (plan) => {
        for (const call of await play(plan)) {
          expect(call.settled?.times).toBe(1);
          expect(call.settled?.at).toBeLessThanOrEqual(call.at + call.patience);
          if (call.cancelAfter !== undefined) {
            expect(call.settled?.at).toBeLessThanOrEqual(call.at + call.cancelAfter);
          }
        }
      }),
      { numRuns: 100 },
    );
  });

  it('wastes no permit: a call waits only while its account or every address is full', async () => {
    await fc.assert(
      fc.asyncProperty(scenario, async (plan) => {
        const calls = await play(plan);
        const addresses = plan.addresses.length === 0 ? [undefined] : plan.addresses;
        for (const call of calls) {
          // Timers have whole milliseconds, so look at what was true one and a half before.
          const before = (call.settled?.at ?? 0) - 1.5;
          if (before <= call.at) continue;
          const holding = calls.filter((other) => other !== call && holds(other, before));
          const inAccount = holding.filter((other) => other.account === call.account).length;
          const fullest = addresses.map(
            (address) => holding.filter((other) => other.granted?.address === address).length,
          );
          expect(inAccount >= plan.quota || Math.min(...fullest) >= plan.quota).toBe(true);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('keeps the order of a viewer, and lets no viewer take two turns of another', async () => {
    await fc.assert(
      fc.asyncProperty(scenario, async (plan) => {
        const calls = await play(plan);
        const granted = calls.filter((call) => call.granted);
        for (const call of granted) {
          const rivals = granted.filter(
            (other) => other !== call && other.account === call.account && other.priority === call.priority,
          );
          const overtaking = rivals.filter(
            (other) =>
              calls.indexOf(other) > calls.indexOf(call) &&
              (other.granted?.at ?? 0) < (call.granted?.at ?? 0) &&
              other.at > call.at,
          );
          expect(overtaking.filter((other) => other.viewer === call.viewer)).toEqual([]);
          const ownAhead = calls.filter(
            (other) =>
              other.viewer === call.viewer &&
              other.account === call.account &&
              other.priority === call.priority &&
              calls.indexOf(other) < calls.indexOf(call) &&
              (other.settled?.at ?? 0) > call.at,
          ).length;
          for (const viewer of new Set(overtaking.map((other) => other.viewer))) {
            const turns = overtaking.filter((other) => other.viewer === viewer).length;
            expect(turns).toBeLessThanOrEqual(ownAhead + 1);
          }
        }
      }),
      { numRuns: 150 },
    );
  });
});
