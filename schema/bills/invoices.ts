// What the vendor bills the partner and invoices. The international site has it.
import type { ArgBuilder } from '@pothos/core';
import { badInput } from '../../src/errors/errors.ts';
import {
  type InvoiceFilter,
  invoicesByCustomer,
  invoicesOfPartner,
  postpaidBillByCycle,
} from '../../src/operations/bills/invoice-edges.ts';
import type { InvoiceRow, PostpaidBillRow } from '../../src/operations/bills/invoices.ts';
import { builder, type SchemaTypes } from '../core/builder.ts';
import { connectionType, pageArguments } from '../core/connection/connection.ts';
import { perCustomer, perKey } from '../core/connection/edge-connection.ts';
import { MoneyRef, money } from '../core/money.ts';
import { openEnum } from '../core/open-enum.ts';
import { keyed, reads } from '../core/reads/reads.ts';
import { amounts, codes, texts } from '../core/row-fields.ts';
import { instantOf } from '../core/scalars.ts';
import { PartnerRef } from '../partner/partner.ts';
import { CustomerBillsRef } from './own-bills.ts';

const PostpaidBillRef = builder.objectRef<PostpaidBillRow>('PostpaidBill').implement({
  description: "The vendor's bill to the partner for one month.",
  fields: (t) => ({
    cycle: t.field({ type: 'BillingCycle', description: 'The month.', resolve: (row) => row.bill_cycle }),
    ...amounts(t, {
      amountDue: [
        'What is due: spent, refunded and adjusted. Tax is not in it.',
        (row) => row.initial_amount_due,
      ],
      consumedAmount: ['What was spent.', (row) => row.consume_amount],
      refundedAmount: ['What was refunded: negative.', (row) => row.refunds],
      adjustedAmount: [
        'What was adjusted, e.g. written off: negative where it lowers the bill.',
        (row) => row.adjustments,
      ],
      taxAmount: ['Tax on it.', (row) => row.tax_amount],
    }),
  }),
});

const State = openEnum('InvoiceState', 'Where the application for an invoice stands.', {
  DRAFT: { code: '0', description: 'A draft.' },
  TO_BE_APPROVED: { code: '1', description: 'It waits for approval.' },
  TO_BE_EXPORTED: { code: '4', description: 'The file waits to be exported.' },
  TO_BE_FILLED_IN: { code: '5', description: 'The file waits to be filled in.' },
  TO_BE_MAILED: { code: '6', description: 'It waits to be mailed.' },
  TO_BE_CONFIRMED: { code: '7', description: 'It waits for a receipt.' },
  COMPLETED: { code: '8', description: 'Done.' },
  RETURNED: { code: '9', description: 'The invoice was returned.' },
  REJECTION_TO_BE_APPROVED: { code: '11', description: 'A rejection waits for approval.' },
  RETURN_TO_BE_APPROVED: { code: '13', description: 'A return waits for approval.' },
  RETURN_TO_BE_FILLED_IN: { code: '14', description: 'A return waits to be filled in.' },
  RETURN_FAILED: { code: '15', description: 'The return failed.' },
});

const Title = openEnum('InvoiceTitleType', 'Whom an invoice is made out to.', {
  INDIVIDUAL: { code: '0', description: 'A person.' },
  ENTERPRISE: { code: '1', description: 'An enterprise.' },
});

const Basis = openEnum('InvoiceBasis', 'What an invoice is about.', {
  CYCLE: { code: '0', description: 'A bill cycle.' },
  PAYMENT: { code: '1', description: 'A payment.' },
  ORDER: { code: '2', description: 'An order.' },
});

const Class = openEnum('InvoiceClass', 'What counts for the tax office.', {
  TAX: { code: '0', description: 'A tax invoice.' },
  COMMERCIAL: { code: '1', description: 'A commercial invoice.' },
});

const Request = openEnum('InvoiceRequestType', 'What was applied for.', {
  ISSUE: { code: '0', description: 'An invoice.' },
  RETURN: { code: '1', description: 'The return of one.' },
  ISSUED_AND_RETURNED: { code: '2', description: 'An invoice that has been returned since.' },
});

const Trade = openEnum('InvoiceTradeType', 'How what is invoiced was paid.', {
  CREDIT_CARD: { code: '3', description: 'Settled with a credit card.' },
  UNSETTLED: { code: '4', description: 'Not settled yet.' },
  BEFORE_PAYMENT: { code: '5', description: 'Invoiced before it was paid.' },
  PARTNER_MONTHLY: { code: '6', description: 'Monthly settlement of a partner.' },
  TOP_UP: { code: '7', description: 'A top-up.' },
  YEARLY_MONTHLY_ONLINE: { code: '8', description: 'A yearly or monthly order, paid online.' },
  WITHDRAWAL: { code: '10', description: 'A withdrawal.' },
});

type Tax = InvoiceRow['taxList'][number];

const flag = (value: string | undefined): boolean | null => (value === undefined ? null : value === 'Y');

const TaxRef = builder.objectRef<Tax>('InvoiceTax').implement({
  description: 'One tax on an invoice.',
  fields: (t) => ({
    ...texts(t, {
      kind: ['Kind of the tax, e.g. `VAT` or `GST`.', (tax) => tax.taxClass],
      subKind: ['Kind within the kind, e.g. `CGST`.', (tax) => tax.subTaxClass],
      rate: ['Rate of the tax, as the upstream writes it.', (tax) => tax.taxRate],
    }),
    amount: t.field({
      type: MoneyRef,
      description: 'How much.',
      resolve: (tax, _args, context) => money(tax.taxAmount, undefined, context),
    }),
    isShown: t.boolean({
      description: 'Whether the invoice shows it.',
      resolve: (tax) => flag(tax.taxVisibleFlag),
    }),
    isBooked: t.boolean({
      description: 'Whether it is entered in the books.',
      resolve: (tax) => flag(tax.taxAccountingFlag),
    }),
  }),
});

const AddressRef = builder.objectRef<NonNullable<InvoiceRow['addressInfo']>>('InvoiceAddress').implement({
  description: 'Where an invoice on paper goes.',
  fields: (t) =>
    texts(t, {
      address: ['Street and place.', (address) => address.address],
      recipient: ['Who gets it.', (address) => address.recipients],
      postalCode: ['Postal code.', (address) => address.zipCode],
      mobilePhone: ['Telephone of who gets it.', (address) => address.mobilePhone],
    }),
});

const InvoiceRef = builder.objectRef<InvoiceRow>('Invoice').implement({
  description: 'An invoice, or the application for one.',
  fields: (t) => ({
    ...texts(t, {
      requestId: ['Id of the application.', (row) => row.requestId],
      originalRequestId: ['Of a return: id of the application for the invoice.', (row) => row.srcRequestId],
      number: ['Number of the invoice.', (row) => row.invoiceNo],
      title: ['Whom it is made out to.', (row) => row.invoiceTitle],
      titleTypeCode: ['Raw code of the title type.', (row) => row.titleType],
      kindCode: ['Raw code of the kind: `0` special VAT, `1` ordinary VAT.', (row) => row.invoiceType],
      basisCode: ['Raw code of the basis.', (row) => row.invoiceMethod],
      classCode: ['Raw code of the class.', (row) => row.invoiceClass],
      stateCode: ['Raw code of the state.', (row) => row.invoiceState],
      requestTypeCode: ['Raw code of the request type.', (row) => row.requestMode],
      tradeTypeCode: ['Raw code of the trade type.', (row) => row.tradeType],
      mediumCode: ['Raw code of the medium: `0` is paper.', (row) => row.invoiceMode],
      channelCode: ['Raw code of the sales channel: `0` is the vendor itself.', (row) => row.channelType],
      rejectionReason: ['Why it was rejected.', (row) => row.cancelReason],
      applicant: ['Who applied for it.', (row) => row.applyOpera],
      email: ['Where an electronic invoice goes.', (row) => row.email],
      contractingPartyId: ['Id of the contracting party.', (row) => row.salesId],
      cycle: ['The bill cycle that it is about.', (row) => row.billCycle],
    }),
    ...codes(t, {
      titleType: [Title, 'What it is made out to.', (row) => row.titleType],
      basis: [Basis, 'What it is about.', (row) => row.invoiceMethod],
      class: [Class, 'What it counts as.', (row) => row.invoiceClass],
      state: [State, 'Where it stands.', (row) => row.invoiceState],
      requestType: [Request, 'What was applied for.', (row) => row.requestMode],
      tradeType: [Trade, 'How what is invoiced was paid.', (row) => row.tradeType],
    }),
    amount: t.field({
      type: MoneyRef,
      description: 'What it is over.',
      resolve: (row, _args, context) => money(row.invoiceAmount, undefined, context),
    }),
    appliedAt: t.field({
      type: 'DateTime',
      description: 'When it was applied for.',
      resolve: (row) => instantOf(row.applyTime),
    }),
    address: t.field({
      type: AddressRef,
      description: 'Where it goes, where it goes by mail.',
      resolve: (row) => row.addressInfo,
    }),
    taxes: t.field({
      type: [TaxRef],
      nullable: { list: false, items: false },
      description: 'Taxes on it.',
      resolve: (row) => [...row.taxList],
    }),
  }),
});

const invoiceArguments = (arg: ArgBuilder<SchemaTypes>) => ({
  appliedFrom: arg({
    type: 'DateTime',
    required: true,
    description: 'Applied for at this instant or later.',
  }),
  appliedUntil: arg({
    type: 'DateTime',
    required: true,
    description: 'Applied for at this instant or earlier.',
  }),
  ...pageArguments(arg),
});

interface InvoiceArguments {
  readonly appliedFrom: string;
  readonly appliedUntil: string;
}

function toInvoiceFilter({ appliedFrom, appliedUntil }: InvoiceArguments): InvoiceFilter {
  if (Date.parse(appliedUntil) < Date.parse(appliedFrom)) {
    throw badInput(
      `appliedFrom and appliedUntil: expected two instants in order, got ${appliedFrom} and ${appliedUntil}`,
    );
  }
  return { start_time: appliedFrom, end_time: appliedUntil };
}

const InvoiceConnection = connectionType('Invoice', InvoiceRef, 'invoices');

builder.objectFields(PartnerRef, (t) => ({
  postpaidBill: t.field({
    extensions: reads({
      reads: [
        keyed(postpaidBillByCycle, { rows: 'one', key: ({ cycle }: { readonly cycle: string }) => cycle }),
      ],
    }),
    type: PostpaidBillRef,
    description:
      "The vendor's bill to it for a month, which is there from the 5th of the next one at 12:00 China time; null before.",
    args: { cycle: t.arg({ type: 'BillingCycle', required: true, description: 'The month.' }) },
    resolve: async (_partner, { cycle }, context) => {
      const row = await context.loaders.one(postpaidBillByCycle, cycle, null);
      return row?.initial_amount_due === undefined ? null : row;
    },
  }),
  invoices: t.field({
    type: InvoiceConnection,
    nullable: false,
    description: 'Invoices that it applied for.',
    args: invoiceArguments(t.arg),
    ...perKey(
      invoicesOfPartner,
      (tenant: typeof PartnerRef.$inferType) => tenant.partner.domainId,
      toInvoiceFilter,
      (row) => row,
    ),
  }),
}));

builder.objectField(CustomerBillsRef, 'invoices', (t) =>
  t.field({
    type: InvoiceConnection,
    nullable: false,
    description: 'Invoices that it applied for.',
    args: invoiceArguments(t.arg),
    ...perCustomer(invoicesByCustomer, toInvoiceFilter, (row) => row),
  }),
);
