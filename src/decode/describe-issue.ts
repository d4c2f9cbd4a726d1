// Says what is wrong with a value without saying the value: where it was, what was expected, what kind was got.
import type { z } from 'zod';

/** `at` is where the issue is in the answer as it was sent. */
export function describeIssue(issue: z.core.$ZodIssue, got: unknown, at: readonly PropertyKey[]): string {
  const where = at.length > 0 ? `${pathText(at)}: ` : '';
  return `${where}${expected(issue)}, got ${kindOf(got)}`;
}

export function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./, '');
}

/** Zod's own messages can quote what was read, so only what it expected is taken from an issue. */
function expected(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'custom':
      return issue.message; // written by `wire.ts`, begins with "expected"
    case 'invalid_type':
      return `expected ${issue.expected === 'nonoptional' ? 'a value' : issue.expected}`;
    case 'invalid_value':
      return `expected one of ${issue.values.map(String).join(', ')}`;
    case 'invalid_union':
      return `expected ${[...new Set(issue.errors.flat().map(expected))].join(' or ').replaceAll('expected ', '')}`;
    case 'too_small':
      return issue.origin === 'string'
        ? 'expected non-empty string'
        : `expected ${issue.origin} of at least ${issue.minimum}`;
    case 'too_big':
      return `expected ${issue.origin} of at most ${issue.maximum}`;
    default:
      return `expected another value (${issue.code})`;
  }
}

export function kindOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (value === '') return 'an empty string';
  return Array.isArray(value) ? 'array' : typeof value;
}
