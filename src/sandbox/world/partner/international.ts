// What the international site alone shows: budgets and quotas, the partner's own bill, and invoices.

import { decimalText, fromCents, type Money, rawNumber, wireMoney } from '../../base/money.ts';
import { Random } from '../../base/random.ts';
import { chinaCycle, cycleStart, DAY, HOUR, instant } from '../../base/time.ts';
import { CHARGING_MODES } from '../bills/records.ts';
import { draw } from '../frame.ts';
import type { Customer } from '../types.ts';
import type { World } from '../world.ts';

type Row = Readonly<Record<string, unknown>>;

const budgetRandom = (customer: Customer, ...more: readonly number[]) =>
  new Random(customer.frame.seed, draw.budget, customer.index, ...more);

const budgetType = (customer: Customer): 'MONTHLY' | 'PACKAGE' =>
  budgetRandom(customer, 1).chance(0.7) ? 'MONTHLY' : 'PACKAGE';

const budgetAmount = (customer: Customer, time: number): Money =>
  fromCents(budgetRandom(customer, 2, time).int(1, 90_000) * 1_25);

/** How often the budget was set; consultative customers have none. */
const timesSet = (customer: Customer): number =>
  customer.resale ? budgetRandom(customer, 3).int(customer.index < 2 ? 3 : 0, 9) : 0;

/** Undefined for customers without a budget. */
export function budgetRow(customer: Customer): Row | undefined {
  const times = timesSet(customer);
  if (times === 0) return undefined;
  const amount = budgetAmount(customer, times - 1);
  const used = (amount * BigInt(budgetRandom(customer, 4).int(0, 120))) / 100n;
  return {
    customer_id: customer.id,
    budget_amount: wireMoney(amount),
    ...(customer.active ? { used_amount: wireMoney(used) } : {}),
    budget_type: budgetType(customer),
  };
}

/** The newest first; the newest is the budget that stands. */
export function budgetRecordRows(customer: Customer): readonly Row[] {
  const times = timesSet(customer);
  return Array.from({ length: times }, (_, back) => {
    const time = times - 1 - back;
    const random = budgetRandom(customer, 5, time);
    return {
      budget_amount: wireMoney(budgetAmount(customer, time)),
      operation_type: 'SETTING',
      operation_time: instant(customer.associatedAt + time * 9 * DAY + random.int(1, 20) * HOUR),
      operator: random.chance(0.3) ? 'system' : 'sandbox_manager_01',
      budget_type: back === 0 ? budgetType(customer) : random.pick(['MONTHLY', 'PACKAGE']),
      partner_corp_name: `Sandbox Partner ${customer.frame.partner}`,
      ...(random.chance(0.8) ? { partner_account_name: `sandbox_partner_${customer.frame.partner}` } : {}),
    };
  });
}

/** Resale customers have none, and get an answer without any field. */
export function expenditureQuotaRow(customer: Customer): Row {
  if (customer.resale) return {};
  const random = budgetRandom(customer, 6);
  const granted = customer.active ? random.int(1, 9_000) * 100_00 : 0;
  const share = granted === 0 ? 0 : random.int(0, 110);
  return {
    granting_amount: wireMoney(fromCents(granted), 1),
    granting_amount_used: wireMoney(fromCents((granted / 100) * share), 1),
    percentage_granting_amount_used: rawNumber(decimalText(fromCents(share))),
    measure_id: 1,
    currency: 'USD',
  };
}

export function consumptionQuotaRow({ frame }: World): Row {
  const random = new Random(frame.seed, draw.budget, frame.partner, 7);
  const cents = (most: number) => fromCents(random.int(0, most));
  const [amount, coupons, due, unbilled] = [cents(9_999), cents(9_999), cents(99_999), cents(99_999)];
  return {
    consumption_quota: '10000',
    amount: decimalText(amount),
    coupon_amount: decimalText(coupons),
    due_amount: decimalText(due),
    unbilled_amount: decimalText(unbilled),
    used_consumption_quota: decimalText(due + unbilled - amount - coupons),
    currency: 'USD',
    measure_id: 1,
  };
}

/** What resale customers spent in the month `back` months ago; the current month has no bill yet. */
export function postpaidBillRow(world: World, back: number): Row {
  const cycle = { bill_cycle: world.cycles[back], currency: 'USD' };
  if (back === 0) return cycle;
  const lines = CHARGING_MODES.flatMap((mode) => world.bills(back, mode));
  const sumOf = (type: string) =>
    lines.reduce((sum, line) => (line.billType === type ? sum + line.amount : sum), 0n);
  const [consumed, refunds, adjustments] = [sumOf('0'), sumOf('1'), sumOf('2')];
  return {
    ...cycle,
    initial_amount_due: wireMoney(consumed + refunds + adjustments),
    consume_amount: wireMoney(consumed),
    refunds: wireMoney(refunds),
    adjustments: wireMoney(adjustments),
    tax_amount: wireMoney(((consumed + refunds) * 6n) / 100n),
  };
}

/** An invoice with what the filter looks at. */
export interface Invoice {
  readonly at: number;
  readonly row: Row;
}

const PARTNER_INVOICES = 67;

/** The newest first. */
export const invoicesOfPartner = (world: World): readonly Invoice[] =>
  Array.from({ length: PARTNER_INVOICES }, (_, at) =>
    invoice(world.frame, `P${world.frame.partner}`, -1, at),
  );

/** Customers that pay the vendor themselves get invoices from it. */
export function invoicesOfCustomer(customer: Customer): readonly Invoice[] {
  const { frame, index, resale, active } = customer;
  if (resale || !active) return [];
  const count = new Random(frame.seed, draw.invoice, index, 1).int(2, 14);
  return Array.from({ length: count }, (_, at) => invoice(frame, `C${index}`, index, at));
}

const STATES = [0, 1, 4, 5, 6, 7, 8, 8, 8, 9, 11, 13];

function invoice(frame: World['frame'], owner: string, index: number, ordinal: number): Invoice {
  const random = new Random(frame.seed, draw.invoice, index + 2, ordinal, 2);
  const at = frame.today - (ordinal + 1) * 8 * DAY + random.int(0, 20) * HOUR;
  const amount = fromCents(random.int(1, 900_000));
  const returned = random.chance(0.15);
  return {
    at,
    row: {
      requestId: `SANDBOX-INVOICE-${owner}-${ordinal + 1}`,
      ...(returned ? { cancelReason: 'Sandbox: the title was wrong.' } : {}),
      titleType: index < 0 ? 1 : random.int(0, 1),
      channelType: 0,
      invoiceType: random.int(0, 1),
      invoiceTitle: `Sandbox title of ${owner}`,
      invoiceAmount: wireMoney(amount),
      invoiceMethod: random.int(0, 2),
      invoiceClass: random.int(0, 1),
      invoiceState: random.pick(STATES),
      applyOpera: `sandbox_operator_${random.int(1, 3)}`,
      addressInfo: random.chance(0.4)
        ? {
            address: '1 Sandbox Street',
            recipients: `Sandbox recipient ${random.int(1, 9)}`,
            zipCode: '000000',
            mobilePhone: '00000000000',
          }
        : null,
      applyTime: instant(at),
      invoiceMode: String(random.int(0, 1)),
      email: `invoices_${owner.toLowerCase()}@example.invalid`,
      requestMode: returned ? '1' : '0',
      ...(returned ? { srcRequestId: `SANDBOX-INVOICE-${owner}-${ordinal + 2}` } : {}),
      salesId: 'SANDBOX-SALES-1',
      invoiceNo: `SANDBOX-${random.int(10_000_000, 99_999_999)}`,
      tradeType: random.pick([3, 4, 5, 6, 7, 8, 10]),
      billCycle: chinaCycle(cycleStart(at, 1)),
      taxList: random.chance(0.2) ? null : taxes(random, amount),
    },
  };
}

const taxes = (random: Random, amount: Money): readonly Row[] =>
  ['VAT', 'ISS', 'WHT'].slice(0, random.int(1, 3)).map((name, at) => ({
    taxClass: name,
    taxRate: `0.0${at + 4}`,
    subTaxClass: name,
    taxAmount: wireMoney((amount * BigInt(at + 4)) / 100n),
    taxVisibleFlag: 'Y',
    taxAccountingFlag: at === 0 ? 'Y' : 'N',
  }));
