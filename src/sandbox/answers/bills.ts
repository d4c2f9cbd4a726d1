import type * as operations from '../../operations/bills/index.ts';
import { chinaDate } from '../base/time.ts';
import type { Values } from '../wire/parameters.ts';
import { accessDenied, parameterError } from '../wire/refusal.ts';
import { inSlices } from '../wire/scheduling.ts';
import { associationType } from '../world/accounts/customers.ts';
import { billRow } from '../world/bills/bills.ts';
import { feeRecordRow } from '../world/bills/record-row.ts';
import { CHARGING_MODES } from '../world/bills/records.ts';
import { regions } from '../world/catalog/regions.ts';
import { serviceAt } from '../world/catalog/services.ts';
import { invoicesOfCustomer, invoicesOfPartner, postpaidBillRow } from '../world/partner/international.ts';
import { type AnswersOf, currencyField, int, namedCustomer, text } from './answer.ts';
import { customerBills } from './customer-bills.ts';
import { filtered } from './filtered.ts';
import { kept, pageText, render } from './page.ts';

const renderLine = kept(billRow);

/** Both or neither, and inside the bill cycle. */
function billDates(values: Values): { from: string; to: string } | undefined {
  const [from, to] = [text(values, 'bill_date_begin'), text(values, 'bill_date_end')];
  if (from === undefined && to === undefined) return undefined;
  const cycle = text(values, 'bill_cycle') ?? '';
  if (!from?.startsWith(cycle) || !to?.startsWith(cycle) || to < from) {
    throw parameterError(`bill_date: expected both dates inside ${cycle}, got ${from} and ${to}`);
  }
  return { from, to };
}

export const bills = {
  ListSubcustomerMonthlyBills: async (request) => {
    const { world, values } = request;
    const back = world.back(text(values, 'cycle') ?? '');
    const mode = CHARGING_MODES.find((each) => String(each) === text(values, 'charge_mode'));
    const [customerId, service, billType] = [
      text(values, 'customer_id'),
      text(values, 'cloud_service_type'),
      text(values, 'bill_type'),
    ];
    const customer = customerId === undefined ? undefined : world.customer(customerId);
    if (customerId === undefined && back >= 0) await inSlices(world.cycle(back));
    const lines = () => {
      if (mode === undefined) return [];
      if (customerId === undefined) return world.bills(back, mode);
      return customer ? world.billsOf(customer, back, mode) : [];
    };
    const { cycle, charge_mode, ...filters } = values;
    const rows = filtered(
      lines(),
      filters,
      (line) =>
        (service === undefined || serviceAt(line.service).code === service) &&
        (billType === undefined || line.billType === billType),
    );
    const names = { rows: 'bill_sums', total: 'count', extra: currencyField(request) };
    return pageText(request, names, rows, renderLine);
  },

  ListSubCustomerBillDetail: (request) => {
    const { world, values, language } = request;
    const customer = namedCustomer(request);
    const back = world.back(text(values, 'bill_cycle') ?? '');
    const dates = billDates(values);
    const given = (name: string, value: unknown) => values[name] === undefined || values[name] === value;
    const rows = world.records(customer, back).filter((record) => {
      const date = chinaDate(record.time);
      return (
        given('service_type_code', serviceAt(record.service).code) &&
        given('region_code', regions[record.region]?.code) &&
        given('charging_mode', record.mode) &&
        given('bill_detail_type', record.detail) &&
        given('resource_id', record.resourceId) &&
        given('resource_name', record.resourceName) &&
        given('trade_id', record.tradeId) &&
        given('account_manager_id', undefined) &&
        given('association_type', associationType(customer)) &&
        (!dates || (date >= dates.from && date <= dates.to))
      );
    });
    const names = { rows: 'fee_records', total: 'total_count', extra: currencyField(request) };
    return pageText(request, names, rows, (record) => JSON.stringify(feeRecordRow(record, language)));
  },

  ListPostpaidBillSum: async ({ values, world }) => {
    const cycle = text(values, 'bill_cycle') ?? '';
    const back = world.back(cycle);
    if (back < 0) return render({ bill_cycle: cycle, currency: 'USD' });
    await inSlices(world.cycle(back));
    return render(postpaidBillRow(world, back));
  },

  /** Pages are numbered from 1. */
  ListInvoices: (request) => {
    const { values, world, caller: who } = request;
    const owner = text(values, 'domain_id');
    if (owner !== who.id) throw accessDenied('Access denied: expected the id of the account that asks.');
    const [from, until] = [text(values, 'start_time') ?? '', text(values, 'end_time') ?? ''];
    if (until < from) throw parameterError(`end_time: expected an instant after ${from}, got ${until}`);
    const all = who.customer ? invoicesOfCustomer(who.customer) : invoicesOfPartner(world);
    const rows = all.filter(({ at }) => at >= Date.parse(from) && at <= Date.parse(until));
    const limit = int(values, 'limit') ?? 1;
    const offset = ((int(values, 'offset') ?? 1) - 1) * limit;
    const paged = { ...request, values: { ...values, offset, limit } };
    return pageText(paged, { rows: 'invoices', total: 'count' }, rows, ({ row }) => render(row));
  },

  ...customerBills,
} satisfies AnswersOf<typeof operations>;
