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
  plans(): readonly PlanExplanation[];
}

/** What a request knows of one edge, by filter. */
interface EdgeState {
  /** Loads of the level that is being collected. */
  readonly batches: Map<string, EdgeBatch<unknown, unknown>>;
  /** Rows by key, or promises of them. */
  readonly known: Map<string, Map<string, unknown>>;
}

function knownRows({ known }: EdgeState, filter: unknown): Map<string, unknown> {
  const name = signature(filter);
  const rows = known.get(name) ?? new Map<string, unknown>();
  known.set(name, rows);
  return rows;
}

export function createLoaders(clock: Clock, read: Reader): Loaders {
  const level = new Level(clock);
  const byEdge = new Map<unknown, EdgeState>();
  const plans: (() => PlanExplanation)[] = [];

  const stateOf = (edge: unknown): EdgeState => {
    const state = byEdge.get(edge) ?? { batches: new Map(), known: new Map() };
    byEdge.set(edge, state);
    return state;
  };

  const rows = <Filter, Row>(edge: Edge<Filter, Row>, key: string, filter: Filter, window: Window) => {
    const { batches } = stateOf(edge);
    const name = signature(filter);
    const open = batches.get(name) as EdgeBatch<Filter, Row> | undefined;
    const batch = open ?? new EdgeBatch(edge, filter);
    if (!open) {
      batches.set(name, batch as EdgeBatch<unknown, unknown>);
      level.whenComplete(() => {
        batches.delete(name);
        void batch.run(read, {}, (plan) => plans.push(plan));
      });
    }
    return batch.load(key, window);
  };

  const one = <Filter, Row>(edge: Edge<Filter, Row>, key: string, filter: Filter): Promise<Row | null> => {
    const known = knownRows(stateOf(edge), filter);
    const row = known.get(key) as Row | Promise<Row | null> | undefined;
    if (row !== undefined) return Promise.resolve(row);
    const loading = rows(edge, key, filter, FIRST_ROW).then((slice) => slice.rows[0] ?? null);
    // Remembered while it loads, so that fields of one object that resolve apart share the answer.
    known.set(key, loading);
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
      const known = knownRows(stateOf(customerById), null);
      for (const row of page.rows) known.set(row.customer_id, row);
      return page;
    },
    plans: () => plans.map((explain) => explain()),
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
  if (filter === null) return '';
  if (typeof filter !== 'object') return JSON.stringify(filter);
  return JSON.stringify(Object.entries(filter).sort(([left], [right]) => (left < right ? -1 : 1)));
}
