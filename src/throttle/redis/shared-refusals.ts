import type { Clock } from '../../clock/clock.ts';
import {
  type AdaptiveLimitEvent,
  limitOf as limitOfState,
  next,
  startsEpisode,
} from '../limit/adaptive-limit.ts';
import { type Refusal, RefusalWitnesses } from '../limit/refusal.ts';
import type { Dimension, PermitReport } from '../types.ts';
import type { RedisLink } from './redis-link.ts';
import type { SharedAccount } from './shared-account.ts';
import { SharedLimits } from './shared-limits.ts';
import type { Reservation } from './shared-permit.ts';
import { limitOf, type WindowKeys } from './window-keys.ts';

export interface SharedRefusalsOptions {
  readonly clock: Clock;
  readonly link: RedisLink;
  readonly keys: WindowKeys;
  /** The server's clock, good to a round trip, which is plenty for seconds. */
  readonly serverNow: (now: number) => number;
  readonly onRefused: (refusal: Refusal) => void;
}

/** What the outcomes of calls teach about windows that are kept in Redis. */
export class SharedRefusals {
  readonly #options: SharedRefusalsOptions;
  readonly #limits: SharedLimits;
  readonly #witnesses = new RefusalWitnesses();

  constructor(options: SharedRefusalsOptions) {
    this.#options = options;
    this.#limits = new SharedLimits(options.clock, options.link, options.serverNow);
  }

  /** Only probes and refusals teach anything, so nearly every outcome ends here at once. Never rejects. */
  async observe(
    name: string,
    account: SharedAccount,
    { snapshot, quota, index }: Reservation,
    report: PermitReport,
  ): Promise<void> {
    const { throttled } = report;
    if (!throttled && !snapshot.account.probe && !snapshot.address.probe) return;
    const { clock, keys } = this.#options;
    const refusedBy = throttled && this.#witnesses.dimensionOf(name, snapshot, clock.monotonic());
    // So that the logs know of the refusal before its meaning is settled.
    await account.report();
    for (const dimension of ['account', 'address'] as const) {
      const isRefusal = dimension === refusedBy;
      if (!isRefusal && !snapshot[dimension].probe) continue;
      const log = dimension === 'account' ? keys.account(name) : keys.address(index);
      const window = dimension === 'account' ? account.reply?.account : account.reply?.addresses[index - 1];
      const others = window?.others ?? 0;
      const event = (now: number): AdaptiveLimitEvent => {
        const about = { snapshot: snapshot[dimension], quota, now };
        if (isRefusal && throttled) return { type: 'refused', ...about, others, refusal: throttled };
        return { type: report.sent && !throttled ? 'accepted' : 'undecided', ...about };
      };
      const observed = await this.#limits.observe(limitOf(log), (state, now) => next(state, event(now)));
      if (isRefusal && throttled) this.#tell(dimension, throttled.source, quota, snapshot, observed);
    }
  }

  #tell(
    dimension: Dimension,
    source: Refusal['source'],
    quota: number,
    snapshot: Reservation['snapshot'],
    observed: Awaited<ReturnType<SharedLimits['observe']>>,
  ): void {
    const before = observed && limitOfState(observed.before, quota);
    const after = observed && limitOfState(observed.after, quota);
    const isNew = observed ? startsEpisode(observed.before, snapshot[dimension]) : false;
    this.#options.onRefused({
      dimension,
      source,
      quota,
      limit: after !== undefined && before !== undefined && after < before ? after : undefined,
      lone: isNew && after === before && !snapshot[dimension].probe,
    });
  }
}
