// Organisations of enterprises, seen by their master account.
// The operations of this domain and nothing else: `operations.ts` is spread from what stands here.
export {
  ListEnterpriseMultiAccount,
  ListEnterpriseOrganizations,
  ListEnterpriseSubCustomers,
  ListMultiAccountRetrieveCoupons,
  ListMultiAccountTransferCoupons,
  ShowMultiAccountTransferAmount,
} from './enterprises.ts';
