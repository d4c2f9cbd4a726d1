// Orders and their line items.
// The operations of this domain and nothing else: `operations.ts` is spread from what stands here.
export { ListCustomerOrders, ShowCustomerOrderDetails } from './orders.ts';
