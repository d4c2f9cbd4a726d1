import type { InputOf, Operation, Parameters } from '../call/operation.ts';
import { type Edge, pageSizeOf, type RowRange, request, toPage } from './edge.ts';

export type FilterOf<O extends { readonly parameters: Parameters }> = Omit<
  InputOf<O['parameters']>,
  'offset' | 'limit' | 'X-Language' | 'customer_id' | 'indirect_partner_id'
>;

interface Listed<Answer, Row> {
  readonly rows: (answer: Answer) => readonly Row[];
  readonly total: (answer: Answer) => number | undefined;
  readonly idOf: (row: Row) => string;
  /** Whose row it is, for listings that can also be asked about one customer. */
  readonly customerOf?: (row: Row) => string;
}

/** A listing with its filters; where rows are of customers, it is also asked about one of them. */
export function partnerListing<P extends Parameters, Answer, Filter extends object, Row>(
  name: string,
  operation: Operation<P, Answer>,
  { rows, total, idOf, customerOf }: Listed<Answer, Row>,
): Edge<Filter, Row> {
  const asked = (filter: object, range: RowRange, keyOf: (row: Row) => string) =>
    request(operation, { ...filter, ...range } as unknown as InputOf<P>, (answer) =>
      toPage(rows(answer), total(answer), keyOf, idOf),
    );
  return {
    name,
    operation: operation as unknown as Operation,
    pageSize: pageSizeOf(operation),
    ...(customerOf
      ? { point: (key, filter, range) => asked({ ...filter, customer_id: key }, range, () => key) }
      : {}),
    sweep: { ordered: false, request: (filter, range) => asked(filter, range, customerOf ?? (() => '')) },
  };
}
