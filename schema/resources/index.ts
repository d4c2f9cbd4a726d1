// Resources: yearly/monthly and pay-per-use ones, and resource packages.
// Importing this door adds the types and fields of the domain to the graph; it exports nothing.
import './resources.ts';
import './resource-listings.ts';
import './packages.ts';
