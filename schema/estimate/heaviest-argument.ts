import type { HeaviestArgument } from '../../src/context/query-cost.ts';
import type { CostVisitorOptions } from './cost-visitor.ts';
import type { SelectedField, Selection } from './selected-fields.ts';

/** What a budget bounds: upstream calls, or values of the answer. */
export type Figure = 'expected' | 'nodes';

/** The figure of the query with other values of `first`. */
type CostWith = (options: Pick<CostVisitorOptions, 'first' | 'onPage'>) => number;

/** Fields that are visited to find it: a refusal must not cost more than an answer. */
const MOST_VISITS = 20_000;

/**
 * The page length that costs most: the one without which the rest of the query is cheapest. The smaller value
 * is the largest that the budget allows, or 1 where the rest alone passes it. Of many pages only the longest
 * are tried.
 */
export function heaviestArgument(
  budget: number,
  { fields, cut }: Selection,
  costWith: CostWith,
): HeaviestArgument | undefined {
  if (cut) return undefined;
  const pages = new Map<SelectedField, number>();
  costWith({ onPage: (field, rows) => pages.set(field, rows) });
  const cost = (field: SelectedField, rows: number) => costWith({ first: new Map([[field, rows]]) });
  const tries = Math.floor(MOST_VISITS / countOf(fields));
  const longest = [...pages].sort(([, left], [, right]) => right - left).slice(0, tries);
  let heaviest: { field: SelectedField; value: number; rest: number } | undefined;
  for (const [field, value] of longest) {
    if (value <= 1) continue;
    const rest = cost(field, 1);
    if (rest < (heaviest?.rest ?? Number.POSITIVE_INFINITY)) heaviest = { field, value, rest };
  }
  if (!heaviest) return undefined;
  const { field, value } = heaviest;
  let [smaller, tooMuch] = [1, value];
  while (tooMuch - smaller > 1) {
    const middle = Math.floor((smaller + tooMuch) / 2);
    if (cost(field, middle) <= budget) smaller = middle;
    else tooMuch = middle;
  }
  return { argument: `${field.path}(first: ${value})`, value, smaller, expected: cost(field, smaller) };
}

const countOf = (fields: readonly SelectedField[]): number =>
  fields.reduce((count, { below }) => count + 1 + countOf(below), 0);
