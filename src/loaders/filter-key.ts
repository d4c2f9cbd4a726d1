/** The same text for filters that ask the same. */
export function filterKey(filter: unknown): string {
  if (filter === null) return '';
  if (typeof filter !== 'object') return JSON.stringify(filter);
  return JSON.stringify(Object.entries(filter).sort(([left], [right]) => (left < right ? -1 : 1)));
}
