// The account of a customer, as the customer itself sees it.
// The operations of this domain and nothing else: `operations.ts` is spread from what stands here.
export {
  ListCustomerAccountChangeRecords,
  ListCustomerCouponChangeRecords,
  ListStoredValueCards,
  ShowCustomerAccountBalances,
} from './accounts.ts';
