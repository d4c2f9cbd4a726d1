// Filtered listings, remembered: the first page of a filtered sweep walks over every row, the others do not.

import { Lru } from '../base/lru.ts';
import type { Values } from '../wire/parameters.ts';

/** What does not filter: paging, and the customer, who already chose the list. */
const NOT_FILTERS: ReadonlySet<string> = new Set([
  'offset',
  'limit',
  'order_by',
  'X-Language',
  'customer_id',
]);
const remembered = new WeakMap<readonly unknown[], Lru<string, readonly unknown[]>>();

/** The rows that pass the filters in `values`; `rows` itself when there are none. */
export function filtered<Row>(
  rows: readonly Row[],
  values: Values,
  passes: (row: Row) => boolean,
): readonly Row[] {
  const key = JSON.stringify(Object.entries(values).filter(([name]) => !NOT_FILTERS.has(name)));
  if (key === '[]') return rows;
  let lists = remembered.get(rows);
  if (!lists) {
    lists = new Lru(16);
    remembered.set(rows, lists);
  }
  // Made by this function from rows of this type.
  return lists.get(key, () => rows.filter(passes)) as readonly Row[];
}
