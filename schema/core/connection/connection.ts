import type { ArgBuilder, InterfaceRef, ObjectRef } from '@pothos/core';
import { type GraphQLResolveInfo, responsePathAsArray } from 'graphql';
import type { DamageReport } from '../../../src/loaders/damage-report.ts';
import type { Later, Slice, Window } from '../../../src/loaders/window.ts';
import { builder, type SchemaTypes } from '../builder.ts';
import { readCursor, readFirst, toCursor } from './cursor.ts';
import { selects, streams } from './selection.ts';

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

/** A page of a listing. A failure to get one is the failure of the field that shows it. */
export class Connection<Node> {
  readonly nodes: readonly Node[];
  readonly total: number | undefined;
  readonly hasNext: boolean;
  readonly hasPrevious: boolean;
  readonly #page: ConnectionPage<Node>;
  readonly #later: Later<Node> | undefined;
  readonly #end: string | null | undefined;
  readonly #damage: readonly DamageReport[];
  readonly #cursorAt: (index: number) => string;

  private constructor(page: ConnectionPage<Node>) {
    this.#page = page;
    this.nodes = page.nodes;
    this.#cursorAt = page.cursorAt;
    this.#later = page.later;
    this.#end = page.end;
    this.#damage = page.damage ?? [];
    this.total = page.total;
    this.hasNext = page.hasNext ?? false;
    this.hasPrevious = page.hasPrevious;
  }

  static of<Node>(page: ConnectionPage<Node>): Connection<Node> {
    return new Connection(page);
  }

  static empty<Node>(): Connection<Node> {
    return new Connection<Node>({
      nodes: [],
      cursorAt: () => '',
      total: 0,
      hasNext: false,
      hasPrevious: false,
    });
  }

  /**
   * The connection with all rows of its page, so that a failure to get one is the failure of the whole. Where
   * the client takes rows one by one, those that are there are shown before the others.
   */
  async complete(info: GraphQLResolveInfo): Promise<Connection<Node>> {
    if (!this.#later || streams(info)) return this;
    const { later, nodes, ...page } = this.#page;
    const pages = await Promise.all(this.#later.pages);
    return new Connection({ ...page, nodes: [...nodes, ...pages.flat()] });
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

  /** All rows, as they come where they are sent one by one. */
  rows(): readonly Node[] | AsyncIterable<Node> {
    return this.#later ? asTheyCome(this.nodes, this.#later.pages) : this.nodes;
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

function edgesOf<Node>(connection: Connection<Node>): readonly Edge<Node>[] | AsyncIterable<Edge<Node>> {
  const edge = (node: Node, index: number): Edge<Node> => ({ node, cursor: connection.cursor(index) ?? '' });
  const rows = connection.rows();
  if (Array.isArray(rows)) return rows.map(edge);
  return (async function* () {
    let index = 0;
    for await (const node of rows) yield edge(node, index++);
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
        nullable: { list: false, items: false },
        description: 'Rows of the page, in the order of the list.',
        resolve: (connection) => connection.rows() as never,
      }),
      edges: t.field({
        type: [edge],
        nullable: { list: false, items: false },
        description: 'Edges of the page: rows with their cursors, in the order of the list.',
        resolve: (connection) => edgesOf(connection) as never,
      }),
      totalCount: t.int({
        description:
          'Total number of rows in the list, if known. Reading the count may cost further upstream calls.',
        resolve: (connection) => connection.total,
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

/** Runs the resolver of a connection field. Whatever fails in it, wrong arguments included, fails the field. */
export async function asConnection<Node>(
  info: GraphQLResolveInfo,
  run: () => Promise<Connection<Node>>,
): Promise<Connection<Node>> {
  const connection = await (await run()).complete(info);
  connection.shownAt(info);
  return connection;
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
