// The choice after each page of a sweep: points now, some more pages, or all of them. Pure arithmetic.
//
// With K the direct cost of all keys and P the pages of the whole sweep, no plan may end above
// min(K, P) + 1. After `spent` calls that holds as long as spent + min(open, ahead) <= min(K, P) + 1,
// and each page that closes more than one key earns room to look further.

export interface SweepState {
  /** Calls made for this sweep so far. */
  readonly spent: number;
  /** Calls that finish the sweep. */
  readonly ahead: number;
  /** Direct cost of the keys still open; `Infinity` where only the sweep can answer. */
  readonly open: number;
  /** Direct cost of all keys, at the start. */
  readonly direct: number;
  /** Calls that may be gambled above the bound. */
  readonly speculation: number;
  /** Expected part of the open keys that is still open after so many more pages. */
  readonly stillOpen: (pages: number) => number;
}

export interface Choice {
  readonly next: 'direct' | 'finish' | 'partial';
  /** Calls of the sweep to make now; 0 for `direct`. */
  readonly pages: number;
  /** Calls expected from here on. */
  readonly expected: number;
}

// Between two looks, go this part of the way to where the optimum is expected.
const STRIDE = 0.9;
// A mix must promise more than it may lose.
const LEAST_GAIN = 0.5;
// Looking at each number of pages up to here, and at every fourth part beyond, is close enough.
const FINE = 12;

export function choose(state: SweepState): Choice {
  const { spent, ahead, open, direct, speculation } = state;
  const budget = Math.min(direct, spent + ahead) + 1 + speculation;
  const mayFinish = spent + ahead <= budget;
  // Ties go to direct calls: they read no row that nobody wants, and one page cannot shift.
  const pure: Choice =
    open <= ahead || !mayFinish
      ? { next: 'direct', pages: 0, expected: open }
      : { next: 'finish', pages: ahead, expected: ahead };
  const best = bestMix(state, pure.expected);
  if (!best) return pure;
  const room = mayFinish ? ahead : budget - spent - open;
  const pages = Math.min(Math.max(1, Math.floor(best.pages * STRIDE)), room);
  return pages >= 1 ? { next: 'partial', pages, expected: best.expected } : pure;
}

function bestMix({ ahead, open, stillOpen }: SweepState, pure: number) {
  let best: { pages: number; expected: number } | undefined;
  const most = Math.min(ahead, pure) - 1;
  for (let pages = 1; pages <= most; pages += pages < FINE ? 1 : Math.ceil(pages / 8)) {
    const part = stillOpen(pages);
    const rest = open === Number.POSITIVE_INFINITY ? Math.min(1, part) * (ahead - pages) : part * open;
    const expected = pages + rest;
    if (expected <= pure - LEAST_GAIN && expected < (best?.expected ?? pure)) best = { pages, expected };
  }
  return best;
}
