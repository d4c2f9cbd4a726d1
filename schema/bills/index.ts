// Bills: the partner's monthly bills, consumption, customers' own bills, costs and invoices.
// Importing this door adds the types and fields of the domain to the graph; it exports nothing.
import './customer-bills.ts';
import './customer-resource-records.ts';
import './bandwidth.ts';
import './costs.ts';
import './amortized-costs.ts';
import './monthly-bills.ts';
import './consumption.ts';
import './invoices.ts';
