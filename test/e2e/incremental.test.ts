import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { chromiumPath, launchBrowser } from '../support/browser.ts';
import { type Harness, startHarness } from '../support/harness.ts';
import { type HeaderProxy, startHeaderProxy } from '../support/header-proxy.ts';
import { allParts, askInParts, merged, type Part } from '../support/parts.ts';

if (!chromiumPath) process.stderr.write('the urql test is skipped: no Chromium (apt-get install chromium)\n');

// Three customers' resources at one call a second: the first part is there two seconds before the last.
const SLOW = { ListPayPerUseCustomerResources: 1, ListCustomerOnDemandResources: 1 };
const QUERY = `{ customers(first: 3) { nodes { customerId name ... @defer {
  resources(first: 1) { totalCount }
} } } }`;
const QUEUED = 'ListPayPerUseCustomerResources';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness({
    customers: 8,
    tenants: (tenants) => tenants.map((tenant) => ({ ...tenant, quotas: SLOW })),
  });
});
// The gateway's own window must be over as well.
beforeEach(() => new Promise((resolve) => setTimeout(resolve, 1_100)));
afterAll(() => harness?.close());

const NO_CACHE = { 'cache-control': 'no-cache' };
const callsOf = async (operation: string) => (await harness.log()).operations[operation]?.calls ?? 0;

describe('through a proxy that buffers headers only', () => {
  let proxy: HeaderProxy;
  beforeAll(async () => {
    proxy = await startHeaderProxy(harness.gateway.url);
  });
  afterAll(() => proxy?.close());

  it.each(['multipart/mixed', 'text/event-stream'])('the first part of %s passes at once', async (accept) => {
    const before = await callsOf(QUEUED);
    const parts = askInParts(proxy.url, QUERY, { accept, headers: NO_CACHE });
    const { value: first } = (await parts.next()) as { value: Part };
    const early = (await callsOf(QUEUED)) - before;
    const all = [first, ...(await allParts(parts))];
    const whole = await harness.query(QUERY.replace('@defer', ''));
    expect(first.data).toMatchObject({ customers: { nodes: { length: 3 } } });
    expect(early).toBeLessThan((await callsOf(QUEUED)) - before);
    expect(merged(all)).toEqual({ data: whole.data, errors: [] });
  });
});

/** What the page and urql need, by path; the browser gets them from the gateway's own origin. */
const MODULES: Readonly<Record<string, string>> = {
  '/urql-core.mjs': '@urql/core/dist/urql-core.mjs',
  '/urql-core-chunk.mjs': '@urql/core/dist/urql-core-chunk.mjs',
  '/wonka.mjs': 'wonka/dist/wonka.mjs',
  '/graphql.web.mjs': '@0no-co/graphql.web/dist/graphql.web.mjs',
};

const PAGE = `<!doctype html><title>A client</title><ul></ul>
<script>globalThis.process = { env: { NODE_ENV: 'production' } }; // as bundlers do</script>
<script type="importmap">{ "imports": {
  "@urql/core": "/urql-core.mjs", "wonka": "/wonka.mjs", "@0no-co/graphql.web": "/graphql.web.mjs"
} }</script>
<script type="module">
import { Client, fetchExchange } from '@urql/core';
const client = new Client({
  url: '/graphql',
  preferGetMethod: false,
  exchanges: [fetchExchange],
  fetchOptions: { headers: { 'cache-control': 'no-cache' } },
});
globalThis.results = [];
client.query(${JSON.stringify(QUERY)}, {}).subscribe(({ data, error, hasNext }) => {
  results.push({ error: error?.message, hasNext, data: structuredClone(data) });
  document.querySelector('ul').replaceChildren(...(data?.customers?.nodes ?? []).map(({ name, resources }) => {
    const item = document.createElement('li');
    item.textContent = name + ': ' + (resources ? resources.totalCount + ' resources' : 'loading');
    return item;
  }));
});
</script>`;

interface Rendered {
  readonly error?: string;
  readonly hasNext: boolean;
  readonly data: { readonly customers: { readonly nodes: readonly { readonly resources?: object }[] } };
}

describe.skipIf(!chromiumPath)('urql in a browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser?.close());

  it('shows the list before what belongs to it', async () => {
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.route(`${harness.gateway.url}/client`, (route) =>
      route.fulfill({ contentType: 'text/html', body: PAGE }),
    );
    for (const [path, file] of Object.entries(MODULES)) {
      const body = readFileSync(new URL(`../../node_modules/${file}`, import.meta.url), 'utf8');
      await page.route(harness.gateway.url + path, (route) =>
        route.fulfill({ contentType: 'text/javascript', body }),
      );
    }
    const before = await callsOf(QUEUED);
    await page.goto(`${harness.gateway.url}/client`);
    await page.getByText('loading').first().waitFor();
    const early = (await callsOf(QUEUED)) - before;
    await page.waitForFunction(() => {
      const { results } = globalThis as unknown as { results: readonly Rendered[] };
      return results.at(-1)?.hasNext === false;
    });
    const results = await page.evaluate(
      () => (globalThis as unknown as { results: readonly Rendered[] }).results,
    );
    const shown = await page.locator('li').allTextContents();
    await page.close();

    expect(complaints).toEqual([]);
    expect(results.map(({ error }) => error)).toEqual(results.map(() => undefined));
    expect(results[0]?.data.customers.nodes.map(({ resources }) => resources)).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(early).toBeLessThan((await callsOf(QUEUED)) - before);
    const whole = await harness.query<{
      customers: { nodes: { name: string; resources: { totalCount: number } }[] };
    }>(QUERY.replace('@defer', ''));
    expect(shown).toEqual(
      whole.data.customers.nodes.map(({ name, resources }) => `${name}: ${resources.totalCount} resources`),
    );
  });
});
