import { type Page, toPage } from './edge.ts';

/** The one row of an answer that is about one thing. */
export const single = <Row>(key: string, row: Row): Page<Row> =>
  toPage(
    [row],
    undefined,
    () => key,
    () => key,
  );
