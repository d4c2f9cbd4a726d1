import type { Clock, Timer } from '../../clock/clock.ts';
import { PROBE_LEASE_MS } from '../limit/learned-limit.ts';
import { fuller, type Refusal } from '../limit/refusal.ts';
import { WINDOW_MS } from '../rate.ts';
import type { Dimension, SlotReport } from '../types.ts';
import type { Guard } from '../window/guard.ts';
import { AnswerTimes } from '../window/response-times.ts';
import type { Ahead, Hold, LaneState, Windows } from '../window/windows.ts';
import type { RedisLink } from './redis-link.ts';
import {
  type Decision,
  type Grant,
  type LaneRuling,
  type Ruling,
  readRuling,
  type Settlement,
} from './redis-wire.ts';
import { type Outcome, type Reservation, ReservedCall } from './reservation.ts';
import { SharedLessons } from './shared-limits.ts';

/** How far ahead slots are reserved: enough for a round trip, little enough to stay fair and fresh. */
export const AHEAD_MS = 200;
const YIELD_MS = 10;
const PATIENCE_MS = 50;
const ALLOWANCE_MS = 10;
const FLUSH_MS = 10;
const UNUSED_MS = 10;
const LOG_MS = 10_000;
const LESSON_MS = 600_000;

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
  /** Calls that hold a slot and have not been released. */
  live: number;
  asking: Promise<void> | undefined;
  askAt: number;
  flush: Timer | undefined;
  ruling: Ruling | undefined;
}

/**
 * The windows of one (operation, host), kept in Redis for all replicas. This replica reserves slots for
 * its next few waiters a little ahead; who gets them is still decided here, when they mature. All
 * instants of Redis are the server's; they are related to ours by the round trip that brought them,
 * taken at its worse end, so clocks need not agree.
 */
export class SharedWindows implements Windows {
  readonly #options: SharedWindowsOptions;
  readonly #accounts = new Map<string, Account>();
  readonly #addresses: readonly (string | undefined)[];
  readonly #lessons: SharedLessons;
  readonly #answers = new AnswerTimes();
  /** Calls that are not sent yet, or may still be in the upstream's window. */
  readonly #recent = new Set<ReservedCall>();
  readonly #tag: string;
  #number = 0;
  #closed = false;

  constructor(options: SharedWindowsOptions) {
    this.#options = options;
    this.#addresses = options.addresses.length > 0 ? options.addresses : [undefined];
    const tag = `${options.operation}@${options.host}`.replaceAll(/[{}]/g, '_');
    this.#tag = `${options.link.prefix}:{${tag}}`;
    this.#lessons = new SharedLessons(options.clock, options.link, LESSON_MS);
  }

  openAt(key: string, quota: number, now: number): number {
    const account = this.#account(key);
    account.quota = quota;
    const missing = this.#missing(account) > 0;
    if (missing && !account.asking && now >= account.askAt) void this.#ask(account);
    const askAt = missing && !account.asking ? account.askAt : Number.POSITIVE_INFINITY;
    return Math.min(askAt, account.reservations[0]?.matureAt ?? Number.POSITIVE_INFINITY);
  }

  take(key: string, _quota: number, _now: number): Hold {
    const account = this.#account(key);
    const reservation = account.reservations.shift();
    if (reservation === undefined) throw new Error(`expected a reserved slot for ${this.#options.operation}`);
    reservation.unused.cancel();
    account.live++;
    const { clock, guard } = this.#options;
    const call = new ReservedCall(reservation, {
      clock,
      guard,
      answers: this.#answers,
      settle: (outcome) => this.#settle(account, reservation, outcome),
      released: (report, stalled) => {
        account.live--;
        if (call.sentAt === Number.POSITIVE_INFINITY) this.#recent.delete(call);
        if (stalled) for (const recent of this.#recent) recent.judgeAnew();
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

  slotAt(key: string, quota: number, ahead: Ahead, now: number): number {
    const account = this.#accounts.get(key);
    const ruling = account?.ruling;
    const cycle = WINDOW_MS + this.#options.guard.ms(now);
    const replicas = Math.max(1, ruling?.replicas ?? 1);
    const perCycle = Math.max(1, (ruling?.account.limit ?? quota) / replicas);
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

  state(now: number): LaneState[] {
    const guardMs = this.#options.guard.ms(now);
    const row = (
      dimension: Dimension,
      key: string,
      quota: number,
      lane: LaneRuling | undefined,
    ): LaneState => ({
      dimension,
      key,
      inWindow: lane?.inWindow ?? 0,
      quota,
      limit: lane?.limit ?? quota,
      learnedLimit: lane && lane.limit < quota ? lane.limit : undefined,
      guardMs,
    });
    const accounts = [...this.#accounts.values()];
    const latest = accounts.find(({ ruling }) => ruling !== undefined);
    return [
      ...accounts.map(({ key, quota, ruling }) => row('account', key, quota, ruling?.account)),
      ...this.#addresses.map((address, index) =>
        row('address', address ?? 'default', latest?.quota ?? 0, latest?.ruling?.addresses[index]),
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

  /** How many slots to reserve: no more than calls that wait at this moment, nor than a window has. */
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
      lessonMs: LESSON_MS,
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
    const ruling = readRuling(answer);
    account.ruling = ruling;
    this.#lessons.synchronize(ruling.now);
    account.askAt = answered + (ruling.granted.length < want ? ruling.againMs : 0);
    for (const grant of ruling.granted) this.#reserve(account, grant, asked, answered, ruling.now);
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
      standing: { account: { ...grant.account, grantedAt }, address: { ...grant.onAddress, grantedAt } },
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
  async #learn(account: Account, { standing, quota, index }: Reservation, report: SlotReport): Promise<void> {
    const { throttled } = report;
    if (!throttled && !standing.account.probe && !standing.address.probe) return;
    const refusedBy = throttled && fuller(standing);
    // So that the logs know of the refusal before its meaning is judged.
    await account.asking;
    await this.#ask(account);
    for (const dimension of ['account', 'address'] as const) {
      const place = standing[dimension];
      const refused = dimension === refusedBy ? throttled : undefined;
      if (!refused && !place.probe) continue;
      const { key, ruling } = this.#lane(account, dimension, index);
      const taught = await this.#lessons.teach(`${key}:lesson`, (learned, now) => {
        const before = learned.limit(quota);
        const incident = refused ? learned.refused(place, ruling?.others ?? 0, quota, refused, now) : false;
        if (!refused && report.sent && !throttled) learned.accepted(place, quota, now);
        else if (!refused) learned.undecided(place, quota, now);
        const limit = learned.limit(quota);
        return {
          lone: incident && limit === before && !place.probe,
          limit: limit < before ? limit : undefined,
        };
      });
      if (!refused) continue;
      this.#options.onRefused({
        dimension,
        source: refused.source,
        quota,
        limit: taught?.limit,
        lone: taught?.lone ?? false,
      });
    }
  }

  #lane(
    account: Account,
    dimension: Dimension,
    index: number,
  ): { key: string; ruling: LaneRuling | undefined } {
    return dimension === 'account'
      ? { key: this.#accountKey(account.key), ruling: account.ruling?.account }
      : { key: this.#addressKey(this.#addresses[index - 1]), ruling: account.ruling?.addresses[index - 1] };
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
    return [key, `${key}:lesson`, `${key}:demand`, ...addresses.flatMap((log) => [log, `${log}:lesson`])];
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
      ruling: undefined,
    };
    this.#accounts.set(key, account);
    return account;
  }
}
