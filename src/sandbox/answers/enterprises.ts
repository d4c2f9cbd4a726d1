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
import { caller } from './accounts.ts';
import { type Answer, int, type Question, text } from './answer.ts';
import { pageText } from './page.ts';

const AMOUNTS = { rows: 'amount_infos', total: 'total_count' };
const render = (row: object): string => JSON.stringify(row);

export const listEnterpriseOrganizations: Answer = (question) => {
  const { rootId, rootName, units } = enterpriseOf(caller(question));
  const [parent, recursive] = [text(question.values, 'parent_id'), int(question.values, 'recursive_query')];
  const below =
    parent === undefined || parent === rootId ? units : flat(units).find(({ id }) => id === parent)?.children;
  return JSON.stringify({
    root_id: rootId,
    root_name: rootName,
    child_nodes: below ? unitRows(below, recursive === 1) : null,
  });
};

const matches = (whole: string, part: string | undefined, fuzzy: boolean): boolean =>
  part === undefined || (fuzzy ? whole.includes(part) && part !== '' : whole === part);

export const listEnterpriseSubCustomers: Answer = (question) => {
  const { values } = question;
  const { subAccounts, rootId } = enterpriseOf(caller(question));
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
  return pageText(question, { rows: 'sub_customer_infos', total: 'total_count' }, rows, (one) =>
    render(subAccountRow(one, rootId)),
  );
};

function balanceType({ values }: Question): string {
  const type = text(values, 'balance_type') ?? '';
  if (type === 'BALANCE_TYPE_DEBIT' || type === 'BALANCE_TYPE_CREDIT') return type;
  throw parameterError(
    `balance_type: expected BALANCE_TYPE_DEBIT or BALANCE_TYPE_CREDIT, got ${JSON.stringify(type)}`,
  );
}

export const showMultiAccountTransferAmount: Answer = (question) => {
  const rows = movableAmounts(caller(question), balanceType(question), 'avail_transfer_amount');
  return pageText(question, AMOUNTS, rows, render);
};

function subAccountOf(question: Question): { enterprise: Enterprise; one: SubAccount } {
  const enterprise = enterpriseOf(caller(question));
  const id = text(question.values, 'sub_customer_id');
  const one = enterprise.subAccounts.find((each) => each.id === id);
  if (!one) throw parameterError('sub_customer_id: expected a sub-account of the enterprise, got another id');
  return { enterprise, one };
}

export const listEnterpriseMultiAccount: Answer = (question) => {
  const { one } = subAccountOf(question);
  const type = balanceType(question);
  const rows = movableAmounts(caller(question), type, 'avail_retrieve_amount', one.ordinal);
  return pageText(question, AMOUNTS, rows, render);
};

export const listMultiAccountTransferCoupons: Answer = (question) =>
  pageText(
    question,
    { rows: 'avail_transfer_coupons', total: 'total_count' },
    transferCoupons(caller(question)),
    render,
  );

export const listMultiAccountRetrieveCoupons: Answer = (question) =>
  pageText(
    question,
    { rows: 'avail_retrieve_coupons', total: 'total_count' },
    retrieveCoupons(caller(question), subAccountOf(question).one),
    render,
  );
