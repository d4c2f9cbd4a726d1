import type * as operations from '../../operations/enterprises/index.ts';
import { parameterError } from '../wire/refusal.ts';
import {
  type Enterprise,
  enterpriseOf,
  flat,
  movableAmounts,
  retrieveCoupons,
  type SubAccount,
  subAccountRow,
  transferCoupons,
  unitRows,
} from '../world/accounts/enterprises.ts';
import { type AnswersOf, type ApiRequest, balanceType, callingCustomer, int, text } from './answer.ts';
import { pageText, render } from './page.ts';

const AMOUNTS = { rows: 'amount_infos', total: 'total_count' };

const matches = (whole: string, part: string | undefined, fuzzy: boolean): boolean =>
  part === undefined || (fuzzy ? whole.includes(part) && part !== '' : whole === part);

function subAccountOf(request: ApiRequest): { enterprise: Enterprise; one: SubAccount } {
  const enterprise = enterpriseOf(callingCustomer(request));
  const id = text(request.values, 'sub_customer_id');
  const one = enterprise.subAccounts.find((each) => each.id === id);
  if (!one) throw parameterError('sub_customer_id: expected a sub-account of the enterprise, got another id');
  return { enterprise, one };
}

export const enterprises = {
  ListEnterpriseOrganizations: (request) => {
    const { rootId, rootName, units } = enterpriseOf(callingCustomer(request));
    const [parent, recursive] = [text(request.values, 'parent_id'), int(request.values, 'recursive_query')];
    const below =
      parent === undefined || parent === rootId
        ? units
        : flat(units).find(({ id }) => id === parent)?.children;
    return JSON.stringify({
      root_id: rootId,
      root_name: rootName,
      child_nodes: below ? unitRows(below, recursive === 1) : null,
    });
  },

  ListEnterpriseSubCustomers: (request) => {
    const { values } = request;
    const { subAccounts, rootId } = enterpriseOf(callingCustomer(request));
    const fuzzy = int(values, 'fuzzy_query') === 1;
    const [name, display, unit] = [
      text(values, 'sub_customer_account_name'),
      text(values, 'sub_customer_display_name'),
      text(values, 'org_id'),
    ];
    const rows = subAccounts.filter(
      (one) =>
        matches(one.name, name, fuzzy) &&
        matches(one.displayName, display, fuzzy) &&
        (unit === undefined || (one.unit?.id ?? rootId) === unit),
    );
    return pageText(request, { rows: 'sub_customer_infos', total: 'total_count' }, rows, (one) =>
      render(subAccountRow(one, rootId)),
    );
  },

  ShowMultiAccountTransferAmount: (request) => {
    const rows = movableAmounts(callingCustomer(request), balanceType(request), 'avail_transfer_amount');
    return pageText(request, AMOUNTS, rows, render);
  },

  ListEnterpriseMultiAccount: (request) => {
    const { one } = subAccountOf(request);
    const type = balanceType(request);
    const rows = movableAmounts(callingCustomer(request), type, 'avail_retrieve_amount', one.ordinal);
    return pageText(request, AMOUNTS, rows, render);
  },

  ListMultiAccountTransferCoupons: (request) =>
    pageText(
      request,
      { rows: 'avail_transfer_coupons', total: 'total_count' },
      transferCoupons(callingCustomer(request)),
      render,
    ),

  ListMultiAccountRetrieveCoupons: (request) =>
    pageText(
      request,
      { rows: 'avail_retrieve_coupons', total: 'total_count' },
      retrieveCoupons(callingCustomer(request), subAccountOf(request).one),
      render,
    ),
} satisfies AnswersOf<typeof operations>;
