import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sumDecimals } from '../../../src/decode/decimal.ts';
import type { Truth } from '../../../src/sandbox/sandbox.ts';
import { type Harness, startHarness } from '../../support/harness.ts';

let harness: Harness;
let world: Truth;
beforeAll(async () => {
  harness = await startHarness({ customers: 8, fixedNow: Date.UTC(2026, 9, 20, 4), withoutQuotas: true });
  world = await harness.world('?include=customers,customersWithAgency,renewalPrices');
});
afterAll(() => harness.close());

const PROJECT = '0123456789abcdef0123456789abcdef';
const customerId = () => String(world.customers[0]?.['customer_id']);
const CODES = {
  serviceTypeCode: 'hws.service.type.ec2',
  resourceTypeCode: 'hws.resource.type.vm',
  specificationCode: 's6.small.1.linux',
  regionCode: 'cn-north-4',
};
const DISK = {
  ...CODES,
  serviceTypeCode: 'hws.service.type.ebs',
  specificationCode: 'SSD',
  size: 40,
  sizeUnitId: 17,
};

const MONEY = '{ amount currency }';
const ON_DEMAND = `amount ${MONEY} officialAmount ${MONEY} discountAmount ${MONEY} products {
  key productId amount ${MONEY} officialAmount ${MONEY} discountAmount ${MONEY}
  discounts { discountId name type typeCode amount ${MONEY} }
}`;
const INSTALLMENT = `installment { officialAmount ${MONEY} discountAmount ${MONEY} amount ${MONEY} period periodCode }`;
const SUBSCRIPTIONS = `officialAmount ${MONEY} ${INSTALLMENT}
  products { key productId officialAmount ${MONEY} ${INSTALLMENT} }
  options { discountId discountName discountType discountTypeCode isBestOffer
    amount ${MONEY} officialAmount ${MONEY} discountAmount ${MONEY} ${INSTALLMENT}
    products { key productId amount ${MONEY} officialAmount ${MONEY} discountAmount ${MONEY} ${INSTALLMENT} }
  }`;

type Amount = { readonly amount: string; readonly currency: string };
interface Usage {
  readonly key: string;
  readonly productId: string;
  readonly amount: Amount;
  readonly officialAmount: Amount;
  readonly discountAmount: Amount;
  readonly discounts: readonly { readonly name: string; readonly amount: Amount }[];
}
interface OnDemand {
  readonly amount: Amount;
  readonly officialAmount: Amount;
  readonly discountAmount: Amount;
  readonly products: readonly Usage[];
}
interface Installment {
  readonly amount: Amount | null;
  readonly officialAmount: Amount;
  readonly period: string;
}
interface Listed {
  readonly key: string;
  readonly officialAmount: Amount;
  readonly installment: Installment | null;
}
interface Option {
  readonly discountName: string;
  readonly discountTypeCode: string;
  readonly isBestOffer: boolean;
  readonly amount: Amount;
  readonly officialAmount: Amount;
  readonly discountAmount: Amount;
  readonly products: readonly (Listed & { readonly amount: Amount })[];
}
interface Subscriptions {
  readonly officialAmount: Amount;
  readonly products: readonly Listed[];
  readonly options: readonly Option[];
}
interface Data {
  readonly prices: { readonly onDemand: OnDemand; readonly subscriptions: Subscriptions };
}

const ask = (field: 'onDemand' | 'subscriptions', args: string, selection: string, variables: object) =>
  harness.callsOf(() =>
    harness.query<Data>(
      `query ($id: String!, $project: String!, ${
        field === 'onDemand' ? '$usages: [OnDemandUsageInput!]!' : '$subscriptions: [SubscriptionInput!]!'
      }) { prices(customerId: $id, projectId: $project) { ${field}(${args}) { ${selection} } } }`,
      { id: customerId(), project: PROJECT, ...variables },
    ),
  );
const usage = (key: string, amount: string, more = {}) => ({
  ...CODES,
  key,
  usageTypeCode: 'Duration',
  usage: amount,
  usageUnitId: 4,
  ...more,
});
const subscription = (key: string, more = {}) => ({ ...CODES, key, period: 'MONTH', periods: 3, ...more });
const onDemandOf = (usages: readonly object[], args = '') =>
  ask('onDemand', `usages: $usages${args}`, ON_DEMAND, { usages });
const subscriptionsOf = (subscriptions: readonly object[]) =>
  ask('subscriptions', 'subscriptions: $subscriptions', SUBSCRIPTIONS, { subscriptions });
const sum = (amounts: readonly Amount[]) => sumDecimals(amounts.map(({ amount }) => amount));

/** The customer's better discount, as its renewals tell it. */
function percent(): string {
  const row = world.renewalPrices.find((one) => one['customer_id'] === customerId());
  const month = row?.['month'] as
    | { optional_discount_rating_results: readonly { discount_name: string }[] }
    | undefined;
  return month?.optional_discount_rating_results.at(-1)?.discount_name ?? '';
}

describe('prices of on-demand products', () => {
  it('are matched by the keys of the request, in its order, each with its discounts', async () => {
    const usages = [usage('one', '1'), usage('ten', '10'), usage('disk', '2.5', DISK)];
    const { result, calls } = await onDemandOf(usages);
    expect(result.errors).toBeUndefined();
    const { products, ...all } = result.data.prices.onDemand;
    expect(products.map(({ key }) => key)).toEqual(['one', 'ten', 'disk']);
    expect(calls['ListOnDemandResourceRatings']).toBe(1);
    for (const product of products) {
      expect(sumDecimals([product.amount.amount, product.discountAmount.amount])).toBe(
        product.officialAmount.amount,
      );
      expect(product.productId).toMatch(/^SANDBOX-PRICE-/);
      expect(product.discounts).toEqual([
        {
          discountId: 'SANDBOX-RATE-0-1',
          name: percent(),
          type: 'PARTNER',
          typeCode: '607',
          amount: product.discountAmount,
        },
      ]);
    }
    for (const name of ['amount', 'officialAmount', 'discountAmount'] as const) {
      expect(all[name]).toEqual({ amount: sum(products.map((one) => one[name])), currency: 'CNY' });
    }
  });

  it('are exact: ten times the use is ten times the price, to the tenth decimal', async () => {
    const usages = [
      usage('one', '1'),
      usage('many', '1000000'),
      usage('half', '0.5'),
      usage('two', '1', { quantity: 2 }),
    ];
    const { result } = await onDemandOf(usages, ', precision: TEN_DECIMALS');
    const [one, many, half, two] = result.data.prices.onDemand.products.map(
      (product) => product.officialAmount.amount,
    );
    const units = (text = '') => {
      const [whole = '', fraction = ''] = text.split('.');
      return BigInt(whole + fraction.padEnd(10, '0'));
    };
    expect(one).toMatch(/\.\d{7,10}$/);
    expect(units(many)).toBe(units(one) * 1_000_000n);
    expect(units(two)).toBe(units(one) * 2n);
    expect(units(half)).toBe(units(one) / 2n);
    const { result: short } = await onDemandOf(usages);
    for (const { officialAmount } of short.data.prices.onDemand.products) {
      expect(officialAmount.amount.split('.')[1]?.length ?? 0).toBeLessThanOrEqual(6);
    }
  });

  it('come 100 products per call, and add up exactly', async () => {
    const usages = Array.from({ length: 250 }, (_, at) =>
      usage(`p${at}`, String(at + 1), { specificationCode: `s${at}.linux` }),
    );
    const { result, calls } = await onDemandOf(usages);
    const { products, amount, discountAmount } = result.data.prices.onDemand;
    expect(products.map(({ key }) => key)).toEqual(usages.map(({ key }) => key));
    expect(amount.amount).toBe(sum(products.map((one) => one.amount)));
    expect(discountAmount.amount).toBe(sum(products.map((one) => one.discountAmount)));
    expect(calls['ListOnDemandResourceRatings']).toBe(3);
  });
});

describe('prices of subscriptions', () => {
  it('are list prices and those under each discount, matched by the keys of the request', async () => {
    const subscriptions = [
      subscription('vm'),
      subscription('disk', { ...DISK, quantity: 2 }),
      subscription('parts', { period: 'YEAR', periods: 1, installments: 'HALF' }),
    ];
    const { result, calls } = await subscriptionsOf(subscriptions);
    expect(result.errors).toBeUndefined();
    const { officialAmount, products, options } = result.data.prices.subscriptions;
    expect(products.map(({ key }) => key)).toEqual(['vm', 'disk', 'parts']);
    expect(officialAmount).toEqual({
      amount: sum(products.map((one) => one.officialAmount)),
      currency: 'CNY',
    });
    expect(options.map((one) => [one.discountTypeCode, one.isBestOffer])).toEqual([
      ['605', false],
      ['607', true],
    ]);
    expect(options[1]?.discountName).toBe(percent());
    for (const option of options) {
      expect(option.products.map(({ key }) => key)).toEqual(['vm', 'disk', 'parts']);
      expect(option.amount.amount).toBe(sum(option.products.map((one) => one.amount)));
      expect(sumDecimals([option.amount.amount, option.discountAmount.amount])).toBe(officialAmount.amount);
      expect(option.officialAmount).toEqual(officialAmount);
    }
    expect(products[0]?.installment).toBeNull();
    expect(products[2]?.installment).toMatchObject({ amount: null, period: 'MONTH', periodCode: '2' });
    expect(options[0]?.products[2]?.installment?.amount?.amount).toMatch(/^\d+(\.\d+)?$/);
    expect(calls['ListRateOnPeriodDetail']).toBe(1);
  });

  it('come 100 products per call, and each discount adds up over all of them', async () => {
    const subscriptions = Array.from({ length: 101 }, (_, at) =>
      subscription(`p${at}`, { specificationCode: `s${at}` }),
    );
    const { result, calls } = await subscriptionsOf(subscriptions);
    const { officialAmount, products, options } = result.data.prices.subscriptions;
    expect(calls['ListRateOnPeriodDetail']).toBe(2);
    expect(products).toHaveLength(101);
    expect(officialAmount.amount).toBe(sum(products.map((one) => one.officialAmount)));
    expect(options.map((one) => [one.products.length, one.isBestOffer])).toEqual([
      [101, false],
      [101, true],
    ]);
    for (const option of options)
      expect(option.amount.amount).toBe(sum(option.products.map((one) => one.amount)));
  });
});

describe('a question about prices', () => {
  it('is answered from the cache when it is asked again', async () => {
    const usages = [usage('again', '3.25')];
    await onDemandOf(usages);
    expect((await onDemandOf(usages)).calls).toEqual({});
  });

  it.each([
    ['usages: expected at least one value, got an empty list', []],
    ['usages: expected keys that differ, got "a"', [usage('a', '1'), usage('a', '2')]],
    ['usages[0].key: expected 1 to 64 characters, got an empty text', [usage('', '1')]],
    ['usages: expected size and sizeUnitId together for a', [usage('a', '1', { size: 4 })]],
    ['usages: expected a quantity above 0 for a, got 0', [usage('a', '1', { quantity: 0 })]],
    ['usages: expected a usage of 0 or more for a, got "-1"', [usage('a', '-1')]],
  ])('is refused without a call: %s', async (message, usages) => {
    const { result, calls } = await onDemandOf(usages);
    expect(result.errors).toHaveLength(1);
    expect(result.errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
    expect(result.errors?.[0]?.message).toContain(message);
    expect(calls).toEqual({});
  });

  it('passes on what the upstream refuses', async () => {
    const { result } = await onDemandOf([usage('a', '1', { serviceTypeCode: 'hws.service.type.none' })]);
    expect(result.data.prices.onDemand).toBeNull();
    expect(result.errors?.[0]?.extensions.upstream).toMatchObject({
      operation: 'ListOnDemandResourceRatings',
      errorCode: 'CBC.99006006',
    });
  });

  it('is null with an error for a customer that did not grant the agency', async () => {
    const other = world.customers.find(
      (row) => !world.customersWithAgency.includes(String(row['customer_id'])),
    );
    const { result } = await ask('onDemand', 'usages: $usages', `amount ${MONEY}`, {
      id: other?.['customer_id'],
      usages: [usage('a', '1')],
    });
    expect(result.data.prices.onDemand).toBeNull();
    expect(result.errors).toHaveLength(1);
  });

  it('of another customer is null without a call for a viewer that is a customer', async () => {
    const other = await startHarness({
      customers: 8,
      fixedNow: Date.UTC(2026, 9, 20, 4),
      withoutQuotas: true,
      environment: { DEV_VIEWER: `sandbox:CUSTOMER:${customerId()}` },
    });
    try {
      const amountFor = async (id: unknown) => {
        const { data, errors } = await other.query<{ prices: { onDemand: object } | null }>(
          `query ($id: String!, $usages: [OnDemandUsageInput!]!) { prices(customerId: $id, projectId: "${PROJECT}") {
            onDemand(usages: $usages) { amount ${MONEY} }
          } }`,
          { id, usages: [usage('a', '1')] },
        );
        expect(errors).toBeUndefined();
        return data.prices;
      };
      expect(await amountFor(world.customers[1]?.['customer_id'])).toBeNull();
      expect(await amountFor(customerId())).toEqual({
        onDemand: { amount: expect.objectContaining({ currency: 'CNY' }) },
      });
    } finally {
      await other.close();
    }
  });
});
