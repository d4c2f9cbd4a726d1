import { chinaDate } from '../base/time.ts';
import type { Values } from '../wire/parameters.ts';
import { parameterError } from '../wire/refusal.ts';
import { inSlices } from '../wire/scheduling.ts';
import { associationType } from '../world/accounts/customers.ts';
import { billRow } from '../world/bills/bills.ts';
import { feeRecordRow } from '../world/bills/record-row.ts';
import { CHARGING_MODES } from '../world/bills/records.ts';
import { regions } from '../world/catalog/regions.ts';
import { serviceAt } from '../world/catalog/services.ts';
import { type Answer, currencyField, text } from './answer.ts';
import { filtered } from './filtered.ts';
import { kept, pageText } from './page.ts';
import { customerOf } from './resources.ts';

const renderLine = kept(billRow);

export const listSubcustomerMonthlyBills: Answer = async (question) => {
  const { world, values } = question;
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
  const names = { rows: 'bill_sums', total: 'count', extra: currencyField(question) };
  return pageText(question, names, rows, renderLine);
};

export const listSubCustomerBillDetail: Answer = (question) => {
  const { world, values, language } = question;
  const customer = customerOf(question);
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
  const names = { rows: 'fee_records', total: 'total_count', extra: currencyField(question) };
  return pageText(question, names, rows, (record) => JSON.stringify(feeRecordRow(record, language)));
};

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

export const listConsumeSubCustomers: Answer = async (question) => {
  const back = question.world.back(text(question.values, 'bill_cycle') ?? '');
  if (back >= 0) await inSlices(question.world.cycle(back));
  const rows = question.world.consumers(back);
  return pageText(
    question,
    { rows: 'sub_customers', total: 'total_count' },
    rows,
    ({ id }) => `{"customer_id":"${id}"}`,
  );
};
