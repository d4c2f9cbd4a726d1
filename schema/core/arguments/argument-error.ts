import { badInput, type GatewayError } from '../../../src/errors/errors.ts';

const MOST_SHOWN = 80;

/** A value in a message, cut: what a client sends may be as long as a request. */
export function shown(value: unknown): string {
  const text =
    JSON.stringify(typeof value === 'string' ? value.slice(0, MOST_SHOWN + 1) : value) ?? 'nothing';
  return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text;
}

/** BAD_USER_INPUT for the argument at a path such as `filter.quotaIds`. */
export const argumentError = (path: string, expected: string, got: string): GatewayError =>
  badInput(`${path}: expected ${expected}, got ${got}`);
