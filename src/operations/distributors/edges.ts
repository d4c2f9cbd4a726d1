import { type Edge, pageSizeOf, request, toPage } from '../edge.ts';
import type { FilterOf } from '../partner-listing.ts';
import { type DistributorRow, ListIndirectPartners } from './distributors.ts';

export type DistributorFilter = FilterOf<typeof ListIndirectPartners>;

const distributorPage = (answer: {
  readonly count: number | undefined;
  readonly indirect_partners: readonly DistributorRow[];
}) =>
  toPage(
    answer.indirect_partners,
    answer.count,
    (row) => row.indirect_partner_id,
    (row) => row.indirect_partner_id,
  );

export const distributors: Edge<DistributorFilter, DistributorRow> = {
  name: 'Partner.distributors',
  operation: ListIndirectPartners,
  pageSize: pageSizeOf(ListIndirectPartners),
  point: (key, filter, range) =>
    request(ListIndirectPartners, { ...filter, indirect_partner_id: key, ...range }, distributorPage),
  sweep: {
    ordered: false,
    request: (filter, range) => request(ListIndirectPartners, { ...filter, ...range }, distributorPage),
  },
};
