import type { LineItemOfOrder } from '../../src/operations/orders/edges.ts';
import type { OrderLineItemRow } from '../../src/operations/orders/orders.ts';
import { ResourceTypeRef, ServiceTypeRef, typeReference } from '../catalog/catalog.ts';
import { builder } from '../core/builder.ts';
import { connectionType } from '../core/connection/connection.ts';
import { MoneyRef, money } from '../core/money.ts';
import { optionalCodes } from '../core/row-fields.ts';
import { instantOf } from '../core/scalars.ts';
import { OrderAmountsRef, orderAmounts } from './order-amounts.ts';
import { PeriodType } from './order-enums.ts';

type BaseProduct = NonNullable<OrderLineItemRow['base_product_info']>;

const BaseProductRef = builder.objectRef<BaseProduct>('BaseProduct').implement({
  description: 'Product on which another product builds.',
  fields: (t) => ({
    productId: t.string({
      description: 'Upstream id of the product.',
      resolve: (product) => product.product_id,
    }),
    specification: t.string({
      description: 'Description of the product specification.',
      resolve: (product) => product.product_spec_desc,
    }),
    categoryCode: t.string({
      description: 'Upstream code of the product category (catalog).',
      resolve: (product) => product.category_code,
    }),
    ownerServiceType: t.field({
      type: ServiceTypeRef,
      description: 'Cloud service that owns the product.',
      resolve: (product) => typeReference(product.product_owner_service, undefined),
    }),
    commercialResourceType: t.field({
      type: ResourceTypeRef,
      description: 'Resource type under which the product is sold.',
      resolve: (product) => typeReference(product.commercial_resource, undefined),
    }),
  }),
});

const LineItemRef = builder.objectRef<LineItemOfOrder>('OrderLineItem').implement({
  description: 'Line item of an order: one product.',
  fields: (t) => ({
    lineItemId: t.string({
      nullable: false,
      description: 'Upstream id of the line item.',
      resolve: ({ item }) => item.order_line_item_id,
    }),
    serviceType: t.field({
      type: ServiceTypeRef,
      description: 'Cloud service to which the line item belongs.',
      resolve: ({ item }) => typeReference(item.service_type_code, item.service_type_name),
    }),
    productId: t.string({
      description: 'Upstream id of the product.',
      resolve: ({ item }) => item.product_id,
    }),
    specification: t.string({
      description: 'Description of the product specification.',
      resolve: ({ item }) => item.product_spec_desc,
    }),
    ...optionalCodes(t, {
      periodType: [
        PeriodType,
        'Length of one period; null when the line item has no period.',
        ({ item }) => item.period_type,
      ],
    }),
    periodTypeCode: t.string({
      description: 'Raw upstream code of the period type.',
      resolve: ({ item }) => item.period_type,
    }),
    periods: t.int({
      description: 'Number of periods; null on unsubscription orders.',
      resolve: ({ item }) => item.period_num,
    }),
    quantity: t.int({
      description: 'Subscribed quantity of the product.',
      resolve: ({ item }) => item.subscription_num,
    }),
    effectiveAt: t.field({
      type: 'DateTime',
      description: 'Time when the line item takes effect, in UTC.',
      resolve: ({ item }) => instantOf(item.effective_time),
    }),
    expiresAt: t.field({
      type: 'DateTime',
      description: 'Time when the line item expires, in UTC.',
      resolve: ({ item }) => instantOf(item.expire_time),
    }),
    officialAmount: t.field({
      type: MoneyRef,
      description: 'List price of the line item.',
      resolve: ({ item, order }, _args, context) =>
        money(item.official_amount, item.currency, context, order?.measure_id),
    }),
    amountAfterDiscount: t.field({
      type: MoneyRef,
      description: 'Price of the line item after discounts, before coupons and cards.',
      resolve: ({ item, order }, _args, context) =>
        money(item.amount_after_discount, item.currency, context, order?.measure_id),
    }),
    amounts: t.field({
      type: OrderAmountsRef,
      description: 'Breakdown of the line item amount.',
      resolve: ({ item, order }) => orderAmounts({ ...item, measure_id: order?.measure_id }),
    }),
    categoryCode: t.string({
      description: 'Upstream code of the product category (catalog).',
      resolve: ({ item }) => item.category_code,
    }),
    ownerServiceType: t.field({
      type: ServiceTypeRef,
      description: 'Cloud service that owns the product.',
      resolve: ({ item }) => typeReference(item.product_owner_service, undefined),
    }),
    commercialResourceType: t.field({
      type: ResourceTypeRef,
      description: 'Resource type under which the product is sold.',
      resolve: ({ item }) => typeReference(item.commercial_resource, undefined),
    }),
    baseProduct: t.field({
      type: BaseProductRef,
      description: 'Base product on which the product of the line item builds.',
      resolve: ({ item }) => item.base_product_info,
    }),
    orderId: t.string({
      description:
        'Upstream id of the order that contains the line item; the id of the sub-order within a combined order.',
      resolve: ({ item }) => item.order_id,
    }),
  }),
});

export const LineItemConnection = connectionType('OrderLineItem', LineItemRef, 'line items of an order');
