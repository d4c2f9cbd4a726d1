import {
  type CustomerBalanceRow,
  type CustomerRow,
  ListCustomersBalancesDetail,
  ListSubCustomerNewTag,
  ListSubCustomers,
  type NewCustomerTagRow,
} from '../customers.ts';
import { type Edge, keyed, pageSizeOf } from '../edge.ts';

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
    fetch: async (read, _filter, { offset, limit }) => {
      const answer = await read(ListSubCustomers, { offset, limit });
      return customerPage(answer.customer_infos, answer.count);
    },
  },
};

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
