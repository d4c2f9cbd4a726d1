// Requests by the thousand, each different from all before it, of one kind each.
import type { Trouble } from '../bulkhead/modes.ts';
import { newQuestion } from '../bulkhead/questions.ts';

export interface HeapRequest {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent without a key. */
  readonly keyless?: true;
}

export interface HeapKind {
  readonly name: string;
  readonly trouble?: Trouble;
  /** Fewer than the others, where each one is large. */
  readonly most?: number;
  readonly request: (number: number) => HeapRequest;
}

const instant = (number: number): string => new Date(Date.UTC(2020, 0, 1) + 1_000 * number).toISOString();

/** A long filter of which nothing is found, so that each id is as long as the body allows. */
const longId = (number: number): string => `${number}-${'x'.repeat(200_000)}`;

export const kinds: readonly HeapKind[] = [
  {
    // Small answers over pages of a hundred rows.
    name: 'distinct questions',
    request: (number) => ({
      query: `query ($from: DateTime) {
        orders(filter: { createdFrom: $from }, first: 100) { totalCount }
        customers(filter: { associatedFrom: $from }, first: 100) { totalCount }
      }`,
      variables: { from: instant(number) },
    }),
  },
  {
    name: 'distinct documents',
    request: (number) => ({
      query: `query Distinct${number} { viewer { a${number}: role b: role tenant } }`,
    }),
  },
  { name: 'bad input', request: (number) => ({ query: `{ customers(first: -${number}) { totalCount } }` }) },
  {
    name: 'unknown fields',
    request: (number) => ({ query: `{ viewer { role unknown${number} } }` }),
  },
  { name: 'syntax errors', request: (number) => ({ query: `{ viewer { role }${number}` }) },
  {
    name: 'unauthenticated',
    request: (number) => ({ query: `{ viewer { role a${number}: role } }`, keyless: true }),
  },
  {
    name: 'upstream 500',
    trouble: { operations: ['*'], answer: { status: 500, body: { error_code: 'CBC.0999', error_msg: 'x' } } },
    request: (number) => ({ query: newQuestion('orders', number) }),
  },
  {
    name: 'malformed answers',
    trouble: { operations: ['*'], answer: { status: 200, body: { order_infos: 'none' } } },
    request: (number) => ({ query: newQuestion('orders', number) }),
  },
  {
    name: 'deadlines',
    trouble: { operations: ['*'], hangs: true },
    request: (number) => ({ query: newQuestion('orders', number), headers: { 'x-deadline-ms': '20' } }),
  },
  {
    name: 'long ids',
    most: 200,
    request: (number) => ({
      query: 'query ($id: String!) { customer(customerId: $id) { name } order(orderId: $id) { orderId } }',
      variables: { id: longId(number) },
    }),
  },
];
