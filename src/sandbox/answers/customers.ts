import type * as operations from '../../operations/customers/index.ts';
import { notACustomer, parameterError } from '../wire/refusal.ts';
import { associationType, balanceRow, customerRow, newCustomerTagRow } from '../world/accounts/customers.ts';
import { checkIdentity, realNameReviewRow } from '../world/accounts/registration.ts';
import { type AnswersOf, contains, span, strings, text } from './answer.ts';
import { filtered } from './filtered.ts';
import { kept, pageText } from './page.ts';

const renderCustomer = kept(customerRow);

/** Names and labels match anywhere, and only labels by case; an empty filter matches nothing. */
const within = (whole: unknown, part: string | undefined): boolean =>
  part === undefined || (part !== '' && typeof whole === 'string' && whole.includes(part));
const withinAnyCase = (whole: unknown, part: string | undefined): boolean =>
  within(typeof whole === 'string' ? whole.toLowerCase() : whole, part?.toLowerCase());

export const customers = {
  ListSubCustomers: (request) => {
    const { world, values } = request;
    const [id, type] = [text(values, 'customer_id'), text(values, 'association_type')];
    const associated = span(values, 'associated_on');
    const [account, name, label] = [
      text(values, 'account_name'),
      text(values, 'customer'),
      text(values, 'label'),
    ];
    const one = id === undefined ? undefined : world.customer(id);
    const all = id === undefined ? world.customers : one ? [one] : [];
    const rows = filtered(all, values, (customer) => {
      if (type !== undefined && type !== associationType(customer)) return false;
      if (!contains(associated, customer.associatedAt)) return false;
      if (!withinAnyCase(customer.accountName, account)) return false;
      if (name === undefined && label === undefined) return true;
      const row = customerRow(customer);
      return withinAnyCase(row['customer'], name) && within(row['label'], label);
    });
    return pageText(request, { rows: 'customer_infos', total: 'count' }, rows, renderCustomer);
  },

  ListSubCustomerNewTag: (request) => {
    const { world, values } = request;
    const ids = strings(values, 'customer_ids');
    const rows = ids ? [...ids].flatMap((id) => world.customer(id) ?? []) : world.customers;
    return pageText(request, { rows: 'new_customer_tags' }, rows, (customer) =>
      JSON.stringify(newCustomerTagRow(customer)),
    );
  },

  /** Ids that are unknown, or of consultative customers, are left out without a word. */
  ListCustomersBalancesDetail: ({ world, values }) => {
    const infos = values['customer_infos'];
    const ids = (Array.isArray(infos) ? infos : []).map((info: Readonly<Record<string, unknown>>, at) => {
      const id = info['customer_id'];
      if (typeof id === 'string') return id;
      throw parameterError(`customer_infos[${at}].customer_id: expected text, got ${JSON.stringify(id)}`);
    });
    const rows = [...new Set(ids)].flatMap((id) => {
      const customer = world.customer(id);
      return (customer && balanceRow(customer)) ?? [];
    });
    return JSON.stringify({ customer_balances: rows });
  },

  ShowRealnameAuthenticationReviewResult: ({ world, values }) => {
    const customer = world.customer(text(values, 'customer_id') ?? '');
    if (!customer) throw notACustomer();
    return JSON.stringify(realNameReviewRow(customer));
  },

  ShowRealNameAuthStatus: ({ caller }) => {
    if (!caller.customer) throw notACustomer();
    const { verified_status, customer_type } = customerRow(caller.customer);
    return JSON.stringify({ verified_status: Number(verified_status), verified_type: Number(customer_type) });
  },

  CheckUserIdentity: ({ world, values }) => {
    const [type = '', value = ''] = [text(values, 'search_type'), text(values, 'search_value')];
    const check = checkIdentity(world, type, value);
    if (!check) {
      throw parameterError(`search_type: expected email, mobile or name, got ${JSON.stringify(type)}`);
    }
    return JSON.stringify({
      error_code: 'CBC.0000',
      error_msg: 'success',
      check_result: check.taken ? 'used_by_user' : 'available',
      ...(check.remaining === undefined ? {} : { mobile_remain_available_num: check.remaining }),
    });
  },
} satisfies AnswersOf<typeof operations>;
