import type {
  Admission,
  PermitReport,
  PermitRequest,
  Throttle,
  Throttled,
} from '../../../src/throttle/throttle.ts';
import type { FakeClock } from '../fake-clock.ts';

export function request(clock: FakeClock, over: Partial<PermitRequest> = {}): PermitRequest {
  return {
    operation: 'ListCustomerOrders',
    host: 'bss.example',
    account: 'acme/partner',
    tenant: 'acme',
    quotaPerSecond: 10,
    viewer: 'anna',
    priority: 'interactive',
    deadline: clock.monotonic() + 60_000,
    ...over,
  };
}

export interface Outcome {
  readonly viewer: string;
  readonly askedAt: number;
  readonly settledAt: number;
  readonly admission: Admission;
}

/** Sends as soon as granted and answers after a while, as the given upstream says. */
export class Client {
  readonly outcomes: Outcome[] = [];
  readonly sent: { readonly at: number; readonly viewer: string; readonly address: string | undefined }[] =
    [];
  readonly #throttle: Throttle;
  readonly #clock: FakeClock;
  readonly #answer: () => Throttled | undefined;
  readonly #latencyMs: number;

  constructor(
    throttle: Throttle,
    clock: FakeClock,
    answer: () => Throttled | undefined = () => undefined,
    latencyMs = 10,
  ) {
    this.#throttle = throttle;
    this.#clock = clock;
    this.#answer = answer;
    this.#latencyMs = latencyMs;
  }

  async call(over: Partial<PermitRequest> = {}): Promise<Admission> {
    const asked = request(this.#clock, over);
    const askedAt = this.#clock.monotonic();
    const admission = await this.#throttle.acquire(asked);
    const settledAt = this.#clock.monotonic();
    this.outcomes.push({ viewer: asked.viewer, askedAt, settledAt, admission });
    if (admission.outcome !== 'granted') return admission;
    const { permit } = admission;
    permit.sent();
    this.sent.push({ at: settledAt, viewer: asked.viewer, address: permit.address });
    const throttled = this.#answer();
    const report: PermitReport = throttled ? { sent: true, throttled } : { sent: true };
    await new Promise<void>((resolve) => this.#clock.after(this.#latencyMs, resolve));
    permit.release(report);
    return admission;
  }

  /** Calls again and again until `untilMs`, and comes back when it is told to. */
  async saturate(untilMs: number, over: Partial<PermitRequest> = {}): Promise<void> {
    while (this.#clock.monotonic() < untilMs) {
      const admission = await this.call(over);
      if (admission.outcome !== 'busy') continue;
      await new Promise<void>((resolve) => this.#clock.after(admission.retryAfterMs, resolve));
    }
  }

  count(outcome: Admission['outcome']): number {
    return this.outcomes.filter(({ admission }) => admission.outcome === outcome).length;
  }
}

/** An upstream with one exact window for all who call it. */
export class Upstream {
  readonly arrivals: { readonly at: number; readonly who: string; readonly taken: boolean }[] = [];
  readonly #clock: FakeClock;
  readonly #quota: number;

  constructor(clock: FakeClock, quota: number) {
    this.#clock = clock;
    this.#quota = quota;
  }

  take(who: string): boolean {
    const now = this.#clock.monotonic();
    const inWindow = this.arrivals.filter(({ at, taken }) => taken && at > now - 1_000).length;
    const taken = inWindow < this.#quota;
    this.arrivals.push({ at: now, who, taken });
    return taken;
  }

  count(who: string, fromMs: number, toMs: number): { taken: number; refused: number } {
    const calls = this.arrivals.filter((call) => call.who === who && call.at >= fromMs && call.at < toMs);
    const taken = calls.filter((call) => call.taken).length;
    return { taken, refused: calls.length - taken };
  }
}
