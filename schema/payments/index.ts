// Payments: what a pending order can be paid with, and refunds of orders.
// Importing this door adds the types and fields of the domain to the graph; it exports nothing.
import './order-payment.ts';
