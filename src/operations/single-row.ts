import { type Page, toPage } from './edge.ts';

/** The one row of an answer that is about one thing. */
export const single = <Row>(key: string, row: Row): Page<Row> =>
  toPage(
    [row],
    undefined,
    () => key,
    () => key,
  );

/** The same, and no row where the answer holds nothing but what it was asked with and units. */
export const singleIfAny = <Row extends object>(
  key: string,
  row: Row,
  besides: readonly (keyof Row)[],
): Page<Row> => {
  const isThere = ([name, value]: [string, unknown]) =>
    value !== undefined && !besides.includes(name as keyof Row);
  return Object.entries(row).some(isThere) ? single(key, row) : { rows: [], total: undefined };
};
