import {
  type CustomerBalanceRow,
  type CustomerRow,
  ListCustomersBalancesDetail,
  ListSubCustomerNewTag,
  ListSubCustomers,
  type NewCustomerTagRow,
} from '../customers.ts';
import { type Edge, keyed, type Page, pageSizeOf, type Reader, type RowRange } from '../edge.ts';

/** A customer's own row, by customer id. */
export const customerById: Edge<null, CustomerRow> = {
  name: 'customer',
  operation: ListSubCustomers,
  pageSize: pageSizeOf(ListSubCustomers),
  point: async (read, key) => {
    const answer = await read(ListSubCustomers, { customer_id: key, offset: 0, limit: 1 });
    return customerPage(answer.customer_infos, answer.count);
  },
  sweep: {
    ordered: false,
    hasTotal: true,
    fetch: (read, _filter, range) => listCustomers(read, {}, range),
  },
};

/** Filters of the customer listing, by wire name; keys that are not set are left out. */
export interface CustomerListFilter {
  readonly customer?: string;
  readonly account_name?: string;
  readonly label?: string;
  readonly association_type?: string;
  readonly associated_on_begin?: string;
  readonly associated_on_end?: string;
}

export async function listCustomers(
  read: Reader,
  filter: CustomerListFilter,
  range: RowRange,
): Promise<Page<CustomerRow>> {
  const answer = await read(ListSubCustomers, { ...filter, ...range });
  return customerPage(answer.customer_infos, answer.count);
}

function customerPage(rows: readonly CustomerRow[], total: number | undefined) {
  return keyed(
    rows,
    total,
    (row) => row.customer_id,
    (row) => row.customer_id,
  );
}

/** Balances exist only for resale customers; the answer leaves the others out. */
export const balanceByCustomer: Edge<null, CustomerBalanceRow> = {
  name: 'Customer.balance',
  operation: ListCustomersBalancesDetail,
  pageSize: pageSizeOf(ListCustomersBalancesDetail),
  bulk: {
    maxKeys: ListCustomersBalancesDetail.bulk?.max ?? 1,
    fetch: async (read, keys) => {
      const answer = await read(ListCustomersBalancesDetail, {
        customer_infos: keys.map((customer_id) => ({ customer_id })),
      });
      return keyed(
        answer.customer_balances,
        undefined,
        (row) => row.customer_id,
        (row) => row.customer_id,
      );
    },
  },
};

export const newCustomerTagByCustomer: Edge<null, NewCustomerTagRow> = {
  name: 'Customer.newCustomerTag',
  operation: ListSubCustomerNewTag,
  pageSize: pageSizeOf(ListSubCustomerNewTag),
  bulk: {
    maxKeys: ListSubCustomerNewTag.bulk?.max ?? 1,
    fetch: async (read, keys) => {
      const answer = await read(ListSubCustomerNewTag, {
        customer_ids: keys,
        offset: 0,
        limit: keys.length,
      });
      return keyed(
        answer.new_customer_tags,
        undefined,
        (row) => row.customer_id,
        (row) => `${row.customer_id}/${row.customer_tag_type ?? ''}`,
      );
    },
  },
};
