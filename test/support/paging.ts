import type { Harness } from './harness.ts';

export interface ConnectionPage {
  readonly nodes: readonly unknown[] | null;
  readonly totalCount: number | null;
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

/**
 * Reads a connection to its end, `first` rows at a time, following `endCursor`. `query` takes `$first` and
 * `$after`, and `connectionOf` finds in its data a connection with nodes, totalCount and pageInfo.
 */
export async function readConnection<Data>(
  harness: Harness,
  query: string,
  first: number,
  connectionOf: (data: Data) => ConnectionPage,
): Promise<{
  readonly nodes: readonly unknown[];
  readonly pages: number;
  readonly totals: ReadonlySet<unknown>;
}> {
  const nodes: unknown[] = [];
  const totals = new Set<unknown>();
  let after: string | null = null;
  for (let pages = 1; ; pages++) {
    const answer = await harness.query<Data>(query, { first, after });
    if (answer.errors) throw new Error(`page ${pages}: ${answer.errors[0]?.message}`);
    const page: ConnectionPage = connectionOf(answer.data);
    nodes.push(...(page.nodes ?? []));
    totals.add(page.totalCount);
    if (!page.pageInfo.hasNextPage) return { nodes, pages, totals };
    // A page that says it has a successor without a way there would loop for ever.
    if (page.pageInfo.endCursor === null || page.pageInfo.endCursor === after) {
      throw new Error(`page ${pages}: expected a cursor to go on from, got ${page.pageInfo.endCursor}`);
    }
    after = page.pageInfo.endCursor;
  }
}
