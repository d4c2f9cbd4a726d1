// Orders: their line items, amounts, listings and filters.
// Importing this door adds the types and fields of the domain to the graph; it exports nothing.
import './orders.ts';
import './order-listings.ts';
