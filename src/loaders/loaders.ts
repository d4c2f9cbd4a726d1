// Per-request batching: collects the keys that a level of the query wants of an edge, has them planned and
// fetched, and hands each key its own rows. Made anew for every request, so that nothing outlives a viewer.
// It knows edges and rows, never methods, paths or status codes.
import type { Clock } from '../clock/clock.ts';
import type { CustomerRow } from '../operations/customers.ts';
import type { Edge, Page, Reader, RowRange } from '../operations/edge.ts';
import { type CustomerListFilter, customerById, listCustomers } from '../operations/edges/customers.ts';
import type { PlanExplanation } from '../planner/planner.ts';
import { EdgeBatch } from './edge-batch.ts';
import { Level } from './level.ts';
import { readRange } from './read-all.ts';
import { FIRST_ROW, type Slice, type Window } from './window.ts';

export interface Loaders {
  /** Makes one upstream read in the viewer's name, through the cache. */
  readonly read: Reader;
  /** Rows of one key on an edge. */
  rows<Filter, Row>(
    edge: Edge<Filter, Row>,
    key: string,
    filter: Filter,
    window: Window,
  ): Promise<Slice<Row>>;
  /** The one row of a key, or null when there is none. */
  one<Filter, Row>(edge: Edge<Filter, Row>, key: string, filter: Filter): Promise<Row | null>;
  /** A page of the partner-wide listing behind an edge. */
  listing<Filter, Row>(edge: Edge<Filter, Row>, filter: Filter, window: Window): Promise<Slice<Row>>;
  customers(filter: CustomerListFilter, window: Window): Promise<Slice<CustomerRow>>;
  /** The plans made so far, for the trace. */
  readonly plans: readonly PlanExplanation[];
}

export function createLoaders(clock: Clock, read: Reader): Loaders {
  const level = new Level(clock);
  const batches = new Map<string, EdgeBatch<unknown, unknown>>();
  const edgeIds = new Map<unknown, number>();
  const known = new Map<string, Map<string, Promise<unknown>>>();
  const plans: PlanExplanation[] = [];

  const nameOf = (edge: unknown, filter: unknown): string => {
    const id = edgeIds.get(edge) ?? edgeIds.size;
    edgeIds.set(edge, id);
    return `${id} ${signature(filter)}`;
  };

  const rows = <Filter, Row>(edge: Edge<Filter, Row>, key: string, filter: Filter, window: Window) => {
    const name = nameOf(edge, filter);
    const batch = (batches.get(name) as EdgeBatch<Filter, Row> | undefined) ?? new EdgeBatch(edge, filter);
    if (!batches.has(name)) {
      batches.set(name, batch as EdgeBatch<unknown, unknown>);
      level.whenComplete(() => {
        batches.delete(name);
        void batch.run(read, {}, (plan) => plans.push(plan));
      });
    }
    return batch.load(key, window);
  };

  const remember = (edge: unknown, filter: unknown, key: string, row: Promise<unknown>): void => {
    const name = nameOf(edge, filter);
    const byKey = known.get(name) ?? new Map<string, Promise<unknown>>();
    known.set(name, byKey.set(key, row));
  };

  const one = <Filter, Row>(edge: Edge<Filter, Row>, key: string, filter: Filter): Promise<Row | null> => {
    const remembered = known.get(nameOf(edge, filter))?.get(key);
    if (remembered) return remembered as Promise<Row | null>;
    const loading = rows(edge, key, filter, FIRST_ROW).then((slice) => slice.rows[0] ?? null);
    // Remembered while it loads, so that fields of one object that resolve apart share the answer.
    remember(edge, filter, key, loading);
    return loading;
  };

  return {
    read,
    rows,
    one,
    listing: async (edge, filter, window) => {
      const { sweep } = edge;
      if (!sweep) throw new Error(`expected an edge with a listing, got ${edge.name}`);
      return slice(window, edge.pageSize, (range) => sweep.fetch(read, filter, range));
    },
    customers: async (filter, window) => {
      const page = await slice(window, customerById.pageSize, (range) => listCustomers(read, filter, range));
      // What a listing brought need not be fetched again when something refers to it.
      for (const row of page.rows) remember(customerById, null, row.customer_id, Promise.resolve(row));
      return page;
    },
    plans,
  };
}

/** A window of a listing: `rows` from `offset`, with the total that the first page tells. */
async function slice<Row>(
  window: Window,
  pageSize: number,
  fetch: (range: RowRange) => Promise<Page<Row>>,
): Promise<Slice<Row>> {
  // Nothing but a total was asked for: the smallest page carries it.
  const count = window.rows === 0 ? 1 : window.rows;
  if (window.rows === 0 && !window.needsTotal && !window.needsNext) {
    return { rows: [], total: undefined, hasNext: undefined };
  }
  const seen = new Set<string>();
  const page = await readRange(pageSize, window.offset, count, async (range) => {
    const answer = await fetch(range);
    return { rows: answer.rows, total: answer.total };
  });
  // Rows may shift while pages are read one after the other: a row seen twice is one row.
  const rows = page.rows.filter((row) => !seen.has(row.id) && seen.add(row.id)).map((row) => row.row);
  const end = window.offset + rows.length;
  return {
    rows: window.rows === 0 ? [] : rows,
    total: page.total,
    hasNext:
      page.total === undefined
        ? rows.length >= count
        : (window.rows === 0 ? window.offset : end) < page.total,
  };
}

/** The same text for filters that ask the same. */
function signature(filter: unknown): string {
  if (typeof filter !== 'object' || filter === null) return JSON.stringify(filter);
  return JSON.stringify(Object.entries(filter).sort(([left], [right]) => (left < right ? -1 : 1)));
}
