// Listings that page by markers: from the first page on, one page after the other.

export interface MarkedPage<Row> {
  readonly rows: readonly Row[];
  /** Names the page that follows; undefined for the last. */
  readonly next: string | undefined;
}

/** Whether it was read to its end, in which case there are no more rows. */
export interface MarkedRows<Row> {
  readonly rows: readonly Row[];
  readonly isWhole: boolean;
}

/** Reads until there are so many rows or no more. A marker that comes twice ends it too: pages go round. */
export async function readMarked<Row>(
  wanted: number,
  fetch: (marker: string | undefined) => Promise<MarkedPage<Row>>,
): Promise<MarkedRows<Row>> {
  const rows: Row[] = [];
  const seen = new Set<string>();
  let marker: string | undefined;
  do {
    const page = await fetch(marker);
    rows.push(...page.rows);
    marker = page.next;
    if (marker === undefined || seen.has(marker)) return { rows, isWhole: true };
    seen.add(marker);
  } while (rows.length < wanted);
  return { rows, isWhole: false };
}
