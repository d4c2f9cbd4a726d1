// Prices: quotes for products that a customer may buy.
// Importing this door adds the types and fields of the domain to the graph; it exports nothing.
import './prices.ts';
