// Whether to list first which keys have anything at all, e.g. the customers that consumed in a cycle before
// their consumption records. A key that a complete, undisturbed listing does not show needs no call.
import { Sweep } from './sweep.ts';
import type { Page, PageRange } from './types.ts';

export interface SemiJoinRequest {
  readonly keys: readonly string[];
  readonly pageSize: number;
  /** How many keys there are in all. */
  readonly population?: number;
  readonly cachedPage?: (range: PageRange) => boolean;
}

export interface SemiJoinStep extends PageRange {
  readonly id: number;
}

export interface SemiJoin {
  /** Pages of the listing to read now. Empty: waiting, or done. */
  next(): readonly SemiJoinStep[];
  /** Rows are the keys that have something. */
  accept(stepId: number, page: Page<string>): void;
  /** A failure prunes nothing: the join only ever saves calls. */
  fail(stepId: number): void;
  readonly done: boolean;
  /** Keys that certainly have nothing; empty unless the whole listing was read. */
  readonly empty: ReadonlySet<string>;
  /** Length of the listing, once a page has told it. */
  readonly total: number | undefined;
  explain(): string;
}

// Reading on must promise twice what it costs: the promise is a guess, the cost is not.
const LEAST_RETURN = 2;
// Share of the wanted keys that has nothing, while nothing is known of it: few keys are not worth a page.
const GUESSED_ABSENT = 0.25;

export function planSemiJoin(request: SemiJoinRequest): SemiJoin {
  return new Listing(request);
}

class Listing implements SemiJoin {
  readonly #request: SemiJoinRequest;
  readonly #wanted: ReadonlySet<string>;
  readonly #sweep: Sweep<string>;
  readonly #found = new Set<string>();
  readonly #underWay = new Map<number, PageRange>();
  #queue: SemiJoinStep[] = [];
  #read = 0;
  #stopped: string | undefined;
  #nextId = 1;

  constructor(request: SemiJoinRequest) {
    this.#request = request;
    this.#wanted = new Set(request.keys);
    const onRow = (key: string) => {
      this.#read++;
      if (this.#wanted.has(key)) this.#found.add(key);
    };
    this.#sweep = new Sweep({ pageSize: request.pageSize, ordered: false, idOf: (key) => key, onRow });
    this.#decide();
  }

  get done(): boolean {
    return this.#underWay.size === 0;
  }

  get total(): number | undefined {
    return this.#sweep.total;
  }

  get empty(): ReadonlySet<string> {
    const sound = this.#sweep.complete && !this.#sweep.broken;
    return new Set(sound ? this.#request.keys.filter((key) => !this.#found.has(key)) : []);
  }

  next(): readonly SemiJoinStep[] {
    const steps = this.#queue;
    this.#queue = [];
    return steps;
  }

  accept(stepId: number, page: Page<string>): void {
    this.#sweep.accept(this.#take(stepId), page);
    if (this.done) this.#decide();
  }

  fail(stepId: number): void {
    this.#take(stepId);
    this.#stopped ??= 'a page failed';
  }

  explain(): string {
    const pages = `pages listed: ${this.#sweep.pages}`;
    const stopped = this.#stopped ?? this.#sweep.broken;
    const outcome = stopped ? `nothing pruned: ${stopped}` : `${this.empty.size} pruned`;
    return `semi-join of ${this.#wanted.size} keys: ${pages}, ${outcome}`;
  }

  #decide(): void {
    if (this.#stopped || this.#sweep.complete || this.#sweep.broken) return;
    const { cachedPage } = this.#request;
    const { total } = this.#sweep;
    const keys = this.#wanted.size;
    const ahead = this.#sweep.ahead();
    const cost = ahead.filter((page) => !cachedPage?.(page)).length;
    const saving = total === undefined ? keys * GUESSED_ABSENT : this.#expectedPruned(total);
    if (cost > 0 && (keys <= 2 || saving < LEAST_RETURN * cost)) {
      this.#stopped = `${cost} pages to save about ${Math.round(saving)} calls`;
      return;
    }
    this.#sweep.issue(ahead);
    for (const page of ahead) {
      const step = { id: this.#nextId++, ...page };
      this.#underWay.set(step.id, page);
      this.#queue.push(step);
    }
  }

  /** Wanted keys that the listing will probably not show. */
  #expectedPruned(total: number): number {
    const { population } = this.#request;
    const left = this.#wanted.size - this.#found.size;
    const unread = Math.max(0, total - this.#read);
    if (population !== undefined && population > this.#read) {
      return left * Math.max(0, 1 - unread / (population - this.#read));
    }
    // Without the population: the rest of the listing shows wanted keys as often as what was read of it.
    const rate = this.#read > 0 ? this.#found.size / this.#read : 1;
    return Math.max(0, left - rate * unread);
  }

  #take(stepId: number): PageRange {
    const range = this.#underWay.get(stepId);
    if (!range) throw new Error(`expected the id of a step under way, got ${stepId}`);
    this.#underWay.delete(stepId);
    return range;
  }
}
