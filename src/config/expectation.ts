import type { z } from 'zod';

/** A value from outside that is not what it has to be: names it, says what was expected and what was got. */
export class ConfigurationError extends Error {
  constructor(name: string, expected: string, got: string) {
    super(`${name}: expected ${expected}, got ${got}`);
    this.name = 'ConfigurationError';
  }
}

/** One line for the first issue of a failed parse; never the values, which may be secrets. */
export function firstIssue(error: z.ZodError): { path: string; message: string } {
  const issue = error.issues[0];
  const path = (issue?.path ?? [])
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '');
  return { path, message: issue?.message ?? 'invalid' };
}
