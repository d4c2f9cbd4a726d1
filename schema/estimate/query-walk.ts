// Goes through a query as execution would, with numbers of objects in the place of objects.
import { GraphQLError, getArgumentValues, type VariableValues } from 'graphql';
import type { InputOf, Parameters, Site } from '../../src/call/operation.ts';
import { isGatewayError } from '../../src/errors/errors.ts';
import { filterKey } from '../../src/loaders/filter-key.ts';
import { type CallEstimate, pagesOf } from '../../src/planner/planner.ts';
import { readCursor, readFirst } from '../core/connection/cursor.ts';
import {
  type CatalogRead,
  type KeyedRead,
  type ListingRead,
  operationOf,
  type Read,
} from '../core/reads/reads.ts';
import { CallTotals, type Statistics } from './call-totals.ts';
import type { SelectedField } from './selected-fields.ts';

export interface CostVisitorOptions extends Statistics {
  readonly variables: VariableValues;
  readonly isPartner: boolean;
  readonly site: Site;
  /** Other values of `first`, to weigh it. */
  readonly first?: ReadonlyMap<SelectedField, number>;
  /** Told of the value of `first` of each page. */
  readonly onPage?: (field: SelectedField, rows: number) => void;
}

/** The objects at one place of the query. */
interface Cardinality {
  readonly count: CallEstimate;
  /** Customers that they belong to. */
  readonly distinctCustomers: CallEstimate;
  /** Different times at which they may arrive: so many plans take them up. */
  readonly dispatches: number;
  readonly level: number;
  /** The objects have their rows. Set once a field has read them. */
  row: boolean;
  /** Key of the object, where there is one only and an argument names it. */
  readonly key: string | undefined;
  readonly typename: string | undefined;
}

const ONE: CallEstimate = { upper: 1, expected: 1 };

const oneObject = (level: number): Cardinality => ({
  count: ONE,
  distinctCustomers: ONE,
  dispatches: 1,
  level,
  row: false,
  key: undefined,
  typename: undefined,
});

const NOTHING_KNOWN: Statistics = {
  has: () => false,
  sizes: {
    of: () => ({}),
    last: () => ({ stale: true }),
    population: () => undefined,
    observe: () => undefined,
  },
};
/** Rows of a plain list, where nothing says how many there are. */
const GUESSED_LENGTH = 3;

type Arguments = Readonly<Record<string, unknown>>;

interface Page {
  readonly offset: number;
  readonly rows: number;
}

/** What the reads of a field bring for each object above it. */
interface FieldResult {
  rows: number;
  /** At how many times each, at most. */
  dispatches: number;
  distinctCustomers: CallEstimate | undefined;
}

export class CostVisitor {
  readonly #options: CostVisitorOptions;
  readonly #tally: CallTotals;

  constructor(options: CostVisitorOptions, tally: CallTotals) {
    this.#options = options;
    this.#tally = tally;
  }

  run(fields: readonly SelectedField[]): void {
    const root = oneObject(0);
    for (const field of fields) this.#visit(field, root);
  }

  #visit(field: SelectedField, place: Cardinality): void {
    if (field.partnerOnly && !this.#options.isPartner) return;
    if (field.on !== undefined && place.typename !== undefined && field.on !== place.typename) return;
    try {
      const args: Arguments = getArgumentValues(field.definition, field.node, this.#options.variables);
      if (field.entersReseller || field.reads?.ofReseller?.(args as never)) {
        this.#ofReseller(field, args, place);
      } else this.#field(field, args, place);
    } catch (error) {
      // Arguments that are wrong fail the field before it reads anything.
      if (!isGatewayError(error) && !(error instanceof GraphQLError)) throw error;
    }
  }

  /** What is about a reseller shares no call with anything else, and nothing is known of its sizes. */
  #ofReseller(field: SelectedField, args: Arguments, { count, level }: Cardinality): void {
    const tally = new CallTotals(NOTHING_KNOWN);
    new CostVisitor({ ...this.#options, ...NOTHING_KNOWN }, tally).#field(field, args, oneObject(level));
    for (const { name, operation, level, upper, expected } of tally.entries()) {
      this.#tally.add({
        name: `${name} (per reseller)`,
        operation,
        level,
        upper: times(upper, count.upper),
        expected: expected * count.expected,
      });
    }
  }

  #field(field: SelectedField, args: Arguments, place: Cardinality): void {
    const page = field.isPage ? this.#pageOf(field, args) : undefined;
    const all = this.#readsOf(field, args);
    const { site } = this.#options;
    const reads = all.filter((read) => operationOf(read).sites.includes(site));
    // The site has nothing of it: the field fails without a call.
    if (all.length > 0 && reads.length === 0) return;
    if (field.reads?.only !== undefined && field.reads.only !== site) return;
    const brought: FieldResult = { rows: 0, dispatches: 1, distinctCustomers: undefined };
    for (const read of reads) this.#read(read, field, args, page, place, brought);
    if (field.below.length > 0) this.#below(field, args, page, place, reads, brought);
  }

  #readsOf({ reads, goesBeyond }: SelectedField, args: Arguments): readonly Read[] {
    if (!reads || (reads.coveredFields && !goesBeyond)) return [];
    return typeof reads.reads === 'function' ? reads.reads(args as never) : reads.reads;
  }

  #pageOf(field: SelectedField, { first, after }: Arguments): Page {
    const rows = this.#options.first?.get(field) ?? readFirst(first as number | null | undefined);
    this.#options.onPage?.(field, rows);
    return { rows, offset: after ? readCursor(String(after)).offset + 1 : 0 };
  }

  #read(
    read: Read,
    field: SelectedField,
    args: Arguments,
    page: Page | undefined,
    place: Cardinality,
    brought: FieldResult,
  ): void {
    if (read.kind === 'catalog') this.#catalog(read, place);
    else if (read.kind === 'listing') this.#listing(read, field, args, page, place, brought);
    else this.#keyed(read, field, args, page, place, brought);
  }

  #catalog({ operation }: CatalogRead, { level }: Cardinality): void {
    if (!this.#tally.isNew(operation.name)) return;
    const { sizes, has } = this.#options;
    const { paging, name } = operation;
    const { sweepTotal: total, stale } = sizes.last({ operation }, '');
    const pages = paging && total !== undefined ? pagesOf(total, paging.limitMax) : 1;
    const input = (paging ? { offset: 0, limit: paging.limitMax } : {}) as InputOf<Parameters>;
    const cached = has({ operation, input, page: () => ({ rows: [], total: undefined }) });
    const grown = total === undefined || stale ? Number.POSITIVE_INFINITY : 2 * pages;
    this.#tally.add({
      name: 'catalog',
      operation: name,
      level,
      upper: paging ? grown : 1,
      expected: cached ? 0 : pages,
    });
  }

  #listing(
    read: ListingRead,
    field: SelectedField,
    args: Arguments,
    page: Page | undefined,
    { level }: Cardinality,
    brought: FieldResult,
  ): void {
    const { sizes, has } = this.#options;
    const { edge, request } = read;
    const wanted = rowsWanted(read, field, page);
    if (!wanted) return;
    for (const filter of read.filters(args as never)) {
      const isAll = edge.operation.name === 'ListSubCustomers' && isEmpty(filter);
      const { sweepTotal: total, stale } = sizes.last(edge, isAll ? '' : filterKey(filter));
      const left = total === undefined ? undefined : Math.max(0, total - wanted.offset);
      const rows = Math.min(wanted.rows, left ?? wanted.rows);
      const length = Math.min(wanted.rows, edge.pageSize);
      const cached = has(request(filter, { offset: wanted.offset, limit: length }));
      const pages = Number.isFinite(rows) ? pagesOf(rows, edge.pageSize) : 1;
      const grown = left === undefined || stale ? Number.POSITIVE_INFINITY : 2 * pagesOf(left, edge.pageSize);
      this.#tally.add({
        name: field.path,
        operation: edge.operation.name,
        level,
        upper: Number.isFinite(wanted.rows) ? pagesOf(wanted.rows, edge.pageSize) : grown,
        expected: cached ? 0 : pages,
      });
      const expected = Number.isFinite(wanted.rows)
        ? rows
        : Math.min(page?.rows ?? rows, this.#tally.population ?? page?.rows ?? 1);
      brought.rows = Math.max(brought.rows, expected);
      if (!read.distinct)
        brought.distinctCustomers = {
          upper: wanted.rows,
          expected: distinct(expected, this.#tally.population),
        };
    }
  }

  #keyed(
    read: KeyedRead,
    field: SelectedField,
    args: Arguments,
    page: Page | undefined,
    place: Cardinality,
    brought: FieldResult,
  ): void {
    if (read.ifNotLoaded) {
      if (place.row) return;
      place.row = true;
    }
    const wanted = rowsWanted(read, field, page);
    if (!wanted) return;
    const { edge } = read;
    const share = field.isPage ? 1 : (field.reads?.selectivity ?? 1);
    const alone = read.key ? read.key(args as never) : place.key;
    const filters = read.filters ? read.filters(args as never) : [null];
    // How many rows come matters where something stands below them, or another read fills the page up.
    const isCounted =
      page !== undefined && !read.perRow && !read.fanOut && (field.below.length > 0 || field.sharesPage);
    const before = brought.rows;
    const needed = read.fillsPage && page ? before < page.rows * 0.95 : true;
    for (const filter of filters) {
      const sig = filterKey(filter);
      let keys = read.key ? ONE : keysOf(read, place, page, brought, share);
      if (read.perKeyFilter && edge.bulk) keys = perCustomerCalls(keys, place, edge.bulk.maxKeys);
      const cached = alone !== undefined && !read.perKeyFilter && this.#isKept(read, alone, filter, wanted);
      if (cached || !needed) keys = { upper: keys.upper, expected: 0 };
      this.#tally.want({
        edge,
        filter,
        filterKey: sig,
        keys,
        rows: wanted.rows,
        dispatches: place.dispatches,
        perKeyFilter: read.perKeyFilter === true,
        level: place.level,
      });
      if (isCounted && needed) brought.rows += this.#tally.pageLength(edge, sig, wanted.rows);
    }
    if (page) brought.rows = Math.min(brought.rows, page.rows);
    if (read.perKeyFilter) brought.dispatches = Math.max(brought.dispatches, place.count.upper);
    else if (read.fillsPage || read.rows === 'one') brought.dispatches *= 2;
  }

  /** Whether the answer for the one key is in the cache. */
  #isKept({ edge }: KeyedRead, key: string, filter: unknown, { offset, rows }: Page): boolean {
    const range = { offset, limit: Math.min(rows, edge.pageSize) };
    const request = edge.point ? edge.point(key, filter, range) : edge.bulk?.request([key], filter);
    return request !== undefined && this.#options.has(request);
  }

  #below(
    field: SelectedField,
    args: Arguments,
    page: Page | undefined,
    place: Cardinality,
    reads: readonly Read[],
    brought: FieldResult,
  ): void {
    const { reads: declared } = field;
    const above = declared?.distinctCustomers ? perDispatch(place) : place.count;
    const most =
      page && !declared?.unbounded ? page.rows : field.isList || page ? Number.POSITIVE_INFINITY : 1;
    const mean = page ? brought.rows : field.isList ? GUESSED_LENGTH : 1;
    const share = declared?.selectivity ?? 1;
    const count = { upper: times(above.upper, most), expected: above.expected * mean * share };
    if (count.upper === 0) return;
    const rows = { upper: page?.rows ?? 1, expected: brought.rows };
    const owners = declared?.unbounded
      ? rows
      : (brought.distinctCustomers ??
        (reads.some(({ kind }) => kind === 'listing') ? count : place.distinctCustomers));
    const keyed = reads.find((read) => read.kind === 'keyed');
    const spread = page !== undefined && keyed !== undefined;
    const below: Cardinality = {
      count,
      distinctCustomers: {
        upper: Math.min(owners.upper, count.upper),
        expected: (spread ? withAny : Math.min)(owners.expected, count.expected),
      },
      dispatches: Math.min(count.upper, times(place.dispatches, brought.dispatches)),
      level: place.level + (reads.length > 0 ? 1 : 0),
      row: declared?.loaded === true,
      key: page || field.isList || !keyed?.key ? undefined : keyed.key(args as never),
      typename: declared?.typename?.(args as never),
    };
    for (const one of field.below) this.#visit(one, below);
  }
}

/** The rows of one key or listing that are asked for; undefined where no call is needed for them. */
function rowsWanted({ rows }: KeyedRead | ListingRead, field: SelectedField, page: Page | undefined) {
  if (rows === 'one') return { offset: 0, rows: 1 };
  if (rows === 'all' || !page) return { offset: 0, rows: Number.POSITIVE_INFINITY };
  if (page.rows > 0) return page;
  // The smallest page tells the total.
  return field.needsPage ? { offset: page.offset, rows: 1 } : undefined;
}

/** How many keys a read has for all objects of a place. */
function keysOf(
  { perRow, fanOut = ONE }: KeyedRead,
  { count }: Cardinality,
  page: Page | undefined,
  brought: FieldResult,
  selectivity: number,
): CallEstimate {
  const rows = perRow && page ? { upper: page.rows, expected: brought.rows } : ONE;
  return {
    upper: times(times(count.upper, rows.upper), fanOut.upper),
    expected: count.expected * selectivity * rows.expected * fanOut.expected,
  };
}

/** Objects that are one per owner; the same owner counts again each time that objects arrive. */
function perDispatch({ count, distinctCustomers, dispatches }: Cardinality): CallEstimate {
  return {
    upper: Math.min(count.upper, times(distinctCustomers.upper, dispatches)),
    expected: Math.min(count.expected, distinctCustomers.expected),
  };
}

/** Keys of one owner share calls of at most so many keys. */
function perCustomerCalls(
  keys: CallEstimate,
  { distinctCustomers, dispatches }: Cardinality,
  maxKeys: number,
): CallEstimate {
  const calls = times(distinctCustomers.upper, dispatches) + Math.ceil(keys.upper / maxKeys);
  return {
    upper: Math.min(keys.upper, calls),
    expected: Math.min(keys.expected, distinctCustomers.expected + keys.expected / maxKeys),
  };
}

/** How many of the owners have any of so many objects, if these are spread as by chance. */
function withAny(owners: number, objects: number): number {
  return owners === 0 ? 0 : Math.min(objects, owners * (1 - Math.exp(-objects / owners)));
}

/** How many different ones so many draws of a population are likely to be. */
function distinct(draws: number, population: number | undefined): number {
  if (!population) return draws;
  return population * (1 - (1 - 1 / population) ** draws);
}

/** Nothing of however many is nothing. */
const times = (one: number, other: number): number => (one === 0 || other === 0 ? 0 : one * other);

const isEmpty = (filter: unknown): boolean =>
  typeof filter === 'object' && filter !== null && Object.keys(filter).length === 0;
