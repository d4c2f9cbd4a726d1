import type { LineItem } from '../../src/operations/orders/edges.ts';
import type { OrderLineItemRow } from '../../src/operations/orders/orders.ts';
import { ResourceTypeRef, ServiceTypeRef, typeReference } from '../catalog/catalog.ts';
import { builder } from '../core/builder.ts';
import { connectionType } from '../core/connection/connection.ts';
import { amounts, instants, optionalCodes, texts } from '../core/row-fields.ts';
import { OrderAmountsRef, orderAmounts } from './order-amounts.ts';
import { PeriodType } from './order-enums.ts';

type BaseProduct = NonNullable<OrderLineItemRow['base_product_info']>;

const BaseProductRef = builder.objectRef<BaseProduct>('BaseProduct').implement({
  description: 'Product on which another product builds.',
  fields: (t) => ({
    ...texts(t, {
      productId: ['Upstream id of the product.', (product) => product.product_id],
      specification: ['Description of the product specification.', (product) => product.product_spec_desc],
      categoryCode: ['Upstream code of the product category (catalog).', (product) => product.category_code],
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

const LineItemRef = builder.objectRef<LineItem>('OrderLineItem').implement({
  description: 'Line item of an order: one product.',
  fields: (t) => ({
    lineItemId: t.string({
      nullable: false,
      description: 'Upstream id of the line item.',
      resolve: (item) => item.order_line_item_id,
    }),
    serviceType: t.field({
      type: ServiceTypeRef,
      description: 'Cloud service to which the line item belongs.',
      resolve: (item) => typeReference(item.service_type_code, item.service_type_name),
    }),
    ...texts(t, {
      productId: ['Upstream id of the product.', (item) => item.product_id],
      specification: ['Description of the product specification.', (item) => item.product_spec_desc],
      periodTypeCode: ['Raw upstream code of the period type.', (item) => item.period_type],
      categoryCode: ['Upstream code of the product category (catalog).', (item) => item.category_code],
      orderId: [
        'Upstream id of the order that contains the line item; the id of the sub-order within a combined order.',
        (item) => item.order_id,
      ],
    }),

    ...optionalCodes(t, {
      periodType: [
        PeriodType,
        'Length of one period; null when the line item has no period.',
        (item) => item.period_type,
      ],
    }),

    periods: t.int({
      description: 'Number of periods; null on unsubscription orders.',
      resolve: (item) => item.period_num,
    }),
    quantity: t.int({
      description: 'Subscribed quantity of the product.',
      resolve: (item) => item.subscription_num,
    }),
    ...instants(t, {
      effectiveAt: ['Time when the line item takes effect, in UTC.', (item) => item.effective_time],
      expiresAt: ['Time when the line item expires, in UTC.', (item) => item.expire_time],
    }),

    ...amounts(t, {
      officialAmount: ['List price of the line item.', (item) => item.official_amount],
      amountAfterDiscount: [
        'Price of the line item after discounts, before coupons and cards.',
        (item) => item.amount_after_discount,
      ],
    }),
    amounts: t.field({
      type: OrderAmountsRef,
      description: 'Breakdown of the line item amount.',
      resolve: (item) => orderAmounts(item),
    }),

    ownerServiceType: t.field({
      type: ServiceTypeRef,
      description: 'Cloud service that owns the product.',
      resolve: (item) => typeReference(item.product_owner_service, undefined),
    }),
    commercialResourceType: t.field({
      type: ResourceTypeRef,
      description: 'Resource type under which the product is sold.',
      resolve: (item) => typeReference(item.commercial_resource, undefined),
    }),
    baseProduct: t.field({
      type: BaseProductRef,
      description: 'Base product on which the product of the line item builds.',
      resolve: (item) => item.base_product_info,
    }),
  }),
});

export const LineItemConnection = connectionType('OrderLineItem', LineItemRef, 'line items of an order');
