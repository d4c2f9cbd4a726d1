import type { Clock, Timer } from '../../clock/clock.ts';
import type { Standing } from '../limit/learned-limit.ts';
import { fuller, type Refusal } from '../limit/refusal.ts';
import { rateOf, WINDOW_MS } from '../rate.ts';
import type { Dimension, SlotReport } from '../types.ts';
import type { Guard } from './guard.ts';
import { Lane } from './quota-window.ts';
import { AnswerTimes, OVERDUE_MS } from './response-times.ts';
import { type LoggedCall, recount, recountAll } from './window-log.ts';
import type { Ahead, Hold, LaneState, Windows } from './windows.ts';

export interface LocalWindowsOptions {
  readonly clock: Clock;
  readonly addresses: readonly string[];
  readonly guard: Guard;
  /** Share of each quota, 1 for a gateway of one process. */
  readonly fraction: number;
  /** Nothing is granted before this instant. */
  readonly closedUntil: number;
  /** Called when a slot may be free earlier than openAt() said. */
  readonly changed: () => void;
  readonly onRefused: (refusal: Refusal) => void;
}

interface Taken extends LoggedCall {
  readonly account: Lane;
  readonly address: Lane;
  readonly standing: Readonly<Record<Dimension, Standing>>;
  readonly quota: number;
}

/** The windows of one (operation, host), counted in this process. */
export class LocalWindows implements Windows {
  readonly #options: LocalWindowsOptions;
  readonly #accounts = new Map<string, Lane>();
  readonly #addresses = new Map<string | undefined, Lane>();
  readonly #answers = new AnswerTimes();
  #closedUntil: number;

  constructor(options: LocalWindowsOptions) {
    this.#options = options;
    this.#closedUntil = options.closedUntil;
    for (const address of options.addresses) this.#addresses.set(address, new Lane());
    if (this.#addresses.size === 0) this.#addresses.set(undefined, new Lane());
  }

  /** Nothing is granted before this instant. */
  closeUntil(instant: number): void {
    this.#closedUntil = Math.max(this.#closedUntil, instant);
  }

  /** Begins with what replicas had learned together: this one's share of it. */
  learn(states: readonly LaneState[]): void {
    const { clock, fraction } = this.#options;
    for (const { dimension, key, learnedLimit } of states) {
      if (learnedLimit === undefined) continue;
      const lane =
        dimension === 'account'
          ? this.#lane(key)
          : (this.#addresses.get(key) ?? this.#addresses.get(undefined));
      lane?.learned.start(learnedLimit * fraction, clock.monotonic());
    }
  }

  openAt(account: string, quota: number, now: number): number {
    const share = quota * this.#options.fraction;
    const [, addressOpen] = this.#bestAddress(share, now);
    const accountOpen = this.#accounts.get(account)?.openAt(share, now) ?? now;
    return Math.max(accountOpen, addressOpen, this.#closedUntil);
  }

  take(account: string, quota: number, now: number): Hold {
    const share = quota * this.#options.fraction;
    const [address] = this.#bestAddress(share, now);
    const lanes = { account: this.#lane(account), address: this.#addressLane(address) };
    const logs = [lanes.account.log, lanes.address.log];
    const call: Taken = {
      logs,
      sentAt: Number.POSITIVE_INFINITY,
      answeredAt: Number.POSITIVE_INFINITY,
      countedBy: Number.POSITIVE_INFINITY,
      refused: false,
      ...lanes,
      standing: {
        account: lanes.account.granted(share, now),
        address: lanes.address.granted(share, now),
      },
      quota: share,
    };
    for (const log of logs) log.add(call);
    return this.#hold(call, address);
  }

  slotAt(account: string, quota: number, ahead: Ahead, now: number): number {
    const share = quota * this.#options.fraction;
    const cycle = WINDOW_MS + this.#options.guard.ms(now);
    const accountSlots = this.#accounts.get(account)?.slots(share, now) ?? new Lane().slots(share, now);
    const addressSlots = [...this.#addresses.values()]
      .flatMap((lane) => lane.slots(share, now))
      .sort((a, b) => a - b);
    // A quota below one call per second has one slot in a longer window.
    const longer = rateOf(share).windowMs - WINDOW_MS;
    return Math.max(
      nth(accountSlots, ahead.onAccount, cycle + longer),
      nth(addressSlots, ahead.onAddresses, cycle + longer),
      this.#closedUntil,
    );
  }

  state(now: number): LaneState[] {
    const guardMs = this.#options.guard.ms(now);
    const row = (dimension: Dimension, key: string, lane: Lane): LaneState => ({
      dimension,
      key,
      inWindow: lane.inWindow(now),
      quota: lane.quota,
      limit: lane.learned.limit(lane.quota),
      learnedLimit: lane.learned.below(lane.quota),
      guardMs,
    });
    return [
      ...[...this.#accounts].map(([key, lane]) => row('account', key, lane)),
      ...[...this.#addresses].map(([key, lane]) => row('address', key ?? 'default', lane)),
    ];
  }

  evict(now: number): boolean {
    for (const [key, lane] of this.#accounts) if (lane.idle(now)) this.#accounts.delete(key);
    return this.#accounts.size === 0 && [...this.#addresses.values()].every((lane) => lane.idle(now));
  }

  #hold(call: Taken, address: string | undefined): Hold {
    const { clock, guard, changed } = this.#options;
    let overdue: Timer | undefined;
    return {
      address,
      sent: () => {
        const now = clock.monotonic();
        recount(call, {
          sentAt: now,
          countedBy: this.#answers.countedBy(now, call.answeredAt, guard.ms(now)),
        });
        overdue?.cancel();
        overdue = clock.after(OVERDUE_MS, () => {
          const countedBy = this.#answers.overdue(now);
          if (countedBy !== undefined) recount(call, { countedBy });
        });
        changed();
      },
      release: (report) => {
        const now = clock.monotonic();
        overdue?.cancel();
        if (report.sent) this.#answered(call, report.throttled !== undefined, now);
        else for (const log of call.logs) log.remove(call);
        this.#learn(call, report, now);
        changed();
      },
    };
  }

  #answered(call: Taken, refused: boolean, now: number): void {
    const marked = call.sentAt !== Number.POSITIVE_INFINITY;
    const guardMs = this.#options.guard.ms(now);
    const stalled = marked && this.#answers.answered(call.sentAt, now);
    const countedBy = marked ? this.#answers.countedBy(call.sentAt, now, guardMs) : now;
    recount(call, { answeredAt: now, countedBy, refused });
    if (!stalled) return;
    recountAll(call.logs, ({ sentAt, answeredAt, countedBy }) => {
      if (sentAt === Number.POSITIVE_INFINITY) return countedBy;
      return Math.max(countedBy, this.#answers.countedBy(sentAt, answeredAt, guardMs));
    });
  }

  #learn(call: Taken, report: SlotReport, now: number): void {
    const lanes = { account: call.account, address: call.address };
    const refusedBy = report.throttled && fuller(call.standing);
    for (const dimension of ['account', 'address'] as const) {
      const { learned } = lanes[dimension];
      const standing = call.standing[dimension];
      if (report.throttled === undefined && report.sent) learned.accepted(standing, call.quota, now);
      else if (report.throttled === undefined || dimension !== refusedBy) {
        learned.undecided(standing, call.quota, now);
      } else {
        const before = learned.limit(call.quota);
        const others = lanes[dimension].taken(now);
        const incident = learned.refused(standing, others, call.quota, report.throttled, now);
        const limit = learned.limit(call.quota);
        this.#options.onRefused({
          dimension,
          source: report.throttled.source,
          quota: call.quota,
          limit: limit < before ? limit : undefined,
          lone: incident && limit === before && !standing.probe,
        });
      }
    }
  }

  /** The address with room soonest; among equals the one that carries least. */
  #bestAddress(quota: number, now: number): [address: string | undefined, openAt: number] {
    let best: [string | undefined, number] = [undefined, Number.POSITIVE_INFINITY];
    let carried = Number.POSITIVE_INFINITY;
    for (const [address, lane] of this.#addresses) {
      const openAt = lane.openAt(quota, now);
      const count = lane.inWindow(now);
      if (openAt < best[1] || (openAt === best[1] && count < carried)) {
        best = [address, openAt];
        carried = count;
      }
    }
    return best;
  }

  #lane(account: string): Lane {
    const lane = this.#accounts.get(account) ?? new Lane();
    this.#accounts.set(account, lane);
    return lane;
  }

  #addressLane(address: string | undefined): Lane {
    const lane = this.#addresses.get(address) ?? new Lane();
    this.#addresses.set(address, lane);
    return lane;
  }
}

function nth(slots: readonly number[], ahead: number, cycleMs: number): number {
  const rounds = Math.floor(ahead / slots.length);
  return (slots[ahead % slots.length] ?? 0) + rounds * cycleMs;
}
