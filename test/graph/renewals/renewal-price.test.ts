import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Truth, TruthRow } from '../../../src/sandbox/sandbox.ts';
import { money, rowsWith, rowWith } from '../../support/expected/values.ts';
import { type Harness, startHarness } from '../../support/harness.ts';

let harness: Harness;
let world: Truth;
beforeAll(async () => {
  harness = await startHarness({ customers: 12, fixedNow: Date.UTC(2026, 9, 20, 4), withoutQuotas: true });
  world = await harness.world('?include=customers,customersWithAgency,periodResources,renewalPrices');
});
afterAll(() => harness.close());

const OPERATION = 'ListRenewRateOnPeriod';
const QUOTE = `quote { officialAmount { amount currency } installment { period } options {
  discountId discountName discountType discountTypeCode isBestOffer
  amount { amount currency } officialAmount { amount currency } discountAmount { amount currency }
  installment { period }
} }`;

const listOf = (value: unknown): readonly TruthRow[] => (value ?? []) as readonly TruthRow[];

function price(answer: TruthRow) {
  const [told] = listOf(answer['renew_inquiry_results']);
  const [failed] = listOf(answer['fail_resource_infos']);
  const official = answer['official_website_rating_result'] as TruthRow;
  return {
    amount: money(told?.['amount']),
    failure: failed ? { code: failed['error_code'], message: failed['error_msg'] } : null,
    quote: failed
      ? null
      : {
          officialAmount: money(official['official_website_amount']),
          installment: null,
          options: listOf(answer['optional_discount_rating_results']).map((option) => ({
            discountId: option['discount_id'],
            discountName: option['discount_name'],
            discountType: option['discount_type'] === 605 ? 'COMMERCIAL' : 'PARTNER',
            discountTypeCode: String(option['discount_type']),
            isBestOffer: option['best_offer'] === 1,
            amount: money(option['amount']),
            officialAmount: money(option['official_website_amount']),
            discountAmount: money(option['discount_amount']),
            installment: null,
          })),
        },
  };
}

interface Priced {
  readonly resourceId: string;
  readonly isMainResource: boolean;
  readonly month: unknown;
  readonly year: unknown;
}
interface Data {
  readonly customers: {
    readonly nodes: readonly { customerId: string; resources: { nodes: readonly Priced[] } }[];
  };
}

const query = (selection: string) => `{ customers(first: 12) { nodes { customerId
  resources(first: 500, filter: { kind: YEARLY_MONTHLY }) { nodes { resourceId ... on YearlyMonthlyResource {
    isMainResource ${selection}
  } } }
} } }`;

describe('the price of a renewal', () => {
  it('is that of the upstream, to the cent, 10 resources of a customer per call', async () => {
    const { result, calls } = await harness.callsOf(() =>
      harness.query<Data>(
        query(`month: renewalPrice(periods: 1) { amount { amount currency } }
          year: renewalPrice(periods: 1, period: YEAR, includeAttached: true) { amount { amount currency } failure { code message } }`),
      ),
    );
    const granted = result.data.customers.nodes.filter(({ customerId }) =>
      world.customersWithAgency.includes(customerId),
    );
    let [seen, failed, batches] = [0, 0, 0];
    for (const { customerId, resources } of granted) {
      batches += Math.ceil(resources.nodes.filter((one) => one.isMainResource).length / 10);
      for (const { resourceId, isMainResource, month, year } of resources.nodes) {
        const truth = rowWith(
          rowsWith(world.renewalPrices, 'customer_id', customerId),
          'resource_id',
          resourceId,
        );
        if (!isMainResource) expect([month, year]).toEqual([null, null]);
        if (!isMainResource || !truth) continue;
        const { quote: _quote, ...told } = price(truth['year'] as TruthRow);
        expect(year).toEqual(told);
        expect(month).toEqual({ amount: price(truth['month'] as TruthRow).amount });
        seen++;
        if (told.failure) failed++;
      }
    }
    expect(seen).toBeGreaterThan(100);
    expect(failed).toBeGreaterThan(0);
    expect(calls[OPERATION]).toBe(2 * batches);
    expect(new Set(result.errors?.map(({ path }) => path?.[2])).size).toBeGreaterThan(0);
  });

  it('comes with list price and discounts, one resource per call', async () => {
    const id = String(world.customers[0]?.['customer_id']);
    const { result, calls } = await harness.callsOf(() =>
      harness.query<{
        customer: { resources: { nodes: readonly { resourceId: string; month: unknown }[] } };
      }>(
        `query ($id: String!) { customer(customerId: $id) {
          resources(first: 4, filter: { mainOnly: true }) { nodes { resourceId ... on YearlyMonthlyResource {
            month: renewalPrice(periods: 1) { amount { amount currency } failure { code message } ${QUOTE} }
          } } }
        } }`,
        { id },
        { 'cache-control': 'no-cache' },
      ),
    );
    expect(result.errors).toBeUndefined();
    const { nodes } = result.data.customer.resources;
    for (const { resourceId, month } of nodes) {
      const truth = rowWith(world.renewalPrices, 'resource_id', resourceId);
      expect(month).toEqual(price(truth?.['month'] as TruthRow));
    }
    const quotes = nodes.filter((one) => (one.month as { quote: unknown }).quote).length;
    expect(quotes).toBeGreaterThan(0);
    expect(calls[OPERATION]).toBe(1 + quotes);
  });

  it.each([
    ['periods: 0', '1 to 11 of a MONTH, got 0'],
    ['periods: 12', '1 to 11 of a MONTH, got 12'],
    ['periods: 4, period: YEAR', '1 to 3 of a YEAR, got 4'],
  ])('is refused for periods that cannot be renewed: %s', async (args, message) => {
    const id = String(world.customers[0]?.['customer_id']);
    const { errors } = await harness.query(
      `query ($id: String!) { customer(customerId: $id) { resources(first: 1, filter: { mainOnly: true }) { nodes {
        ... on YearlyMonthlyResource { renewalPrice(${args}) { amount { amount } } } } } } }`,
      { id },
    );
    expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
    expect(errors?.[0]?.message).toContain(message);
  });
});
