// What an order can be paid with, and what was paid back.
// The operations of this domain and nothing else: `operations.ts` is spread from what stands here.
export { ListOrderCouponsByOrderId, ListOrderDiscounts, ShowRefundOrderDetails } from './payments.ts';
