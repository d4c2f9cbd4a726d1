// Enterprises: organizations, sub-accounts and transfers between them.
// Importing this door adds the types and fields of the domain to the graph; it exports nothing.
import './enterprises.ts';
