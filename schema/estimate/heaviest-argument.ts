import type { HeaviestArgument } from '../../src/context/query-cost.ts';
import type { CostVisitorOptions } from './query-walk.ts';
import type { SelectedField } from './selected-fields.ts';

/** Expected calls of the query with other values of `first`. */
type CostWith = (options: Pick<CostVisitorOptions, 'first' | 'onPage'>) => number;

/**
 * The page length that costs most: the one without which the rest of the query is cheapest. The smaller value
 * is the largest that the budget allows, or 1 where the rest alone passes it.
 */
export function heaviestArgument(budget: number, costWith: CostWith): HeaviestArgument | undefined {
  const pages = new Map<SelectedField, number>();
  costWith({ onPage: (field, rows) => pages.set(field, rows) });
  const cost = (field: SelectedField, rows: number) => costWith({ first: new Map([[field, rows]]) });
  let heaviest: { field: SelectedField; value: number; rest: number } | undefined;
  for (const [field, value] of pages) {
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
