// Renewals: resources about to expire, renewal tasks and renewal prices.
// Importing this door adds the types and fields of the domain to the graph; it exports nothing.
import './renewal-price.ts';
import './expiring-resources.ts';
import './renewal-tasks.ts';
