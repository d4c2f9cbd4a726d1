import { describe, expect, it } from 'vitest';
import {
  type Admission,
  createThrottle,
  type SlotRequest,
  type Throttle,
} from '../../../src/throttle/throttle.ts';
import { FakeClock } from '../../support/fake-clock.ts';

const request = (clock: FakeClock, over: Partial<SlotRequest> = {}): SlotRequest => ({
  operation: 'ListCustomerOrders',
  host: 'bss.example',
  account: 'acme/partner',
  tenant: 'acme',
  quotaPerSecond: 10,
  viewer: 'anna',
  priority: 'interactive',
  deadline: clock.now() + 60_000,
  ...over,
});

/** Sends as soon as granted, answers after `latencyMs`, and notes when each call left. */
function client(throttle: Throttle, clock: FakeClock, latencyMs = 10) {
  const sent: { at: number; label: string; address: string | undefined }[] = [];
  const outcomes: Admission['outcome'][] = [];
  return {
    sent,
    outcomes,
    async call(label: string, over: Partial<SlotRequest> = {}): Promise<Admission> {
      const admission = await throttle.acquire(request(clock, over));
      outcomes.push(admission.outcome);
      if (admission.outcome !== 'granted') return admission;
      const { slot } = admission;
      slot.sent();
      sent.push({ at: clock.monotonic(), label, address: slot.address });
      clock.after(latencyMs, () => slot.release({ sent: true }));
      return admission;
    },
  };
}

describe('throttle', () => {
  it('lets the quota through at once and the next call when the first has left the window', async () => {
    const clock = new FakeClock();
    const throttle = createThrottle({ clock });
    const { call, sent } = client(throttle, clock);
    for (let i = 0; i < 11; i++) void call(String(i));
    await clock.advance(1_500);
    expect(sent.filter(({ at }) => at === 0)).toHaveLength(10);
    // Answered after 10 ms: counted by then, and free one window (1,001 ms) later.
    expect(sent[10]?.at).toBe(1_011);
  });
});
