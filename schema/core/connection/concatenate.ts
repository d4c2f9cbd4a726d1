import type { Slice, Window } from '../../../src/loaders/window.ts';
import type { Edge } from '../../../src/operations/edge.ts';
import { type KeyedRead, keyed } from '../reads/reads.ts';
import { Connection, type PageRequest, toConnection } from './connection.ts';
import { toCursor } from './cursor.ts';

/** One of several listings that a connection shows one after the other. */
export interface Part<Row> {
  /** Its letter in cursors. */
  readonly part: string;
  readonly load: (window: Window) => Promise<Slice<Row>>;
}

/**
 * One connection over several listings. A later one is only asked for what those before it leave open, and one
 * that the page does not touch only for a total that was selected.
 */
export async function concatenate<Row>(
  page: PageRequest,
  parts: readonly Part<Row>[],
): Promise<Connection<Row>> {
  const first = parts.findIndex(({ part }) => part === page.part);
  const nodes: Row[] = [];
  const places: { readonly part: string; readonly from: number; readonly offset: number }[] = [];
  let total = 0;
  let hasNext = false;
  for (const [at, { part, load }] of parts.entries()) {
    const isReached = at >= first;
    const window: Window = {
      offset: at === first ? page.offset : 0,
      rows: isReached ? page.rows - nodes.length : 0,
      needsTotal: page.needsTotal,
      needsNext: isReached && page.needsNext && !hasNext,
    };
    if (window.rows === 0 && !window.needsTotal && !window.needsNext) continue;
    const slice = await load(window);
    total += slice.total ?? 0;
    if (!isReached) continue;
    places.push({ part, from: nodes.length, offset: window.offset });
    nodes.push(...slice.rows);
    hasNext ||= slice.hasNext === true;
  }
  return Connection.of({
    nodes,
    cursorAt: (index) => {
      const place = places.findLast(({ from }) => from <= index);
      return place ? toCursor(place.part, place.offset + index - place.from) : '';
    },
    total: page.needsTotal ? total : undefined,
    hasNext,
    hasPrevious: page.offset > 0 || first > 0,
  });
}

/** The question of each part of a span, the latest first. */
export type Questions<Filter> = readonly [Filter, ...Filter[]];

/** Letters of the parts in cursors; a listing in one part has the usual one. */
export const lettersOf = (questions: Questions<unknown>): readonly string[] =>
  questions.length === 1 ? ['r'] : questions.map((_question, at) => String.fromCharCode(FIRST_LETTER + at));

const FIRST_LETTER = 'a'.charCodeAt(0);

/** A page of rows under one question, or under those of several parts of a span one after the other. */
export function pageInParts<Filter, Row, Node>(
  questions: Questions<Filter>,
  page: PageRequest,
  load: (filter: Filter, window: Window) => Promise<Slice<Row>>,
  toNode: (row: Row) => Node,
): Promise<Connection<Node>> {
  const [only] = questions;
  if (questions.length === 1) return toConnection(page, load(only, page), toNode);
  const letters = lettersOf(questions);
  return concatenate(
    page,
    questions.map((filter, at) => ({
      part: letters[at] ?? '',
      load: async (window: Window) => {
        const { rows, total, hasNext } = await load(filter, window);
        return { rows: rows.map(toNode), total, hasNext };
      },
    })),
  );
}

/** What such a page reads of an edge: each part is only asked for what those after it leave open. */
export const readsInParts =
  <Args, Filter, Row>(edge: Edge<Filter, Row>, questionsOf: (args: Args) => Questions<Filter>) =>
  (args: Args): readonly KeyedRead[] =>
    questionsOf(args).map((filter, at) =>
      keyed(edge, { rows: 'page', filters: () => [filter], ...(at === 0 ? {} : { remaining: true }) }),
    );
