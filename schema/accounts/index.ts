// Accounts: balances of customers, changes of these balances and stored-value cards.
// Importing this door adds the types and fields of the domain to the graph; it exports nothing.
import './accounts.ts';
import './account-changes.ts';
