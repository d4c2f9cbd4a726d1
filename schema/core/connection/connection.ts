import type { ArgBuilder, InterfaceRef, ObjectRef } from '@pothos/core';
import { type GraphQLResolveInfo, responsePathAsArray } from 'graphql';
import type { DamageReport } from '../../../src/loaders/damage-report.ts';
import type { Later, Slice, Window } from '../../../src/loaders/window.ts';
import { builder, type SchemaTypes } from '../builder.ts';
import { readCursor, readFirst, toCursor } from './cursor.ts';
import { selects } from './selection.ts';

interface ConnectionPage<Node> {
  readonly nodes: readonly Node[];
  readonly cursorAt: (index: number) => string;
  readonly total: number | undefined;
  readonly hasNext: boolean | undefined;
  readonly hasPrevious: boolean;
  readonly later?: Later<Node> | undefined;
  /** Where to go on from, where pages count something else than rows; else the cursor of the last row. */
  readonly end?: string | null | undefined;
  /** What could not be read of the answers that the rows came with. */
  readonly damage?: readonly DamageReport[] | undefined;
}

/** A page of a listing, or the failure to get it. */
export class Connection<Node> {
  readonly nodes: readonly Node[];
  readonly total: number | undefined;
  readonly hasNext: boolean;
  readonly hasPrevious: boolean;
  readonly #later: Later<Node> | undefined;
  readonly #end: string | null | undefined;
  readonly #damage: readonly DamageReport[];
  readonly #cursorAt: (index: number) => string;
  #failure: unknown;
  #failed: boolean;

  private constructor(page: Partial<ConnectionPage<Node>> & { failure?: { readonly reason: unknown } }) {
    this.nodes = page.nodes ?? [];
    this.#cursorAt = page.cursorAt ?? (() => '');
    this.#later = page.later;
    this.#end = page.end;
    this.#damage = page.damage ?? [];
    this.total = page.total;
    this.hasNext = page.hasNext ?? false;
    this.hasPrevious = page.hasPrevious ?? false;
    this.#failed = page.failure !== undefined;
    this.#failure = page.failure?.reason;
  }

  static of<Node>(page: ConnectionPage<Node>): Connection<Node> {
    return new Connection(page);
  }

  static failed<Node>(reason: unknown): Connection<Node> {
    return new Connection<Node>({ failure: { reason } });
  }

  static empty<Node>(): Connection<Node> {
    return new Connection<Node>({ total: 0 });
  }

  /** Cursor of the row at `index`, or null where there is none; only made when somebody asks for it. */
  cursor(index: number): string | null {
    return index >= 0 && index < this.count ? this.#cursorAt(index) : null;
  }

  get endCursor(): string | null {
    return this.#end === undefined ? this.cursor(this.count - 1) : this.#end;
  }

  /** What is missing from the rows is reported at the field that shows the others. */
  shownAt({ path, fieldNodes: nodes }: GraphQLResolveInfo): void {
    for (const report of this.#damage) report.place ??= { path: responsePathAsArray(path), nodes };
  }

  /** Rows of the page, those on their way included. */
  get count(): number {
    return this.nodes.length + (this.#later?.count ?? 0);
  }

  /** All rows: as they come where they are sent one by one, else once all are there. */
  rows(info: GraphQLResolveInfo): readonly Node[] | Promise<readonly Node[]> | AsyncIterable<Node> {
    if (!this.#later) return this.nodes;
    if (info.fieldNodes.some((node) => node.directives?.some(({ name }) => name.value === 'stream'))) {
      return asTheyCome(this.nodes, this.#later.pages);
    }
    return Promise.all(this.#later.pages).then((pages) => [...this.nodes, ...pages.flat()]);
  }

  /**
   * The value of a field of this page; null when the page failed. The connection itself stays, so that the
   * rest of its parent survives, and the failure is reported once however many fields were selected.
   */
  field<Value>(read: () => Value): Value | null {
    if (!this.#failed) return read();
    const failure = this.#failure;
    if (failure === undefined) return null;
    this.#failure = undefined;
    throw failure;
  }
}

async function* asTheyCome<Row>(
  first: readonly Row[],
  pages: readonly Promise<readonly Row[]>[],
): AsyncGenerator<Row> {
  yield* first;
  for (const page of pages) yield* await page;
}

interface Edge<Node> {
  readonly cursor: string;
  readonly node: Node;
}

function edgesOf<Node>(connection: Connection<Node>, rows: ReturnType<Connection<Node>['rows']>) {
  const edge = (node: Node, index: number): Edge<Node> => ({ node, cursor: connection.cursor(index) ?? '' });
  if (Array.isArray(rows)) return rows.map(edge);
  if ('then' in rows) return rows.then((all) => all.map(edge));
  return (async function* () {
    let index = 0;
    for await (const node of rows as AsyncIterable<Node>) yield edge(node, index++);
  })();
}

export interface PageArguments {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
}

export function pageArguments(arg: ArgBuilder<SchemaTypes>) {
  return {
    first: arg.int({
      description: 'Maximum number of rows in the page, 0 to 500; 20 when omitted.',
    }),
    after: arg.string({
      description:
        'Cursor of the row after which the page starts; the page starts with the first row when omitted.',
    }),
  };
}

/** Defines `<name>Connection` and `<name>Edge` over a node type. */
export function connectionType<Node>(
  name: string,
  node: ObjectRef<SchemaTypes, Node> | InterfaceRef<SchemaTypes, Node>,
  what: string,
) {
  const edge = builder.objectRef<Edge<Node>>(`${name}Edge`).implement({
    description: `Edge in a list of ${what}: one row with its cursor.`,
    fields: (t) => ({
      cursor: t.string({
        nullable: false,
        description: 'Opaque cursor of the edge; pass as `after` to fetch the rows after this one.',
        resolve: (parent) => parent.cursor,
      }),
      node: t.field({
        type: node,
        nullable: false,
        description: 'Row to which the cursor of the edge belongs.',
        resolve: (parent) => parent.node as never,
      }),
    }),
  });
  return builder.objectRef<Connection<Node>>(`${name}Connection`).implement({
    description: `Page of a list of ${what}.`,
    fields: (t) => ({
      nodes: t.field({
        type: [node],
        nullable: { list: true, items: false },
        description: 'Rows of the page; null when the rows could not be fetched.',
        resolve: (connection, _args, _context, info) =>
          connection.field(() => connection.rows(info) as never),
      }),
      edges: t.field({
        type: [edge],
        nullable: { list: true, items: false },
        description: 'Edges of the page: rows with their cursors; null when the rows could not be fetched.',
        resolve: (connection, _args, _context, info) =>
          connection.field(() => edgesOf(connection, connection.rows(info)) as never),
      }),
      totalCount: t.int({
        description:
          'Total number of rows in the list, if known. Reading the count may cost further upstream calls.',
        resolve: (connection) => connection.field(() => connection.total ?? null),
      }),
      pageInfo: t.field({
        type: builder.pageInfoRef(),
        nullable: false,
        description: 'Position of the page in the list.',
        resolve: (connection) => ({
          hasNextPage: connection.hasNext,
          hasPreviousPage: connection.hasPrevious,
          startCursor: connection.cursor(0),
          endCursor: connection.endCursor,
        }),
      }),
    }),
  });
}

/** What the selection and the arguments of a connection field ask for. */
export interface PageRequest extends Window {
  /** The listing of the connection that the cursor points into. */
  readonly segment: string;
}

export function readPage(
  args: PageArguments,
  info: GraphQLResolveInfo,
  segments: readonly string[] = ['r'],
): PageRequest {
  const rows = readFirst(args.first);
  const position = args.after ? readCursor(args.after, segments) : undefined;
  return {
    segment: position?.segment ?? segments[0] ?? 'r',
    offset: position ? position.offset + 1 : 0,
    rows,
    needsTotal: selects(info, 'totalCount'),
    needsNext: selects(info, 'pageInfo.hasNextPage'),
  };
}

/**
 * Runs the resolver of a connection field. Whatever fails in it, wrong arguments included, becomes the
 * connection's own failure where a field is selected that can be null, so that its siblings survive.
 */
export async function asConnection<Node>(
  info: GraphQLResolveInfo,
  run: () => Promise<Connection<Node>>,
): Promise<Connection<Node>> {
  try {
    const connection = await run();
    connection.shownAt(info);
    return connection;
  } catch (reason) {
    return failedConnection(reason, info);
  }
}

export function failedConnection<Node>(reason: unknown, info: GraphQLResolveInfo): Connection<Node> {
  if (!selects(info, 'nodes', 'edges', 'totalCount')) throw reason;
  return Connection.failed(reason);
}

/** A page of rows as a connection of nodes. */
export async function toConnection<Row, Node>(
  page: PageRequest,
  load: Promise<Slice<Row>>,
  toNode: (row: Row) => Node,
): Promise<Connection<Node>> {
  const slice = await load;
  const { places } = slice;
  return Connection.of({
    nodes: slice.rows.map(toNode),
    cursorAt: (index) => toCursor(page.segment, page.offset + (places?.of[index] ?? index)),
    // Rows that could not be read are passed over, or the next page would begin with one that is known.
    end: places && toCursor(page.segment, page.offset + places.length - 1),
    damage: slice.damage,
    total: slice.total,
    hasNext: slice.hasNext,
    hasPrevious: page.offset > 0,
    later: slice.later && {
      count: slice.later.count,
      pages: slice.later.pages.map((rows) => rows.then((all) => all.map(toNode))),
    },
  });
}
