// Bills as the partner sees them, and as customers see their own; invoices on the international site.
import { bandwidthSamples, bandwidthSummaries } from '../world/bills/bandwidth.ts';
import { billLines, billRow } from '../world/bills/bills.ts';
import {
  amortizedRow,
  customerDetailRow,
  customerFeeRow,
  customerResourceRow,
  customerSumRows,
  customerTotals,
} from '../world/bills/customer-bills.ts';
import { feeRecordRow } from '../world/bills/record-row.ts';
import { feeRecords } from '../world/bills/records.ts';
import { customerRecords } from '../world/bills/tax.ts';
import { invoicesOfCustomer, invoicesOfPartner, postpaidBillRow } from '../world/partner/international.ts';
import type { Customer } from '../world/types.ts';
import type { TruthScope } from './scope.ts';

/** The one service and month that bandwidth is listed for. */
const BANDWIDTH = { back: 1, service: 'hws.service.type.cdn', usageType: '95Peak' };

export function bills(scope: TruthScope) {
  const { world, backs, language } = scope;
  const recordsOf = (customer: Customer, back: number) =>
    customerRecords(customer, feeRecords(customer, back));
  return {
    /** With `cycle`. */
    monthlyBills: scope.perCustomer((customer) =>
      backs.flatMap((back) =>
        billLines(customer, feeRecords(customer, back)).map((line) => ({
          ...billRow(line),
          cycle: world.cycles[back],
        })),
      ),
    ),
    feeRecords: scope.perCustomer((customer) =>
      backs.flatMap((back) => feeRecords(customer, back).map((record) => feeRecordRow(record, language))),
    ),
    customerBillSums: scope.inCycles((customer, back, cycle) =>
      customerSumRows(recordsOf(customer, back), cycle, language),
    ),
    customerBillTotals: scope.inCycles((customer, back) => [
      customerTotals(customer.frame, recordsOf(customer, back)),
    ]),
    customerFeeRecords: scope.inCycles((customer, back) =>
      recordsOf(customer, back).map((record) => customerFeeRow(record, language)),
    ),
    customerResourceRecords: scope.inCycles((customer, back) =>
      recordsOf(customer, back).map((record) => customerResourceRow(record, language)),
    ),
    customerResourceDetails: scope.inCycles((customer, back, cycle) =>
      recordsOf(customer, back).map((record) => customerDetailRow(record, cycle, language)),
    ),
    amortizedCosts: scope.inCycles((customer, back, cycle) =>
      recordsOf(customer, back).map((record) => amortizedRow(record, cycle, language)),
    ),
    bandwidth: scope.named((customer) =>
      bandwidthSummaries(customer, BANDWIDTH).map((row) => ({
        ...row,
        samples: bandwidthSamples(customer, row.resource_id, BANDWIDTH)?.samples,
      })),
    ),
    postpaidBills: scope.international(() => backs.map((back) => postpaidBillRow(world, back))),
    partnerInvoices: scope.international(() => invoicesOfPartner(world).map(({ row }) => row)),
    customerInvoices: scope.international(
      scope.named((customer) => invoicesOfCustomer(customer).map(({ row }) => row)),
    ),
  };
}
