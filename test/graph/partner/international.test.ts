import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Truth, TruthRow } from '../../../src/sandbox/sandbox.ts';
import { isConsultative } from '../../support/expected/customers.ts';
import { type Names, named, text } from '../../support/expected/values.ts';
import { type Mapping, mapped, selectionOf } from '../../support/expected/wide-rows.ts';
import { type Harness, startHarness } from '../../support/harness.ts';

// What the international site has and the China site has not, each row against the world; and what both have.

let harness: Harness;
let world: Truth;
beforeAll(async () => {
  harness = await startHarness({
    site: 'intl',
    customers: 100,
    fixedNow: Date.UTC(2026, 9, 20, 4),
    withoutQuotas: true,
  });
  world = await harness.world(
    '?include=customers,customersWithAgency,orders,accountBalances,budgets,budgetRecords,expenditureQuotas,consumptionQuotas,postpaidBills,partnerInvoices,customerInvoices',
  );
});
afterEach(() => harness.reset());
afterAll(() => harness.close());

const FRESH = { 'cache-control': 'no-cache' };

interface Page<Node = unknown> {
  readonly totalCount: number;
  readonly nodes: readonly Node[];
}

const rowsOf = (rows: readonly TruthRow[], customerId: unknown) =>
  rows.filter((row) => row['customer_id'] === customerId);

async function ask<Data>(query: string, variables: Readonly<Record<string, unknown>> = {}) {
  const { result, calls } = await harness.callsOf(() => harness.query<Data>(query, variables, FRESH));
  expect(result.errors).toBeUndefined();
  return { data: result.data, calls };
}

const BUDGET_TYPE: Names = { MONTHLY: 'MONTHLY', PACKAGE: 'ONE_TIME' };
const BUDGET: Mapping = {
  typeCode: 'budget_type',
  amount: ['dollars', 'budget_amount'],
  usedAmount: ['dollars', 'used_amount'],
};
const RECORD: Mapping = {
  operationCode: 'operation_type',
  typeCode: 'budget_type',
  operator: 'operator',
  partnerName: 'partner_corp_name',
  partnerAccountName: 'partner_account_name',
  operatedAt: 'operation_time',
  amount: ['dollars', 'budget_amount'],
};
const record = (row: TruthRow) => ({
  ...mapped(RECORD, row),
  operation: 'SETTING',
  type: named(BUDGET_TYPE, row['budget_type']),
});

describe('budgets of resale customers', () => {
  it('of a hundred take one call beside the list of customers', async () => {
    const { data, calls } = await ask<{ customers: Page<{ customerId: string; budget: unknown }> }>(
      `{ customers(first: 100) { nodes { customerId budget { ${selectionOf(BUDGET)} type } } } }`,
    );
    const want = world.customers.map(({ customer_id: customerId }) => {
      const [row] = rowsOf(world.budgets, customerId);
      return {
        customerId,
        budget: row ? { ...mapped(BUDGET, row), type: named(BUDGET_TYPE, row['budget_type']) } : null,
      };
    });
    expect(data.customers.nodes).toEqual(want);
    expect(want.filter(({ budget }) => budget).length).toBeGreaterThan(50);
    expect(want.filter(({ budget }) => !budget).length).toBeGreaterThan(10);
    expect(calls).toEqual({ ListSubCustomers: 1, ListSubCustomerBudget: 1 });
  });

  it('tell how they were set, filtered by what and for how long', async () => {
    const { customer_id: customerId } = world.customers[0] ?? {};
    const rows = rowsOf(world.budgetRecords, customerId);
    expect(rows.length).toBeGreaterThan(2);
    const select = `totalCount nodes { ${selectionOf(RECORD)} operation type }`;
    const { data, calls } = await ask<{ customer: Record<'all' | 'monthly' | 'ended', Page> }>(
      `query ($id: String!) { customer(customerId: $id) {
        all: budgetRecords { ${select} }
        monthly: budgetRecords(filter: { type: MONTHLY, operation: SETTING }) { ${select} }
        ended: budgetRecords(filter: { operation: DISSOCIATION }) { ${select} }
      } }`,
      { id: customerId },
    );
    const monthly = rows.filter((row) => row['budget_type'] === 'MONTHLY');
    expect(data.customer).toEqual({
      all: { totalCount: rows.length, nodes: rows.map(record) },
      monthly: { totalCount: monthly.length, nodes: monthly.map(record) },
      ended: { totalCount: 0, nodes: [] },
    });
    expect(calls).toEqual({ ListSubCustomers: 1, ListSubCustomerBudgetRecords: 3 });
  });

  it('name the reseller below a distributor', async () => {
    const { resellers } = await harness.world('?include=resellers');
    const reseller = resellers[0]?.['indirect_partner_id'];
    const theirs = await harness.world(`?reseller=${reseller}&include=customers,budgets`);
    const { data } = await ask<{ distributor: { customers: Page<{ customerId: string; budget: unknown }> } }>(
      `query ($id: String!) { distributor(distributorId: $id) { customers { totalCount nodes {
        customerId budget { ${selectionOf(BUDGET)} } } } } }`,
      { id: reseller },
    );
    expect(data.distributor.customers.nodes).toEqual(
      theirs.customers.map(({ customer_id: customerId }) => {
        const [row] = rowsOf(theirs.budgets, customerId);
        return { customerId, budget: row ? mapped(BUDGET, row) : null };
      }),
    );
    expect(theirs.budgets.length).toBeGreaterThan(0);
  });
});

const EXPENDITURE: Mapping = {
  amount: ['dollars', 'granting_amount'],
  usedAmount: ['dollars', 'granting_amount_used'],
  usedShare: ['decimal', 'percentage_granting_amount_used'],
};
const CONSUMPTION: Mapping = {
  amount: ['dollars', 'consumption_quota'],
  usedAmount: ['dollars', 'used_consumption_quota'],
  accountBalance: ['dollars', 'amount'],
  couponBalance: ['dollars', 'coupon_amount'],
  dueAmount: ['dollars', 'due_amount'],
  unbilledAmount: ['dollars', 'unbilled_amount'],
};

describe('quotas', () => {
  it('of expenditure are asked of customers that may have one, each with its own credential', async () => {
    const { data, calls } = await ask<{
      customers: Page<{ customerId: string; account: { expenditureQuota: unknown } }>;
    }>(
      `{ customers(first: 100, filter: { associationType: CONSULTATIVE_SALE, accountName: "customer_000" }) {
        nodes { customerId account { expenditureQuota { ${selectionOf(EXPENDITURE)} } } } } }`,
    );
    const asked = world.customers.filter(
      (row) => isConsultative(row) && String(row['account_name']).includes('customer_000'),
    );
    expect(data.customers.nodes).toEqual(
      asked.map(({ customer_id: customerId }) => {
        const [row] = rowsOf(world.expenditureQuotas, customerId);
        return { customerId, account: { expenditureQuota: row ? mapped(EXPENDITURE, row) : null } };
      }),
    );
    expect(asked.length).toBeGreaterThan(0);
    expect(calls).toEqual({
      ListSubCustomers: 1,
      KeystoneCreateAgencyToken: asked.length,
      ShowCustomerExpenditureQuota: asked.length,
    });
    const resale = await ask<{ customers: Page<{ account: { expenditureQuota: unknown } }> }>(
      '{ customers(first: 5, filter: { associationType: RESALE }) { nodes { account { expenditureQuota { usedShare } } } } }',
    );
    expect(resale.data.customers.nodes).toHaveLength(5);
    expect(new Set(resale.data.customers.nodes.map(({ account }) => account.expenditureQuota))).toEqual(
      new Set([null]),
    );
    expect(resale.calls).toEqual({ ListSubCustomers: 1 });
  });

  it('is null where the answer is empty and the customer was found by its id', async () => {
    const row = world.customers.find(
      (one) =>
        one['association_type'] === '3' && world.customersWithAgency.includes(String(one['customer_id'])),
    );
    const { data } = await ask<{ order: { customer: { account: { expenditureQuota: unknown } } } }>(
      'query ($id: String!) { order(orderId: $id) { customer { account { expenditureQuota { usedShare } } } } }',
      { id: rowsOf(world.orders, row?.['customer_id'])[0]?.['order_id'] },
    );
    expect(data.order.customer.account.expenditureQuota).toBeNull();
  });

  it("of consumption is the partner's", async () => {
    const { data, calls } = await ask<{ partner: unknown }>(
      `{ partner { site consumptionQuota { ${selectionOf(CONSUMPTION)} } } }`,
    );
    const [row] = world.consumptionQuotas;
    expect(data.partner).toEqual({ site: 'INTL', consumptionQuota: row && mapped(CONSUMPTION, row) });
    expect(calls).toEqual({ ShowPartnerConsumptionQuota: 1 });
  });
});

const BILL: Mapping = {
  cycle: 'bill_cycle',
  amountDue: ['dollars', 'initial_amount_due'],
  consumedAmount: ['dollars', 'consume_amount'],
  refundedAmount: ['dollars', 'refunds'],
  adjustedAmount: ['dollars', 'adjustments'],
  taxAmount: ['dollars', 'tax_amount'],
};

it("shows the partner's own bill of every month that has one", async () => {
  const months = world.cycles.map(
    (cycle, at) => `m${at}: postpaidBill(cycle: "${cycle}") { ${selectionOf(BILL)} }`,
  );
  const { data, calls } = await ask<{ partner: Record<string, unknown> }>(
    `{ partner { ${months.join(' ')} } }`,
  );
  expect(Object.values(data.partner)).toEqual(
    world.postpaidBills.map((row, at) => (at === 0 ? null : mapped(BILL, row))),
  );
  expect(calls).toEqual({ ListPostpaidBillSum: world.cycles.length });
});

const TITLE: Names = { 0: 'INDIVIDUAL', 1: 'ENTERPRISE' };
const BASIS: Names = { 0: 'CYCLE', 1: 'PAYMENT', 2: 'ORDER' };
const CLASS: Names = { 0: 'TAX', 1: 'COMMERCIAL' };
const REQUEST: Names = { 0: 'ISSUE', 1: 'RETURN' };
const STATE: Names = {
  0: 'DRAFT',
  1: 'TO_BE_APPROVED',
  4: 'TO_BE_EXPORTED',
  5: 'TO_BE_FILLED_IN',
  6: 'TO_BE_MAILED',
  7: 'TO_BE_CONFIRMED',
  8: 'COMPLETED',
  9: 'RETURNED',
  11: 'REJECTION_TO_BE_APPROVED',
  13: 'RETURN_TO_BE_APPROVED',
};
const TRADE: Names = {
  3: 'CREDIT_CARD',
  4: 'UNSETTLED',
  5: 'BEFORE_PAYMENT',
  6: 'PARTNER_MONTHLY',
  7: 'TOP_UP',
  8: 'YEARLY_MONTHLY_ONLINE',
  10: 'WITHDRAWAL',
};
const INVOICE: Mapping = {
  requestId: 'requestId',
  originalRequestId: 'srcRequestId',
  number: 'invoiceNo',
  title: 'invoiceTitle',
  titleTypeCode: 'titleType',
  kindCode: 'invoiceType',
  basisCode: 'invoiceMethod',
  classCode: 'invoiceClass',
  stateCode: 'invoiceState',
  requestTypeCode: 'requestMode',
  tradeTypeCode: 'tradeType',
  mediumCode: 'invoiceMode',
  channelCode: 'channelType',
  rejectionReason: 'cancelReason',
  applicant: 'applyOpera',
  email: 'email',
  contractingPartyId: 'salesId',
  cycle: 'billCycle',
  appliedAt: 'applyTime',
  amount: ['dollars', 'invoiceAmount'],
};
const ADDRESS: Mapping = {
  address: 'address',
  recipient: 'recipients',
  postalCode: 'zipCode',
  mobilePhone: 'mobilePhone',
};
const TAX: Mapping = {
  kind: 'taxClass',
  subKind: 'subTaxClass',
  rate: 'taxRate',
  amount: ['dollars', 'taxAmount'],
};
const INVOICES = `totalCount pageInfo { hasNextPage endCursor } nodes { ${selectionOf(INVOICE)}
  titleType basis class state requestType tradeType address { ${selectionOf(ADDRESS)} }
  taxes { ${selectionOf(TAX)} isShown isBooked } }`;

const invoice = (row: TruthRow) => ({
  ...mapped(INVOICE, row),
  titleType: named(TITLE, row['titleType']),
  basis: named(BASIS, row['invoiceMethod']),
  class: named(CLASS, row['invoiceClass']),
  state: named(STATE, row['invoiceState']),
  requestType: named(REQUEST, row['requestMode']),
  tradeType: named(TRADE, row['tradeType']),
  address: row['addressInfo'] ? mapped(ADDRESS, row['addressInfo'] as TruthRow) : null,
  taxes: ((row['taxList'] ?? []) as readonly TruthRow[]).map((tax) => ({
    ...mapped(TAX, tax),
    isShown: tax['taxVisibleFlag'] === 'Y',
    isBooked: tax['taxAccountingFlag'] === 'Y',
  })),
});

interface InvoicePage extends Page {
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

const SINCE = 'appliedFrom: "2020-01-01T00:00:00Z", appliedUntil: "2026-12-31T00:00:00Z"';

describe('invoices', () => {
  it('of the partner, all of them in pages of any length', async () => {
    expect(world.partnerInvoices.length).toBeGreaterThan(50);
    for (const first of [500, 50, 13]) {
      const nodes: unknown[] = [];
      let after: string | null = null;
      do {
        const answer: { data: { partner: { invoices: InvoicePage } } } = await ask(
          `query ($first: Int!, $after: String) { partner { invoices(${SINCE}, first: $first, after: $after) { ${INVOICES} } } }`,
          { first, after },
        );
        const page = answer.data.partner.invoices;
        expect(page.totalCount).toBe(world.partnerInvoices.length);
        nodes.push(...page.nodes);
        after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
      } while (after !== null);
      expect(nodes, String(first)).toEqual(world.partnerInvoices.map(invoice));
    }
  });

  it('of a customer, in its own name, within a span', async () => {
    const id = world.customersWithAgency.find((one) => rowsOf(world.customerInvoices, one).length > 3);
    const rows = rowsOf(world.customerInvoices, id);
    const [newest, , third] = rows.map((row) => String(row['applyTime']));
    const { data, calls } = await ask<{ customer: { bills: Record<'all' | 'some', InvoicePage> } }>(
      `query ($id: String!, $from: DateTime!, $until: DateTime!) { customer(customerId: $id) { bills {
        all: invoices(${SINCE}) { ${INVOICES} }
        some: invoices(appliedFrom: $from, appliedUntil: $until) { ${INVOICES} }
      } } }`,
      { id, from: third, until: newest },
    );
    expect(data.customer.bills.all.nodes).toEqual(rows.map(invoice));
    expect(data.customer.bills.some.nodes).toEqual(rows.slice(0, 3).map(invoice));
    expect(calls).toMatchObject({ ListInvoices: 2 });
  });

  it('refuses a span whose end is before its beginning, and calls nobody', async () => {
    const { result, calls } = await harness.callsOf(() =>
      harness.query(
        '{ partner { invoices(appliedFrom: "2026-02-01T00:00:00Z", appliedUntil: "2026-01-01T00:00:00Z") { nodes { number } } } }',
      ),
    );
    expect(result.errors?.[0]).toMatchObject({
      message:
        'appliedFrom and appliedUntil: expected two instants in order, got 2026-02-01T00:00:00Z and 2026-01-01T00:00:00Z',
      extensions: { code: 'BAD_USER_INPUT' },
    });
    expect(calls).toEqual({});
  });
});

describe('what both sites have', () => {
  it('has amounts in dollars', async () => {
    const id = world.customersWithAgency.find((one) => rowsOf(world.accountBalances, one).length > 0);
    const { data } = await ask<{
      customer: {
        orders: Page<{ officialAmount: { currency: string } | null }>;
        account: { balances: { debt: unknown } };
      };
    }>(
      `query ($id: String!) { customer(customerId: $id) {
        orders(first: 5) { nodes { orderId officialAmount { currency } } } account { balances { debt { amount currency } } } } }`,
      { id },
    );
    expect(data.customer.orders.nodes.length).toBeGreaterThan(0);
    for (const { officialAmount } of data.customer.orders.nodes) expect(officialAmount?.currency).toBe('USD');
    expect(data.customer.account.balances.debt).toMatchObject({ currency: 'USD' });
  });

  it('has no account balance of customers that the partner sells to on its own account', async () => {
    const { data } = await ask<{ customers: Page<{ account: { balances: unknown } }> }>(
      '{ customers(first: 3, filter: { associationType: RESALE }) { nodes { account { balances { debt { amount } } } } } }',
    );
    expect(data.customers.nodes).toEqual([1, 2, 3].map(() => ({ account: { balances: null } })));
  });

  it('knows resale customers by the code that they have here', async () => {
    const { data } = await ask<Record<'resale' | 'others', Page<{ associationTypeCode: string }>>>(
      `{ resale: customers(first: 100, filter: { associationType: RESALE }) { totalCount nodes { associationType associationTypeCode } }
        others: customers(first: 100, filter: { associationType: CONSULTATIVE_SALE }) { totalCount nodes { associationType associationTypeCode } } }`,
    );
    const resale = world.customers.filter((row) => text(row['association_type']) === '3');
    expect(data.resale.totalCount).toBe(resale.length);
    expect(resale.length).toBeGreaterThan(50);
    expect(data.others.totalCount).toBe(world.customers.length - resale.length);
    expect(new Set(data.resale.nodes.map((node) => JSON.stringify(node)))).toEqual(
      new Set([JSON.stringify({ associationType: 'RESALE', associationTypeCode: '3' })]),
    );
  });
});
