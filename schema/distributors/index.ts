// Distributors: resellers below a distributor, and the graph of their customers.
// Importing this door adds the types and fields of the domain to the graph; it exports nothing.
import './distributors.ts';
