// Partner: the reseller itself, its accounts, adjustments, policies and budgets.
// Importing this door adds the types and fields of the domain to the graph; it exports nothing.
import './partner.ts';
import './budgets.ts';
