import type { RequestLimits } from '../../config/limits.ts';
import { badRequest } from '../http/refusal.ts';

/** Counts what variables hold before anything walks them by type; stops at the first limit that is passed. */
export function checkVariables(
  variables: Readonly<Record<string, unknown>> | undefined,
  bytes: number,
  limits: RequestLimits,
): void {
  if (variables === undefined) return;
  if (bytes > limits.variableBytes && sizeOf(variables) > limits.variableBytes) {
    throw tooMany(`at most ${limits.variableBytes} bytes`, 413);
  }
  let keys = 0;
  let elements = 0;
  // An own stack: what is nested a hundred thousand deep must not exhaust that of the process.
  const open: { readonly value: object; readonly depth: number }[] = [{ value: variables, depth: 1 }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { value, depth } = next;
    if (depth > limits.variableDepth) throw tooMany(`values at most ${limits.variableDepth} deep`);
    const isList = Array.isArray(value);
    const children: readonly unknown[] = isList ? value : Object.values(value);
    if (isList) elements += children.length;
    else keys += children.length;
    if (keys > limits.variableKeys) throw tooMany(`at most ${limits.variableKeys} keys`);
    if (elements > limits.variableElements) throw tooMany(`at most ${limits.variableElements} elements`);
    for (const child of children) {
      if (typeof child === 'object' && child !== null) open.push({ value: child, depth: depth + 1 });
    }
  }
}

/** The text of a whole body bounds that of its variables, so that only a long body is measured. */
const sizeOf = (variables: object): number => Buffer.byteLength(JSON.stringify(variables));

const tooMany = (expected: string, status = 200) =>
  badRequest(status, `variables: expected ${expected}, got more`);
