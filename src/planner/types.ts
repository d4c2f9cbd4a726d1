// What goes into a plan and what comes out of it, as types.
import type { EdgeWays } from '../operations/edge.ts';

export type { EdgeWays };

/** What one place in the query wants of one key. Offsets count rows within the key's own listing. */
export interface Demand {
  readonly key: string;
  /** Filter of this demand, by name, where one plan serves several (see `groupDemands`). */
  readonly filterKey?: string;
  readonly offset: number;
  /** Rows wanted from `offset` on; `Infinity` for all. */
  readonly rows: number;
  readonly needsTotal: boolean;
  readonly needsNext: boolean;
}

/** What is known beforehand. Wrong figures cost calls, never answers; `empty` alone must be true. */
export interface Statistics {
  /** Remembered row total of the sweep; trusted within a factor of two. */
  readonly sweepTotal?: number;
  /** How many keys the sweep's rows spread over, e.g. customers of the partner. */
  readonly population?: number;
  /** Mean rows per key. */
  readonly rowsPerKey?: number;
  /** Keys known to have no rows: answered without a call. */
  readonly empty?: ReadonlySet<string>;
  /** Whether this point call would be answered from the cache. */
  readonly cachedPoint?: (key: string, filterKey: string, range: PageRange) => boolean;
  /** The keys of a bulk call that would be answered from the cache and that this key was part of. */
  readonly cachedBulk?: (key: string, filterKey: string) => readonly string[] | undefined;
  /** Whether this sweep page would be answered from the cache. */
  readonly cachedPage?: (range: PageRange) => boolean;
}

/** The latest sizes, however old: what is no longer trusted is still the best guess. */
export interface LastStatistics extends Pick<Statistics, 'sweepTotal' | 'rowsPerKey'> {
  readonly population?: number | undefined;
  /** Good enough to expect by, too old to bound by. */
  readonly stale?: boolean;
}

export interface PageRange {
  readonly offset: number;
  readonly limit: number;
}

interface StepBase extends PageRange {
  readonly id: number;
  /** Made up for a failure or page drift; beyond what an estimate bounds. */
  readonly repairs?: true;
}
export interface PointStep extends StepBase {
  readonly way: 'point';
  readonly key: string;
  readonly filterKey: string;
}
export interface BulkStep extends StepBase {
  readonly way: 'bulk';
  readonly keys: readonly string[];
  readonly filterKey: string;
}
export interface SweepStep extends StepBase {
  readonly way: 'sweep';
}
/** One upstream call to make. Steps handed out together do not depend on each other. */
export type Step = PointStep | BulkStep | SweepStep;
export type Way = Step['way'];

export interface Page<Row> {
  readonly rows: readonly Row[];
  /** Rows that match, all pages together. */
  readonly total?: number;
  /** Set when no call was made for it. */
  readonly cached?: boolean;
}

/**
 * What to do after a failed call. `other-way`: points instead of a sweep or bulk call; `split`: two half
 * bulk calls, so that one bad key fails alone; `none`: the keys fail (deadline, budget, cancellation).
 */
export type Remedy = 'other-way' | 'split' | 'none';

export type Answer<Row> =
  | {
      readonly ok: true;
      readonly rows: readonly Row[];
      /** Present whenever it is known, in any case when `needsTotal`. */
      readonly total?: number;
      /** Present when it is known, in any case when `needsNext`. */
      readonly hasNext?: boolean;
    }
  | { readonly ok: false; readonly error: unknown };

export interface EdgeRequest<Row> {
  readonly ways: EdgeWays;
  readonly demands: readonly Demand[];
  readonly statistics?: Statistics;
  /** Whose row it is, for bulk and sweep rows. */
  readonly keyOf: (row: Row) => string | undefined;
  /** What makes a row one row, to drop those seen twice. */
  readonly idOf: (row: Row) => string;
  /** Predicate of each filter; a sweep carries none of them but one that contains them all. */
  readonly filterGroups?: ReadonlyMap<string, (row: Row) => boolean>;
  /** Calls that may be gambled above the proven bound where the expectation is good. Default 0. */
  readonly speculation?: number;
}
