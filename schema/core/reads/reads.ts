// What a field reads from the upstream, as data on the field, so that a query's calls can be counted before
// anything is called. `estimate/` adds the declarations up; a test runs every field and fails when its calls
// were not declared. Three groups say how: `batching` (which keys share calls), `cardinality` (how many
// objects and keys there are) and `scope` (where, and of whom). Nothing here makes a call.
import type { Operation, Site } from '../../../src/call/operation.ts';
import type { Edge, ReadRequest, RowRange } from '../../../src/operations/edge.ts';
import type { CallEstimate } from '../../../src/planner/planner.ts';

/** How many rows: the page that `first` and `after` name, every row, or the one there is. */
export type Rows = 'page' | 'all' | 'one';

/** Values of a field's arguments, as GraphQL coerced them. */
export type FieldArguments = Readonly<Record<string, unknown>>;

/** Which keys may share a call. */
interface Batching {
  /** Each key has a filter of its own, so that no call serves two. */
  readonly perKeyFilter?: true;
  /** Only where the object came without its row. The row is then shared by all fields of the object. */
  readonly ifNotLoaded?: true;
  /** Only for the rows that the read before it leaves open. */
  readonly fillsPage?: true;
}

/** How many keys there are. */
interface KeyCardinality {
  /** The keys are the rows that the listing before it brings. */
  readonly perRow?: true;
  /** Each object or row has so many keys; one when left out. */
  readonly fanOut?: CallEstimate;
}

// Functions of arguments are methods, so that each field may say which arguments it takes.
interface KeyedOptions<Args, Filter> {
  readonly rows: Rows;
  /** The filters that are asked for; the null filter when left out. Each is a question of its own. */
  filters?(args: Args): readonly Filter[];
  /** The key, where an argument names it; else each object is one. */
  key?(args: Args): string;
  readonly batching?: Batching;
  readonly cardinality?: KeyCardinality;
}

/** Rows of keys on an edge; the planner chooses the way. */
export interface KeyedRead extends KeyedOptions<FieldArguments, unknown> {
  readonly kind: 'keyed';
  readonly edge: Edge<unknown, unknown>;
}

interface ListingOptions<Args, Filter> {
  readonly rows: Rows;
  filters(args: Args): readonly Filter[];
  /** No two of the rows are of the same customer. */
  readonly cardinality?: { readonly distinctCustomers?: true };
}

/** Pages of a partner-wide listing. */
export interface ListingRead extends ListingOptions<FieldArguments, unknown> {
  readonly kind: 'listing';
  readonly edge: Pick<Edge<unknown, unknown>, 'name' | 'operation' | 'pageSize'>;
  request(filter: unknown, range: RowRange): ReadRequest<unknown>;
}

/** A list of the catalog: read whole, at most once per request, and kept for a day. */
export interface CatalogRead {
  readonly kind: 'catalog';
  readonly operation: Operation;
}

export type Read = KeyedRead | ListingRead | CatalogRead;

/** How many objects a field gives. */
interface ObjectCardinality {
  /** The part of the objects above that is guessed to have one. */
  readonly selectivity?: number;
  /** The objects are the owners of the objects above: a customer that several refer to is one. */
  readonly distinctCustomers?: true;
  /** A row of the page stands for any number of objects: pages count what the objects belong to. */
  readonly unbounded?: true;
}

/** Where a field reads, and about what. */
interface ReadScope<Args> {
  /** The one site that has the field, although what it reads is elsewhere as well. */
  readonly site?: Site;
  /** It is about a reseller's customers, so that no call serves both this and the rest of the query. */
  ofReseller?(args: Args): boolean;
  /** The one type of the object, where an argument says it. */
  typename?(args: Args): string | undefined;
  /** What is read is the row that the object stands for. */
  readonly readsOwnRow?: true;
}

interface Declaration<Args> {
  /** All that the field may read, where `reads` needs arguments to know. */
  readonly possibleReads?: readonly Read[];
  /** Nothing is read when no more than these fields is selected. */
  readonly coveredFields?: readonly string[];
  /** The objects come with their rows. */
  readonly loaded?: true;
  readonly cardinality?: ObjectCardinality;
  readonly scope?: ReadScope<Args>;
}

/** What a field reads, and what is known of the objects that it gives. */
export interface FieldReads extends Declaration<FieldArguments> {
  /** What is read under these arguments; throws BAD_USER_INPUT for arguments that the field refuses. */
  reads(args: FieldArguments): readonly Read[];
  /** It may make several reads for one page. */
  readonly severalReads: boolean;
}

export const operationOf = (read: Read): Operation =>
  read.kind === 'catalog' ? read.operation : read.edge.operation;

/** What a field may read, whatever its arguments. */
export function readsWithoutArguments({ reads, possibleReads }: FieldReads): readonly Read[] {
  return possibleReads ?? reads({});
}

/**
 * For `extensions` of a field. The arguments that a field declares here are those that GraphQL hands to it, which
 * no type can prove: this is where the two meet.
 */
export function reads<Args>({
  reads: declared = [],
  ...rest
}: Declaration<Args> & {
  readonly reads?: readonly Read[] | ((args: Args) => readonly Read[]);
}): { readonly reads: FieldReads } {
  const isFixed = typeof declared !== 'function';
  const made = {
    ...rest,
    reads: isFixed ? () => declared : declared,
    severalReads: !isFixed || declared.length > 1,
  };
  return { reads: made as unknown as FieldReads };
}

export function keyedRead<Filter, Row, Args = unknown>(
  edge: Edge<Filter, Row>,
  options: KeyedOptions<Args, Filter>,
): KeyedRead {
  return { kind: 'keyed', edge, ...options } as unknown as KeyedRead;
}

/** The listing behind an edge with a sweep, or another over the same rows. */
export function listing<Filter, Row, Args = unknown>(
  edge: Pick<Edge<unknown, Row>, 'name' | 'operation' | 'pageSize'>,
  options: ListingOptions<Args, Filter> & {
    request(filter: Filter, range: RowRange): ReadRequest<Row>;
  },
): ListingRead {
  return { kind: 'listing', edge, ...options } as ListingRead;
}

/** The partner-wide listing that the sweep of an edge reads. */
export function sweepOf<Filter, Row, Args = unknown>(
  edge: Edge<Filter, Row>,
  options: ListingOptions<Args, Filter>,
): ListingRead {
  const { sweep } = edge;
  if (!sweep) throw new Error(`expected an edge with a sweep, got ${edge.name}`);
  return listing(edge, { ...options, request: sweep.request });
}

export function readsCatalog(operation: { readonly name: string }): { readonly reads: FieldReads } {
  return reads({ reads: [{ kind: 'catalog', operation: operation as Operation }] });
}
