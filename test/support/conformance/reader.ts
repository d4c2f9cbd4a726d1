/** How an operation is read through the graph. `@Type` and `N` in the query: see `readers.ts`. */
export interface Reader {
  readonly query: string;
  readonly site?: 'intl';
  /** The answer is about one thing, so that only one row of it counts. */
  readonly single?: true;
  /** The customer buys from the vendor itself. */
  readonly consultative?: true;
  /** The key by which rows of a dictionary are told apart. */
  readonly unique?: string;
  /** What the rows need so that the query shows them. */
  readonly row?: Readonly<Record<string, unknown>>;
}
