// Catalog: dictionaries of the upstream (service, resource and usage types, units, regions, districts) and unit conversion.
// Importing this door adds the types and fields of the domain to the graph; it exports nothing.
import './catalog.ts';
import './districts.ts';
import './resource-specs.ts';
