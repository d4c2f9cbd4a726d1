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
  description: 'A product that another one builds on.',
  fields: (t) => ({
    productId: t.string({ description: 'Id of the product.', resolve: (product) => product.product_id }),
    specification: t.string({
      description: 'Its specification in words.',
      resolve: (product) => product.product_spec_desc,
    }),
    categoryCode: t.string({
      description: 'Code of the product catalogue that it is in.',
      resolve: (product) => product.category_code,
    }),
    ownerServiceType: t.field({
      type: ServiceTypeRef,
      description: 'The cloud service that owns it.',
      resolve: (product) => typeReference(product.product_owner_service, undefined),
    }),
    commercialResourceType: t.field({
      type: ResourceTypeRef,
      description: 'The kind of resource under which it is sold.',
      resolve: (product) => typeReference(product.commercial_resource, undefined),
    }),
  }),
});

const LineItemRef = builder.objectRef<LineItemOfOrder>('OrderLineItem').implement({
  description: 'One product within an order.',
  fields: (t) => ({
    lineItemId: t.string({
      nullable: false,
      description: 'Id of the line item.',
      resolve: ({ item }) => item.order_line_item_id,
    }),
    serviceType: t.field({
      type: ServiceTypeRef,
      description: 'The cloud service it belongs to.',
      resolve: ({ item }) => typeReference(item.service_type_code, item.service_type_name),
    }),
    productId: t.string({ description: 'Id of the product.', resolve: ({ item }) => item.product_id }),
    specification: t.string({
      description: 'Specification of the product in words.',
      resolve: ({ item }) => item.product_spec_desc,
    }),
    ...optionalCodes(t, {
      periodType: [
        PeriodType,
        'Length of one period; null where the line item has none.',
        ({ item }) => item.period_type,
      ],
    }),
    periodTypeCode: t.string({
      description: 'Raw code of the period type.',
      resolve: ({ item }) => item.period_type,
    }),
    periods: t.int({
      description: 'Number of periods; null on orders that unsubscribe.',
      resolve: ({ item }) => item.period_num,
    }),
    quantity: t.int({
      description: 'How many were subscribed.',
      resolve: ({ item }) => item.subscription_num,
    }),
    effectiveAt: t.field({
      type: 'DateTime',
      description: 'When it takes effect.',
      resolve: ({ item }) => instantOf(item.effective_time),
    }),
    expiresAt: t.field({
      type: 'DateTime',
      description: 'When it ends.',
      resolve: ({ item }) => instantOf(item.expire_time),
    }),
    officialAmount: t.field({
      type: MoneyRef,
      description: 'List price.',
      resolve: ({ item }, _args, context) => money(item.official_amount, item.currency, context),
    }),
    amountAfterDiscount: t.field({
      type: MoneyRef,
      description: 'Price after discounts, before coupons and cards.',
      resolve: ({ item }, _args, context) => money(item.amount_after_discount, item.currency, context),
    }),
    amounts: t.field({
      type: OrderAmountsRef,
      description: 'What the amount is made of.',
      resolve: ({ item }) => orderAmounts(item),
    }),
    categoryCode: t.string({
      description: 'Code of the product catalogue that it is in.',
      resolve: ({ item }) => item.category_code,
    }),
    ownerServiceType: t.field({
      type: ServiceTypeRef,
      description: 'The cloud service that owns the product.',
      resolve: ({ item }) => typeReference(item.product_owner_service, undefined),
    }),
    commercialResourceType: t.field({
      type: ResourceTypeRef,
      description: 'The kind of resource under which the product is sold.',
      resolve: ({ item }) => typeReference(item.commercial_resource, undefined),
    }),
    baseProduct: t.field({
      type: BaseProductRef,
      description: 'The product that it builds on.',
      resolve: ({ item }) => item.base_product_info,
    }),
    orderId: t.string({
      description: 'The order that it stands in: within a combined order, the part of it.',
      resolve: ({ item }) => item.order_id,
    }),
  }),
});

export const LineItemConnection = connectionType('OrderLineItem', LineItemRef, 'line items of an order');
