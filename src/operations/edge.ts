import type { InputOf, Operation, Parameters } from '../call/operation.ts';
import { type Damage, damageOf } from '../decode/damage.ts';

/** A row window in a listing, 0-based. */
export interface RowRange {
  readonly offset: number;
  readonly limit: number;
}

/** One row of an answer, with the key it belongs to and an id that tells a row seen twice. */
export interface ReadRow<Row> {
  readonly key: string;
  readonly id: string;
  readonly row: Row;
}

/** A row that could not be read. It keeps its place, because cursors and pages count rows. */
export interface LostRow {
  readonly key: string;
  readonly id: string;
  readonly row?: undefined;
  readonly isLost: true;
}

export type KeyedRow<Row> = ReadRow<Row> | LostRow;

/** The rows that could be read. */
export const readRows = <Row>(rows: readonly KeyedRow<Row>[]): readonly ReadRow<Row>[] =>
  rows.filter((row): row is ReadRow<Row> => !('isLost' in row));

/** What one call brought: rows, and how many there are in all where the upstream says so. */
export interface Page<Row> {
  readonly rows: readonly KeyedRow<Row>[];
  readonly total: number | undefined;
  /** What of the answer could not be read. */
  readonly damage?: Damage;
}

/** Makes one upstream read, in the partner's name or in that of the customer named. */
export type Reader = <P extends Parameters, T>(
  operation: Operation<P, T>,
  input: InputOf<P>,
  customerId?: string,
) => Promise<T>;

/** One call that could be made, and how its answer reads. Made with `request`, which keeps the types together. */
export interface ReadRequest<Row> {
  readonly operation: Operation;
  readonly input: InputOf<Parameters>;
  /** Whose credential asks, where it is a customer's; the partner's when left out. */
  readonly customerId?: string;
  readonly page: (answer: unknown) => Page<Row>;
}

export function request<P extends Parameters, T, Row>(
  operation: Operation<P, T>,
  input: InputOf<P>,
  page: (answer: T) => Page<Row>,
): ReadRequest<Row> {
  return { operation, input, page } as ReadRequest<Row>;
}

/** The same in the name of a customer, for operations that answer for the account that asks. */
export function requestAs<P extends Parameters, T, Row>(
  customerId: string,
  operation: Operation<P, T>,
  input: InputOf<P>,
  page: (answer: T) => Page<Row>,
): ReadRequest<Row> {
  return { operation, input, customerId, page } as ReadRequest<Row>;
}

/** Makes the call and reads its answer. */
export async function execute<Row>(
  read: Reader,
  { operation, input, customerId, page }: ReadRequest<Row>,
): Promise<Page<Row>> {
  const answer = await read(operation, input, customerId);
  const damage = damageOf(answer);
  if (!damage) return page(answer);
  const { rows, total } = page(answer);
  return { rows: withLost(rows, damage, JSON.stringify(input)), total, damage };
}

/** Puts rows that could not be read where they were, in pages that show the rows of an answer one by one. */
function withLost<Row>(rows: readonly KeyedRow<Row>[], { lost, kept }: Damage, asked: string) {
  if (rows.length !== kept) return rows;
  const all: KeyedRow<Row>[] = [...rows];
  for (const at of lost) all.splice(at, 0, { key: '', id: `lost ${at} of ${asked}`, isLost: true });
  return all;
}

/** A condition on a field of the rows: one value of it. */
export type Conditions = Readonly<Record<string, string | number>>;

/**
 * One kind of child of many keys (orders of customers), with the ways in which the upstream can be asked:
 * `point` for one key, `bulk` for a list of keys, `sweep` for everybody. `Filter` is part of the question
 * and the same in all three. Each way makes exactly one call.
 */
export interface Edge<Filter, Row> {
  readonly name: string;
  readonly operation: Operation;
  /** Most rows of one call. */
  readonly pageSize: number;
  readonly point?: (key: string, filter: Filter, range: RowRange) => ReadRequest<Row>;
  readonly bulk?: {
    readonly maxKeys: number;
    readonly request: (keys: readonly string[], filter: Filter) => ReadRequest<Row>;
  };
  readonly sweep?: {
    /** Rows come in a stable order that the upstream sorts by. */
    readonly ordered: boolean;
    readonly request: (filter: Filter, range: RowRange) => ReadRequest<Row>;
  };
  /** For filters that can be applied to rows here as well as upstream, so that one sweep may serve several. */
  readonly local?: {
    /** What the filter demands of a row; undefined where only the upstream can tell. */
    readonly conditions: (filter: Filter) => Conditions | undefined;
    readonly accepts: (filter: Filter, row: Row) => boolean;
  };
  /** A listing of the keys that have any rows at all under this filter. */
  readonly present?: {
    readonly operation: Operation;
    readonly pageSize: number;
    readonly request: (filter: Filter, range: RowRange) => ReadRequest<unknown>;
  };
}

/** How an edge can be fetched, as data: what plans and estimates are made with. */
export interface EdgeWays {
  /** The edge's name in the graph, e.g. `Customer.orders`; for explanations only. */
  readonly edge: string;
  readonly operation: string;
  /** Most rows that one call returns. */
  readonly pageSize: number;
  /** Whether answers carry the number of rows that match. */
  readonly hasTotal: boolean;
  /** A call can ask for one key. */
  readonly point: boolean;
  /** A call can ask for several keys; worth it where their rows fit one page, as with one row per key. */
  readonly bulk?: { readonly maxKeys: number };
  /** The listing can be read without its key. `ordered`: rows come newest first under a sort key. */
  readonly sweep?: { readonly ordered: boolean };
}

export function waysOf<Filter, Row>(edge: Edge<Filter, Row>): EdgeWays {
  const { name, operation, pageSize, point, bulk, sweep } = edge;
  return {
    edge: name,
    operation: operation.name,
    pageSize,
    hasTotal: operation.paging !== undefined && operation.paging.total !== null,
    point: point !== undefined,
    ...(bulk ? { bulk: { maxKeys: bulk.maxKeys } } : {}),
    ...(sweep ? { sweep: { ordered: sweep.ordered } } : {}),
  };
}

/** Largest page of an operation; an edge over one that does not page has a page of everything. */
export function pageSizeOf(operation: { readonly paging?: { readonly limitMax: number } }): number {
  return operation.paging?.limitMax ?? Number.MAX_SAFE_INTEGER;
}

/**
 * Tags rows with their key and id. Rows of one page that share an id are told apart by their position among
 * each other: only a row that turns up again on another page is the same row seen twice.
 */
export function toPage<Row>(
  rows: readonly Row[],
  total: number | undefined,
  keyOf: (row: Row) => string,
  idOf: (row: Row) => string,
): Page<Row> {
  const seen = new Map<string, number>();
  return {
    total,
    rows: rows.map((row) => {
      const id = idOf(row);
      const before = seen.get(id) ?? 0;
      seen.set(id, before + 1);
      return { key: keyOf(row), id: before === 0 ? id : `${id}#${before}`, row };
    }),
  };
}
