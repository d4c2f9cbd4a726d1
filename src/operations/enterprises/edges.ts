import { customerListing } from '../customer-listing.ts';
import { type Edge, pageSizeOf, requestAs, toPage } from '../edge.ts';
import {
  ListEnterpriseMultiAccount,
  ListEnterpriseOrganizations,
  ListEnterpriseSubCustomers,
  ListMultiAccountRetrieveCoupons,
  ListMultiAccountTransferCoupons,
  type OrganizationRow,
  type RetrieveAmountRow,
  type RetrieveCouponRow,
  ShowMultiAccountTransferAmount,
  type SubAccountRow,
  type TransferAmountRow,
  type TransferCouponRow,
} from './enterprises.ts';

export interface OrganizationFilter {
  readonly parent_id?: string;
}

/** The whole tree below the root, or below a unit. */
export const organizationByEnterprise: Edge<OrganizationFilter, OrganizationRow> = {
  name: 'Enterprise.organization',
  operation: ListEnterpriseOrganizations,
  pageSize: pageSizeOf(ListEnterpriseOrganizations),
  point: (key, filter) =>
    requestAs(key, ListEnterpriseOrganizations, { ...filter, recursive_query: 1 }, (answer) =>
      toPage(
        [answer],
        undefined,
        () => key,
        () => key,
      ),
    ),
};

export interface SubAccountFilter {
  readonly sub_customer_account_name?: string;
  readonly sub_customer_display_name?: string;
  readonly fuzzy_query?: number;
  readonly org_id?: string;
}

export const subAccountsByEnterprise: Edge<SubAccountFilter, SubAccountRow> = customerListing(
  'Enterprise.subAccounts',
  ListEnterpriseSubCustomers,
  {
    rows: (answer) => answer.sub_customer_infos,
    total: (answer) => answer.total_count,
    idOf: (row) => row.id ?? '',
  },
);

export interface AmountFilter {
  readonly balance_type: string;
}

export const transferAmountsByEnterprise: Edge<AmountFilter, TransferAmountRow> = customerListing(
  'Enterprise.transferableAmounts',
  ShowMultiAccountTransferAmount,
  {
    rows: (answer) => answer.amount_infos,
    total: (answer) => answer.total_count,
    idOf: (row) => JSON.stringify(row),
  },
);

export const transferCouponsByEnterprise: Edge<object, TransferCouponRow> = customerListing(
  'Enterprise.transferableCoupons',
  ListMultiAccountTransferCoupons,
  {
    rows: (answer) => answer.avail_transfer_coupons,
    total: (answer) => answer.total_count,
    idOf: (row) => row.coupon_id ?? '',
  },
);

/** The master account asks about one of its sub-accounts, which is the key. */
export interface SubAccountAmountFilter extends AmountFilter {
  readonly enterprise: string;
}

export const retrieveAmountsBySubAccount: Edge<SubAccountAmountFilter, RetrieveAmountRow> = {
  name: 'EnterpriseSubAccount.reclaimableAmounts',
  operation: ListEnterpriseMultiAccount,
  pageSize: pageSizeOf(ListEnterpriseMultiAccount),
  point: (key, { enterprise, balance_type }, range) =>
    requestAs(
      enterprise,
      ListEnterpriseMultiAccount,
      { sub_customer_id: key, balance_type, ...range },
      (answer) =>
        toPage(
          answer.amount_infos,
          answer.total_count,
          () => key,
          (row) => JSON.stringify(row),
        ),
    ),
};

export const retrieveCouponsBySubAccount: Edge<{ readonly enterprise: string }, RetrieveCouponRow> = {
  name: 'EnterpriseSubAccount.reclaimableCoupons',
  operation: ListMultiAccountRetrieveCoupons,
  pageSize: pageSizeOf(ListMultiAccountRetrieveCoupons),
  point: (key, { enterprise }, range) =>
    requestAs(enterprise, ListMultiAccountRetrieveCoupons, { sub_customer_id: key, ...range }, (answer) =>
      toPage(
        answer.avail_retrieve_coupons,
        answer.total_count,
        () => key,
        (row) => row.sub_coupon_id ?? row.coupon_id ?? '',
      ),
    ),
};
