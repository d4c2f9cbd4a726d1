// How many calls an edge will take, before anything is fetched: what is certain not to be passed while the
// listing holds still, and what is to be expected.
import { directCost } from './direct.ts';
import type { EdgeWays, Knowledge } from './ways.ts';

export interface CallEstimate {
  readonly upper: number;
  readonly expected: number;
}

/** `pagesPerKey`: pages that one key may fill at most, 1 where `first` is within one page. */
export function estimateEdge(
  ways: EdgeWays,
  keys: number,
  knowledge: Pick<Knowledge, 'sweepTotal'> = {},
  pagesPerKey = 1,
): CallEstimate {
  if (keys === 0) return { upper: 0, expected: 0 };
  const direct = directCost(ways, keys);
  const remembered = knowledge.sweepTotal;
  const pages = Math.max(1, Math.ceil((remembered ?? 0) / ways.pageSize));
  if (!ways.sweep) return { upper: direct * pagesPerKey, expected: direct };
  if (direct <= 2) return { upper: direct * pagesPerKey, expected: direct };
  const expected = remembered === undefined ? direct : Math.min(direct, pages);
  return { upper: direct * pagesPerKey + 1, expected };
}
