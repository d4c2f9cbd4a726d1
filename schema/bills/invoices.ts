// Bills of the vendor to the partner, and invoices; on the international site only.
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
import { siteCurrency } from '../core/money.ts';
import { openEnum } from '../core/open-enum.ts';
import { keyedRead, reads } from '../core/reads/reads.ts';
import { amounts, codes, instants, texts } from '../core/row-fields.ts';
import { PartnerRef } from '../partner/partner.ts';
import { CustomerBillsRef } from './customer-bills.ts';

const PostpaidBillRef = builder.objectRef<PostpaidBillRow>('PostpaidBill').implement({
  description: "The vendor's bill to the partner for one month.",
  fields: (t) => ({
    cycle: t.field({
      type: 'BillingCycle',
      description: 'Billing cycle of the bill.',
      resolve: (row) => row.bill_cycle,
    }),
    ...amounts(t, {
      amountDue: [
        'Amount due: consumption, refunds and adjustments. Tax is not included.',
        (row) => row.initial_amount_due,
      ],
      consumedAmount: ['Amount of the consumption.', (row) => row.consume_amount],
      refundedAmount: ['Refunded amount, negative.', (row) => row.refunds],
      adjustedAmount: [
        'Adjusted amount, e.g. a write-off; negative where the adjustment lowers the bill.',
        (row) => row.adjustments,
      ],
      taxAmount: ['Amount of tax on the bill.', (row) => row.tax_amount],
    }),
  }),
});

const State = openEnum('InvoiceState', 'State of an invoice application.', {
  DRAFT: { code: '0', description: 'Application that is a draft.' },
  TO_BE_APPROVED: { code: '1', description: 'Application that awaits approval.' },
  TO_BE_EXPORTED: { code: '4', description: 'Application with a file that awaits export.' },
  TO_BE_FILLED_IN: { code: '5', description: 'Application with a file that has yet to be filled in.' },
  TO_BE_MAILED: { code: '6', description: 'Application with an invoice that awaits mailing.' },
  TO_BE_CONFIRMED: { code: '7', description: 'Application to be confirmed by a receipt.' },
  COMPLETED: { code: '8', description: 'Application that is completed.' },
  RETURNED: { code: '9', description: 'Application with an invoice that was returned.' },
  REJECTION_TO_BE_APPROVED: { code: '11', description: 'Application with a rejection that awaits approval.' },
  RETURN_TO_BE_APPROVED: {
    code: '13',
    description: 'Application with an invoice return that awaits approval.',
  },
  RETURN_TO_BE_FILLED_IN: {
    code: '14',
    description: 'Application with an invoice return that has yet to be filled in.',
  },
  RETURN_FAILED: { code: '15', description: 'Application with an invoice return that failed.' },
});

const Title = openEnum('InvoiceTitleType', 'Type of the party to which an invoice is issued.', {
  INDIVIDUAL: { code: '0', description: 'Invoice issued to an individual.' },
  ENTERPRISE: { code: '1', description: 'Invoice issued to an enterprise.' },
});

const Basis = openEnum('InvoiceBasis', 'Basis on which an invoice is issued.', {
  CYCLE: { code: '0', description: 'Invoice based on a billing cycle.' },
  PAYMENT: { code: '1', description: 'Invoice based on a payment.' },
  ORDER: { code: '2', description: 'Invoice based on an order.' },
});

const Class = openEnum('InvoiceClass', 'Class of an invoice for tax purposes.', {
  TAX: { code: '0', description: 'Invoice that is a tax invoice.' },
  COMMERCIAL: { code: '1', description: 'Invoice that is a commercial invoice.' },
});

const Request = openEnum('InvoiceRequestType', 'Type of an invoice application.', {
  ISSUE: { code: '0', description: 'Application for an invoice.' },
  RETURN: { code: '1', description: 'Application for the return of an invoice.' },
  ISSUED_AND_RETURNED: { code: '2', description: 'Application for an invoice that has since been returned.' },
});

const Trade = openEnum('InvoiceTradeType', 'Payment type of an invoiced transaction.', {
  CREDIT_CARD: { code: '3', description: 'Transaction settled by credit card.' },
  UNSETTLED: { code: '4', description: 'Transaction that is still unsettled.' },
  BEFORE_PAYMENT: { code: '5', description: 'Transaction invoiced before payment.' },
  PARTNER_MONTHLY: { code: '6', description: 'Monthly settlement of a partner.' },
  TOP_UP: { code: '7', description: 'Top-up of an account balance.' },
  YEARLY_MONTHLY_ONLINE: { code: '8', description: 'Yearly/monthly order that was paid online.' },
  WITHDRAWAL: { code: '10', description: 'Withdrawal from an account balance.' },
});

type Tax = InvoiceRow['taxList'][number];

const flag = (value: string | undefined): boolean | null => (value === undefined ? null : value === 'Y');

const TaxRef = builder.objectRef<Tax>('InvoiceTax').implement({
  description: 'One of the taxes on an invoice.',
  fields: (t) => ({
    ...texts(t, {
      kind: ['Kind of the tax, e.g. `VAT` or `GST`.', (tax) => tax.taxClass],
      subKind: ['Subkind of the tax, e.g. `CGST`.', (tax) => tax.subTaxClass],
      rate: ['Rate of the tax, as written by the upstream.', (tax) => tax.taxRate],
    }),
    ...amounts(t, { amount: ['Amount of the tax on the invoice.', (tax) => tax.taxAmount] }, siteCurrency),
    isShown: t.boolean({
      description: 'True when the tax is shown on the invoice.',
      resolve: (tax) => flag(tax.taxVisibleFlag),
    }),
    isBooked: t.boolean({
      description: 'True when the tax is entered in the books.',
      resolve: (tax) => flag(tax.taxAccountingFlag),
    }),
  }),
});

const AddressRef = builder.objectRef<NonNullable<InvoiceRow['addressInfo']>>('InvoiceAddress').implement({
  description: 'Mailing address of a paper invoice.',
  fields: (t) =>
    texts(t, {
      address: ['Street and place of the mailing address.', (address) => address.address],
      recipient: ['Recipient of the paper invoice.', (address) => address.recipients],
      postalCode: ['Postal code of the mailing address.', (address) => address.zipCode],
      mobilePhone: ['Mobile number of the recipient.', (address) => address.mobilePhone],
    }),
});

const InvoiceRef = builder.objectRef<InvoiceRow>('Invoice').implement({
  description: 'Invoice, or application for an invoice.',
  fields: (t) => ({
    ...texts(t, {
      requestId: ['Upstream id of the application.', (row) => row.requestId],
      originalRequestId: [
        'Upstream id of the application for the original invoice; for returns only.',
        (row) => row.srcRequestId,
      ],
      number: ['Number of the issued invoice.', (row) => row.invoiceNo],
      title: ['Invoice title: name of the party to which the invoice is issued.', (row) => row.invoiceTitle],
      titleTypeCode: ['Raw upstream code of the title type.', (row) => row.titleType],
      kindCode: [
        'Raw upstream code of the invoice kind: `0` special VAT, `1` ordinary VAT.',
        (row) => row.invoiceType,
      ],
      basisCode: ['Raw upstream code of the invoice basis.', (row) => row.invoiceMethod],
      classCode: ['Raw upstream code of the invoice class.', (row) => row.invoiceClass],
      stateCode: ['Raw upstream code of the invoice state.', (row) => row.invoiceState],
      requestTypeCode: ['Raw upstream code of the request type.', (row) => row.requestMode],
      tradeTypeCode: ['Raw upstream code of the trade type.', (row) => row.tradeType],
      mediumCode: ['Raw upstream code of the invoice medium: `0` is paper.', (row) => row.invoiceMode],
      channelCode: [
        'Raw upstream code of the sales channel: `0` is the vendor itself.',
        (row) => row.channelType,
      ],
      rejectionReason: ['Reason for the rejection of the application.', (row) => row.cancelReason],
      applicant: ['Applicant who requested the invoice.', (row) => row.applyOpera],
      email: ['E-mail address to which an electronic invoice is sent.', (row) => row.email],
      contractingPartyId: ['Upstream id of the contracting party.', (row) => row.salesId],
      cycle: ['Billing cycle covered by the invoice.', (row) => row.billCycle],
    }),
    ...codes(t, {
      titleType: [Title, 'Type of the party to which the invoice is issued.', (row) => row.titleType],
      basis: [Basis, 'Basis of the invoice: billing cycle, payment or order.', (row) => row.invoiceMethod],
      class: [Class, 'Class of the invoice: tax or commercial.', (row) => row.invoiceClass],
      state: [State, 'State of the invoice application.', (row) => row.invoiceState],
      requestType: [Request, 'Type of the invoice application.', (row) => row.requestMode],
      tradeType: [Trade, 'Payment type of the invoiced transaction.', (row) => row.tradeType],
    }),
    ...amounts(t, { amount: ['Total amount of the invoice.', (row) => row.invoiceAmount] }, siteCurrency),
    ...instants(t, { appliedAt: ['Time when the invoice was applied for, in UTC.', (row) => row.applyTime] }),
    address: t.field({
      type: AddressRef,
      description: 'Mailing address of the invoice, for invoices that are mailed.',
      resolve: (row) => row.addressInfo,
    }),
    taxes: t.field({
      type: [TaxRef],
      nullable: { list: false, items: false },
      description: 'Taxes on the invoiced amount.',
      resolve: (row) => [...row.taxList],
    }),
  }),
});

const invoiceArguments = (arg: ArgBuilder<SchemaTypes>) => ({
  appliedFrom: arg({
    type: 'DateTime',
    required: true,
    description: 'Only invoices applied for at or after this instant.',
  }),
  appliedUntil: arg({
    type: 'DateTime',
    required: true,
    description: 'Only invoices applied for at or before this instant.',
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
        keyedRead(postpaidBillByCycle, {
          rows: 'one',
          key: ({ cycle }: { readonly cycle: string }) => cycle,
        }),
      ],
    }),
    type: PostpaidBillRef,
    description:
      "The vendor's bill to the partner for a month, available from the 5th of the next month at 12:00 China time; null before.",
    args: {
      cycle: t.arg({ type: 'BillingCycle', required: true, description: 'Billing cycle of the bill.' }),
    },
    resolve: (_partner, { cycle }, context) => context.loaders.one(postpaidBillByCycle, cycle, null),
  }),
  invoices: t.field({
    type: InvoiceConnection,
    description: 'Invoices that the partner applied for.',
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
    description: 'Invoices for which the customer applied.',
    args: invoiceArguments(t.arg),
    ...perCustomer(invoicesByCustomer, toInvoiceFilter, (row) => row),
  }),
);
