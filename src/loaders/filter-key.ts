import { createHash } from 'node:crypto';

/** Statistics are remembered by filter: what a client wrote into one must not decide how much they take. */
const LONGEST = 200;

/** The same text for filters that ask the same, and never a long one. */
export function filterKey(filter: unknown): string {
  if (filter === null) return '';
  const text =
    typeof filter === 'object'
      ? JSON.stringify(Object.entries(filter).sort(([left], [right]) => (left < right ? -1 : 1)))
      : JSON.stringify(filter);
  return text.length <= LONGEST ? text : createHash('sha256').update(text).digest('base64url');
}
