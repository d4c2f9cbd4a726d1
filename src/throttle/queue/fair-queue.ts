import type { Priority } from '../types.ts';
import type { Ahead } from '../window/windows.ts';
import { RoundRobin } from './round-robin.ts';

// While interactive calls wait, one grant in this many goes to background work, so that it cannot starve.
const BACKGROUND_TURN = 8;

export interface Queued {
  readonly viewer: string;
  readonly account: string;
  readonly priority: Priority;
  readonly quota: number;
}

type Place = Pick<Queued, 'viewer' | 'account' | 'priority'>;

/** The calls that wait for one account. */
interface Line<T extends Queued> {
  readonly interactive: RoundRobin<T>;
  readonly background: RoundRobin<T>;
  /** The quota that the latest call came with. */
  quota: number;
  interactiveInARow: number;
}

/**
 * The waiting calls of one (operation, host). Within an account: round-robin between viewers, first come
 * first served within a viewer, interactive before background but for every eighth grant. Between accounts,
 * which compete for the windows of the addresses only: the viewer that was served longest ago.
 */
export class FairQueue<T extends Queued> {
  readonly #lines = new Map<string, Line<T>>();
  /** Of each waiting viewer: how many calls wait, and when it had its last turn or joined. */
  readonly #viewers = new Map<string, { calls: number; turn: number }>();
  #turn = 0;
  #size = 0;

  /** How many calls wait, for one account or for all. */
  size(account?: string): number {
    return account === undefined ? this.#size : sizeOf(this.#lines.get(account));
  }

  /** What waits, by account. */
  *demand(): Generator<{ account: string; quota: number }> {
    for (const [account, line] of this.#lines) yield { account, quota: line.quota };
  }

  add(call: T): void {
    const line = this.#lines.get(call.account) ?? {
      interactive: new RoundRobin<T>(),
      background: new RoundRobin<T>(),
      quota: call.quota,
      interactiveInARow: 0,
    };
    this.#lines.set(call.account, line);
    line.quota = call.quota;
    line[call.priority].add(call);
    const viewer = this.#viewers.get(call.viewer) ?? { calls: 0, turn: this.#turn++ };
    viewer.calls++;
    this.#viewers.set(call.viewer, viewer);
    this.#size++;
  }

  remove(call: T): boolean {
    const line = this.#lines.get(call.account);
    if (!line?.[call.priority].remove(call)) return false;
    this.#left(call, line);
    return true;
  }

  /** Takes the call whose turn it is, among those whose account has a permit. */
  next(open: ReadonlySet<string>): T | undefined {
    let chosen: { line: Line<T>; ring: RoundRobin<T>; turn: number } | undefined;
    for (const account of open) {
      const line = this.#lines.get(account);
      const ring = line && ringInTurn(line);
      const turn = this.#viewers.get(ring?.peek()?.viewer ?? '')?.turn;
      if (line && ring && turn !== undefined && (!chosen || turn < chosen.turn))
        chosen = { line, ring, turn };
    }
    const call = chosen?.ring.next();
    if (!chosen || !call) return undefined;
    const { line } = chosen;
    const passedOver = call.priority === 'interactive' && line.background.size > 0;
    line.interactiveInARow = passedOver ? line.interactiveInARow + 1 : 0;
    const viewer = this.#viewers.get(call.viewer);
    if (viewer) viewer.turn = this.#turn++;
    this.#left(call, line);
    return call;
  }

  /** How many calls would be served before one more call: for its account, and for all accounts. */
  ahead({ viewer, account, priority }: Place): Ahead {
    const line = this.#lines.get(account);
    const onAccount = line ? aheadInLine(line, viewer, priority) : 0;
    const turns = (this.#viewers.get(viewer)?.calls ?? 0) + 1;
    let onAddresses = onAccount;
    // With one line only, which is the usual case, nobody waits elsewhere.
    if (this.#lines.size > (line ? 1 : 0)) {
      for (const [other, { calls }] of this.#viewers) {
        const here = line ? line.interactive.count(other) + line.background.count(other) : 0;
        onAddresses += Math.min(calls - here, turns);
      }
    }
    return { onAccount, onAddresses };
  }

  *[Symbol.iterator](): Generator<T> {
    for (const { interactive, background } of this.#lines.values()) {
      yield* interactive;
      yield* background;
    }
  }

  #left(call: T, line: Line<T>): void {
    if (sizeOf(line) === 0) this.#lines.delete(call.account);
    const viewer = this.#viewers.get(call.viewer);
    if (viewer && --viewer.calls === 0) this.#viewers.delete(call.viewer);
    this.#size--;
  }
}

function sizeOf(line: Line<Queued> | undefined): number {
  return line ? line.interactive.size + line.background.size : 0;
}

function ringInTurn<T extends Queued>({
  interactive,
  background,
  interactiveInARow,
}: Line<T>): RoundRobin<T> {
  const turn = interactiveInARow >= BACKGROUND_TURN - 1;
  return background.size > 0 && (turn || interactive.size === 0) ? background : interactive;
}

function aheadInLine(line: Line<Queued>, viewer: string, priority: Priority): number {
  const { interactive, background, interactiveInARow } = line;
  const inClass = line[priority].ahead(viewer);
  if (priority === 'interactive') {
    const turns = Math.floor((interactiveInARow + inClass) / (BACKGROUND_TURN - 1));
    return inClass + Math.min(turns, background.size);
  }
  const between = (inClass + 1) * (BACKGROUND_TURN - 1) - interactiveInARow;
  return inClass + Math.min(interactive.size, Math.max(0, between));
}
