import { accessDenied, parameterError } from '../wire/refusal.ts';
import { inSlices } from '../wire/scheduling.ts';
import {
  budgetRecordRows,
  budgetRow,
  consumptionQuotaRow,
  expenditureQuotaRow,
  invoicesOfCustomer,
  invoicesOfPartner,
  postpaidBillRow,
} from '../world/partner/international.ts';
import { caller } from './accounts.ts';
import { type Answer, currencyField, int, strings, text } from './answer.ts';
import { pageText } from './page.ts';
import { customerOf } from './resources.ts';

const render = (row: object): string => JSON.stringify(row);

/** Strangers, and customers without a budget, are left out. */
export const listSubCustomerBudget: Answer = ({ values, world }) => {
  const ids = [...(strings(values, 'customer_ids') ?? [])];
  return JSON.stringify({
    measure_id: 1,
    currency: 'USD',
    budget_infos: ids.flatMap((id) => {
      const customer = world.customer(id);
      return (customer && budgetRow(customer)) ?? [];
    }),
  });
};

export const listSubCustomerBudgetRecords: Answer = (question) => {
  const { values } = question;
  const [operation, type] = [text(values, 'operation_type'), text(values, 'budget_type')];
  const rows = budgetRecordRows(customerOf(question)).filter(
    (row) =>
      (operation === undefined || row['operation_type'] === operation) &&
      (type === undefined || row['budget_type'] === type),
  );
  const extra = `"measure_id":1,${currencyField(question)}`;
  return pageText(question, { rows: 'record_list', total: 'total_count', extra }, rows, render);
};

export const showCustomerExpenditureQuota: Answer = (question) =>
  render(expenditureQuotaRow(caller(question)));

export const showPartnerConsumptionQuota: Answer = ({ world }) => render(consumptionQuotaRow(world));

export const listPostpaidBillSum: Answer = async ({ values, world }) => {
  const cycle = text(values, 'bill_cycle') ?? '';
  const back = world.back(cycle);
  if (back < 0) return render({ bill_cycle: cycle, currency: 'USD' });
  await inSlices(world.cycle(back));
  return render(postpaidBillRow(world, back));
};

/** Pages are numbered from 1. */
export const listInvoices: Answer = (question) => {
  const { values, world, caller: who } = question;
  const owner = text(values, 'domain_id');
  if (owner !== who.id) throw accessDenied('Access denied: expected the id of the account that asks.');
  const [from, until] = [text(values, 'start_time') ?? '', text(values, 'end_time') ?? ''];
  if (until < from) throw parameterError(`end_time: expected an instant after ${from}, got ${until}`);
  const all = who.customer ? invoicesOfCustomer(who.customer) : invoicesOfPartner(world);
  const rows = all.filter(({ at }) => at >= Date.parse(from) && at <= Date.parse(until));
  const limit = int(values, 'limit') ?? 1;
  const offset = ((int(values, 'offset') ?? 1) - 1) * limit;
  const paged = { ...question, values: { ...values, offset, limit } };
  return pageText(paged, { rows: 'invoices', total: 'count' }, rows, ({ row }) => render(row));
};
