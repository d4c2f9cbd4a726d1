import { wireNumber } from '../../src/decode/wire-number.ts';
import { badInput } from '../../src/errors/errors.ts';
import { builder } from '../core/builder.ts';

const SHARED = {
  key: 'Key chosen by the caller, different for each product; the price of the product carries the same key.',
  serviceTypeCode: 'Upstream code of the cloud service, e.g. `hws.service.type.ec2`.',
  resourceTypeCode: 'Upstream code of the resource type, e.g. `hws.resource.type.vm`.',
  specificationCode: 'Upstream code of the specification, e.g. `s6.small.1.linux`.',
  regionCode: 'Upstream code of the region, e.g. `cn-north-4`.',
  availabilityZoneCode: 'Upstream code of the availability zone, e.g. `cn-north-4a`.',
  size: 'Size of the product, for products that are ordered by size, such as disks and bandwidth.',
  sizeUnitId:
    'Upstream id of the unit of the size: `15` Mbit/s for bandwidth, `17` gigabytes for disks, `14` pieces.',
  quantity: 'Quantity of the product; one when omitted.',
} as const;

export const OnDemandUsageInput = builder.inputType('OnDemandUsageInput', {
  description: 'Usage of a pay-per-use product to be priced.',
  fields: (t) => ({
    key: t.string({ required: true, description: SHARED.key }),
    serviceTypeCode: t.string({ required: true, description: SHARED.serviceTypeCode }),
    resourceTypeCode: t.string({ required: true, description: SHARED.resourceTypeCode }),
    specificationCode: t.string({ required: true, description: SHARED.specificationCode }),
    regionCode: t.string({ required: true, description: SHARED.regionCode }),
    availabilityZoneCode: t.string({ description: SHARED.availabilityZoneCode }),
    size: t.int({ description: SHARED.size }),
    sizeUnitId: t.int({ description: SHARED.sizeUnitId }),
    usageTypeCode: t.string({
      required: true,
      description: 'Upstream code of the metered usage type, e.g. `Duration`.',
    }),
    usage: t.field({ type: 'Decimal', required: true, description: 'Amount of usage of the product.' }),
    usageUnitId: t.int({ required: true, description: 'Upstream id of the usage unit, e.g. `4` for hours.' }),
    quantity: t.int({ description: SHARED.quantity }),
  }),
});

const PERIODS = { HOUR: 4, DAY: 0, MONTH: 2, YEAR: 3 } as const;

const SubscriptionPeriod = builder.enumType('SubscriptionPeriod', {
  description: 'Length of one period of a subscription.',
  values: {
    HOUR: { description: 'Subscription period of one hour.' },
    DAY: { description: 'Subscription period of one day.' },
    MONTH: { description: 'Subscription period of one month.' },
    YEAR: { description: 'Subscription period of one year.' },
  } as const,
});

const InstallmentMode = builder.enumType('InstallmentMode', {
  description:
    'Share of a price that is paid upfront, for the few products that can be paid in installments.',
  values: {
    NONE: { value: 'NA', description: 'No installments: the full price is paid upfront.' },
    HALF: { value: 'HALF_PAY', description: 'Half of the price is paid upfront.' },
    ZERO: { value: 'ZERO_PAY', description: 'Zero upfront payment: the price is paid in installments only.' },
  } as const,
});

export const SubscriptionInput = builder.inputType('SubscriptionInput', {
  description: 'Subscription to a product, to be priced.',
  fields: (t) => ({
    key: t.string({ required: true, description: SHARED.key }),
    serviceTypeCode: t.string({ required: true, description: SHARED.serviceTypeCode }),
    resourceTypeCode: t.string({ required: true, description: SHARED.resourceTypeCode }),
    specificationCode: t.string({ required: true, description: SHARED.specificationCode }),
    regionCode: t.string({ required: true, description: SHARED.regionCode }),
    availabilityZoneCode: t.string({ description: SHARED.availabilityZoneCode }),
    size: t.int({ description: SHARED.size }),
    sizeUnitId: t.int({ description: SHARED.sizeUnitId }),
    period: t.field({
      type: SubscriptionPeriod,
      required: true,
      description: 'Length of one subscription period.',
    }),
    periods: t.int({ required: true, description: 'Number of subscription periods.' }),
    quantity: t.int({ description: SHARED.quantity }),
    installments: t.field({
      type: InstallmentMode,
      description: 'Installment mode: share of the price that is paid upfront.',
    }),
  }),
});

type UsageShape = typeof OnDemandUsageInput.$inferInput;
type SubscriptionShape = typeof SubscriptionInput.$inferInput;
type ProductShape = UsageShape | SubscriptionShape;

const sharedInfo = (product: ProductShape) => ({
  id: product.key,
  cloud_service_type: product.serviceTypeCode,
  resource_type: product.resourceTypeCode,
  resource_spec: product.specificationCode,
  region: product.regionCode,
  ...(product.availabilityZoneCode ? { available_zone: product.availabilityZoneCode } : {}),
  ...(product.size == null ? {} : { resource_size: product.size }),
  ...(product.sizeUnitId == null ? {} : { size_measure_id: product.sizeUnitId }),
  subscription_num: product.quantity ?? 1,
});

export const usageInfo = (product: UsageShape) => ({
  ...sharedInfo(product),
  usage_factor: product.usageTypeCode,
  usage_value: wireNumber(product.usage),
  usage_measure_id: product.usageUnitId,
});

export const subscriptionInfo = (product: SubscriptionShape) => ({
  ...sharedInfo(product),
  period_type: PERIODS[product.period],
  period_num: product.periods,
  ...(product.installments ? { fee_installment_mode: product.installments } : {}),
});

/** Products of one call. No maximum is documented; this one keeps answers small. */
export const MOST_PER_CALL = 100;
const MOST_PRODUCTS = 1_000;

/** The products in batches of one call each; throws BAD_USER_INPUT for an invalid product. */
export function batchesOf<Product extends ProductShape>(
  name: string,
  products: readonly Product[],
): readonly (readonly Product[])[] {
  const expect = (holds: boolean, expected: string, got: unknown): void => {
    if (!holds) throw badInput(`${name}: expected ${expected}, got ${JSON.stringify(got)}`);
  };
  const { length } = products;
  expect(length <= MOST_PRODUCTS, `1 to ${MOST_PRODUCTS} products`, length);
  const keys = new Set<string>();
  for (const product of products) {
    const { key, size, sizeUnitId, quantity } = product;
    expect(!keys.has(key), 'keys that differ', key);
    keys.add(key);
    expect((size == null) === (sizeUnitId == null), `size and sizeUnitId together for ${key}`, {
      size,
      sizeUnitId,
    });
    expect(size == null || size > 0, `a size above 0 for ${key}`, size);
    expect(quantity == null || quantity > 0, `a quantity above 0 for ${key}`, quantity);
    if ('periods' in product) expect(product.periods > 0, `periods above 0 for ${key}`, product.periods);
    else expect(!product.usage.startsWith('-'), `a usage of 0 or more for ${key}`, product.usage);
  }
  return Array.from({ length: Math.ceil(length / MOST_PER_CALL) }, (_, at) =>
    products.slice(at * MOST_PER_CALL, (at + 1) * MOST_PER_CALL),
  );
}
