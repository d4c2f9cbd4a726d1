import type * as operations from '../../operations/partner/index.ts';
import { inSlices } from '../wire/scheduling.ts';
import {
  budgetRecordRows,
  budgetRow,
  consumptionQuotaRow,
  expenditureQuotaRow,
} from '../world/partner/international.ts';
import { adjustmentsOf, partnerBalanceRows, partnerChanges, policyRows } from '../world/partner/partner.ts';
import {
  type AnswersOf,
  aYearAgo,
  balanceType,
  callingCustomer,
  currencyField,
  inSpan,
  is,
  namedCustomer,
  strings,
  text,
} from './answer.ts';
import { pageText, render } from './page.ts';

export const partner = {
  ListPartnerBalances: (request) => JSON.stringify({ account_balances: partnerBalanceRows(request.world) }),

  ListPartnerAccountChangeRecords: (request) => {
    const { values, world } = request;
    const type = balanceType(request);
    const from = text(values, 'trade_time_begin') ?? aYearAgo(request);
    const to = text(values, 'trade_time_end') ?? '9999-12-31';
    const trade = text(values, 'trade_type');
    const rows = partnerChanges(world, type).filter(
      (one) => one.date >= from && one.date <= to && is(trade, one.type),
    );
    const names = { rows: 'records', total: 'total_count', extra: currencyField(request) };
    return pageText(request, names, rows, ({ row }) => render(row));
  },

  /** A stranger's id is no error: there is nothing about it. */
  ListPartnerAdjustRecords: (request) => {
    const { values, world } = request;
    const [customer, type, trans] = ['customer_id', 'operation_type', 'trans_id'].map((name) =>
      text(values, name),
    );
    const rows = adjustmentsOf(world).filter(
      ({ row }) =>
        is(customer, row['customer_id']) &&
        is(type, row['operation_type']) &&
        is(trans, row['trans_id']) &&
        inSpan(request, 'operation_time', row['operation_time']),
    );
    return pageText(request, { rows: 'records', total: 'total_count' }, rows, ({ row }) => render(row));
  },

  ListIncentiveDiscountPolicies: (request) => {
    const service = text(request.values, 'service_type_code');
    const rows = policyRows(request.language).filter((row) => is(service, row['service_type_code']));
    return pageText(request, { rows: 'policies', total: 'total_count' }, rows, render);
  },

  ListConsumeSubCustomers: async (request) => {
    const back = request.world.back(text(request.values, 'bill_cycle') ?? '');
    if (back >= 0) await inSlices(request.world.cycle(back));
    const rows = request.world.consumers(back);
    return pageText(
      request,
      { rows: 'sub_customers', total: 'total_count' },
      rows,
      ({ id }) => `{"customer_id":"${id}"}`,
    );
  },

  /** Strangers, and customers without a budget, are left out. */
  ListSubCustomerBudget: ({ values, world }) => {
    const ids = [...(strings(values, 'customer_ids') ?? [])];
    return JSON.stringify({
      measure_id: 1,
      currency: 'USD',
      budget_infos: ids.flatMap((id) => {
        const customer = world.customer(id);
        return (customer && budgetRow(customer)) ?? [];
      }),
    });
  },

  ListSubCustomerBudgetRecords: (request) => {
    const { values } = request;
    const [operation, type] = [text(values, 'operation_type'), text(values, 'budget_type')];
    const rows = budgetRecordRows(namedCustomer(request)).filter(
      (row) =>
        (operation === undefined || row['operation_type'] === operation) &&
        (type === undefined || row['budget_type'] === type),
    );
    const extra = `"measure_id":1,${currencyField(request)}`;
    return pageText(request, { rows: 'record_list', total: 'total_count', extra }, rows, render);
  },

  ShowCustomerExpenditureQuota: (request) => render(expenditureQuotaRow(callingCustomer(request))),

  ShowPartnerConsumptionQuota: ({ world }) => render(consumptionQuotaRow(world)),
} satisfies AnswersOf<typeof operations>;
