// The wire rows of an order's line items.

import { type Language, nameIn } from '../../base/language.ts';
import { wireMoney } from '../../base/money.ts';
import { instant } from '../../base/time.ts';
import { serviceAt } from '../catalog/services.ts';
import { currencyOf } from '../frame.ts';
import { resourceOf } from '../resources/resources.ts';
import type { Order } from '../types.ts';
import type { Item } from './items.ts';
import { amountInfo, isProvisioned, isUnsubscribe, itemsOf, orderId } from './orders.ts';

function lineItem(order: Order, item: Item, language: Language): Record<string, unknown> {
  const service = serviceAt(order.service);
  const main = isProvisioned(order) ? resourceOf(order, item) : undefined;
  const spec = `${service.abbreviation}.sandbox.${item.size}`;
  return {
    order_line_item_id: `${orderId(order)}-${String(item.at + 1).padStart(6, '0')}`,
    service_type_code: service.code,
    service_type_name: nameIn(language, service),
    product_id: item.productId,
    product_spec_desc: spec,
    period_type: item.yearly ? 3 : 2,
    period_num: isUnsubscribe(order.type) ? null : item.periods,
    ...(main ? { effective_time: instant(main.effectiveAt), expire_time: instant(main.boughtUntil) } : {}),
    subscription_num: item.quantity,
    amount_after_discount: wireMoney(item.paid, 1),
    official_amount: wireMoney(item.official, 1),
    amount_info: amountInfo(item),
    currency: currencyOf(order.customer.frame),
    category_code: `sandbox.category.${order.service}`,
    ...(item.at % 3 === 1 ? { product_owner_service: service.code, commercial_resource: null } : {}),
    base_product_info: item.at % 2 ? null : { product_id: item.productId, product_spec_desc: spec },
    order_id: order.combined ? orderId(order, item.at % 2 ? 2 : 1) : orderId(order),
  };
}

export const lineItemRows = (order: Order, language: Language, part?: 1 | 2): Record<string, unknown>[] =>
  itemsOf(order, part).map((item) => lineItem(order, item, language));
