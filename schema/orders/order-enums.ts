import { openEnum } from '../core/open-enum.ts';

export const OrderStatus = openEnum('OrderStatus', 'Where an order stands.', {
  PENDING_APPROVAL: { code: '1', description: 'Waits for approval.' },
  REFUND_PENDING: { code: '2', description: 'Waits for a refund. Cannot be filtered by.' },
  PROCESSING: { code: '3', description: 'Being processed.' },
  CANCELLED: { code: '4', description: 'Cancelled.' },
  COMPLETED: { code: '5', description: 'Completed.' },
  PENDING_PAYMENT: { code: '6', description: 'Waits for payment.' },
  PENDING_CONFIRMATION: { code: '9', description: 'Waits for confirmation.' },
  TO_BE_SHIPPED: { code: '10', description: 'Waits to be shipped. Cannot be filtered by.' },
  TO_BE_RECEIVED: { code: '11', description: 'Waits to be received. Cannot be filtered by.' },
  TO_BE_PICKED_UP: { code: '12', description: 'Waits to be picked up. Cannot be filtered by.' },
  EXCHANGING: { code: '13', description: 'Being exchanged. Cannot be filtered by.' },
});

export const OrderType = openEnum('OrderType', 'What an order does.', {
  NEW: { code: '1', description: 'Buys something new.' },
  RENEWAL: { code: '2', description: 'Renews a subscription.' },
  CHANGE: { code: '3', description: 'Changes a subscription.' },
  UNSUBSCRIPTION: { code: '4', description: 'Unsubscribes.' },
  PERIOD_TO_ON_DEMAND: { code: '10', description: 'Turns yearly/monthly into on-demand.' },
  ON_DEMAND_TO_PERIOD: { code: '11', description: 'Turns on-demand into yearly/monthly.' },
  TRIAL: { code: '13', description: 'A trial.' },
  TRIAL_TO_COMMERCIAL: { code: '14', description: 'Turns a trial into a commercial order.' },
  FEE_ADJUSTMENT: { code: '15', description: 'Adjusts a fee.' },
});

export const OrderSource = openEnum('OrderSource', 'Who placed an order.', {
  CUSTOMER: { code: '1', description: 'The customer.' },
  AGENT: { code: '2', description: 'An agent.' },
  CONTRACT: { code: '3', description: 'A contract.' },
  RESELLER: { code: '4', description: 'A reseller.' },
  DELETED_ON_PAGE: { code: '5', description: 'A resource deleted in the console.' },
  SUPPLEMENTED: { code: '6', description: 'Entered later.' },
  COMPENSATION: { code: '7', description: 'A compensation.' },
  SYSTEM: { code: '8', description: 'The system.' },
});

export const PeriodType = openEnum('OrderPeriodType', 'Length of one period of a line item.', {
  DAY: { code: '0', description: 'A day.' },
  WEEK: { code: '1', description: 'A week.' },
  MONTH: { code: '2', description: 'A month.' },
  YEAR: { code: '3', description: 'A year.' },
  HOUR: { code: '4', description: 'An hour.' },
  ONE_OFF: { code: '5', description: 'Bought once, without a period.' },
  ON_DEMAND_RESERVED: { code: '6', description: 'Reserved, charged on demand.' },
  REPORTED_USAGE_RESERVED: { code: '7', description: 'Reserved, charged by reported usage.' },
});

export const OrderDiscountType = openEnum('OrderDiscountType', 'What a part of a discount comes from.', {
  PROMOTION_PRODUCT: { code: '200', description: 'A promotion on the product.' },
  DISCOUNT_COUPON: { code: '300', description: 'A discount coupon.' },
  CASH_COUPON: { code: '301', description: 'A cash coupon.' },
  FLEXI_PURCHASE_COUPON: { code: '302', description: 'A coupon that counts as cash.' },
  AGENT_DISCOUNT: { code: '500', description: 'A discount set by an agent that ordered.' },
  AGENT_REDUCTION: { code: '501', description: 'A reduction set by an agent that ordered.' },
  AGENT_FIXED_PRICE: { code: '502', description: 'A fixed price set by an agent that ordered.' },
  REBATE_CONTRACT: { code: '600', description: 'A contract with discounts and rebates.' },
  CHANNEL_FRAMEWORK_CONTRACT: { code: '601', description: 'A framework contract with a channel.' },
  EARMARKED_CONTRACT: { code: '602', description: 'A contract for earmarked funds.' },
  OFFLINE_CONTRACT: { code: '603', description: 'A contract signed offline.' },
  TELESALES_CONTRACT: { code: '604', description: 'An authorisation of telesales.' },
  COMMERCIAL_CONTRACT: { code: '605', description: 'A commercial contract.' },
  CHANNEL_COMMERCIAL_CONTRACT: { code: '606', description: 'A commercial contract with a channel.' },
  PARTNER_DISCOUNT: { code: '607', description: 'A discount that the partner grants.' },
  PRICE_ADJUSTMENT: { code: '609', description: 'The price of the order was adjusted.' },
  WAIVED: { code: '610', description: 'The amount was waived.' },
  PROMOTION: { code: '700', description: 'A promotion.' },
  TOPPED_UP_ACCOUNT: { code: '800', description: 'A discount of a topped-up account.' },
  PRODUCT: { code: '900', description: 'A discount of the product itself.' },
  FIXED_BASE_PRICE: { code: '901', description: 'A discount by a fixed base price.' },
});
