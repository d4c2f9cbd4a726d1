// The upstream catalogue: one entry per BSS operation, as data. Throttle figures, planner ways, sandbox
// routes, metrics and the coverage page all come from these entries. This file does nothing but collect.
import type { AnyOperation } from '../call/operation.ts';
import * as accounts from './accounts/accounts.ts';
import * as bandwidth from './bills/bandwidth.ts';
import * as costs from './bills/costs.ts';
import * as invoices from './bills/invoices.ts';
import * as bills from './bills/monthly-bills.ts';
import * as ownBills from './bills/own-bills.ts';
import * as products from './catalog/dictionaries.ts';
import * as districts from './catalog/districts.ts';
import * as couponQuotas from './coupons/coupon-quotas.ts';
import * as coupons from './coupons/coupons.ts';
import * as ownCoupons from './coupons/own-coupons.ts';
import * as customers from './customers/customers.ts';
import * as registration from './customers/registration.ts';
import * as distributors from './distributors/distributors.ts';
import * as enterprises from './enterprises/enterprises.ts';
import * as orders from './orders/orders.ts';
import * as international from './partner/budgets.ts';
import * as consumingCustomers from './partner/consuming-customers.ts';
import * as partnerAccounts from './partner/partner-accounts.ts';
import * as orderPayment from './payments/payments.ts';
import * as prices from './prices/prices.ts';
import * as renewals from './renewals/renewals.ts';
import * as packages from './resources/packages.ts';
import * as resources from './resources/resources.ts';

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
  ListRenewRateOnPeriod: renewals.ListRenewRateOnPeriod,
  ListOnDemandResourceRatings: prices.ListOnDemandResourceRatings,
  ListRateOnPeriodDetail: prices.ListRateOnPeriodDetail,
  ListIssuedPartnerCoupons: coupons.ListIssuedPartnerCoupons,
  ListSubcustomerMonthlyBills: bills.ListSubcustomerMonthlyBills,
  ListSubCustomerBillDetail: bills.ListSubCustomerBillDetail,
  ListConsumeSubCustomers: consumingCustomers.ListConsumeSubCustomers,
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
  ListSubCustomerCoupons: ownCoupons.ListSubCustomerCoupons,
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
  ListIndirectPartners: distributors.ListIndirectPartners,
  ListQuotaCoupons: couponQuotas.ListQuotaCoupons,
  ListPartnerCouponsRecord: couponQuotas.ListPartnerCouponsRecord,
  ListIssuedCouponQuotas: couponQuotas.ListIssuedCouponQuotas,
  ListCouponQuotasRecords: couponQuotas.ListCouponQuotasRecords,
  ListSubCustomerBudget: international.ListSubCustomerBudget,
  ListSubCustomerBudgetRecords: international.ListSubCustomerBudgetRecords,
  ShowCustomerExpenditureQuota: international.ShowCustomerExpenditureQuota,
  ShowPartnerConsumptionQuota: international.ShowPartnerConsumptionQuota,
  ListPostpaidBillSum: invoices.ListPostpaidBillSum,
  ListInvoices: invoices.ListInvoices,
} as const;

export type OperationName = keyof typeof catalogue;

/** Every entry, in catalogue order. */
export const operations: readonly AnyOperation[] = Object.values(catalogue);
