import type { Slice, Window } from '../src/loaders/window.ts';
import { Connection, type PageRequest } from './connection.ts';
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
