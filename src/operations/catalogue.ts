// The upstream catalogue: one entry per BSS operation, as data. Throttle figures, planner ways, sandbox
// routes, metrics and the coverage page all come from these entries. This file does nothing but collect.
import type { AnyOperation } from '../call/operation.ts';
import * as accounts from './accounts.ts';
import * as bandwidth from './bandwidth.ts';
import * as bills from './bills.ts';
import * as costs from './costs.ts';
import * as couponQuotas from './coupon-quotas.ts';
import * as coupons from './coupons.ts';
import * as customers from './customers.ts';
import * as districts from './districts.ts';
import * as enterprises from './enterprises.ts';
import * as international from './international.ts';
import * as orderPayment from './order-payment.ts';
import * as orders from './orders.ts';
import * as ownBills from './own-bills.ts';
import * as packages from './packages.ts';
import * as partnerAccounts from './partner-accounts.ts';
import * as prices from './prices.ts';
import * as products from './products.ts';
import * as registration from './registration.ts';
import * as resources from './resources.ts';

export const catalogue = {
  ListSubCustomers: customers.ListSubCustomers,
  ListSubCustomerNewTag: customers.ListSubCustomerNewTag,
  ListCustomersBalancesDetail: customers.ListCustomersBalancesDetail,
  ListCustomerOrders: orders.ListCustomerOrders,
  ShowCustomerOrderDetails: orders.ShowCustomerOrderDetails,
  ShowRefundOrderDetails: orderPayment.ShowRefundOrderDetails,
  ListOrderCouponsByOrderId: orderPayment.ListOrderCouponsByOrderId,
  ListOrderDiscounts: orderPayment.ListOrderDiscounts,
  ListPayPerUseCustomerResources: resources.ListPayPerUseCustomerResources,
  ListCustomerOnDemandResources: resources.ListCustomerOnDemandResources,
  ListRenewRateOnPeriod: prices.ListRenewRateOnPeriod,
  ListOnDemandResourceRatings: prices.ListOnDemandResourceRatings,
  ListRateOnPeriodDetail: prices.ListRateOnPeriodDetail,
  ListIssuedPartnerCoupons: coupons.ListIssuedPartnerCoupons,
  ListSubcustomerMonthlyBills: bills.ListSubcustomerMonthlyBills,
  ListSubCustomerBillDetail: bills.ListSubCustomerBillDetail,
  ListConsumeSubCustomers: bills.ListConsumeSubCustomers,
  ListServiceTypes: products.ListServiceTypes,
  ListResourceTypes: products.ListResourceTypes,
  ListUsageTypes: products.ListUsageTypes,
  ListMeasureUnits: products.ListMeasureUnits,
  ListConversions: products.ListConversions,
  ListServiceResources: products.ListServiceResources,
  ListProvinces: districts.ListProvinces,
  ListCities: districts.ListCities,
  ListCounties: districts.ListCounties,
  ShowRealnameAuthenticationReviewResult: registration.ShowRealnameAuthenticationReviewResult,
  CheckUserIdentity: registration.CheckUserIdentity,
  ShowCustomerAccountBalances: accounts.ShowCustomerAccountBalances,
  ListCustomerAccountChangeRecords: accounts.ListCustomerAccountChangeRecords,
  ListCustomerCouponChangeRecords: accounts.ListCustomerCouponChangeRecords,
  ListStoredValueCards: accounts.ListStoredValueCards,
  ListSubCustomerCoupons: accounts.ListSubCustomerCoupons,
  ListEnterpriseOrganizations: enterprises.ListEnterpriseOrganizations,
  ListEnterpriseSubCustomers: enterprises.ListEnterpriseSubCustomers,
  ShowMultiAccountTransferAmount: enterprises.ShowMultiAccountTransferAmount,
  ListEnterpriseMultiAccount: enterprises.ListEnterpriseMultiAccount,
  ListMultiAccountTransferCoupons: enterprises.ListMultiAccountTransferCoupons,
  ListMultiAccountRetrieveCoupons: enterprises.ListMultiAccountRetrieveCoupons,
  ShowCustomerMonthlySum: ownBills.ShowCustomerMonthlySum,
  ListCustomerBillsFeeRecords: ownBills.ListCustomerBillsFeeRecords,
  ListCustomerselfResourceRecords: ownBills.ListCustomerselfResourceRecords,
  ListCustomerselfResourceRecordDetails: ownBills.ListCustomerselfResourceRecordDetails,
  ListResourceUsageSummary: bandwidth.ListResourceUsageSummary,
  ListResourceUsage: bandwidth.ListResourceUsage,
  ListCosts: costs.ListCosts,
  ListCustomerBillsMonthlyBreakDown: costs.ListCustomerBillsMonthlyBreakDown,
  ListFreeResourceInfos: packages.ListFreeResourceInfos,
  ListFreeResourceUsages: packages.ListFreeResourceUsages,
  ListFreeResourcesUsageRecords: packages.ListFreeResourcesUsageRecords,
  ListPartnerBalances: partnerAccounts.ListPartnerBalances,
  ListPartnerAccountChangeRecords: partnerAccounts.ListPartnerAccountChangeRecords,
  ListPartnerAdjustRecords: partnerAccounts.ListPartnerAdjustRecords,
  ListIncentiveDiscountPolicies: partnerAccounts.ListIncentiveDiscountPolicies,
  ListIndirectPartners: partnerAccounts.ListIndirectPartners,
  ListQuotaCoupons: couponQuotas.ListQuotaCoupons,
  ListPartnerCouponsRecord: couponQuotas.ListPartnerCouponsRecord,
  ListIssuedCouponQuotas: couponQuotas.ListIssuedCouponQuotas,
  ListCouponQuotasRecords: couponQuotas.ListCouponQuotasRecords,
  ListSubCustomerBudget: international.ListSubCustomerBudget,
  ListSubCustomerBudgetRecords: international.ListSubCustomerBudgetRecords,
  ShowCustomerExpenditureQuota: international.ShowCustomerExpenditureQuota,
  ShowPartnerConsumptionQuota: international.ShowPartnerConsumptionQuota,
  ListPostpaidBillSum: international.ListPostpaidBillSum,
  ListInvoices: international.ListInvoices,
} as const;

export type OperationName = keyof typeof catalogue;

/** Every entry, in catalogue order. */
export const operations: readonly AnyOperation[] = Object.values(catalogue);
