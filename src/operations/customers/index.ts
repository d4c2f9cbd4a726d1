// Customers of the partner, and their registration.
// The operations of this domain and nothing else: `operations.ts` is spread from what stands here.
export { ListCustomersBalancesDetail, ListSubCustomerNewTag, ListSubCustomers } from './customers.ts';
export {
  CheckUserIdentity,
  ShowRealNameAuthStatus,
  ShowRealnameAuthenticationReviewResult,
} from './registration.ts';
