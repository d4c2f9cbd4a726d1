import type { RefundRow } from '../../src/operations/payments/payments.ts';
import { ResourceTypeRef, ServiceTypeRef, typeReference } from '../catalog/catalog.ts';
import { builder } from '../core/builder.ts';
import { amounts, texts } from '../core/row-fields.ts';
import { CustomerRef, customerOf, REFERS_TO_CUSTOMER } from '../customers/customers.ts';
import { orderField } from '../orders/orders.ts';

export const RefundItemRef = builder.objectRef<RefundRow>('RefundItem').implement({
  description: 'Settlement item of an unsubscription or downgrade order.',
  fields: (t) => ({
    refundItemId: t.string({
      nullable: false,
      description: 'Upstream id of the settlement item.',
      resolve: (row) => row.id,
    }),
    ...amounts(t, {
      amount: [
        'Settled amount: negative for refunds, positive for consumption or handling charges.',
        (row) => row.amount,
      ],
    }),
    customer: t.field({
      extensions: REFERS_TO_CUSTOMER,
      type: CustomerRef,
      description: 'Customer to whom the settlement item belongs.',
      resolve: (row, _args, context) => customerOf(row.customer_id, context),
    }),
    serviceType: t.field({
      type: ServiceTypeRef,
      description: 'Cloud service of the settlement item.',
      resolve: (row) => typeReference(row.service_type_code, row.service_type_name),
    }),
    resourceType: t.field({
      type: ResourceTypeRef,
      description: 'Resource type of the settlement item.',
      resolve: (row) => typeReference(row.resource_type_code, row.resource_type_name),
    }),
    ...texts(t, {
      regionCode: ['Upstream code of the region, e.g. `cn-north-4`.', (row) => row.region_code],
    }),
    originalOrder: t.field({
      ...orderField((row) => row.base_order_id, 1),
      description: 'Order that purchased the settled item; unknown for unsubscriptions before May 2018.',
    }),
  }),
});
