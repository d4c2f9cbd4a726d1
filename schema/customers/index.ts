// Customers: identity, registration, and enterprise projects.
// Importing this door adds the types and fields of the domain to the graph; it exports nothing.
import './customers.ts';
import './registration.ts';
