// Customers' own bills, costs and packages, each row with the `customer_id` whose it is.

import type { Language } from '../base/language.ts';
import { bandwidthSamples, bandwidthSummaries } from '../world/bills/bandwidth.ts';
import {
  amortizedRow,
  customerDetailRow,
  customerFeeRow,
  customerResourceRow,
  customerSumRows,
  customerTotals,
} from '../world/bills/customer-bills.ts';
import { feeRecords } from '../world/bills/records.ts';
import { deductionsOf, packageRow, packagesOf, packageUsageRow } from '../world/resources/packages.ts';
import type { Customer } from '../world/types.ts';

/** Of each customer one request for bandwidth: CDN, a month ago. */
const BANDWIDTH = { back: 1, service: 'hws.service.type.cdn', usageType: '95Peak' };

export function customerBillsTruth(
  customers: readonly Customer[],
  backs: readonly number[],
  cycles: readonly string[],
  language: Language,
) {
  const each =
    (rows: (customer: Customer) => readonly object[]): (() => readonly object[]) =>
    () =>
      customers.flatMap((customer) => rows(customer).map((row) => ({ ...row, customer_id: customer.id })));
  const inCycles = (rows: (customer: Customer, back: number, cycle: string) => readonly object[]) =>
    each((customer) =>
      backs.flatMap((back) => {
        const cycle = cycles[back] ?? '';
        return rows(customer, back, cycle).map((row) => ({ ...row, asked_cycle: cycle }));
      }),
    );
  return {
    /** With `asked_cycle`, as all that follows up to the costs. */
    customerBillSums: inCycles((customer, back, cycle) =>
      customerSumRows(feeRecords(customer, back), cycle, language),
    ),
    customerBillTotals: inCycles((customer, back) => [
      customerTotals(customer.frame, feeRecords(customer, back)),
    ]),
    customerFeeRecords: inCycles((customer, back) =>
      feeRecords(customer, back).map((record) => customerFeeRow(record, language)),
    ),
    customerResourceRecords: inCycles((customer, back) =>
      feeRecords(customer, back).map((record) => customerResourceRow(record, language)),
    ),
    customerResourceDetails: inCycles((customer, back, cycle) =>
      feeRecords(customer, back).map((record) => customerDetailRow(record, cycle, language)),
    ),
    amortizedCosts: inCycles((customer, back, cycle) =>
      feeRecords(customer, back).map((record) => amortizedRow(record, cycle, language)),
    ),
    packages: each((customer) => packagesOf(customer).map((one) => packageRow(one, language))),
    packageUsages: each((customer) =>
      packagesOf(customer).flatMap(({ items }) => items.map(packageUsageRow)),
    ),
    packageDeductions: each((customer) => deductionsOf(customer).map(({ row }) => row)),
    bandwidth: each((customer) =>
      bandwidthSummaries(customer, BANDWIDTH).map((row) => ({
        ...row,
        samples: bandwidthSamples(customer, row.resource_id, BANDWIDTH)?.samples,
      })),
    ),
  };
}
