import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Truth } from '../../../src/sandbox/sandbox.ts';
import { COUPON, coupon } from '../../support/expected/coupons.ts';
import { CUSTOMER, customer } from '../../support/expected/customers.ts';
import { ORDER, order } from '../../support/expected/orders.ts';
import { onDemandResource, periodResource, RESOURCE } from '../../support/expected/resources.ts';
import { globalId } from '../../support/expected/values.ts';
import { type Harness, startHarness } from '../../support/harness.ts';

let harness: Harness;
let world: Truth;
beforeAll(async () => {
  harness = await startHarness({ customers: 20, fixedNow: Date.UTC(2026, 9, 20, 4), withoutQuotas: true });
  world = await harness.world();
});
afterAll(() => harness.close());

interface Kind {
  readonly fields: string;
  readonly expected: (world: Truth) => readonly { readonly id: string }[];
}

const KINDS: Readonly<Record<string, Kind>> = {
  Customer: { fields: CUSTOMER, expected: ({ customers }) => customers.map(customer) },
  Order: { fields: ORDER, expected: (all) => all.orders.map((row) => order(all, row)) },
  YearlyMonthlyResource: {
    fields: RESOURCE,
    expected: (all) => all.periodResources.map((row) => periodResource(all, row)),
  },
  OnDemandResource: {
    fields: RESOURCE,
    expected: (all) => all.onDemandResources.map((row) => onDemandResource(all, row)),
  },
  IssuedCoupon: { fields: COUPON, expected: ({ coupons }) => coupons.map(coupon) },
};

describe('node', () => {
  it.each(Object.entries(KINDS))(
    'fetches a %s again by its id, with all of its fields',
    async (type, kind) => {
      const interfaces: Readonly<Record<string, string>> = { IssuedCoupon: 'Coupon' };
      const on = type.endsWith('Resource') ? 'Resource' : (interfaces[type] ?? type);
      const query = `query ($id: ID!) { node(id: $id) { __typename id ... on ${on} { ${kind.fields} } } }`;
      const sample = kind.expected(world).slice(2, 6);
      expect(sample).toHaveLength(4);
      for (const expected of sample) {
        const answer = await harness.query<{ node: unknown }>(query, { id: expected.id });
        expect(answer.errors).toBeUndefined();
        expect(answer.data.node).toEqual({ ...expected, __typename: type });
      }
    },
  );

  it('fetches a coupon again as its owner sees it', async () => {
    const fields = '__typename id couponId status faceValue { amount } ... on OwnCoupon { couponCode }';
    const owner = world.customersWithAgency[0];
    const listed = await harness.query<{
      customer: { account: { coupons: { nodes: readonly { id: string }[] } } };
    }>(
      `query ($owner: String!) { customer(customerId: $owner) { account { coupons { nodes { ${fields} } } } } }`,
      {
        owner,
      },
    );
    const coupons = listed.data.customer.account.coupons.nodes;
    expect(coupons.length).toBeGreaterThan(0);
    for (const coupon of coupons) {
      const answer = await harness.query<unknown>(
        `query ($id: ID!) { node(id: $id) { ... on Coupon { ${fields} } } }`,
        { id: coupon.id },
      );
      expect(answer).toMatchObject({ data: { node: coupon } });
    }
  });

  it('is null for ids of what is not there, without an error', async () => {
    const someone = world.customers[0]?.['customer_id'];
    const resource = world.periodResources[0]?.['resource_id'];
    for (const id of [
      globalId('Customer', 'nobody'),
      globalId('Order', 'CS00000000000000000000'),
      globalId('IssuedCoupon', 'CPNONE'),
      globalId('OwnCoupon', `${world.customersWithAgency[0]}/CPNONE`),
      globalId('OwnCoupon', 'somebody-else/CPNONE'),
      globalId('OwnCoupon', 'CPNONE'),
      globalId('YearlyMonthlyResource', `${someone}/no-such-resource`),
      globalId('OnDemandResource', `${someone}/no-such-resource`),
      // A resource is found with its customer only, and a stranger's are not shown.
      globalId('YearlyMonthlyResource', `somebody-else/${resource}`),
      globalId('OnDemandResource', `somebody-else/${resource}`),
      globalId('YearlyMonthlyResource', 'no-slash'),
      globalId('YearlyMonthlyResource', '/'),
    ]) {
      const answer = await harness.query('query ($id: ID!) { node(id: $id) { id } }', { id });
      expect(answer.errors).toBeUndefined();
      expect(answer.data).toEqual({ node: null });
    }
  });

  it.each([
    ['text that is no id', 'garbage'],
    ['an empty text', ''],
    ['a type that does not exist', globalId('Unicorn', '1')],
    ['a type that is no node', globalId('Money', '1')],
    ['a type without an id', globalId('Customer', '')],
  ])('says what was expected for %s', async (_what, id) => {
    const answer = await harness.query<unknown>(
      'query ($id: ID!) { node(id: $id) { id } viewer { tenant } }',
      { id },
    );
    expect(answer.data).toEqual({ node: null, viewer: { tenant: 'sandbox' } });
    expect(answer.errors).toEqual([
      expect.objectContaining({
        path: ['node'],
        message: `id: expected a global id that this graph gave, got ${JSON.stringify(id)}`,
        extensions: { code: 'BAD_USER_INPUT', retryable: false },
      }),
    ]);
  });
});
