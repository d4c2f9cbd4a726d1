// Listings that a customer asks for about itself: the key is the customer, and its credential asks.
import type { InputOf, Operation, Parameters } from '../call/operation.ts';
import { type Edge, pageSizeOf, requestAs, toPage } from './edge.ts';

interface CustomerListing<Answer, Row> {
  readonly rows: (answer: Answer) => readonly Row[];
  readonly total: (answer: Answer) => number | undefined;
  readonly idOf: (row: Row) => string;
}

/** One page per call; `Filter` holds the operation's own parameters by wire name. */
export function customerListing<P extends Parameters, Answer, Filter extends object, Row>(
  name: string,
  operation: Operation<P, Answer>,
  { rows, total, idOf }: CustomerListing<Answer, Row>,
): Edge<Filter, Row> {
  return {
    name,
    operation: operation as unknown as Operation,
    pageSize: pageSizeOf(operation),
    point: (key, filter, range) =>
      requestAs(key, operation, { ...filter, ...range } as unknown as InputOf<P>, (answer) =>
        toPage(rows(answer), total(answer), () => key, idOf),
      ),
  };
}
