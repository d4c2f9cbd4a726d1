// What the rows seen so far let expect of the keys still open.

import type { KeyState } from './key-state.ts';
import { chanceBelow, shapeOf } from './poisson.ts';

export interface Evidence<Row> {
  readonly all: readonly KeyState<Row>[];
  readonly open: readonly KeyState<Row>[];
  /** Pages read by this sweep. */
  readonly pages: number;
  /** Rows per page that one key has on average, where it is known beforehand. */
  readonly prior: number | undefined;
}

interface OpenClass {
  readonly seen: number;
  readonly missing: number;
  keys: number;
}

// What is known beforehand weighs as much as this many pages of evidence.
const PRIOR_PAGES = 0.5;

/** The part of the open keys that is expected to be open still after so many more pages. */
export function stillOpen<Row>({ all, open, pages, prior }: Evidence<Row>): (more: number) => number {
  const counts = all.map((keyState) => keyState.seen);
  const rows = counts.reduce((sum, count) => sum + count, 0);
  const priorPages = prior === undefined ? 0 : PRIOR_PAGES;
  const exposure = pages + priorPages;
  if (exposure === 0) return () => 1;
  // Half a row where none was seen: the rate is low, not zero.
  const mean = Math.max(0.5 / all.length, rows / all.length + (prior ?? 0) * priorPages) / exposure;
  const shape = shapeOf(counts);
  const classes = classesOf(open);
  return (more) => {
    let still = 0;
    for (const { seen, missing, keys } of classes) {
      still += keys * chanceBelow(missing, more, { shape: shape + seen, exposure: shape / mean + pages });
    }
    return still / open.length;
  };
}

/** Keys that need as much and have shown as much behave alike. */
function classesOf<Row>(open: readonly KeyState<Row>[]): OpenClass[] {
  const bySeen = new Map<number, Map<number, OpenClass>>();
  const classes: OpenClass[] = [];
  for (const { need, seen } of open) {
    const missing = need.needsTotal ? Number.POSITIVE_INFINITY : need.upTo - seen;
    const alike = bySeen.get(seen) ?? new Map<number, OpenClass>();
    bySeen.set(seen, alike);
    const found = alike.get(missing);
    if (found) found.keys++;
    else {
      const added = { seen, missing, keys: 1 };
      alike.set(missing, added);
      classes.push(added);
    }
  }
  return classes;
}
