import { openEnum } from '../core/open-enum.ts';

export const OrderStatus = openEnum('OrderStatus', 'Processing status of an order.', {
  PENDING_APPROVAL: { code: '1', description: 'Order that awaits approval.' },
  REFUND_PENDING: { code: '2', description: 'Order that awaits a refund. Not supported as a filter.' },
  PROCESSING: { code: '3', description: 'Order that is being processed.' },
  CANCELLED: { code: '4', description: 'Order that was canceled.' },
  COMPLETED: { code: '5', description: 'Order that is completed.' },
  PENDING_PAYMENT: { code: '6', description: 'Order that awaits payment.' },
  PENDING_CONFIRMATION: { code: '9', description: 'Order that awaits confirmation.' },
  TO_BE_SHIPPED: { code: '10', description: 'Order that awaits shipment. Not supported as a filter.' },
  TO_BE_RECEIVED: { code: '11', description: 'Order that awaits receipt. Not supported as a filter.' },
  TO_BE_PICKED_UP: { code: '12', description: 'Order that awaits pickup. Not supported as a filter.' },
  EXCHANGING: { code: '13', description: 'Order that is being exchanged. Not supported as a filter.' },
});

export const OrderType = openEnum('OrderType', 'Type of an order, by effect.', {
  NEW: { code: '1', description: 'Order for a new purchase.' },
  RENEWAL: { code: '2', description: 'Order that renews a subscription.' },
  CHANGE: { code: '3', description: 'Order that changes a subscription.' },
  UNSUBSCRIPTION: { code: '4', description: 'Order for an unsubscription.' },
  PERIOD_TO_ON_DEMAND: {
    code: '10',
    description: 'Order that switches from yearly/monthly to pay-per-use billing.',
  },
  ON_DEMAND_TO_PERIOD: {
    code: '11',
    description: 'Order that switches from pay-per-use to yearly/monthly billing.',
  },
  TRIAL: { code: '13', description: 'Order placed for a trial.' },
  TRIAL_TO_COMMERCIAL: { code: '14', description: 'Order that converts a trial into a commercial order.' },
  FEE_ADJUSTMENT: { code: '15', description: 'Order that adjusts a fee.' },
});

export const OrderSource = openEnum(
  'OrderSource',
  'Source of an order: the party or process that placed the order.',
  {
    CUSTOMER: { code: '1', description: 'Order placed by the customer.' },
    AGENT: { code: '2', description: 'Order placed by an agent.' },
    CONTRACT: { code: '3', description: 'Order placed under a contract.' },
    RESELLER: { code: '4', description: 'Order placed by a reseller.' },
    DELETED_ON_PAGE: { code: '5', description: 'Order placed by the deletion of a resource in the console.' },
    SUPPLEMENTED: { code: '6', description: 'Order that was entered later.' },
    COMPENSATION: { code: '7', description: 'Order placed as a compensation.' },
    SYSTEM: { code: '8', description: 'Order placed by the system.' },
  },
);

export const PeriodType = openEnum('OrderPeriodType', 'Length of one period of an order line item.', {
  DAY: { code: '0', description: 'Period length of one day.' },
  WEEK: { code: '1', description: 'Period length of one week.' },
  MONTH: { code: '2', description: 'Period length of one month.' },
  YEAR: { code: '3', description: 'Period length of one year.' },
  HOUR: { code: '4', description: 'Period length of one hour.' },
  ONE_OFF: { code: '5', description: 'One-time purchase without a period.' },
  ON_DEMAND_RESERVED: { code: '6', description: 'Reserved product that is charged on a pay-per-use basis.' },
  REPORTED_USAGE_RESERVED: { code: '7', description: 'Reserved product that is charged by reported usage.' },
});

export const OrderDiscountType = openEnum('OrderDiscountType', 'Type of a discount part, by origin.', {
  PROMOTION_PRODUCT: { code: '200', description: 'Discount from a promotion on the product.' },
  DISCOUNT_COUPON: { code: '300', description: 'Discount from a discount coupon.' },
  CASH_COUPON: { code: '301', description: 'Discount from a cash coupon.' },
  FLEXI_PURCHASE_COUPON: {
    code: '302',
    description: 'Discount from a flexi-purchase coupon, which counts as cash.',
  },
  AGENT_DISCOUNT: { code: '500', description: 'Discount set by an agent that placed the order.' },
  AGENT_REDUCTION: { code: '501', description: 'Reduction set by an agent that placed the order.' },
  AGENT_FIXED_PRICE: { code: '502', description: 'Fixed price set by an agent that placed the order.' },
  REBATE_CONTRACT: { code: '600', description: 'Discount from a contract with discounts and rebates.' },
  CHANNEL_FRAMEWORK_CONTRACT: {
    code: '601',
    description: 'Discount from a framework contract with a channel.',
  },
  EARMARKED_CONTRACT: { code: '602', description: 'Discount from a contract for earmarked funds.' },
  OFFLINE_CONTRACT: { code: '603', description: 'Discount from a contract signed offline.' },
  TELESALES_CONTRACT: { code: '604', description: 'Discount from an authorization of telesales.' },
  COMMERCIAL_CONTRACT: { code: '605', description: 'Discount from a commercial contract.' },
  CHANNEL_COMMERCIAL_CONTRACT: {
    code: '606',
    description: 'Discount from a commercial contract with a channel.',
  },
  PARTNER_DISCOUNT: { code: '607', description: 'Discount granted by the partner.' },
  PRICE_ADJUSTMENT: { code: '609', description: 'Discount from an adjustment of the order price.' },
  WAIVED: { code: '610', description: 'Discount from a waiver of the amount.' },
  PROMOTION: { code: '700', description: 'Discount from a promotion.' },
  TOPPED_UP_ACCOUNT: { code: '800', description: 'Discount of a topped-up account.' },
  PRODUCT: { code: '900', description: 'Discount of the product itself.' },
  FIXED_BASE_PRICE: { code: '901', description: 'Discount from a fixed base price.' },
});
