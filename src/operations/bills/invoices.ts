import { z } from 'zod';
import { defineOperation } from '../../call/operation.ts';
import { code, decimal, emptyForNone, list, nested, rows, text, total } from '../../decode/wire.ts';
import { cycle, instant } from '../../decode/wire-time.ts';
import { paging } from '../parameters.ts';
import { internationalRead } from '../partner/budgets.ts';

/** Empty before the bill is made. */
export const postpaidBill = emptyForNone(
  z.object({
    bill_cycle: cycle,
    initial_amount_due: decimal,
    consume_amount: decimal,
    refunds: decimal,
    adjustments: decimal,
    tax_amount: decimal,
    currency: text,
  }),
);

export type PostpaidBillRow = z.output<typeof postpaidBill>;

/** The bill of a month is there from 12:00 on the 5th of the next one, China time. */
export const ListPostpaidBillSum = defineOperation({
  ...internationalRead,
  name: 'ListPostpaidBillSum',
  summary: "The partner's own bill of a month",
  method: 'GET',
  path: '/v2/bills/partner-bills/postpaid-bill-summary',
  credential: 'partner',
  parameters: { bill_cycle: { in: 'query', type: 'string', required: true, format: 'cycle' } },
  freshness: { seconds: 600 },
  response: postpaidBill,
});

export const invoiceRow = z.object({
  requestId: text,
  cancelReason: text,
  titleType: code,
  channelType: code,
  invoiceType: code,
  invoiceTitle: text,
  invoiceAmount: decimal,
  invoiceMethod: code,
  invoiceClass: code,
  invoiceState: code,
  applyOpera: text,
  addressInfo: nested(z.object({ address: text, recipients: text, zipCode: text, mobilePhone: text })),
  applyTime: instant,
  invoiceMode: code,
  email: text,
  requestMode: code,
  srcRequestId: text,
  salesId: text,
  invoiceNo: text,
  tradeType: code,
  billCycle: cycle,
  taxList: list(
    z.object({
      taxClass: text,
      taxRate: text,
      subTaxClass: text,
      taxAmount: decimal,
      taxVisibleFlag: text,
      taxAccountingFlag: text,
    }),
  ),
});

export type InvoiceRow = z.output<typeof invoiceRow>;

/** Of whoever asks, whose id stands in the path as well. `offset` is the number of a page, from 1. */
export const ListInvoices = defineOperation({
  ...internationalRead,
  name: 'ListInvoices',
  summary: 'Invoices that the account applied for',
  method: 'GET',
  path: '/v1.0/{domain_id}/payments/intl-invoices',
  credential: 'either',
  parameters: {
    domain_id: { in: 'path', type: 'string', required: true },
    start_time: { in: 'query', type: 'string', required: true, format: 'instant' },
    end_time: { in: 'query', type: 'string', required: true, format: 'instant' },
    offset: { in: 'query', type: 'int', required: true, min: 1, max: 99999 },
    limit: { in: 'query', type: 'int', required: true, min: 1, max: 100 },
  },
  paging: paging('invoices', 100, 'count', 99999),
  freshness: { seconds: 60 },
  response: z.object({ count: total, invoices: rows(invoiceRow) }),
});
