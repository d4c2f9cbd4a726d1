import type { Clock, Timer } from '../../clock/clock.ts';
import { LONGEST_PAUSE_MS, PROBE_LEASE_MS } from '../limit/adaptive-limit.ts';
import { WINDOW_MS } from '../rate.ts';
import type { RedisLink } from './redis-link.ts';
import {
  type Decision,
  type DecisionReply,
  type Grant,
  readDecisionReply,
  type Settlement,
  type Witness,
} from './redis-wire.ts';
import type { ServerClock } from './server-clock.ts';
import type { Outcome, Reservation } from './shared-permit.ts';

/** How far ahead permits are reserved: enough for a round trip, little enough to stay fair and fresh. */
export const AHEAD_MS = 200;
/** How much later than reserved a call may leave: what an event loop may stand still, and a little. */
export const LATE_MS = 400;
export const LIMIT_MS = 2 * LONGEST_PAUSE_MS;
const YIELD_MS = 10;
const PATIENCE_MS = 50;
const FLUSH_MS = 10;
const UNUSED_MS = 10;
const LOG_MS = 10_000;
// All that a lost log may have held, had it been reserved a moment before.
const SHUT_MS = WINDOW_MS + AHEAD_MS + LATE_MS + 50;
/** A call is looked for in its log until a little before it may be gone from there. */
const WITNESS_MARGIN_MS = 50;
// After a decision that failed in Redis without Redis being lost.
const FAILED_MS = 1_000;

export interface SharedAccountOptions {
  readonly clock: Clock;
  readonly link: RedisLink;
  readonly server: ServerClock;
  readonly replica: string;
  readonly keys: readonly string[];
  readonly addresses: readonly (string | undefined)[];
  /** How much later than its leaving the upstream may count a call of which nothing else is known. */
  readonly guardMs: (now: number) => number;
  /** The next number for a call of this replica, after taking so many. */
  readonly takeNumbers: (count: number) => number;
  /** Calls of this replica that the logs have to hold, by the log's key. */
  readonly witnesses: Map<string, Witness>;
  readonly waiting: () => number;
  readonly changed: () => void;
  readonly onProblem: (problem: string) => void;
}

/** One account's exchange with Redis: permits reserved a little ahead, and reports of what became of them. */
export class SharedAccount {
  quota = 1;
  /** Calls that hold a permit and have not been released. */
  live = 0;
  reply: DecisionReply | undefined;
  reservations: Reservation[] = [];
  askAt = Number.NEGATIVE_INFINITY;
  readonly #options: SharedAccountOptions;
  readonly #unused = new Map<Reservation, Timer>();
  #settlements: Settlement[] = [];
  #flush: Timer | undefined;
  #asking = false;
  #closed = false;

  constructor(options: SharedAccountOptions) {
    this.#options = options;
  }

  get isIdle(): boolean {
    return (
      this.live === 0 && this.reservations.length === 0 && this.#settlements.length === 0 && !this.#asking
    );
  }

  /** When a permit may be had, or asking for one makes sense; asks when that is now. */
  openAt(now: number): number {
    this.#dropLate(now);
    const missing = this.#missing() > 0;
    if (missing && !this.#asking && now >= this.askAt) void this.#ask();
    const askAt = missing && !this.#asking ? this.askAt : Number.POSITIVE_INFINITY;
    return Math.min(askAt, this.reservations[0]?.matureAt ?? Number.POSITIVE_INFINITY);
  }

  take(): Reservation | undefined {
    const reservation = this.reservations.shift();
    if (reservation === undefined) return undefined;
    this.#forget(reservation);
    this.live++;
    return reservation;
  }

  settle({ id, index }: Reservation, outcome: Outcome, urgent = false): void {
    if (this.#closed) return;
    const { clock, server } = this.#options;
    const { countedBy, ...rest } = outcome;
    const settlement: Settlement = {
      id,
      address: index,
      ...rest,
      ...(countedBy === undefined ? {} : { countedBy: server.latest(countedBy, clock.monotonic()) }),
    };
    this.#settlements.push(settlement);
    this.#witness(settlement);
    if (urgent) void this.report();
    else this.#flush ??= clock.after(FLUSH_MS, () => void this.#reportOrAsk());
  }

  /** Reports at once what became of earlier calls, whatever else is being asked. Never rejects. */
  report(): Promise<void> {
    return this.#decide(0);
  }

  close(): void {
    this.#closed = true;
    this.#flush?.cancel();
    for (const timer of this.#unused.values()) timer.cancel();
    this.#unused.clear();
    this.reservations = [];
  }

  /** How many permits to reserve: no more than calls that wait at this moment, nor than a window has. */
  #missing(): number {
    return Math.min(this.#options.waiting(), Math.ceil(this.quota)) - this.reservations.length;
  }

  /** A round trip that is made anyway asks for permits, too: who asks often is not passed over. */
  #reportOrAsk(): Promise<void> {
    return this.#asking || this.#missing() <= 0 ? this.report() : this.#ask();
  }

  async #ask(): Promise<void> {
    this.#asking = true;
    await this.#decide(Math.max(0, this.#missing()));
    this.#asking = false;
    if (!this.#closed) this.#options.changed();
  }

  async #decide(want: number): Promise<void> {
    const { clock, link, server, keys, onProblem } = this.#options;
    this.#flush?.cancel();
    this.#flush = undefined;
    const asked = clock.monotonic();
    const decision = this.#decision(want, asked);
    const answer = await link.decide(keys, decision);
    if (answer === undefined || this.#closed) return;
    const now = clock.monotonic();
    if ('problem' in answer) {
      onProblem(answer.problem);
      this.askAt = now + FAILED_MS;
      return;
    }
    const reply = readDecisionReply(answer.reply);
    server.observe(asked, now, reply.now);
    this.reply = reply;
    if (reply.repaired > 0) onProblem('a value in Redis was not ours, and was taken as absent');
    if (reply.lost > 0) onProblem('a window in Redis was lost; its calls wait until it has passed');
    if (want === 0) return;
    this.askAt = now + (reply.granted.length < want ? reply.againMs : 0);
    for (const grant of reply.granted) this.#reserve(grant, reply.now, decision.guardMs, now);
    this.reservations.sort((a, b) => a.matureAt - b.matureAt);
  }

  #decision(want: number, now: number): Decision {
    const { replica, guardMs, takeNumbers } = this.#options;
    return {
      replica,
      quota: this.quota,
      windowMs: WINDOW_MS,
      guardMs: guardMs(now),
      aheadMs: AHEAD_MS,
      lateMs: LATE_MS,
      yieldMs: YIELD_MS,
      patienceMs: PATIENCE_MS,
      leaseMs: PROBE_LEASE_MS,
      shutMs: SHUT_MS,
      logMs: LOG_MS,
      limitMs: LIMIT_MS,
      longestMs: LONGEST_PAUSE_MS,
      want,
      first: takeNumbers(want),
      settle: this.#settlements.splice(0),
      witnesses: this.#logs().map((log) => this.#options.witnesses.get(log) ?? false),
    };
  }

  #reserve(grant: Grant, grantedAt: number, guardMs: number, now: number): void {
    const { clock, server, addresses, witnesses } = this.#options;
    const at = Number(grant.at);
    const reservation: Reservation = {
      id: grant.id,
      index: grant.address,
      address: addresses[grant.address - 1],
      matureAt: server.after(at, now),
      leaveBy: server.before(at, now) + LATE_MS,
      snapshot: { account: { ...grant.account, grantedAt }, address: { ...grant.onAddress, grantedAt } },
      quota: this.quota,
    };
    this.reservations.push(reservation);
    const heldUntil = at + LATE_MS + guardMs + WINDOW_MS - WITNESS_MARGIN_MS;
    for (const log of this.#logsOf(grant.address)) witnesses.set(log, { id: grant.id, heldUntil });
    const unused = clock.after(Math.max(0, reservation.matureAt - now) + UNUSED_MS, () =>
      this.#giveBack(reservation),
    );
    this.#unused.set(reservation, unused);
  }

  /** Gives a permit back whose waiter has left. */
  #giveBack(reservation: Reservation): void {
    this.#forget(reservation);
    this.reservations = this.reservations.filter((other) => other !== reservation);
    this.settle(reservation, { drop: true });
  }

  /** What could not leave in time any more is given back as well. */
  #dropLate(now: number): void {
    for (const reservation of this.reservations) if (reservation.leaveBy < now) this.#giveBack(reservation);
  }

  #forget(reservation: Reservation): void {
    this.#unused.get(reservation)?.cancel();
    this.#unused.delete(reservation);
  }

  /** Keeps what the logs have to hold in step with what is reported. */
  #witness({ id, address, countedBy }: Settlement): void {
    const { witnesses } = this.#options;
    for (const log of this.#logsOf(address)) {
      if (countedBy !== undefined) {
        const heldUntil = countedBy + WINDOW_MS - WITNESS_MARGIN_MS;
        const known = witnesses.get(log);
        if (known === undefined || known.id === id || known.heldUntil < heldUntil) {
          witnesses.set(log, { id, heldUntil });
        }
      } else if (witnesses.get(log)?.id === id) witnesses.delete(log);
    }
  }

  /** The account's log, then those of the addresses. */
  #logs(): readonly string[] {
    const [account = '', , , ...rest] = this.#options.keys;
    return [account, ...rest.filter((_, index) => index % 2 === 0)];
  }

  #logsOf(address: number): readonly string[] {
    const logs = this.#logs();
    return [logs[0], logs[address]].filter((log) => log !== undefined);
  }
}
