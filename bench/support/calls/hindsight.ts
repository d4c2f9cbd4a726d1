// The calls that somebody who knows the whole world would make. Pure: from numbers of rows to numbers of calls.
//
// What counts: every upstream call of the edge, each page of it by itself. A key that is known beforehand to
// have nothing (a consultative-sale customer, where the parent's row says so) is not among the keys. A key
// without rows that nobody knows of costs a call like any other: hindsight knows sizes, but an answer must
// have been read.

/** One edge of a query, and the truth about it. */
export interface EdgeTruth {
  readonly name: string;
  /** Distinct keys that must be asked for. */
  readonly keys: readonly string[];
  /** Rows wanted of each key, from its first on; `Infinity` for all. */
  readonly rows: number;
  readonly pageSize: number;
  /** Rows that a key has in the world. */
  readonly rowsOf: (key: string) => number;
  /** Whether one call can ask for one key. */
  readonly point: boolean;
  /** Most keys of one call, where a call can ask for several. */
  readonly bulk?: number;
  /** Whose row it is, for each row of the partner-wide listing in its real order, where there is one. */
  readonly listing?: readonly string[];
}

/** The fewest calls of the pure ways: a point per key (with its pages), bulk calls, or the whole listing. */
export function hindsight(edge: EdgeTruth): number {
  if (edge.keys.length === 0) return 0;
  return Math.min(direct(edge, edge.keys), edge.listing ? listingPages(edge) : Number.POSITIVE_INFINITY);
}

/**
 * The fewest calls of any mix: `k` pages of the listing, then points (or bulk calls) for the keys that these
 * pages have not answered, for each `k` from none to all. A page answers a key when it brings the last row
 * wanted of it; only the whole listing proves that a key has no more.
 */
export function hindsightMix(edge: EdgeTruth): number {
  const { keys, rows, pageSize, listing } = edge;
  if (keys.length === 0) return 0;
  let best = hindsight(edge);
  if (!listing) return best;
  const open = new Map(keys.map((key) => [key, rows]));
  const pages = listingPages(edge);
  for (let k = 1; k < pages && k < best; k++) {
    for (const key of listing.slice((k - 1) * pageSize, k * pageSize)) {
      const missing = open.get(key);
      if (missing === undefined) continue;
      if (missing <= 1) open.delete(key);
      else open.set(key, missing - 1);
    }
    best = Math.min(best, k + direct(edge, [...open.keys()]));
  }
  return best;
}

function direct({ point, bulk, rows, rowsOf, pageSize }: EdgeTruth, keys: readonly string[]): number {
  if (keys.length === 0) return 0;
  const byPoint = keys.reduce((sum, key) => sum + pagesOf(Math.min(rows, rowsOf(key)), pageSize), 0);
  return Math.min(
    point ? byPoint : Number.POSITIVE_INFINITY,
    bulk === undefined ? Number.POSITIVE_INFINITY : Math.ceil(keys.length / bulk),
  );
}

const listingPages = ({ listing = [], pageSize }: EdgeTruth): number => pagesOf(listing.length, pageSize);

/** Even nothing takes one call to learn. */
export const pagesOf = (rows: number, pageSize: number): number => Math.max(1, Math.ceil(rows / pageSize));
