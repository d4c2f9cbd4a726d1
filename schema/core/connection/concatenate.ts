import type { DamageReport } from '../../../src/loaders/damage-report.ts';
import type { Slice, Window } from '../../../src/loaders/window.ts';
import type { Edge } from '../../../src/operations/edge.ts';
import { type KeyedRead, keyedRead } from '../reads/reads.ts';
import { Connection, type PageRequest, toConnection } from './connection.ts';
import { toCursor } from './cursor.ts';

/** One of several listings that a connection shows one after the other. */
export interface Segment<Row> {
  /** Names the listing in cursors. */
  readonly id: string;
  readonly load: (window: Window) => Promise<Slice<Row>>;
}

/**
 * One connection over several listings. A later one is only asked for what those before it leave open, and one
 * that the page does not touch only for a total that was selected.
 */
export async function concatenate<Row>(
  page: PageRequest,
  segments: readonly Segment<Row>[],
): Promise<Connection<Row>> {
  const first = segments.findIndex(({ id }) => id === page.segment);
  const nodes: Row[] = [];
  const loaded: {
    readonly id: string;
    readonly from: number;
    readonly positionOf: (row: number) => number;
  }[] = [];
  const damage: DamageReport[] = [];
  let length = 0;
  let end: string | undefined;
  let total = 0;
  let hasNext = false;
  for (const [at, { id, load }] of segments.entries()) {
    const isReached = at >= first;
    const window: Window = {
      offset: at === first ? page.offset : 0,
      rows: isReached ? page.rows - length : 0,
      needsTotal: page.needsTotal,
      needsNext: isReached && page.needsNext && !hasNext,
    };
    if (window.rows === 0 && !window.needsTotal && !window.needsNext) continue;
    const slice = await load(window);
    total += slice.total ?? 0;
    if (!isReached) continue;
    const { places } = slice;
    loaded.push({ id, from: nodes.length, positionOf: (row) => window.offset + (places?.of[row] ?? row) });
    nodes.push(...slice.rows);
    damage.push(...(slice.damage ?? []));
    const rows = places?.length ?? slice.rows.length;
    length += rows;
    // Rows that could not be read are passed over, or the next page would begin with one that is known.
    if (places) end = toCursor(id, window.offset + rows - 1);
    else if (rows > 0) end = undefined;
    hasNext ||= slice.hasNext === true;
  }
  return Connection.of({
    nodes,
    cursorAt: (index) => {
      const segment = loaded.findLast(({ from }) => from <= index);
      return segment ? toCursor(segment.id, segment.positionOf(index - segment.from)) : '';
    },
    end,
    damage,
    total: page.needsTotal ? total : undefined,
    hasNext,
    hasPrevious: page.offset > 0 || first > 0,
  });
}

/** The filter of each segment of a span, the latest segment first. */
export type SegmentFilters<Filter> = readonly [Filter, ...Filter[]];

/** Ids of the segments in cursors; a listing in one segment has the usual one. */
export const segmentIdsOf = (filters: SegmentFilters<unknown>): readonly string[] =>
  filters.length === 1 ? ['r'] : filters.map((_filter, at) => String.fromCharCode(FIRST_ID + at));

const FIRST_ID = 'a'.charCodeAt(0);

/** A page of rows under one filter, or under those of several segments of a span one after the other. */
export function pageInSegments<Filter, Row, Node>(
  filters: SegmentFilters<Filter>,
  page: PageRequest,
  load: (filter: Filter, window: Window) => Promise<Slice<Row>>,
  toNode: (row: Row) => Node,
): Promise<Connection<Node>> {
  const [only] = filters;
  if (filters.length === 1) return toConnection(page, load(only, page), toNode);
  const ids = segmentIdsOf(filters);
  return concatenate(
    page,
    filters.map((filter, at) => ({
      id: ids[at] ?? '',
      load: async (window: Window) => {
        const { later: _later, rows, ...slice } = await load(filter, window);
        return { ...slice, rows: rows.map(toNode) };
      },
    })),
  );
}

/** What such a page reads of an edge: each segment is only asked for what those after it leave open. */
export const readsInSegments =
  <Args, Filter, Row>(edge: Edge<Filter, Row>, filtersOf: (args: Args) => SegmentFilters<Filter>) =>
  (args: Args): readonly KeyedRead[] =>
    filtersOf(args).map((filter, at) =>
      keyedRead(edge, {
        rows: 'page',
        filters: () => [filter],
        ...(at === 0 ? {} : { batching: { fillsPage: true } }),
      }),
    );
