import type { Browser, Page, Request } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { exampleQueries } from '../../src/server/graphiql/examples.ts';
import { chromiumPath, launchBrowser } from '../support/browser.ts';
import { type GraphAnswer, type Harness, startHarness } from '../support/harness.ts';

if (!chromiumPath)
  process.stderr.write('browser tests are skipped: no Chromium (apt-get install chromium)\n');

/** Given, the dashboard is saved there as a picture: SCREENSHOT=docs/images/graphiql.png */
const { SCREENSHOT } = process.env;
const TABS = exampleQueries({ cycle: '', from: '', until: '' }).map((example) => example.name);

type Customers = { customers: { nodes: { name?: string; customerId?: string }[] } };

describe.skipIf(!chromiumPath)('GraphiQL in a browser', () => {
  let harness: Harness;
  let browser: Browser;
  let page: Page;
  let requested: string[];
  let complaints: string[];

  beforeAll(async () => {
    [harness, browser] = await Promise.all([startHarness(), launchBrowser()]);
  });
  afterAll(async () => {
    await browser?.close();
    await harness?.close();
  });
  beforeEach(async () => {
    page = await browser.newPage({ viewport: { width: 1280, height: 860 } });
    requested = [];
    complaints = [];
    page.on('request', (request) => requested.push(request.url()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    });
    await page.goto(`${harness.gateway.url}/graphql`);
    await page.locator('.graphiql-query-editor .view-line').first().waitFor();
  });
  afterEach(() => page.close());

  /** Opens a tab, runs what is in it, and hands back what the gateway answered. */
  async function runTab(name: string): Promise<GraphAnswer<Customers>> {
    await page.locator(`.graphiql-tab-button[title="${name}"]`).click();
    await page.locator('.graphiql-query-editor').getByText(`query ${name}`).waitFor();
    const isAsked = (request: Request) => request.postData()?.includes(`"operationName":"${name}"`) ?? false;
    const answered = page.waitForResponse((response) => isAsked(response.request()));
    let asked = false;
    page.on('request', (request) => {
      asked ||= isAsked(request);
    });
    // For some milliseconds after the switch the editor does not know which operation it holds.
    const press = async () => {
      if (!asked) await page.locator('.graphiql-execute-button').click();
      return asked;
    };
    await vi.waitUntil(press, { timeout: 20_000, interval: 200 });
    return (await (await answered).json()) as GraphAnswer<Customers>;
  }

  it('shows a tab for each example and asks no other machine for anything', async () => {
    await expect.poll(() => page.getByRole('tab').allInnerTexts()).toEqual(TABS);
    await runTab('Dashboard');
    const elsewhere = requested.filter(
      (url) => !/^(blob:|data:)/.test(url) && new URL(url).origin !== harness.gateway.url,
    );
    expect(elsewhere).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('shows the query of its address again after a reload, and that of a link', async () => {
    const editor = page.locator('.graphiql-query-editor');
    const query = 'query Mine { viewer { role } }';
    await editor.locator('.view-lines').first().click();
    await page.keyboard.press('Control+A');
    await page.keyboard.insertText(query);
    await expect.poll(() => new URL(page.url()).searchParams.get('query')).toContain('query Mine');
    await page.reload();
    await editor.getByText('query Mine').waitFor();
    await page.goto(
      `${harness.gateway.url}/graphql?query=${encodeURIComponent('query Linked { viewer { tenant } }')}`,
    );
    await editor.getByText('query Linked').waitFor();
    expect(complaints).toEqual([]);
  });

  it.each(TABS)('runs the tab %s without errors and shows its data', async (name) => {
    const answer = await runTab(name);
    expect(answer.errors).toBeUndefined();
    const first = answer.data.customers.nodes[0]?.name;
    expect(first).toMatch(/^Sandbox Customer/);
    const result = page.locator('.result-window');
    await expect.poll(async () => (await result.textContent())?.replaceAll('\u00a0', ' ')).toContain(first);
    expect(await page.locator('.graphiql-query-editor .squiggly-error').count()).toBe(0);
    expect(answer.extensions.upstream.trace?.length).toBe(answer.extensions.upstream.calls);
    expect(complaints).toEqual([]);
    if (name === 'Dashboard' && SCREENSHOT) await page.screenshot({ path: SCREENSHOT });
  });
});
