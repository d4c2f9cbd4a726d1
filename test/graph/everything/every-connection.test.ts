import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { schema } from '../../../schema/index.ts';
import type { Site } from '../../../src/call/operation.ts';
import {
  ARGUMENTS,
  type Around,
  type ConnectionField,
  connectionsOf,
  type Stage,
  stageOn,
} from '../../support/every-connection.ts';
import type { Harness } from '../../support/harness.ts';

// Each connection of the schema, whatever it lists, pages through everything exactly once, ends where it ends,
// and survives rows that move while it is read.

const FRESH = { 'cache-control': 'no-cache' };

const connections = connectionsOf(schema, ARGUMENTS);

/** Pages that count customers and hold any number of rows each, in an order of their own. */
const PER_CUSTOMER = new Set(['Query.expiringResources', 'Query.renewalTasks']);

/** Where the way to the object is a listing itself, only the connection's own rows are touched. */
const OWN_ROWS: Readonly<Record<string, string>> = {
  'BandwidthUsage.samples': 'ListResourceUsage',
  'EnterpriseSubAccount.reclaimableCoupons': 'ListMultiAccountRetrieveCoupons',
};

let stages: Readonly<Record<Site, Stage>>;
beforeAll(async () => {
  const [cn, intl] = await Promise.all([stageOn('cn'), stageOn('intl')]);
  stages = { cn, intl };
});
const everywhere = (act: (harness: Harness) => Promise<void>) =>
  Promise.all(Object.values(stages).map(({ harness }) => act(harness)));
afterEach(() => everywhere((harness) => harness.reset()));
afterAll(() => everywhere((harness) => harness.close()));

interface Page {
  readonly totalCount: number | null;
  readonly nodes: readonly unknown[];
  readonly edges: readonly { readonly cursor: string }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
}

/** The connection in an answer. */
function pageIn(value: unknown): Page | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if ('pageInfo' in value) return value as Page;
  for (const one of Object.values(value)) {
    const found = pageIn(one);
    if (found) return found;
  }
  return undefined;
}

async function read(
  { selection, site }: ConnectionField,
  [open, close]: Around,
  first: number,
  after: string | null,
  headers: Readonly<Record<string, string>> = {},
): Promise<Page | undefined> {
  const query = `query ($first: Int!, $after: String) { ${open} ${selection} ${close} }`;
  const { data, errors } = await stages[site].harness.query(query, { first, after }, headers);
  expect(errors, query).toBeUndefined();
  return pageIn(data);
}

interface Found {
  readonly around: Around;
  readonly whole: Page;
}

const LONGEST_PAGE = 500;
const ENOUGH = 3;

/** All rows in as few pages as there can be; undefined where there is no such object. */
async function everything(field: ConnectionField, around: Around): Promise<Page | undefined> {
  const page = await read(field, around, LONGEST_PAGE, null);
  if (!page?.pageInfo.hasNextPage) return page;
  const rest = await read(field, around, LONGEST_PAGE, page.pageInfo.endCursor);
  if (!rest || rest.pageInfo.hasNextPage) throw new Error(`${field.name}: expected at most two long pages`);
  return { ...rest, nodes: [...page.nodes, ...rest.nodes] };
}

/** An object that has several rows, and one that has none. */
async function objectsOf(field: ConnectionField): Promise<{ full: Found; empty: Found | undefined }> {
  const candidates = stages[field.site].parents[field.parent];
  if (!candidates) throw new Error(`${field.name}: expected a way to a ${field.parent}, got none`);
  let full: Found | undefined;
  let empty: Found | undefined;
  for (const around of candidates) {
    const whole = await everything(field, around);
    if (!whole) continue;
    if (whole.nodes.length > (full?.whole.nodes.length ?? 0) && (full?.whole.nodes.length ?? 0) < ENOUGH) {
      full = { around, whole };
    }
    if (whole.nodes.length === 0) empty ??= { around, whole };
    if (full && full.whole.nodes.length >= ENOUGH && empty) break;
  }
  if (!full || full.whole.nodes.length < 2) {
    throw new Error(`${field.name}: expected an object with two rows at least, got none`);
  }
  return { full, empty };
}

interface Walk {
  readonly pages: readonly Page[];
  readonly rows: readonly string[];
}

/** All pages from the first to the last. */
async function walk(field: ConnectionField, around: Around, first: number, headers = {}): Promise<Walk> {
  const pages: Page[] = [];
  for (let after: string | null = null; ; ) {
    const page: Page | undefined = await read(field, around, first, after, headers);
    if (!page) throw new Error(`${field.name}: expected a page after ${after}, got none`);
    pages.push(page);
    if (!page.pageInfo.hasNextPage) break;
    expect(page.pageInfo.endCursor, 'a way on').not.toBe(after);
    after = page.pageInfo.endCursor;
    expect(pages.length, 'pages').toBeLessThan(200);
  }
  return { pages, rows: pages.flatMap(({ nodes }) => nodes.map((node) => JSON.stringify(node))) };
}

/** So that a walk takes several pages and not hundreds. */
const pageLength = (rows: number): number => Math.max(2, Math.ceil(rows / 6));

it('are found, with a way to each', () => {
  expect(connections.length).toBeGreaterThan(40);
  expect(new Set(connections.map(({ parent }) => parent))).toEqual(new Set(Object.keys(stages.cn.parents)));
});

const emptied: string[] = [];

describe.each(connections.map((field) => [field.name, field] as const))('%s', (name, field) => {
  let full: Found;
  let empty: Found | undefined;
  beforeAll(async () => {
    ({ full, empty } = await objectsOf(field));
    if (empty) emptied.push(name);
  });

  it('gives every row once, in one order', async () => {
    const { around, whole } = full;
    const first = PER_CUSTOMER.has(name) ? 3 : pageLength(whole.nodes.length);
    const { pages, rows } = await walk(field, around, first);
    const all = whole.nodes.map((node) => JSON.stringify(node));
    if (PER_CUSTOMER.has(name)) expect(rows.toSorted()).toEqual(all.toSorted());
    else {
      expect(rows).toEqual(all);
      for (const page of pages.slice(0, -1)) expect(page.nodes).toHaveLength(first);
      for (const { totalCount } of pages) expect([all.length, null]).toContain(totalCount);
    }
    expect(whole.pageInfo.hasNextPage).toBe(false);
    expect(pages.length).toBeGreaterThan(all.length === 2 ? 0 : 1);
    expect(pages.map(({ pageInfo }) => pageInfo.hasPreviousPage)).toEqual(pages.map((_, at) => at > 0));
    for (const { edges, nodes, pageInfo } of pages) {
      expect(edges).toHaveLength(nodes.length);
      if (nodes.length > 0) expect(edges[0]?.cursor).toBe(pageInfo.startCursor);
    }
  });

  it('is empty behind its end, and where nothing is', async () => {
    const { around, whole } = full;
    const { endCursor } = whole.pageInfo;
    const nothing = { nodes: [], edges: [], pageInfo: { hasNextPage: false, endCursor: null } };
    if (endCursor !== null) {
      expect(await read(field, around, 2, endCursor)).toMatchObject(nothing);
      const far = Buffer.from(endCursor, 'base64url').toString().replace(/\d+$/, '99999');
      expect(await read(field, around, 2, Buffer.from(far).toString('base64url'))).toMatchObject(nothing);
    } else expect(PER_CUSTOMER.has(name)).toBe(true);
    expect((await read(field, around, 0, null))?.nodes).toEqual([]);
    if (empty) {
      expect(empty.whole).toMatchObject(nothing);
      expect([0, null]).toContain(empty.whole.totalCount);
    }
  });

  it('loses no row where rows lack optional keys', async () => {
    const { around, whole } = full;
    await stages[field.site].harness.setFaults({ [OWN_ROWS[name] ?? '*']: { missingKeys: 0.4 } });
    const { rows } = await walk(field, around, Math.max(2, pageLength(whole.nodes.length)), FRESH);
    // What is chosen by its time cannot be where the time is missing.
    if (!PER_CUSTOMER.has(name)) expect(rows).toHaveLength(whole.nodes.length);
  });

  it.each(['insert', 'remove', 'reorder'] as const)('survives rows that move: %s', async (rowShift) => {
    const { around, whole } = full;
    const known = new Set(whole.nodes.map((node) => JSON.stringify(node)));
    await stages[field.site].harness.setFaults({ [OWN_ROWS[name] ?? '*']: { rowShift } });
    const { rows } = await walk(field, around, Math.max(2, pageLength(whole.nodes.length)), FRESH);
    for (const row of rows) expect(known).toContain(row);
    if (!PER_CUSTOMER.has(name)) expect(rows.length).toBeGreaterThan(0);
  });
});

it('are empty somewhere in most cases', () => {
  expect(emptied.length).toBeGreaterThan(connections.length / 3);
});
