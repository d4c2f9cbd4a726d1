// The answer of each operation, by its name in the catalogue. The type makes an operation without one an
// error: the catalogue and the sandbox cannot drift apart.

import type { OperationName } from '../../operations/operations.ts';
import * as accounts from './accounts.ts';
import type { Answer } from './answer.ts';
import { listConsumeSubCustomers, listSubCustomerBillDetail, listSubcustomerMonthlyBills } from './bills.ts';
import {
  listConversions,
  listMeasureUnits,
  listResourceTypes,
  listServiceResources,
  listServiceTypes,
  listUsageTypes,
} from './catalog.ts';
import { listIssuedPartnerCoupons } from './coupons.ts';
import * as ownBills from './customer-bills.ts';
import { listCustomersBalancesDetail, listSubCustomerNewTag, listSubCustomers } from './customers.ts';
import { listCities, listCounties, listProvinces } from './districts.ts';
import * as enterprises from './enterprises.ts';
import * as international from './international.ts';
import { listCustomerOrders, showCustomerOrderDetails } from './orders.ts';
import * as packages from './packages.ts';
import * as partner from './partner.ts';
import { listOrderCouponsByOrderId, listOrderDiscounts, showRefundOrderDetails } from './payments.ts';
import { listOnDemandResourceRatings, listRateOnPeriodDetail, listRenewRateOnPeriod } from './prices.ts';
import { checkUserIdentity, showRealnameAuthenticationReviewResult } from './registration.ts';
import { listCustomerOnDemandResources, listPayPerUseCustomerResources } from './resources.ts';

export const answers: Readonly<Record<OperationName, Answer>> = {
  ListSubCustomers: listSubCustomers,
  ListSubCustomerNewTag: listSubCustomerNewTag,
  ListCustomersBalancesDetail: listCustomersBalancesDetail,
  ListCustomerOrders: listCustomerOrders,
  ShowCustomerOrderDetails: showCustomerOrderDetails,
  ShowRefundOrderDetails: showRefundOrderDetails,
  ListOrderCouponsByOrderId: listOrderCouponsByOrderId,
  ListOrderDiscounts: listOrderDiscounts,
  ListPayPerUseCustomerResources: listPayPerUseCustomerResources,
  ListCustomerOnDemandResources: listCustomerOnDemandResources,
  ListRenewRateOnPeriod: listRenewRateOnPeriod,
  ListOnDemandResourceRatings: listOnDemandResourceRatings,
  ListRateOnPeriodDetail: listRateOnPeriodDetail,
  ListIssuedPartnerCoupons: listIssuedPartnerCoupons,
  ListSubcustomerMonthlyBills: listSubcustomerMonthlyBills,
  ListSubCustomerBillDetail: listSubCustomerBillDetail,
  ListConsumeSubCustomers: listConsumeSubCustomers,
  ListServiceTypes: listServiceTypes,
  ListResourceTypes: listResourceTypes,
  ListUsageTypes: listUsageTypes,
  ListMeasureUnits: listMeasureUnits,
  ListConversions: listConversions,
  ListServiceResources: listServiceResources,
  ListProvinces: listProvinces,
  ListCities: listCities,
  ListCounties: listCounties,
  ShowRealnameAuthenticationReviewResult: showRealnameAuthenticationReviewResult,
  CheckUserIdentity: checkUserIdentity,
  ShowCustomerAccountBalances: accounts.showCustomerAccountBalances,
  ListCustomerAccountChangeRecords: accounts.listCustomerAccountChangeRecords,
  ListCustomerCouponChangeRecords: accounts.listCustomerCouponChangeRecords,
  ListStoredValueCards: accounts.listStoredValueCards,
  ListSubCustomerCoupons: accounts.listSubCustomerCoupons,
  ListEnterpriseOrganizations: enterprises.listEnterpriseOrganizations,
  ListEnterpriseSubCustomers: enterprises.listEnterpriseSubCustomers,
  ShowMultiAccountTransferAmount: enterprises.showMultiAccountTransferAmount,
  ListEnterpriseMultiAccount: enterprises.listEnterpriseMultiAccount,
  ListMultiAccountTransferCoupons: enterprises.listMultiAccountTransferCoupons,
  ListMultiAccountRetrieveCoupons: enterprises.listMultiAccountRetrieveCoupons,
  ShowCustomerMonthlySum: ownBills.showCustomerMonthlySum,
  ListCustomerBillsFeeRecords: ownBills.listCustomerBillsFeeRecords,
  ListCustomerselfResourceRecords: ownBills.listCustomerselfResourceRecords,
  ListCustomerselfResourceRecordDetails: ownBills.listCustomerselfResourceRecordDetails,
  ListResourceUsageSummary: ownBills.listResourceUsageSummary,
  ListResourceUsage: ownBills.listResourceUsage,
  ListCosts: ownBills.listCosts,
  ListCustomerBillsMonthlyBreakDown: ownBills.listCustomerBillsMonthlyBreakDown,
  ListFreeResourceInfos: packages.listFreeResourceInfos,
  ListFreeResourceUsages: packages.listFreeResourceUsages,
  ListFreeResourcesUsageRecords: packages.listFreeResourcesUsageRecords,
  ListPartnerBalances: partner.listPartnerBalances,
  ListPartnerAccountChangeRecords: partner.listPartnerAccountChangeRecords,
  ListPartnerAdjustRecords: partner.listPartnerAdjustRecords,
  ListIncentiveDiscountPolicies: partner.listIncentiveDiscountPolicies,
  ListIndirectPartners: partner.listIndirectPartners,
  ListQuotaCoupons: partner.listQuotaCoupons,
  ListPartnerCouponsRecord: partner.listPartnerCouponsRecord,
  ListIssuedCouponQuotas: partner.listIssuedCouponQuotas,
  ListCouponQuotasRecords: partner.listCouponQuotasRecords,
  ListSubCustomerBudget: international.listSubCustomerBudget,
  ListSubCustomerBudgetRecords: international.listSubCustomerBudgetRecords,
  ShowCustomerExpenditureQuota: international.showCustomerExpenditureQuota,
  ShowPartnerConsumptionQuota: international.showPartnerConsumptionQuota,
  ListPostpaidBillSum: international.listPostpaidBillSum,
  ListInvoices: international.listInvoices,
};
