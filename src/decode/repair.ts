// Reads what can be read of an answer that its schema refuses: each refused value is taken out, and where a
// key is missing that a row or a nested object cannot be without, that row or object goes.
import type { z } from 'zod';
import { describeIssue, pathText } from './describe-issue.ts';
import { isAbsent } from './wire.ts';

export interface Repaired<T> {
  readonly value: T;
  /** Where the first damage was, what was expected and what kind was got; and how many places there were. */
  readonly first: string;
  readonly places: number;
  /** Positions of the rows that went, in the list that the answer is about. */
  readonly lost: readonly number[];
  /** How many rows are left there. */
  readonly kept: number;
}

/** A refusal that leaves nothing to read: the reason, in place of the answer. */
export interface Unreadable {
  readonly reason: string;
}

/** Each round takes out what one reading refused; what it leaves behind may be refused in turn. */
const MOST_ROUNDS = 12;

type Path = readonly PropertyKey[];

/** `answer` belongs to the caller alone and is changed. */
export function readRepaired<T>(
  schema: z.ZodType<T>,
  answer: object,
  list: string | undefined,
  refused: z.ZodError,
): Repaired<T> | Unreadable {
  const repair = new Repair(answer, list);
  let { issues } = refused;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    for (const issue of issues) {
      const reason = repair.takeOut(issue);
      if (reason !== undefined) return { reason };
    }
    repair.closeRows();
    const result = schema.safeParse(answer);
    if (result.success) return { value: result.data, ...repair.report() };
    issues = result.error.issues;
  }
  return { reason: repair.report().first };
}

class Repair {
  readonly #answer: object;
  readonly #list: string | undefined;
  /** Where each remaining row of a list was when it was sent. */
  readonly #sentAt = new Map<unknown[], number[]>();
  readonly #goes = new Map<unknown[], Set<number>>();
  /** How long a list was that lost rows. */
  readonly #lengths = new Map<unknown[], number>();
  readonly #places = new Map<string, string>();

  constructor(answer: object, list: string | undefined) {
    this.#answer = answer;
    this.#list = list;
  }

  /** Takes out what an issue is about; says why where that would be the whole answer. */
  takeOut(issue: z.core.$ZodIssue): string | undefined {
    const { path } = issue;
    const got = valueAt(this.#answer, path);
    const parent = valueAt(this.#answer, path.slice(0, -1));
    // An empty text stands for an absent list or object.
    if (got === '' && issue.code === 'invalid_type' && isObject(parent) && !Array.isArray(parent)) {
      Reflect.deleteProperty(parent, path.at(-1) ?? '');
      return undefined;
    }
    const said = describeIssue(issue, got, this.#asSent(path));
    // What is absent is only missed where it must be there: then what it belongs to goes.
    const victim = isAbsent(got) && !Array.isArray(parent) ? path.slice(0, -1) : path;
    if (victim.length === 0 || (victim.length === 1 && victim[0] === this.#list)) return said;
    const place = pathText(this.#asSent(path));
    // Reported once, also where what the value belonged to goes in a later round.
    if (!this.#places.has(place)) this.#places.set(place, said);
    this.#remove(victim);
    return undefined;
  }

  /** Closes the gaps that rows left. */
  closeRows(): void {
    for (const [rows, going] of this.#goes) {
      const sentAt = this.#sentAt.get(rows) ?? [...rows.keys()];
      this.#sentAt.set(
        rows,
        sentAt.filter((_at, index) => !going.has(index)),
      );
      const staying = rows.filter((_row, index) => !going.has(index));
      rows.splice(0, rows.length, ...staying);
    }
    this.#goes.clear();
  }

  report(): Omit<Repaired<unknown>, 'value'> {
    const [first = 'unreadable'] = this.#places.values();
    const rows = this.#list === undefined ? undefined : Reflect.get(this.#answer, this.#list);
    const sentAt = Array.isArray(rows) ? this.#sentAt.get(rows) : undefined;
    const kept = Array.isArray(rows) ? rows.length : 0;
    const lost = sentAt ? gapsIn(sentAt, this.#lengths.get(rows) ?? kept) : [];
    return { first, places: this.#places.size, lost, kept };
  }

  #remove(path: Path): void {
    const parent = valueAt(this.#answer, path.slice(0, -1));
    const key = path.at(-1) ?? '';
    if (Array.isArray(parent)) {
      if (!this.#lengths.has(parent)) this.#lengths.set(parent, parent.length);
      const going = this.#goes.get(parent) ?? new Set<number>();
      this.#goes.set(parent, going.add(Number(key)));
    } else if (isObject(parent)) Reflect.deleteProperty(parent, key);
  }

  /** The path with rows counted as they were sent. */
  #asSent(path: Path): Path {
    return path.map((key, depth) => {
      if (typeof key !== 'number') return key;
      const rows = valueAt(this.#answer, path.slice(0, depth));
      return (Array.isArray(rows) ? this.#sentAt.get(rows)?.[key] : undefined) ?? key;
    });
  }
}

function gapsIn(sentAt: readonly number[], length: number): readonly number[] {
  const there = new Set(sentAt);
  return Array.from({ length }, (_, index) => index).filter((index) => !there.has(index));
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce((at: unknown, key) => (isObject(at) ? Reflect.get(at, key) : undefined), value);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
