// Per-request batching: collects the keys that a level of the query wants of an edge, has them planned and
// fetched, and hands each key its own rows. Made anew for every request, so that nothing outlives a viewer.
// It knows edges and rows, never methods, paths or status codes.
import type { Clock } from '../clock/clock.ts';
import type { CustomerRow } from '../operations/customers/customers.ts';
import { type CustomerListFilter, customerById, requestCustomers } from '../operations/customers/edges.ts';
import type { Edge, Reader, RowRange } from '../operations/edge.ts';
import type { PlanExplanation } from '../planner/planner.ts';
import { type DamageReport, DamageReports } from './damage-report.ts';
import { cacheKeyOf, EdgeLoads, type LoaderEntry, type RowLoader } from './edge-loads.ts';
import { filterKey } from './filter-key.ts';
import { Level } from './level.ts';
import { ListReader } from './list-reader.ts';
import type { Access, Planning } from './plan-driver.ts';
import { RowOwnership } from './row-ownership.ts';
import type { Sizes } from './sizes.ts';
import { FIRST_ROW, type Slice, type Window } from './window.ts';

export interface Loaders {
  /** Makes one upstream read in the viewer's name, through the cache. */
  readonly read: Reader;
  /** Whether a read would be answered without a call. */
  readonly has: Access['has'];
  readonly sizes: Sizes;
  /** The request's own DataLoader of an edge under a filter. */
  of<Filter, Row>(edge: Edge<Filter, Row>, filter: Filter): RowLoader<Row>;
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
  /** No level is complete while this is true: more keys of it are to come. */
  holdWhile(isHeld: () => boolean): void;
  /** Batches that loaders have dispatched so far. */
  batches(): number;
  /** What could not be read of the answers so far. */
  damage(): readonly DamageReport[];
  /** Calls so far that made up for others that failed, or for listings that shifted. */
  repairs(): number;
  /** The plans made so far, and the listings read to prune keys, for the trace. */
  plans(): readonly PlanNote[];
}

/** A plan as those may see it who may not know what it found. */
export type PlanSummary = Pick<PlanExplanation, 'edge' | 'operation' | 'way' | 'keys' | 'calls' | 'text'>;

/** A plan, or a listing read to prune keys. */
export type PlanNote = PlanSummary | { readonly text: string };

/** What all loaders of one request have in common, whoever they ask about. */
export class LoadRecord {
  early = false;
  isHeld = () => false;
  batches = 0;
  repairs = 0;
  readonly damage = new DamageReports();
  readonly plans: (() => PlanNote)[] = [];
}

export function createLoaders(
  clock: Clock,
  access: Access,
  sizes: Sizes,
  record: LoadRecord = new LoadRecord(),
): Loaders {
  const level = new Level(clock, () => record.isHeld());
  const planning: Planning = {
    ...access,
    sizes,
    ownership: new RowOwnership(access.boundTo),
    dispatched: () => {
      record.batches += 1;
    },
    repaired: () => {
      record.repairs += 1;
    },
    planned: (explain) =>
      void record.plans.push(access.boundTo === undefined ? explain : () => withoutRows(explain())),
    noted: (text) => void record.plans.push(() => ({ text })),
    damage: record.damage,
    early: () => record.early,
  };
  const lists = new ListReader(planning);
  const byEdge = new Map<unknown, EdgeLoads<unknown, unknown>>();
  // What a listing brought need not be fetched again when something refers to it, which most queries never do.
  let listedCustomers: (readonly CustomerRow[])[] = [];

  const loadsOf = <Filter, Row>(edge: Edge<Filter, Row>): EdgeLoads<Filter, Row> => {
    const known = byEdge.get(edge) as EdgeLoads<Filter, Row> | undefined;
    const loads = known ?? new EdgeLoads(edge, level, planning);
    if (!known) byEdge.set(edge, loads as EdgeLoads<unknown, unknown>);
    return loads;
  };
  const primeListedCustomers = (): void => {
    const { loader } = loadsOf(customerById).of(null);
    for (const row of listedCustomers.flat()) {
      loader.prime({ key: row.customer_id, ...FIRST_ROW }, sliceOf(row));
    }
    listedCustomers = [];
  };
  const entryOf = <Filter, Row>(edge: Edge<Filter, Row>, filter: Filter): LoaderEntry<Row> => {
    if (edge.name === customerById.name && listedCustomers.length > 0) primeListedCustomers();
    return loadsOf(edge).of(filter);
  };

  return {
    read: access.read,
    has: access.has,
    sizes,
    batches: () => record.batches,
    damage: () => record.damage.all(),
    repairs: () => record.repairs,
    of: (edge, filter) => entryOf(edge, filter).loader,
    rows: (edge, key, filter, { offset, rows, needsTotal, needsNext }) =>
      entryOf(edge, filter).loader.load({ key, offset, rows, needsTotal, needsNext }),
    one: (edge, key, filter) => {
      const { loader, loaded } = entryOf(edge, filter);
      const wanted = { key, ...FIRST_ROW };
      // What is there already is given at once: a loader would hold it back until the level is complete.
      return (loaded.get(cacheKeyOf(wanted)) ?? loader.load(wanted)).then(firstRow);
    },
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
      observeTotal(sizes, customerById, filterKey(filter), page.total);
      const remember = (rows: readonly CustomerRow[]) => {
        listedCustomers.push(rows);
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
    holdWhile(isHeld) {
      record.isHeld = isHeld;
    },
    plans: () => record.plans.map((explain) => explain()),
  };
}

/** What a plan cost, without what it found: that would tell a guessed id from one that exists. */
function withoutRows({ edge, operation, way, keys, calls }: PlanExplanation): PlanSummary {
  const text = `${edge}: ${way}, ${calls} ${calls === 1 ? 'call' : 'calls'} for ${keys} ${keys === 1 ? 'key' : 'keys'}`;
  return { edge, operation, way, keys, calls, text };
}

const firstRow = <Row>({ rows }: Slice<Row>): Row | null => rows[0] ?? null;

const sliceOf = <Row>(row: Row): Slice<Row> => ({ rows: [row], total: undefined, hasNext: undefined });

function observeTotal(
  sizes: Sizes,
  edge: Parameters<Sizes['observe']>[0],
  filter: string,
  total: number | undefined,
): void {
  if (total !== undefined) sizes.observe(edge, filter, { sweepTotal: total, keys: 0, rows: 0 });
}
