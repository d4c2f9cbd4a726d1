import { type Edge, pageSizeOf, type ReadRequest, type RowRange, request, toPage } from '../edge.ts';
import {
  type CustomerBalanceRow,
  type CustomerRow,
  ListCustomersBalancesDetail,
  ListSubCustomerNewTag,
  ListSubCustomers,
  type NewCustomerTagRow,
} from './customers.ts';

/** A customer's own row, by customer id. */
export const customerById: Edge<null, CustomerRow> = {
  name: 'customer',
  operation: ListSubCustomers,
  pageSize: pageSizeOf(ListSubCustomers),
  point: (key) => request(ListSubCustomers, { customer_id: key, offset: 0, limit: 1 }, customerPage),
  sweep: { ordered: false, request: (_filter, range) => requestCustomers({}, range) },
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

/** A page of the customer listing. */
export function requestCustomers(filter: CustomerListFilter, range: RowRange): ReadRequest<CustomerRow> {
  return request(ListSubCustomers, { ...filter, ...range }, customerPage);
}

function customerPage(answer: { customer_infos: readonly CustomerRow[]; count: number | undefined }) {
  return toPage(
    answer.customer_infos,
    answer.count,
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
    request: (keys) =>
      request(
        ListCustomersBalancesDetail,
        { customer_infos: keys.map((customer_id) => ({ customer_id })) },
        (answer) =>
          toPage(
            answer.customer_balances,
            undefined,
            (row) => row.customer_id,
            (row) => row.customer_id,
          ),
      ),
  },
};

/** Customers without verification have a row with nothing in it. */
const isTagged = ({ customer_id: _customer, ...tag }: NewCustomerTagRow): boolean =>
  Object.values(tag).some((value) => value !== undefined);

export const newCustomerTagByCustomer: Edge<null, NewCustomerTagRow> = {
  name: 'Customer.newCustomerTag',
  operation: ListSubCustomerNewTag,
  pageSize: pageSizeOf(ListSubCustomerNewTag),
  bulk: {
    maxKeys: ListSubCustomerNewTag.bulk?.max ?? 1,
    request: (keys) =>
      request(ListSubCustomerNewTag, { customer_ids: keys, offset: 0, limit: keys.length }, (answer) =>
        toPage(
          answer.new_customer_tags.filter(isTagged),
          undefined,
          (row) => row.customer_id,
          (row) => `${row.customer_id}/${row.customer_tag_type ?? ''}`,
        ),
      ),
  },
};
