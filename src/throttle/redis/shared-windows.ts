import type { Clock } from '../../clock/clock.ts';
import type { Refusal } from '../limit/refusal.ts';
import { WINDOW_MS } from '../rate.ts';
import type { Dimension } from '../types.ts';
import type { Guard } from '../window/guard.ts';
import { LatencyTracker } from '../window/latency-tracker.ts';
import type { LoopWatch } from '../window/loop-watch.ts';
import type { Ahead, WindowPermit, WindowStatus, Windows } from '../window/windows.ts';
import type { RedisLink } from './redis-link.ts';
import type { WindowReply, Witness } from './redis-wire.ts';
import { ServerClock } from './server-clock.ts';
import { AHEAD_MS, SharedAccount } from './shared-account.ts';
import { SharedPermit } from './shared-permit.ts';
import { SharedRefusals } from './shared-refusals.ts';
import { WindowKeys } from './window-keys.ts';

export interface SharedWindowsOptions {
  readonly clock: Clock;
  readonly link: RedisLink;
  readonly replica: string;
  readonly operation: string;
  readonly host: string;
  readonly addresses: readonly string[];
  readonly guard: Guard;
  readonly loop: LoopWatch;
  /** How many calls wait for an account. */
  readonly waiting: (account: string) => number;
  readonly changed: () => void;
  readonly onRefused: (refusal: Refusal) => void;
  /** Something in Redis was not as it should be, and was coped with. */
  readonly onProblem: (problem: string) => void;
}

/**
 * The windows of one (operation, host), kept in Redis for all replicas. This replica reserves permits for
 * its next few waiters a little ahead; which of them get these is still decided here, when they mature.
 *
 * Nothing depends on how soon this process gets to anything: Redis expects a call by the latest instant at
 * which it may leave, a call that comes later does not leave, and reports only ever free a place sooner.
 */
export class SharedWindows implements Windows {
  readonly #options: SharedWindowsOptions;
  readonly #accounts = new Map<string, SharedAccount>();
  readonly #addresses: readonly (string | undefined)[];
  readonly #keys: WindowKeys;
  readonly #server = new ServerClock();
  readonly #refusals: SharedRefusals;
  readonly #latency = new LatencyTracker();
  readonly #witnesses = new Map<string, Witness>();
  /** Calls that have not left yet, or may still be in the upstream's window. */
  readonly #recent = new Set<SharedPermit>();
  #number = 0;
  #closed = false;

  constructor(options: SharedWindowsOptions) {
    const { clock, link, operation, host, addresses, onRefused } = options;
    this.#options = options;
    this.#addresses = addresses.length > 0 ? addresses : [undefined];
    this.#keys = new WindowKeys(link.prefix, operation, host, this.#addresses);
    this.#refusals = new SharedRefusals({
      clock,
      link,
      keys: this.#keys,
      serverNow: (now) => this.#server.latest(now, now),
      onRefused,
    });
  }

  openAt(key: string, quota: number, now: number): number {
    const account = this.#account(key);
    account.quota = quota;
    return account.openAt(now);
  }

  take(key: string, _quota: number, _now: number): WindowPermit {
    const account = this.#account(key);
    const reservation = account.take();
    if (reservation === undefined) {
      throw new Error(`expected a reserved permit for ${this.#options.operation}, got none`);
    }
    const { clock, guard, loop } = this.#options;
    const permit = new SharedPermit(key, reservation, {
      clock,
      guard,
      latency: this.#latency,
      loop,
      isClosed: () => this.#closed,
      settle: (outcome, urgent) => account.settle(reservation, outcome, urgent),
      released: (report, stalled) => {
        account.live--;
        if (!permit.departure.hasLeft) this.#recent.delete(permit);
        for (const recent of this.#recent) recent.reassess(stalled);
        if (!this.#closed) void this.#refusals.observe(key, account, reservation, report);
      },
    });
    this.#forgetPassed();
    this.#recent.add(permit);
    return permit;
  }

  permitAt(key: string, quota: number, ahead: Ahead, now: number): number {
    const account = this.#accounts.get(key);
    const reply = account?.reply;
    const cycle = WINDOW_MS + this.#options.guard.ms(now);
    const replicas = Math.max(1, reply?.replicas ?? 1);
    const perCycle = Math.max(1, (reply?.account.limit ?? quota) / replicas);
    const reserved = account?.reservations ?? [];
    const mature = reserved[ahead.onAccount];
    const base = Math.max(
      now,
      reserved.length > 0 || this.#options.waiting(key) > 0 ? (account?.askAt ?? now) : now,
    );
    const onAccount =
      mature?.matureAt ?? base + Math.floor((ahead.onAccount - reserved.length) / perCycle) * cycle;
    const perAddresses = Math.max(1, (quota * this.#addresses.length) / replicas);
    return Math.max(now, onAccount, now + Math.floor(ahead.onAddresses / perAddresses) * cycle - AHEAD_MS);
  }

  /** What one replica's tenants take of the windows that all share is not known here. */
  capacity(): number {
    return Number.POSITIVE_INFINITY;
  }

  state(now: number): WindowStatus[] {
    const guardMs = this.#options.guard.ms(now);
    const row = (
      dimension: Dimension,
      key: string,
      quota: number,
      window: WindowReply | undefined,
    ): WindowStatus => ({
      dimension,
      key,
      inWindow: window?.inWindow ?? 0,
      quota,
      limit: window?.limit ?? quota,
      learnedLimit: window && window.limit < quota ? window.limit : undefined,
      guardMs,
    });
    const accounts = [...this.#accounts];
    const [, latest] = accounts.find(([, { reply }]) => reply !== undefined) ?? [];
    return [
      ...accounts.map(([key, { quota, reply }]) => row('account', key, quota, reply?.account)),
      ...this.#addresses.map((address, index) =>
        row('address', address ?? 'default', latest?.quota ?? 0, latest?.reply?.addresses[index]),
      ),
    ];
  }

  evict(): boolean {
    for (const [key, account] of this.#accounts) if (account.isIdle) this.#accounts.delete(key);
    return this.#accounts.size === 0;
  }

  /** Redis is lost: what is reserved or granted and has not left is void; nothing is reported any more. */
  close(): void {
    this.#closed = true;
    for (const account of this.#accounts.values()) account.close();
  }

  #forgetPassed(): void {
    const passed = this.#options.clock.monotonic() - 2 * WINDOW_MS;
    for (const permit of this.#recent) {
      if (permit.departure.leftAt > passed) break;
      this.#recent.delete(permit);
    }
  }

  #account(key: string): SharedAccount {
    const known = this.#accounts.get(key);
    if (known) return known;
    const { clock, link, replica, guard, waiting, changed, onProblem } = this.#options;
    const account = new SharedAccount({
      clock,
      link,
      server: this.#server,
      replica,
      keys: this.#keys.ofDecision(key),
      addresses: this.#addresses,
      guardMs: (now) => guard.ms(now) + this.#latency.allowanceMs,
      takeNumbers: (count) => {
        this.#number += count;
        return this.#number - count;
      },
      witnesses: this.#witnesses,
      waiting: () => waiting(key),
      changed,
      onProblem,
    });
    this.#accounts.set(key, account);
    return account;
  }
}
