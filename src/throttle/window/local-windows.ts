import type { Clock, Timer } from '../../clock/clock.ts';
import { limitBelow, limitOf, startsEpisode, type WindowSnapshot } from '../limit/adaptive-limit.ts';
import { type Refusal, RefusalWitnesses } from '../limit/refusal.ts';
import { rateOf, WINDOW_MS } from '../rate.ts';
import type { Dimension, PermitReport } from '../types.ts';
import { Departure } from './departure.ts';
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

interface LocalCall extends LoggedCall {
  /** Of its account. */
  readonly name: string;
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
  readonly #latency = new LatencyTracker();
  /** Calls that left and of which it is doubtful that they have arrived. */
  readonly #uncertain = new Set<LocalCall>();
  readonly #witnesses = new RefusalWitnesses();
  #closedUntil: number;
  #closed = false;

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

  /** Others count from now on: permits that are out and not used yet are void. */
  close(): void {
    this.#closed = true;
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
      window?.observe({ type: 'inherited', limit: learnedLimit * fraction, now: clock.monotonic() });
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
    const call: LocalCall = {
      logs,
      name: account,
      departure: new Departure(account),
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

  capacity(quota: number): number {
    const share = quota * this.#options.fraction;
    const limits = [...this.#addresses.values()].map((window) => limitOf(window.limit, share));
    return limits.reduce((sum, limit) => sum + rateOf(limit).count, 0);
  }

  state(now: number): WindowStatus[] {
    const guardMs = this.#options.guard.ms(now);
    const row = (dimension: Dimension, key: string, window: QuotaWindow): WindowStatus => ({
      dimension,
      key,
      inWindow: window.inWindow(now),
      quota: window.quota,
      limit: limitOf(window.limit, window.quota),
      learnedLimit: limitBelow(window.limit, window.quota),
      guardMs,
    });
    return [
      ...[...this.#accounts].map(([key, window]) => row('account', key, window)),
      ...[...this.#addresses].map(([key, window]) => row('address', key ?? 'default', window)),
    ];
  }

  evict(now: number): boolean {
    for (const [key, window] of this.#accounts) if (window.isIdle(now)) this.#accounts.delete(key);
    return this.#accounts.size === 0 && [...this.#addresses.values()].every((window) => window.isIdle(now));
  }

  #permit(call: LocalCall, address: string | undefined): WindowPermit {
    const { clock, changed } = this.#options;
    const { departure } = call;
    let overdue: Timer | undefined;
    // When a turn is over, what was written in it is with the system, and not before.
    const leave = () => {
      if (departure.answeredAt !== Number.POSITIVE_INFINITY) return;
      departure.leftAt = Math.min(departure.leftAt, clock.monotonic());
      overdue ??= clock.after(OVERDUE_MS, () => this.#overdue(call));
      if (departure.isUncertain) this.#uncertain.add(call);
      else this.#uncertain.delete(call);
      this.#reassess(call);
      changed();
    };
    return {
      address,
      mayLeave: () => {
        if (this.#closed) return false;
        queueMicrotask(leave);
        return true;
      },
      sent: () => {
        departure.onKnownConnection = true;
        queueMicrotask(leave);
      },
      release: (report) => {
        const now = clock.monotonic();
        departure.answeredAt = now;
        overdue?.cancel();
        this.#uncertain.delete(call);
        if (report.sent) this.#answered(call, report.throttled !== undefined, now);
        else for (const log of call.logs) log.remove(call);
        this.#learn(call, report, now);
        changed();
      },
    };
  }

  #overdue(call: LocalCall): void {
    const { account, leftAt } = call.departure;
    if (!this.#latency.isDoubtful(account, leftAt)) return;
    call.departure.overdue = true;
    this.#uncertain.add(call);
    this.#reassess(call);
  }

  #reassess(call: LocalCall): void {
    const guardMs = this.#options.guard.ms(this.#options.clock.monotonic());
    recount(call, { countedBy: call.departure.countedBy(this.#latency, guardMs) });
  }

  #answered(call: LocalCall, refused: boolean, now: number): void {
    const { departure } = call;
    const guardMs = this.#options.guard.ms(now);
    const stalled =
      departure.onKnownConnection && this.#latency.answered(departure.account, departure.leftAt, now);
    recount(call, { countedBy: departure.countedBy(this.#latency, guardMs), refused });
    for (const doubtful of this.#uncertain) this.#reassess(doubtful);
    if (!stalled) return;
    recountAll([call.account.log, call.address.log], ({ departure, countedBy }) =>
      departure.hasLeft ? Math.max(countedBy, departure.countedBy(this.#latency, guardMs)) : countedBy,
    );
  }

  #learn(call: LocalCall, report: PermitReport, now: number): void {
    const { throttled, sent } = report;
    const { quota } = call;
    const refusedBy = throttled && this.#witnesses.dimensionOf(call.name, call.snapshot, now);
    for (const dimension of ['account', 'address'] as const) {
      const window = call[dimension];
      const about = { snapshot: call.snapshot[dimension], quota, now };
      if (throttled === undefined || dimension !== refusedBy) {
        window.observe({ type: sent && !throttled ? 'accepted' : 'undecided', ...about });
        continue;
      }
      const before = limitOf(window.limit, quota);
      const isNew = startsEpisode(window.limit, about.snapshot);
      window.observe({ type: 'refused', ...about, others: window.taken(now), refusal: throttled });
      const limit = limitOf(window.limit, quota);
      this.#options.onRefused({
        dimension,
        source: throttled.source,
        quota,
        limit: limit < before ? limit : undefined,
        lone: isNew && limit === before && !about.snapshot.probe,
      });
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
