// The truth about a world, for tests and benchmarks: every wire row with money as text, and what no list
// shows (whose resource it is, which order bought it, who granted the agency).

import type { Language } from '../base/language.ts';
import { withNumbersAsText } from '../base/money.ts';
import { instant } from '../base/time.ts';
import { couponRow } from '../world/accounts/coupons.ts';
import { balanceRow, customerRow, newCustomerTagRow } from '../world/accounts/customers.ts';
import { billLines, billRow } from '../world/bills/bills.ts';
import { feeRecordRow } from '../world/bills/record-row.ts';
import { feeRecords } from '../world/bills/records.ts';
import {
  conversionRows,
  measureUnitRows,
  resourceTypeRows,
  serviceTypeRows,
  usageTypeRows,
} from '../world/catalog/dictionary.ts';
import { lineItemRows } from '../world/orders/line-items.ts';
import { orderId, orderRow } from '../world/orders/orders.ts';
import { onDemandResources, onDemandRow } from '../world/resources/on-demand.ts';
import { periodResourceRow, resourcesOfCustomer } from '../world/resources/resources.ts';
import type { Customer } from '../world/types.ts';
import type { World } from '../world/world.ts';
import { accountsTruth } from './accounts.ts';
import { catalogTruth } from './catalog.ts';
import { customerBillsTruth } from './customer-bills.ts';
import { internationalTruth } from './international.ts';
import { partnerTruth } from './partner.ts';
import { orderPaymentLists } from './payments.ts';
import { renewalLists } from './renewals.ts';

/** A wire row: money and other exact numbers as text. */
export type TruthRow = Readonly<Record<string, unknown>>;

export interface Truth {
  readonly seed: number;
  /** The instant that the world was made for: nothing in it is later. */
  readonly now: string;
  /** The current bill cycle. */
  readonly cycle: string;
  /** Every bill cycle with data, the current one first. */
  readonly cycles: readonly string[];
  readonly partner: TruthRow;
  readonly customers: readonly TruthRow[];
  readonly customersWithAgency: readonly string[];
  readonly balances: readonly TruthRow[];
  readonly newCustomerTags: readonly TruthRow[];
  /** With `order_line_items`. */
  readonly orders: readonly TruthRow[];
  /** Of each order, each with its `order_id`. */
  readonly orderCoupons: readonly TruthRow[];
  readonly orderDiscounts: readonly TruthRow[];
  readonly refunds: readonly TruthRow[];
  /** Of each main resource, for a month, and for a year with what is attached. */
  readonly renewalPrices: readonly TruthRow[];
  /** With `customer_id` and `order_id`. */
  readonly periodResources: readonly TruthRow[];
  readonly onDemandResources: readonly TruthRow[];
  readonly coupons: readonly TruthRow[];
  /** With `cycle`. */
  readonly monthlyBills: readonly TruthRow[];
  readonly feeRecords: readonly TruthRow[];
  readonly serviceTypes: readonly TruthRow[];
  readonly resourceTypes: readonly TruthRow[];
  readonly usageTypes: readonly TruthRow[];
  readonly measureUnits: readonly TruthRow[];
  readonly conversions: readonly TruthRow[];
  readonly serviceResources: readonly TruthRow[];
  readonly provinces: readonly TruthRow[];
  readonly cities: readonly TruthRow[];
  readonly counties: readonly TruthRow[];
  readonly realNameReviews: readonly TruthRow[];
  readonly accountBalances: readonly TruthRow[];
  readonly accountChanges: readonly TruthRow[];
  readonly couponChanges: readonly TruthRow[];
  readonly storedValueCards: readonly TruthRow[];
  readonly customerCoupons: readonly TruthRow[];
  readonly organizations: readonly TruthRow[];
  readonly subAccounts: readonly TruthRow[];
  readonly transferAmounts: readonly TruthRow[];
  readonly transferCoupons: readonly TruthRow[];
  readonly retrieveAmounts: readonly TruthRow[];
  readonly retrieveCoupons: readonly TruthRow[];
  readonly customerBillSums: readonly TruthRow[];
  readonly customerBillTotals: readonly TruthRow[];
  readonly customerFeeRecords: readonly TruthRow[];
  readonly customerResourceRecords: readonly TruthRow[];
  readonly customerResourceDetails: readonly TruthRow[];
  readonly amortizedCosts: readonly TruthRow[];
  readonly packages: readonly TruthRow[];
  readonly packageUsages: readonly TruthRow[];
  readonly packageDeductions: readonly TruthRow[];
  readonly bandwidth: readonly TruthRow[];
  readonly partnerBalances: readonly TruthRow[];
  readonly partnerChanges: readonly TruthRow[];
  readonly adjustments: readonly TruthRow[];
  readonly policies: readonly TruthRow[];
  readonly couponQuotas: readonly TruthRow[];
  readonly couponRecords: readonly TruthRow[];
  readonly resellers: readonly TruthRow[];
  readonly issuedCouponQuotas: readonly TruthRow[];
  readonly couponQuotaRecords: readonly TruthRow[];
  readonly consumingCustomers: readonly TruthRow[];
  readonly budgets: readonly TruthRow[];
  readonly budgetRecords: readonly TruthRow[];
  readonly expenditureQuotas: readonly TruthRow[];
  readonly consumptionQuotas: readonly TruthRow[];
  readonly postpaidBills: readonly TruthRow[];
  readonly partnerInvoices: readonly TruthRow[];
  readonly customerInvoices: readonly TruthRow[];
}

export interface TruthQuery {
  /** Only what belongs to these customers. */
  readonly customerIds?: readonly string[];
  /** Only bills and consumption of this cycle. */
  readonly cycle?: string;
  /** Only these lists; the others are left out. */
  readonly include?: readonly string[];
  /** Language of names where the upstream lets the caller choose; `zh` by default. */
  readonly language?: Language;
}

type Lists = Readonly<Record<string, () => readonly unknown[]>>;

function lists(world: World, query: TruthQuery): Lists {
  const { language = 'zh' } = query;
  const wanted = query.customerIds;
  const customers = wanted
    ? world.customers.filter((customer) => wanted.includes(customer.id))
    : world.customers;
  const backs = world.cycles.flatMap((cycle, back) =>
    query.cycle === undefined || query.cycle === cycle ? [back] : [],
  );
  const perCustomer = (rows: (customer: Customer) => readonly unknown[]) => () => customers.flatMap(rows);
  return {
    customers: perCustomer((customer) => [customerRow(customer)]),
    customersWithAgency: perCustomer((customer) => (customer.agency ? [customer.id] : [])),
    balances: perCustomer((customer) => {
      const row = balanceRow(customer);
      return row ? [row] : [];
    }),
    newCustomerTags: perCustomer((customer) => [newCustomerTagRow(customer)]),
    orders: perCustomer((customer) =>
      customer.orders.map((order) => ({
        ...orderRow(order),
        order_line_items: lineItemRows(order, language),
      })),
    ),
    ...orderPaymentLists(perCustomer),
    ...renewalLists(perCustomer),
    periodResources: perCustomer((customer) =>
      resourcesOfCustomer(customer).map((resource) => ({
        ...periodResourceRow(resource),
        customer_id: customer.id,
        order_id: orderId(resource.order),
      })),
    ),
    onDemandResources: perCustomer((customer) =>
      (customer.resale ? onDemandResources(customer) : []).map((each) => onDemandRow(each, language)),
    ),
    coupons: perCustomer((customer) => customer.coupons.map(couponRow)),
    monthlyBills: perCustomer((customer) =>
      backs.flatMap((back) =>
        billLines(customer, feeRecords(customer, back)).map((line) => ({
          ...billRow(line),
          cycle: world.cycles[back],
        })),
      ),
    ),
    feeRecords: perCustomer((customer) =>
      backs.flatMap((back) => feeRecords(customer, back).map((record) => feeRecordRow(record, language))),
    ),
    serviceTypes: () => serviceTypeRows(language),
    resourceTypes: () => resourceTypeRows(language),
    usageTypes: () => usageTypeRows(language),
    measureUnits: () => measureUnitRows(language),
    conversions: () => conversionRows,
    ...catalogTruth(language, customers),
    ...accountsTruth(customers),
    ...customerBillsTruth(customers, backs, world.cycles, language),
    ...partnerTruth(world, backs, language),
    ...internationalTruth(world, customers, backs),
  };
}

/** The JSON text of the truth, piece by piece: a big world in one text would be too long. */
export function* truthPieces(world: World, partner: TruthRow, query: TruthQuery = {}): Generator<string> {
  const { seed, today } = world.frame;
  const head = { seed, now: instant(today), cycle: world.cycles[0], cycles: world.cycles, partner };
  yield JSON.stringify(head).slice(0, -1);
  for (const [name, rows] of Object.entries(lists(world, query))) {
    if (query.include && !query.include.includes(name)) continue;
    yield `,${JSON.stringify(name)}:[`;
    const all = rows();
    for (let at = 0; at < all.length; at += 1000) {
      yield `${at ? ',' : ''}${withNumbersAsText(all.slice(at, at + 1000)).slice(1, -1)}`;
    }
    yield ']';
  }
  yield '}';
}
