// Listings that the international site alone has.
import { type Edge, pageSizeOf, request, requestAs, toPage } from '../edge.ts';
import { single, singleIfAny } from '../single-row.ts';
import {
  type BudgetRecordRow,
  type BudgetRow,
  type ConsumptionQuotaRow,
  type ExpenditureQuotaRow,
  ListSubCustomerBudget,
  ListSubCustomerBudgetRecords,
  ShowCustomerExpenditureQuota,
  ShowPartnerConsumptionQuota,
} from './budgets.ts';

/** Currency and measure stand once above the rows. */
interface Measured {
  readonly currency: string | undefined;
  readonly measure_id: number | undefined;
}

const measured = <Row>(rows: readonly Row[], { currency, measure_id }: Measured) =>
  rows.map((row) => ({ ...row, currency, measure_id }));

export type MeasuredBudget = BudgetRow & Measured;
export type MeasuredBudgetRecord = BudgetRecordRow & Measured;

/** The answer leaves out customers that have none. */
export const budgetByCustomer: Edge<null, MeasuredBudget> = {
  name: 'Customer.budget',
  operation: ListSubCustomerBudget,
  pageSize: pageSizeOf(ListSubCustomerBudget),
  bulk: {
    maxKeys: ListSubCustomerBudget.bulk?.max ?? 1,
    request: (keys) =>
      request(ListSubCustomerBudget, { customer_ids: keys }, (answer) =>
        toPage(
          measured(answer.budget_infos, answer),
          undefined,
          (row) => row.customer_id,
          (row) => row.customer_id,
        ),
      ),
  },
};

export interface BudgetRecordFilter {
  readonly operation_type?: string;
  readonly budget_type?: string;
}

export const budgetRecordsByCustomer: Edge<BudgetRecordFilter, MeasuredBudgetRecord> = {
  name: 'Customer.budgetRecords',
  operation: ListSubCustomerBudgetRecords,
  pageSize: pageSizeOf(ListSubCustomerBudgetRecords),
  point: (key, filter, range) =>
    request(ListSubCustomerBudgetRecords, { customer_id: key, ...filter, ...range }, (answer) =>
      toPage(
        measured(answer.record_list, answer),
        answer.total_count,
        () => key,
        (row) => JSON.stringify(row),
      ),
    ),
};

export const expenditureQuotaByCustomer: Edge<null, ExpenditureQuotaRow> = {
  name: 'CustomerAccount.expenditureQuota',
  operation: ShowCustomerExpenditureQuota,
  pageSize: pageSizeOf(ShowCustomerExpenditureQuota),
  point: (key) =>
    requestAs(key, ShowCustomerExpenditureQuota, {}, (answer) =>
      singleIfAny(key, answer, ['measure_id', 'currency']),
    ),
};

export const consumptionQuotaOfPartner: Edge<null, ConsumptionQuotaRow> = {
  name: 'Partner.consumptionQuota',
  operation: ShowPartnerConsumptionQuota,
  pageSize: pageSizeOf(ShowPartnerConsumptionQuota),
  point: (key) => request(ShowPartnerConsumptionQuota, {}, (answer) => single(key, answer)),
};
