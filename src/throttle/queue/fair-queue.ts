import type { Priority } from '../types.ts';
import type { Ahead } from '../window/windows.ts';
import { LastTurns } from './last-turns.ts';
import { type Party, RoundRobin } from './round-robin.ts';

// While interactive calls wait, one grant in this many goes to background work, so that it cannot starve.
const BACKGROUND_TURN = 8;

export interface Queued extends Party {
  readonly account: string;
  readonly priority: Priority;
  readonly quota: number;
}

type Place = Pick<Queued, 'tenant' | 'viewer' | 'account' | 'priority'>;

/** The calls that wait for one account. */
interface Line<T extends Queued> {
  readonly interactive: RoundRobin<T>;
  readonly background: RoundRobin<T>;
  /** The quota that the latest call came with. */
  quota: number;
  interactiveInARow: number;
}

/**
 * The waiting calls of one (operation, host). Within an account: round-robin between tenants and between the
 * viewers of each, first come first served within a viewer, interactive before background but for every eighth
 * grant. Between accounts, which compete for the windows of the addresses only: the tenant that was served
 * longest ago, and of its viewers the one that was. So many keys get a tenant no more than one key does.
 */
export class FairQueue<T extends Queued> {
  readonly #lines = new Map<string, Line<T>>();
  readonly #turns = new LastTurns();
  #size = 0;

  /** How many calls wait, for one account or for all. */
  size(account?: string): number {
    return account === undefined ? this.#size : sizeOf(this.#lines.get(account));
  }

  /** What waits, by account, and whose calls these are. */
  *demand(): Generator<{ account: string; quota: number; tenants: Iterable<string> }> {
    for (const [account, line] of this.#lines) {
      yield { account, quota: line.quota, tenants: ringInTurn(line).parties() };
    }
  }

  add(call: T): void {
    const line = this.#lines.get(call.account) ?? {
      interactive: RoundRobin.ofTenants<T>(),
      background: RoundRobin.ofTenants<T>(),
      quota: call.quota,
      interactiveInARow: 0,
    };
    this.#lines.set(call.account, line);
    line.quota = call.quota;
    line[call.priority].add(call);
    this.#turns.join(call);
    this.#size++;
  }

  remove(call: T): boolean {
    const line = this.#lines.get(call.account);
    if (!line?.[call.priority].remove(call)) return false;
    this.#left(call, line);
    return true;
  }

  /** Takes the call whose turn it is, among those that may go and whose account has a permit. */
  next(open: ReadonlySet<string>, may: (party: Party) => boolean = () => true): T | undefined {
    let chosen: { line: Line<T>; ring: RoundRobin<T>; first: T } | undefined;
    for (const account of open) {
      const line = this.#lines.get(account);
      const ring = line && ringInTurn(line);
      const first = ring?.peek(may);
      if (!line || !ring || !first) continue;
      if (!chosen || this.#turns.precedes(first, chosen.first)) chosen = { line, ring, first };
    }
    const call = chosen?.ring.next(may);
    if (!chosen || !call) return undefined;
    const { line } = chosen;
    const passedOver = call.priority === 'interactive' && line.background.size > 0;
    line.interactiveInARow = passedOver ? line.interactiveInARow + 1 : 0;
    this.#turns.served(call);
    this.#left(call, line);
    return call;
  }

  /** How many calls would be served before one more call: for its account, for all, and of its tenant. */
  ahead(place: Place): Ahead {
    const line = this.#lines.get(place.account);
    const onAccount = line ? aheadInLine(line, place) : 0;
    // With one line only, which is the usual case, no call waits elsewhere.
    const inTenant = this.#turns.aheadInTenant(place);
    if (this.#lines.size <= (line ? 1 : 0)) return { onAccount, onAddresses: onAccount, inTenant };
    const here = line ? countsOf(line) : undefined;
    const elsewhere = this.#turns.ahead(place, (party) => here?.get(partyKey(party)) ?? 0);
    return { onAccount, onAddresses: onAccount + elsewhere, inTenant };
  }

  *[Symbol.iterator](): Generator<T> {
    for (const { interactive, background } of this.#lines.values()) {
      yield* interactive;
      yield* background;
    }
  }

  #left(call: T, line: Line<T>): void {
    if (sizeOf(line) === 0) this.#lines.delete(call.account);
    this.#turns.leave(call);
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

function aheadInLine(line: Line<Queued>, place: Place): number {
  const { priority } = place;
  const { interactive, background, interactiveInARow } = line;
  const inClass = line[priority].ahead(place);
  if (priority === 'interactive') {
    const turns = Math.floor((interactiveInARow + inClass) / (BACKGROUND_TURN - 1));
    return inClass + Math.min(turns, background.size);
  }
  const between = (inClass + 1) * (BACKGROUND_TURN - 1) - interactiveInARow;
  return inClass + Math.min(interactive.size, Math.max(0, between));
}

function countsOf(line: Line<Queued>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const ring of [line.interactive, line.background]) {
    for (const call of ring) counts.set(partyKey(call), (counts.get(partyKey(call)) ?? 0) + 1);
  }
  return counts;
}

function partyKey({ tenant, viewer }: Party): string {
  return JSON.stringify([tenant, viewer]);
}
