import type { Clock, Timer } from '../../clock/clock.ts';
import { PROBE_LEASE_MS } from '../limit/adaptive-limit.ts';
import { fuller, type Refusal } from '../limit/refusal.ts';
import { WINDOW_MS } from '../rate.ts';
import type { Dimension, PermitReport } from '../types.ts';
import type { Guard } from '../window/guard.ts';
import { LatencyTracker } from '../window/latency-tracker.ts';
import type { Ahead, WindowPermit, WindowStatus, Windows } from '../window/windows.ts';
import type { RedisLink } from './redis-link.ts';
import {
  type Decision,
  type DecisionReply,
  type Grant,
  readDecisionReply,
  type Settlement,
  type WindowReply,
} from './redis-wire.ts';
import { SharedLimits } from './shared-limits.ts';
import { type Outcome, type Reservation, SharedPermit } from './shared-permit.ts';

/** How far ahead permits are reserved: enough for a round trip, little enough to stay fair and fresh. */
export const AHEAD_MS = 200;
const YIELD_MS = 10;
const PATIENCE_MS = 50;
const ALLOWANCE_MS = 10;
const FLUSH_MS = 10;
const UNUSED_MS = 10;
const LOG_MS = 10_000;
const LIMIT_MS = 600_000;

export interface SharedWindowsOptions {
  readonly clock: Clock;
  readonly link: RedisLink;
  readonly replica: string;
  readonly operation: string;
  readonly host: string;
  readonly addresses: readonly string[];
  readonly guard: Guard;
  /** How many calls wait for an account. */
  readonly waiting: (account: string) => number;
  readonly changed: () => void;
  readonly onRefused: (refusal: Refusal) => void;
}

interface Account {
  readonly key: string;
  quota: number;
  reservations: Reservation[];
  settle: Settlement[];
  /** Calls that hold a permit and have not been released. */
  live: number;
  asking: Promise<void> | undefined;
  askAt: number;
  flush: Timer | undefined;
  reply: DecisionReply | undefined;
}

/**
 * The windows of one (operation, host), kept in Redis for all replicas. This replica reserves permits for
 * its next few waiters a little ahead; who gets them is still decided here, when they mature. All
 * instants of Redis are the server's; they are related to ours by the round trip that brought them,
 * taken at its worse end, so clocks need not agree.
 */
export class SharedWindows implements Windows {
  readonly #options: SharedWindowsOptions;
  readonly #accounts = new Map<string, Account>();
  readonly #addresses: readonly (string | undefined)[];
  readonly #limits: SharedLimits;
  readonly #answers = new LatencyTracker();
  /** Calls that are not sent yet, or may still be in the upstream's window. */
  readonly #recent = new Set<SharedPermit>();
  readonly #tag: string;
  #number = 0;
  #closed = false;

  constructor(options: SharedWindowsOptions) {
    this.#options = options;
    this.#addresses = options.addresses.length > 0 ? options.addresses : [undefined];
    const tag = `${options.operation}@${options.host}`.replaceAll(/[{}]/g, '_');
    this.#tag = `${options.link.prefix}:{${tag}}`;
    this.#limits = new SharedLimits(options.clock, options.link, LIMIT_MS);
  }

  openAt(key: string, quota: number, now: number): number {
    const account = this.#account(key);
    account.quota = quota;
    const missing = this.#missing(account) > 0;
    if (missing && !account.asking && now >= account.askAt) void this.#ask(account);
    const askAt = missing && !account.asking ? account.askAt : Number.POSITIVE_INFINITY;
    return Math.min(askAt, account.reservations[0]?.matureAt ?? Number.POSITIVE_INFINITY);
  }

  take(key: string, _quota: number, _now: number): WindowPermit {
    const account = this.#account(key);
    const reservation = account.reservations.shift();
    if (reservation === undefined)
      throw new Error(`expected a reserved permit for ${this.#options.operation}`);
    reservation.unused.cancel();
    account.live++;
    const { clock, guard } = this.#options;
    const call = new SharedPermit(reservation, {
      clock,
      guard,
      answers: this.#answers,
      settle: (outcome) => this.#settle(account, reservation, outcome),
      released: (report, stalled) => {
        account.live--;
        if (call.sentAt === Number.POSITIVE_INFINITY) this.#recent.delete(call);
        if (stalled) for (const recent of this.#recent) recent.reassess();
        void this.#learn(account, reservation, report);
      },
    });
    this.#forgetPassed();
    this.#recent.add(call);
    return call;
  }

  #forgetPassed(): void {
    const passed = this.#options.clock.monotonic() - 2 * WINDOW_MS;
    for (const call of this.#recent) {
      if (call.sentAt > passed) break;
      this.#recent.delete(call);
    }
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
    const accounts = [...this.#accounts.values()];
    const latest = accounts.find(({ reply }) => reply !== undefined);
    return [
      ...accounts.map(({ key, quota, reply }) => row('account', key, quota, reply?.account)),
      ...this.#addresses.map((address, index) =>
        row('address', address ?? 'default', latest?.quota ?? 0, latest?.reply?.addresses[index]),
      ),
    ];
  }

  evict(): boolean {
    for (const [key, { live, reservations, settle, asking }] of this.#accounts) {
      if (live === 0 && reservations.length === 0 && settle.length === 0 && !asking)
        this.#accounts.delete(key);
    }
    return this.#accounts.size === 0;
  }

  /** Redis is lost: reservations are void, and what is still in flight is not reported any more. */
  close(): void {
    this.#closed = true;
    for (const account of this.#accounts.values()) {
      for (const { unused } of account.reservations) unused.cancel();
      account.flush?.cancel();
      account.reservations = [];
    }
  }

  /** How many permits to reserve: no more than calls that wait at this moment, nor than a window has. */
  #missing({ key, quota, reservations }: Account): number {
    return Math.min(this.#options.waiting(key), Math.ceil(quota)) - reservations.length;
  }

  /** One round trip: reports what became of earlier calls and reserves for those that wait. */
  #ask(account: Account): Promise<void> {
    account.asking ??= this.#decide(account).finally(() => {
      account.asking = undefined;
      if (!this.#closed) this.#options.changed();
    });
    return account.asking;
  }

  async #decide(account: Account): Promise<void> {
    const { clock, link, replica, guard } = this.#options;
    const asked = clock.monotonic();
    const want = Math.max(0, this.#missing(account));
    const decision: Decision = {
      replica,
      quota: account.quota,
      windowMs: WINDOW_MS,
      guardMs: guard.ms(asked) + ALLOWANCE_MS,
      aheadMs: AHEAD_MS,
      yieldMs: YIELD_MS,
      patienceMs: PATIENCE_MS,
      leaseMs: PROBE_LEASE_MS,
      logMs: LOG_MS,
      limitMs: LIMIT_MS,
      want,
      first: this.#number,
      settle: account.settle.splice(0),
    };
    this.#number += want;
    account.flush?.cancel();
    account.flush = undefined;
    const answer = await link.decide(this.#keys(account.key), decision);
    if (answer === undefined || this.#closed) return;
    const answered = clock.monotonic();
    const reply = readDecisionReply(answer);
    account.reply = reply;
    this.#limits.synchronize(reply.now);
    account.askAt = answered + (reply.granted.length < want ? reply.againMs : 0);
    for (const grant of reply.granted) this.#reserve(account, grant, asked, answered, reply.now);
    account.reservations.sort((a, b) => a.matureAt - b.matureAt);
  }

  #reserve(account: Account, grant: Grant, asked: number, answered: number, grantedAt: number): void {
    const { clock } = this.#options;
    const reservation: Reservation = {
      id: grant.id,
      index: grant.address,
      address: this.#addresses[grant.address - 1],
      at: Number(grant.at),
      notBefore: asked + grant.waitMs,
      matureAt: answered + grant.waitMs,
      snapshot: { account: { ...grant.account, grantedAt }, address: { ...grant.onAddress, grantedAt } },
      quota: account.quota,
      unused: clock.after(grant.waitMs + UNUSED_MS, () => {
        account.reservations = account.reservations.filter((other) => other !== reservation);
        this.#settle(account, reservation, { drop: true });
      }),
    };
    account.reservations.push(reservation);
  }

  #settle(account: Account, { id, index }: Reservation, outcome: Outcome): void {
    if (this.#closed) return;
    account.settle.push({ id, address: index, ...outcome });
    account.flush ??= this.#options.clock.after(FLUSH_MS, () => {
      account.flush = undefined;
      void this.#ask(account);
    });
  }

  /** Only probes and refusals teach anything, so nearly every release ends here at once. */
  async #learn(
    account: Account,
    { snapshot, quota, index }: Reservation,
    report: PermitReport,
  ): Promise<void> {
    const { throttled } = report;
    if (!throttled && !snapshot.account.probe && !snapshot.address.probe) return;
    const refusedBy = throttled && fuller(snapshot);
    // So that the logs know of the refusal before its meaning is judged.
    await account.asking;
    await this.#ask(account);
    for (const dimension of ['account', 'address'] as const) {
      const place = snapshot[dimension];
      const refused = dimension === refusedBy ? throttled : undefined;
      if (!refused && !place.probe) continue;
      const { key, reply } = this.#window(account, dimension, index);
      const learned = await this.#limits.observe(`${key}:limit`, (learned, now) => {
        const before = learned.limit(quota);
        const newEpisode = refused ? learned.refused(place, reply?.others ?? 0, quota, refused, now) : false;
        if (!refused && report.sent && !throttled) learned.accepted(place, quota, now);
        else if (!refused) learned.undecided(place, quota, now);
        const limit = learned.limit(quota);
        return {
          lone: newEpisode && limit === before && !place.probe,
          limit: limit < before ? limit : undefined,
        };
      });
      if (!refused) continue;
      this.#options.onRefused({
        dimension,
        source: refused.source,
        quota,
        limit: learned?.limit,
        lone: learned?.lone ?? false,
      });
    }
  }

  #window(
    account: Account,
    dimension: Dimension,
    index: number,
  ): { key: string; reply: WindowReply | undefined } {
    return dimension === 'account'
      ? { key: this.#accountKey(account.key), reply: account.reply?.account }
      : { key: this.#addressKey(this.#addresses[index - 1]), reply: account.reply?.addresses[index - 1] };
  }

  #accountKey(account: string): string {
    return `${this.#tag}:account:${account}`;
  }

  #addressKey(address: string | undefined): string {
    return `${this.#tag}:address:${address ?? 'default'}`;
  }

  #keys(account: string): string[] {
    const key = this.#accountKey(account);
    const addresses = this.#addresses.map((address) => this.#addressKey(address));
    return [key, `${key}:limit`, `${key}:demand`, ...addresses.flatMap((log) => [log, `${log}:limit`])];
  }

  #account(key: string): Account {
    const account: Account = this.#accounts.get(key) ?? {
      key,
      quota: 1,
      reservations: [],
      settle: [],
      live: 0,
      asking: undefined,
      askAt: Number.NEGATIVE_INFINITY,
      flush: undefined,
      reply: undefined,
    };
    this.#accounts.set(key, account);
    return account;
  }
}
