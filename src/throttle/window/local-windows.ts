import type { Clock, Timer } from '../../clock/clock.ts';
import type { WindowSnapshot } from '../limit/adaptive-limit.ts';
import { fuller, type Refusal } from '../limit/refusal.ts';
import { rateOf, WINDOW_MS } from '../rate.ts';
import type { Dimension, PermitReport } from '../types.ts';
import type { Guard } from './guard.ts';
import { LatencyTracker, OVERDUE_MS } from './latency-tracker.ts';
import { QuotaWindow } from './quota-window.ts';
import { type LoggedCall, recount, recountAll } from './window-log.ts';
import type { Ahead, WindowPermit, WindowStatus, Windows } from './windows.ts';

export interface LocalWindowsOptions {
  readonly clock: Clock;
  readonly addresses: readonly string[];
  readonly guard: Guard;
  /** Share of each quota, 1 for a gateway of one process. */
  readonly fraction: number;
  /** Nothing is granted before this instant. */
  readonly closedUntil: number;
  /** Called when a permit may be free earlier than openAt() said. */
  readonly changed: () => void;
  readonly onRefused: (refusal: Refusal) => void;
}

interface LocalPermit extends LoggedCall {
  readonly account: QuotaWindow;
  readonly address: QuotaWindow;
  readonly snapshot: Readonly<Record<Dimension, WindowSnapshot>>;
  readonly quota: number;
}

/** The windows of one (operation, host), counted in this process. */
export class LocalWindows implements Windows {
  readonly #options: LocalWindowsOptions;
  readonly #accounts = new Map<string, QuotaWindow>();
  readonly #addresses = new Map<string | undefined, QuotaWindow>();
  readonly #answers = new LatencyTracker();
  #closedUntil: number;

  constructor(options: LocalWindowsOptions) {
    this.#options = options;
    this.#closedUntil = options.closedUntil;
    for (const address of options.addresses) this.#addresses.set(address, new QuotaWindow());
    if (this.#addresses.size === 0) this.#addresses.set(undefined, new QuotaWindow());
  }

  /** Nothing is granted before this instant. */
  closeUntil(instant: number): void {
    this.#closedUntil = Math.max(this.#closedUntil, instant);
  }

  /** Begins with what replicas had learned together: this one's share of it. */
  learn(states: readonly WindowStatus[]): void {
    const { clock, fraction } = this.#options;
    for (const { dimension, key, learnedLimit } of states) {
      if (learnedLimit === undefined) continue;
      const window =
        dimension === 'account'
          ? this.#window(key)
          : (this.#addresses.get(key) ?? this.#addresses.get(undefined));
      window?.learned.start(learnedLimit * fraction, clock.monotonic());
    }
  }

  openAt(account: string, quota: number, now: number): number {
    const share = quota * this.#options.fraction;
    const [, addressOpen] = this.#bestAddress(share, now);
    const accountOpen = this.#accounts.get(account)?.openAt(share, now) ?? now;
    return Math.max(accountOpen, addressOpen, this.#closedUntil);
  }

  take(account: string, quota: number, now: number): WindowPermit {
    const share = quota * this.#options.fraction;
    const [address] = this.#bestAddress(share, now);
    const windows = { account: this.#window(account), address: this.#addressWindow(address) };
    const logs = [windows.account.log, windows.address.log];
    const call: LocalPermit = {
      logs,
      sentAt: Number.POSITIVE_INFINITY,
      answeredAt: Number.POSITIVE_INFINITY,
      countedBy: Number.POSITIVE_INFINITY,
      refused: false,
      ...windows,
      snapshot: {
        account: windows.account.granted(share, now),
        address: windows.address.granted(share, now),
      },
      quota: share,
    };
    for (const log of logs) log.add(call);
    return this.#permit(call, address);
  }

  permitAt(account: string, quota: number, ahead: Ahead, now: number): number {
    const share = quota * this.#options.fraction;
    const cycle = WINDOW_MS + this.#options.guard.ms(now);
    const onAccount =
      this.#accounts.get(account)?.openings(share, now) ?? new QuotaWindow().openings(share, now);
    const onAddresses = [...this.#addresses.values()]
      .flatMap((window) => window.openings(share, now))
      .sort((a, b) => a - b);
    // A quota below one call per second has one permit in a longer window.
    const longer = rateOf(share).windowMs - WINDOW_MS;
    return Math.max(
      nth(onAccount, ahead.onAccount, cycle + longer),
      nth(onAddresses, ahead.onAddresses, cycle + longer),
      this.#closedUntil,
    );
  }

  state(now: number): WindowStatus[] {
    const guardMs = this.#options.guard.ms(now);
    const row = (dimension: Dimension, key: string, window: QuotaWindow): WindowStatus => ({
      dimension,
      key,
      inWindow: window.inWindow(now),
      quota: window.quota,
      limit: window.learned.limit(window.quota),
      learnedLimit: window.learned.below(window.quota),
      guardMs,
    });
    return [
      ...[...this.#accounts].map(([key, window]) => row('account', key, window)),
      ...[...this.#addresses].map(([key, window]) => row('address', key ?? 'default', window)),
    ];
  }

  evict(now: number): boolean {
    for (const [key, window] of this.#accounts) if (window.idle(now)) this.#accounts.delete(key);
    return this.#accounts.size === 0 && [...this.#addresses.values()].every((window) => window.idle(now));
  }

  #permit(call: LocalPermit, address: string | undefined): WindowPermit {
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

  #answered(call: LocalPermit, refused: boolean, now: number): void {
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

  #learn(call: LocalPermit, report: PermitReport, now: number): void {
    const windows = { account: call.account, address: call.address };
    const refusedBy = report.throttled && fuller(call.snapshot);
    for (const dimension of ['account', 'address'] as const) {
      const { learned } = windows[dimension];
      const snapshot = call.snapshot[dimension];
      if (report.throttled === undefined && report.sent) learned.accepted(snapshot, call.quota, now);
      else if (report.throttled === undefined || dimension !== refusedBy) {
        learned.undecided(snapshot, call.quota, now);
      } else {
        const before = learned.limit(call.quota);
        const others = windows[dimension].taken(now);
        const newEpisode = learned.refused(snapshot, others, call.quota, report.throttled, now);
        const limit = learned.limit(call.quota);
        this.#options.onRefused({
          dimension,
          source: report.throttled.source,
          quota: call.quota,
          limit: limit < before ? limit : undefined,
          lone: newEpisode && limit === before && !snapshot.probe,
        });
      }
    }
  }

  /** The address with room soonest; among equals the one that carries least. */
  #bestAddress(quota: number, now: number): [address: string | undefined, openAt: number] {
    let best: [string | undefined, number] = [undefined, Number.POSITIVE_INFINITY];
    let carried = Number.POSITIVE_INFINITY;
    for (const [address, window] of this.#addresses) {
      const openAt = window.openAt(quota, now);
      const count = window.inWindow(now);
      if (openAt < best[1] || (openAt === best[1] && count < carried)) {
        best = [address, openAt];
        carried = count;
      }
    }
    return best;
  }

  #window(account: string): QuotaWindow {
    const window = this.#accounts.get(account) ?? new QuotaWindow();
    this.#accounts.set(account, window);
    return window;
  }

  #addressWindow(address: string | undefined): QuotaWindow {
    const window = this.#addresses.get(address) ?? new QuotaWindow();
    this.#addresses.set(address, window);
    return window;
  }
}

function nth(openings: readonly number[], ahead: number, cycleMs: number): number {
  const rounds = Math.floor(ahead / openings.length);
  return (openings[ahead % openings.length] ?? 0) + rounds * cycleMs;
}
