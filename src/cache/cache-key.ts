import { createHash } from 'node:crypto';
import type { Operation } from '../call/operation.ts';
import { accountOf, type CallScope } from '../call/scope.ts';

/** Where all kept answers of an account and operation begin. */
export function keyPrefix(account: string, operation: string): string {
  return `${account}|${operation}|`;
}

/** Tenant and subject first; then the operation, the language of its names, and its input in key order. */
export function cacheKey(
  operation: Operation,
  input: Readonly<Record<string, unknown>>,
  scope: Pick<CallScope, 'tenant' | 'subject' | 'language'>,
): string {
  const fields = Object.keys(input)
    .filter((name) => input[name] !== undefined)
    .sort()
    .map((name) => [name, input[name]]);
  const language = operation.parameters['X-Language'] ? (scope.language ?? '') : '';
  return `${keyPrefix(accountOf(scope), operation.name)}${language}|${short(JSON.stringify(fields))}`;
}

const LONGEST_INPUT = 120;

/** Inputs with long id lists are told by their digest, so that keys stay small in memory and in Redis. */
function short(input: string): string {
  return input.length <= LONGEST_INPUT ? input : createHash('sha256').update(input).digest('base64url');
}
