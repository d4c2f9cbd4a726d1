// Per-request batching: collects the keys that a level of the query wants of an edge, has them planned and
// fetched, and hands each key its own rows. Made anew for every request, so that nothing outlives a viewer.
// It knows edges and rows, never methods, paths or status codes.
import type { Clock } from '../clock/clock.ts';
import { type CustomerRow, ListSubCustomers } from '../operations/customers/customers.ts';
import { type CustomerListFilter, customerById, requestCustomers } from '../operations/customers/edges.ts';
import type { Edge, Reader, RowRange } from '../operations/edge.ts';
import type { PlanExplanation } from '../planner/planner.ts';
import { EdgeLoads } from './edge-loads.ts';
import { filterKey } from './filter-key.ts';
import { Level } from './level.ts';
import { ListReader } from './list-reader.ts';
import type { Access } from './plan-driver.ts';
import type { Sizes } from './sizes.ts';
import { FIRST_ROW, type Slice, type Window } from './window.ts';

export interface Loaders {
  /** Makes one upstream read in the viewer's name, through the cache. */
  readonly read: Reader;
  /** Whether a read would be answered without a call. */
  readonly has: Access['has'];
  readonly sizes: Sizes;
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
  /** From now on what is ready is handed out at once, for answers that are sent in parts. */
  settleEarly(): void;
  /** Calls so far that made up for others that failed, or for listings that shifted. */
  repairs(): number;
  /** The plans made so far, and the listings read to prune keys, for the trace. */
  plans(): readonly (PlanExplanation | { readonly text: string })[];
}

/** What all loaders of one request have in common, whoever they ask about. */
export class LoadRecord {
  early = false;
  repairs = 0;
  readonly plans: (() => PlanExplanation | { readonly text: string })[] = [];
}

/** What a request knows of one edge. */
interface EdgeState {
  /** Loads of the level that is being collected. */
  loads: EdgeLoads<unknown, unknown> | undefined;
  /** Rows by filter and key, or promises of them. */
  readonly known: Map<string, Map<string, unknown>>;
}

export function createLoaders(
  clock: Clock,
  access: Access,
  sizes: Sizes,
  record: LoadRecord = new LoadRecord(),
): Loaders {
  const { read } = access;
  const level = new Level(clock);
  const byEdge = new Map<unknown, EdgeState>();
  const planning = {
    ...access,
    repaired: () => {
      record.repairs += 1;
    },
    sizes,
    planned: (explain: () => PlanExplanation) => void record.plans.push(explain),
    noted: (text: string) => void record.plans.push(() => ({ text })),
    early: () => record.early,
  };

  const lists = new ListReader(planning);

  const stateOf = (edge: unknown): EdgeState => {
    let state = byEdge.get(edge);
    if (!state) {
      state = { loads: undefined, known: new Map() };
      byEdge.set(edge, state);
    }
    return state;
  };

  const knownRows = (edge: unknown, filter: unknown): Map<string, unknown> => {
    const { known } = stateOf(edge);
    const name = filterKey(filter);
    let rows = known.get(name);
    if (!rows) {
      rows = new Map();
      known.set(name, rows);
    }
    return rows;
  };

  const load = <Filter, Row, T>(
    edge: Edge<Filter, Row>,
    key: string,
    filter: Filter,
    window: Window,
    read: (slice: Slice<Row>) => T,
  ): Promise<T> => {
    const state = stateOf(edge);
    const open = state.loads as EdgeLoads<Filter, Row> | undefined;
    const loads = open ?? new EdgeLoads(edge);
    if (!open) {
      state.loads = loads as EdgeLoads<unknown, unknown>;
      level.whenComplete(() => {
        state.loads = undefined;
        loads.run(planning);
      });
    }
    return loads.load(key, filter, window, read);
  };

  const one = <Filter, Row>(edge: Edge<Filter, Row>, key: string, filter: Filter): Promise<Row | null> => {
    const known = knownRows(edge, filter);
    const row = known.get(key) as Row | Promise<Row | null> | undefined;
    if (row !== undefined) return Promise.resolve(row);
    const loading = load(edge, key, filter, FIRST_ROW, firstRow);
    // Remembered while it loads, so that fields of one object that resolve apart share the answer.
    known.set(key, loading);
    return loading;
  };

  return {
    read,
    has: access.has,
    sizes,
    repairs: () => record.repairs,
    rows: (edge, key, filter, window) => load(edge, key, filter, window, (slice) => slice),
    one,
    listing: async (edge, filter, window) => {
      const { sweep } = edge;
      if (!sweep) throw new Error(`expected an edge with a listing, got ${edge.name}`);
      const page = await lists.slice(window, edge.pageSize, (range) => sweep.request(filter, range));
      observeTotal(sizes, edge, filterKey(filter), page.total);
      return page;
    },
    customers: async (filter, window) => {
      const request = (range: RowRange) => requestCustomers(filter, range);
      const page = record.early
        ? await lists.readPages(window, customerById.pageSize, request)
        : await lists.slice(window, customerById.pageSize, request);
      const sized = { operation: ListSubCustomers };
      observeTotal(sizes, sized, nothingSet(filter) ? '' : filterKey(filter), page.total);
      // What a listing brought need not be fetched again when something refers to it.
      const known = knownRows(customerById, null);
      const remember = (rows: readonly CustomerRow[]) => {
        for (const row of rows) known.set(row.customer_id, row);
        return rows;
      };
      remember(page.rows);
      const { later } = page;
      return later
        ? { ...page, later: { ...later, pages: later.pages.map((rows) => rows.then(remember)) } }
        : page;
    },
    settleEarly() {
      record.early = true;
    },
    plans: () => record.plans.map((explain) => explain()),
  };
}

const firstRow = <Row>({ rows }: Slice<Row>): Row | null => rows[0] ?? null;

const nothingSet = (filter: object): boolean => Object.keys(filter).length === 0;

function observeTotal(
  sizes: Sizes,
  edge: Parameters<Sizes['observe']>[0],
  filter: string,
  total: number | undefined,
): void {
  if (total !== undefined) sizes.observe(edge, filter, { sweepTotal: total, keys: 0, rows: 0 });
}
