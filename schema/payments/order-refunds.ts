import type { RefundRow } from '../../src/operations/payments/payments.ts';
import { ResourceTypeRef, ServiceTypeRef, typeReference } from '../catalog/catalog.ts';
import { builder } from '../core/builder.ts';
import { selectsBeyond } from '../core/connection/selection.ts';
import { MoneyRef, money } from '../core/money.ts';
import { CustomerRef, customerOf, REFERS_TO_CUSTOMER } from '../customers/customers.ts';
import { OrderRef, referredOrder, refersToOrder } from '../orders/orders.ts';

export const RefundItemRef = builder.objectRef<RefundRow>('RefundItem').implement({
  description: 'A part of what an order that unsubscribes or downgrades settles.',
  fields: (t) => ({
    refundItemId: t.string({ nullable: false, description: 'Id of the part.', resolve: (row) => row.id }),
    amount: t.field({
      type: MoneyRef,
      description: 'Negative where it is paid back; positive where it was consumed or is a handling charge.',
      resolve: (row, _args, context) =>
        money(
          row.amount,
          undefined,
          context,
          row.measure_id === undefined ? undefined : Number(row.measure_id),
        ),
    }),
    customer: t.field({
      extensions: REFERS_TO_CUSTOMER,
      type: CustomerRef,
      description: 'Whose it is.',
      resolve: (row) => customerOf(row.customer_id),
    }),
    serviceType: t.field({
      type: ServiceTypeRef,
      description: 'The cloud service that it is about.',
      resolve: (row) => typeReference(row.service_type_code, row.service_type_name),
    }),
    resourceType: t.field({
      type: ResourceTypeRef,
      description: 'The kind of resource that it is about.',
      resolve: (row) => typeReference(row.resource_type_code, row.resource_type_name),
    }),
    regionCode: t.string({ description: 'Region, e.g. `cn-north-4`.', resolve: (row) => row.region_code }),
    originalOrder: t.field({
      extensions: refersToOrder(1),
      type: OrderRef,
      description: 'The order that had bought it; not known for what was unsubscribed before May 2018.',
      resolve: (row, _args, context, info) =>
        referredOrder(row.base_order_id, context, selectsBeyond(info, 'orderId', 'id')),
    }),
  }),
});
