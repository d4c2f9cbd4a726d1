import { keyed, type Page } from './edge.ts';

/** The one row of an answer that is about one thing. */
export const single = <Row>(key: string, row: Row): Page<Row> =>
  keyed(
    [row],
    undefined,
    () => key,
    () => key,
  );
