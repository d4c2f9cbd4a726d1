// A listing in memory that answers steps as the upstream does, and the truth to compare with.
import type { Answer, Demand, EdgePlan, EdgeWays, Page, Remedy, Step } from '../../../src/planner/planner.ts';

export interface Row {
  readonly id: string;
  readonly key: string;
  readonly kind: number;
}

/** Deterministic numbers from 0 up to 1, so that a failing world can be built again. */
export function dice(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function shuffle<T>(items: T[], random: () => number): T[] {
  for (let i = items.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    const [a, b] = [items[i], items[j]];
    if (a !== undefined && b !== undefined) {
      items[i] = b;
      items[j] = a;
    }
  }
  return items;
}

export const keyName = (index: number) => `C${String(index).padStart(5, '0')}`;

/** Rows in listing order, newest first, `perKey(i)` of them for key `i`, interleaved at random. */
export function listing(population: number, perKey: (key: number) => number, random: () => number): Row[] {
  const keys: string[] = [];
  for (let key = 0; key < population; key++) {
    for (let row = perKey(key); row > 0; row--) keys.push(keyName(key));
  }
  return shuffle(keys, random).map((key, index) => ({
    id: `R${index}`,
    key,
    kind: Math.floor(random() * 3),
  }));
}

/**
 * The listing rearranged against whoever trusts its first pages: each key shows a few rows early, and the
 * rest of them, one key after the other, behind everything.
 */
export function teasing(rows: readonly Row[], early: number): Row[] {
  const shown = new Map<string, number>();
  const head: Row[] = [];
  const tail: Row[] = [];
  for (const row of rows) {
    const before = shown.get(row.key) ?? 0;
    shown.set(row.key, before + 1);
    (before < early ? head : tail).push(row);
  }
  return [...head, ...tail.sort((a, b) => a.key.localeCompare(b.key))];
}

export class World {
  /** Replaced, never changed in place. */
  rows: readonly Row[];
  calls = 0;
  readonly steps: Step[] = [];
  #indexed: readonly Row[] = [];
  #byKey = new Map<string, Row[]>();
  readonly #hasTotal: boolean;
  readonly #filters: ReadonlyMap<string, (row: Row) => boolean>;

  constructor(
    rows: readonly Row[],
    hasTotal = true,
    filters: ReadonlyMap<string, (row: Row) => boolean> = new Map(),
  ) {
    this.rows = rows;
    this.#hasTotal = hasTotal;
    this.#filters = filters;
  }

  ofKey(key: string, filterKey = ''): Row[] {
    if (this.#indexed !== this.rows) {
      this.#byKey = Map.groupBy(this.rows, (row) => row.key);
      this.#indexed = this.rows;
    }
    const accepts = this.#filters.get(filterKey) ?? (() => true);
    return (this.#byKey.get(key) ?? []).filter(accepts);
  }

  fetch(step: Step): Page<Row> {
    this.calls++;
    this.steps.push(step);
    const all = this.#matching(step);
    const rows = all.slice(step.offset, step.offset + step.limit);
    return this.#hasTotal ? { rows, total: all.length } : { rows };
  }

  #matching(step: Step): readonly Row[] {
    if (step.way === 'sweep') return this.rows;
    if (step.way === 'point') return this.ofKey(step.key, step.filterKey);
    return step.keys.flatMap((key) => this.ofKey(key, step.filterKey));
  }

  /** What the demand would get from a listing read in one piece. */
  truth(demand: Demand): { rows: Row[]; total: number; hasNext: boolean } {
    const own = this.ofKey(demand.key, demand.filterKey);
    const end = demand.offset + demand.rows;
    return { rows: own.slice(demand.offset, end), total: own.length, hasNext: end < own.length };
  }
}

export interface Drive {
  /** Picks which of the outstanding steps answers next. */
  readonly random?: () => number;
  /** Runs before each call, to change the world. */
  readonly before?: (world: World) => void;
  /** An error makes the step fail. */
  readonly failing?: (step: Step) => Error | undefined;
  readonly remedy?: Remedy;
  readonly onSettled?: (demands: readonly Demand[]) => void;
  /** Most calls before the plan counts as endless. */
  readonly most?: number;
}

/** Makes all calls of a plan; returns the number of waves, one round trip each. */
export function drive(plan: EdgePlan<Row>, world: World, how: Drive = {}): number {
  const { random = () => 0, before, failing, remedy, onSettled, most = 100_000 } = how;
  let waves = 0;
  const waiting: Step[] = [];
  let inWave = 0;
  while (!plan.done) {
    waiting.push(...plan.next());
    if (inWave === 0) {
      inWave = waiting.length;
      waves++;
    }
    const [step] = waiting.splice(Math.floor(random() * waiting.length), 1);
    if (!step) throw new Error('the plan is not done but has no step under way');
    if (world.calls > most) throw new Error(`the plan made more than ${most} calls`);
    before?.(world);
    const error = failing?.(step);
    const page = world.fetch(step);
    const settled = error ? plan.fail(step.id, error, remedy) : plan.accept(step.id, page);
    onSettled?.(settled);
    inWave--;
  }
  return waves;
}

/** The differences between an answer and the truth, as far as the demand asked. */
export function differences(answer: Answer<Row> | undefined, demand: Demand, world: World): string[] {
  if (!answer) return ['open'];
  if (!answer.ok) return [`failed: ${String(answer.error)}`];
  const truth = world.truth(demand);
  const ids = (rows: readonly Row[]) => rows.map((row) => row.id).join(' ');
  const found: string[] = [];
  if (ids(answer.rows) !== ids(truth.rows)) found.push(`rows ${ids(answer.rows)}, not ${ids(truth.rows)}`);
  if (demand.needsTotal && answer.total === undefined) found.push('no total');
  if (answer.total !== undefined && answer.total !== truth.total) {
    found.push(`total ${answer.total}, not ${truth.total}`);
  }
  if (demand.needsNext && answer.hasNext === undefined) found.push('no hasNext');
  if (answer.hasNext !== undefined && answer.hasNext !== truth.hasNext) {
    found.push(`hasNext ${answer.hasNext}, not ${truth.hasNext}`);
  }
  return found;
}

/** Calls of each pure way with the world known beforehand, and of the best mix. */
export function hindsight(demands: readonly Demand[], ways: EdgeWays, world: World) {
  const byKey = Map.groupBy(demands, (demand) => `${demand.filterKey ?? ''} ${demand.key}`);
  const wanted = [...byKey.values()].filter((group) => group.some(asks)).map((group) => group.filter(asks));
  const costs = wanted.map((group) => pointCalls(group, ways, world));
  const point = costs.reduce((sum, calls) => sum + calls, 0);
  const pages = Math.max(1, Math.ceil(world.rows.length / ways.pageSize));
  const perFilter = Map.groupBy(wanted, (group) => group[0]?.filterKey ?? '');
  const bulk = ways.bulk
    ? [...perFilter.values()].reduce(
        (sum, filterKey) => sum + Math.ceil(filterKey.length / (ways.bulk?.maxKeys ?? 1)),
        0,
      )
    : Number.POSITIVE_INFINITY;
  const closedAt = wanted.map((group) => pagesUntilClosed(group, ways, world, pages));
  let mix = wanted.length === 0 ? 0 : Math.min(point, bulk, pages);
  for (let k = 1; k < pages; k++) {
    mix = Math.min(mix, k + costs.reduce((sum, calls, i) => sum + ((closedAt[i] ?? 0) > k ? calls : 0), 0));
  }
  return {
    point,
    bulk,
    sweep: wanted.length === 0 ? 0 : pages,
    mix,
    keys: wanted.length,
    /** Points beyond the first of each key, and the keys that might need such. */
    furtherPoints: point - wanted.length,
    longKeys: wanted.filter((group) => mayBeLong(group, ways)).length,
  };
}

const asks = (demand: Demand) => demand.rows > 0 || demand.needsTotal || demand.needsNext;

function pointCalls(group: readonly Demand[], ways: EdgeWays, world: World): number {
  const [first] = group;
  const total = first ? world.ofKey(first.key, first.filterKey).length : 0;
  const wanted = new Set<number>();
  for (const { offset, rows, needsNext, needsTotal } of group) {
    const all = needsTotal && !ways.hasTotal;
    const end = all ? total + 1 : offset + rows + (needsNext && !ways.hasTotal ? 1 : 0);
    for (let at = all ? 0 : offset; at < Math.min(end, ways.hasTotal ? total : total + 1); at++)
      wanted.add(at);
  }
  let calls = 0;
  let reach = -1;
  for (const at of [...wanted].sort((a, b) => a - b)) {
    if (at <= reach) continue;
    calls++;
    reach = at + ways.pageSize - 1;
  }
  return Math.max(1, calls);
}

function mayBeLong(group: readonly Demand[], ways: EdgeWays): boolean {
  const start = Math.min(...group.map((demand) => demand.offset));
  return Math.max(...group.map(({ offset, rows }) => offset + rows)) - start > ways.pageSize;
}

function pagesUntilClosed(group: readonly Demand[], ways: EdgeWays, world: World, pages: number): number {
  const [first] = group;
  if (!first || group.some((demand) => demand.needsTotal)) return pages;
  const upTo = Math.max(...group.map(({ offset, rows, needsNext }) => offset + rows + (needsNext ? 1 : 0)));
  const last = world.ofKey(first.key, first.filterKey)[upTo - 1];
  return last ? Math.ceil((world.rows.indexOf(last) + 1) / ways.pageSize) : pages;
}
