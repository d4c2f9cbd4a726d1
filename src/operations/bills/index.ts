// Bills, costs, consumption and invoices.
// The operations of this domain and nothing else: `operations.ts` is spread from what stands here.
export { ListResourceUsage, ListResourceUsageSummary } from './bandwidth.ts';
export { ListCosts, ListCustomerBillsMonthlyBreakDown } from './costs.ts';
export {
  ListCustomerBillsFeeRecords,
  ListCustomerselfResourceRecordDetails,
  ListCustomerselfResourceRecords,
  ShowCustomerMonthlySum,
} from './customer-bills.ts';
export { ListInvoices, ListPostpaidBillSum } from './invoices.ts';
export { ListSubCustomerBillDetail, ListSubcustomerMonthlyBills } from './monthly-bills.ts';
