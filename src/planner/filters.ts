// Filters that contain one another, and which demands one sweep should serve together.
import { directCost } from './direct.ts';
import type { EdgeWays } from './types.ts';

/** The one value of each field that a row must have. No condition on a field lets every value through. */
export type Filter = Readonly<Record<string, string | number>>;

/** Whether every row that passes `inner` also passes `outer`. */
export function nests(outer: Filter, inner: Filter): boolean {
  return Object.entries(outer).every(([field, value]) => inner[field] === value);
}

/** Demands of one edge under one filter. */
export interface DemandGroup {
  readonly filter: Filter;
  /** Distinct keys that are not known yet. */
  readonly keys: number;
  /** Remembered rows of the sweep under this filter. */
  readonly sweepTotal?: number;
}

/** Groups that one plan should serve: its sweep carries `filter`, each member is a filter group of its own. */
export interface DemandCluster<Group extends DemandGroup> {
  readonly filter: Filter;
  readonly members: readonly Group[];
}

/**
 * Puts groups together where one sweep under the widest filter costs fewer calls than a plan for each. The
 * size of that sweep must be remembered: without it, plans apart lose less when the guess is wrong.
 */
export function groupDemands<Group extends DemandGroup>(
  ways: EdgeWays,
  groups: readonly Group[],
): DemandCluster<Group>[] {
  const clusters: { filter: Filter; members: Group[] }[] = [];
  const left = new Set(groups);
  for (const outer of widestFirst(groups)) {
    if (!left.delete(outer)) continue;
    const members = [outer];
    for (const inner of left) {
      if (!ways.sweep || !nests(outer.filter, inner.filter) || !pays(ways, outer, members, inner)) continue;
      members.push(inner);
      left.delete(inner);
    }
    clusters.push({ filter: outer.filter, members });
  }
  return clusters;
}

function pays(
  ways: EdgeWays,
  outer: DemandGroup,
  members: readonly DemandGroup[],
  inner: DemandGroup,
): boolean {
  const own = directCost(ways, inner.keys);
  // Where only a sweep can answer, the outer one is read anyway.
  if (!Number.isFinite(own)) return true;
  if (outer.sweepTotal === undefined) return false;
  const direct = members.reduce((sum, { keys }) => sum + directCost(ways, keys), 0);
  const pages = pagesOf(ways, outer.sweepTotal);
  // A sweep of unknown size is taken for one page: the least that it would cost apart.
  const apart = Math.min(direct, pages) + Math.min(own, pagesOf(ways, inner.sweepTotal ?? 0));
  return Math.min(direct + own, pages) < apart;
}

function pagesOf(ways: EdgeWays, rows: number): number {
  return Math.max(1, Math.ceil(rows / ways.pageSize));
}

function widestFirst<Group extends DemandGroup>(groups: readonly Group[]): Group[] {
  const contained = (group: Group) => groups.filter((other) => nests(group.filter, other.filter)).length;
  return [...groups].sort((a, b) => contained(b) - contained(a));
}
