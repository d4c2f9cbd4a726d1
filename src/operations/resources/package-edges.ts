import { customerListing } from '../customer-listing.ts';
import { type Edge, pageSizeOf, requestAs, toPage } from '../edge.ts';
import {
  ListFreeResourceInfos,
  ListFreeResourcesUsageRecords,
  ListFreeResourceUsages,
  type PackageDeductionRow,
  type PackageRow,
  type PackageUsageRow,
} from './packages.ts';

export interface PackageFilter {
  readonly region_code?: string;
  readonly order_id?: string;
  readonly product_id?: string;
  readonly product_name?: string;
  readonly enterprise_project_id?: string;
  readonly status?: number;
  readonly service_type_code_list?: readonly string[];
}

export const packagesByCustomer: Edge<PackageFilter, PackageRow> = customerListing(
  'Customer.resourcePackages',
  ListFreeResourceInfos,
  {
    rows: (answer) => answer.free_resource_packages,
    total: (answer) => answer.total_count,
    idOf: (row) => row.order_instance_id ?? JSON.stringify(row),
  },
);

/** Keyed by the item of a package; each call is about one customer, which is the filter. */
export const packageUsageByItem: Edge<string, PackageUsageRow> = {
  name: 'ResourcePackageItem.period',
  operation: ListFreeResourceUsages,
  pageSize: pageSizeOf(ListFreeResourceUsages),
  bulk: {
    maxKeys: ListFreeResourceUsages.bulk?.max ?? 1,
    request: (keys, customerId) =>
      requestAs(customerId, ListFreeResourceUsages, { free_resource_ids: keys }, (answer) =>
        toPage(
          answer.free_resources,
          undefined,
          (row) => row.free_resource_id ?? '',
          (row) => row.free_resource_id ?? '',
        ),
      ),
  },
};

export interface DeductionFilter {
  readonly free_resource_id?: string;
  readonly product_id?: string;
  readonly resource_type_code?: string;
  readonly deduct_time_begin: string;
  readonly deduct_time_end: string;
}

export const packageDeductionsByCustomer: Edge<DeductionFilter, PackageDeductionRow> = customerListing(
  'Customer.packageDeductions',
  ListFreeResourcesUsageRecords,
  {
    rows: (answer) => answer.free_resource_records,
    total: (answer) => answer.total_count,
    idOf: (row) => JSON.stringify(row),
  },
);
