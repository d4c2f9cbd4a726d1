import type { Browser, Page, Request } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { chromiumPath, launchBrowser } from '../support/browser.ts';
import { type GraphAnswer, type Harness, startHarness } from '../support/harness.ts';

if (!chromiumPath)
  process.stderr.write('waterfall tests are skipped: no Chromium (apt-get install chromium)\n');

/** Given, a waterfall is saved there as a picture: WATERFALL=docs/images/waterfall.png */
const { WATERFALL } = process.env;

// The editor indents by itself.
const QUEUED = `# Resources have no listing for all customers:
# one call each, ten a second.
query Expiring {
customers(first: 24) {
nodes {
name
balance { available { amount } }
orders(first: 2) { nodes { orderId } }
coupons(first: 2) { nodes { couponId } }
resources(first: 3) {
nodes { resourceId expiresAt }
}
}
}
}`;
const SMALL = 'query Small { customers(first: 2) { nodes { balance { available { amount } } } } }';

describe.skipIf(!chromiumPath)('the waterfall in GraphiQL', () => {
  let harness: Harness;
  let browser: Browser;
  let page: Page;
  let complaints: string[];

  beforeAll(async () => {
    [harness, browser] = await Promise.all([startHarness(), launchBrowser()]);
  });
  afterAll(async () => {
    await browser?.close();
    await harness?.close();
  });
  beforeEach(async () => {
    await harness.reset();
    page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    complaints = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    });
    await page.goto(`${harness.gateway.url}/graphql`);
    await page.locator('.graphiql-query-editor .view-line').first().waitFor();
  });
  afterEach(() => page.close());

  const panel = () => page.getByRole('region', { name: 'Upstream calls' });

  /** Writes the query into the editor, runs it, and hands back what the gateway answered. */
  async function run(query: string): Promise<GraphAnswer<unknown>> {
    const editor = page.locator('.graphiql-query-editor .view-lines').first();
    await editor.click();
    await page.keyboard.press('Control+A');
    await page.keyboard.insertText(query);
    const words = query.split('\n').at(-2)?.trim() ?? query;
    await page.locator('.graphiql-query-editor').getByText(words.slice(0, 20)).first().waitFor();
    const isAsked = (request: Request) => request.postData()?.includes('customers(first') ?? false;
    const answered = page.waitForResponse((response) => isAsked(response.request()));
    let asked = false;
    page.on('request', (request) => {
      asked ||= isAsked(request);
    });
    // For some milliseconds after a change the editor does not know which operation it holds.
    const press = async () => {
      if (!asked) await page.locator('.graphiql-execute-button').click();
      return asked;
    };
    await vi.waitUntil(press, { timeout: 20_000, interval: 300 });
    return (await (await answered).json()) as GraphAnswer<unknown>;
  }

  it('invites to run a query first', async () => {
    await panel().getByText('Run a query to see its upstream calls.').waitFor();
    expect(complaints).toEqual([]);
  });

  it('draws one bar for each call, with what it waited for and what the planner chose', async () => {
    const answer = await run(QUEUED);
    expect(answer.errors).toBeUndefined();
    const { calls, trace } = answer.extensions.upstream;
    expect(calls).toBeGreaterThan(24);
    await panel().getByText(`${calls} calls`).waitFor();
    const bars = panel().getByRole('img');
    expect(await bars.count()).toBe(calls);
    const labels = await bars.evaluateAll((all) => all.map((one) => one.getAttribute('aria-label') ?? ''));
    expect(labels.map((label) => label.split(':')[0]).sort()).toEqual(
      trace?.map((call) => call.operation).sort(),
    );
    expect(labels.filter((label) => /queued [1-9]/.test(label)).length).toBeGreaterThan(4);
    const operations = [...new Set(trace?.map(({ operation }) => operation))];
    for (const operation of operations) await panel().getByText(`${operation} ×`).waitFor();
    expect(await panel().locator('pre').count()).toBe(answer.extensions.upstream.plans?.length);
    await panel().getByText('Customer.orders').first().waitFor();
    expect(complaints).toEqual([]);
    if (!WATERFALL) return;
    await page.getByRole('button', { name: /prettify/i }).click();
    await page.mouse.move(600, 500);
    await page.waitForTimeout(1_000);
    await page.screenshot({ path: WATERFALL });
  });

  it('says so when everything came from the cache', async () => {
    await run(SMALL);
    await run(SMALL);
    await panel().getByText('No upstream calls: everything came from the cache.').waitFor();
    expect(await panel().getByRole('img').count()).toBe(0);
  });

  it('marks calls that failed', async () => {
    await harness.setFaults({ ListSubCustomerNewTag: { status: 500 } });
    await run('query Tags { customers(first: 4) { nodes { newCustomerTag { status } } } }');
    await panel().getByText('500', { exact: true }).waitFor();
    expect(await panel().locator('.failed').count()).toBeGreaterThan(1);
  });

  it('can be closed and opened with the keyboard', async () => {
    const button = panel().getByRole('button');
    await button.focus();
    await page.keyboard.press('Enter');
    expect(await button.getAttribute('aria-expanded')).toBe('false');
    expect(await panel().locator('.waterfall-body').isVisible()).toBe(false);
    await page.keyboard.press('Enter');
    expect(await panel().locator('.waterfall-body').isVisible()).toBe(true);
  });
});
