import type { GatewayContext } from '../../src/context/context.ts';
import { maySee } from '../../src/context/viewer.ts';
import type {
  CustomerBalanceRow,
  CustomerRow,
  NewCustomerTagRow,
} from '../../src/operations/customers/customers.ts';
import {
  balanceByCustomer,
  customerById,
  newCustomerTagByCustomer,
  requestCustomers,
} from '../../src/operations/customers/edges.ts';
import { builder } from '../core/builder.ts';
import {
  asConnection,
  connectionType,
  pageArguments,
  readPage,
  toConnection,
} from '../core/connection/connection.ts';
import { type Money, MoneyRef, money } from '../core/money.ts';
import { plainType } from '../core/plain-type.ts';
import { keyedRead, listing, reads } from '../core/reads/reads.ts';
import { instantOf } from '../core/scalars.ts';
import { customerGraphFields } from '../core/scope/customer-graph.ts';
import { AssociationType, CustomerKind, Freeze, NewCustomer, Verification } from './customer-enums.ts';
import { CustomerFilter, type CustomerFilterShape, toListFilter } from './customer-filter.ts';

/** A customer by id; the row comes from the listing where there was one, and is fetched otherwise. */
export interface CustomerNode {
  readonly customerId: string;
  readonly row: CustomerRow | undefined;
}

/** The customer that a row refers to; null where there is none, or where it is not the viewer's to see. */
export const customerOf = (
  customerId: string | undefined,
  { viewer }: Pick<GatewayContext, 'viewer'>,
): CustomerNode | null => (customerId && maySee(viewer, customerId) ? { customerId, row: undefined } : null);

export const customerOfRow = (row: CustomerRow): CustomerNode => ({ customerId: row.customer_id, row });

export const isConsultative = (customer: CustomerNode): boolean =>
  customer.row?.association_type === AssociationType.codeOf('CONSULTATIVE_SALE');

/** False also while the row is not loaded. */
export const isResale = (customer: CustomerNode): boolean =>
  AssociationType.of(customer.row?.association_type) === 'RESALE';

/** Reads from the customer's row, fetching it first where only the id is known. */
function fromRow<T>(
  customer: CustomerNode,
  context: GatewayContext,
  pick: (row: CustomerRow) => T,
): T | null | Promise<T | null> {
  if (customer.row) return pick(customer.row);
  return context.loaders.one(customerById, customer.customerId, null).then((row) => (row ? pick(row) : null));
}

/** For fields that read from the row. */
const READS_ROW = reads({
  reads: [keyedRead(customerById, { rows: 'one', batching: { ifNotLoaded: true } })],
});

/** For fields that refer to a customer by its id. */
export const REFERS_TO_CUSTOMER = reads({ cardinality: { distinctCustomers: true } });

const BalanceRef = builder.objectRef<{ available: Money; debt: Money }>('CustomerBalance').implement({
  ...plainType,
  description: 'Amount that a resale customer can still spend, and amount that the customer owes.',
  fields: (t) => ({
    available: t.field({
      type: MoneyRef,
      nullable: false,
      description: 'Available amount, including credit.',
      resolve: (balance) => balance.available,
    }),
    debt: t.field({
      type: MoneyRef,
      nullable: false,
      description: 'Amount that the customer owes.',
      resolve: (balance) => balance.debt,
    }),
  }),
});

function toBalance(row: CustomerBalanceRow, context: GatewayContext): { available: Money; debt: Money } {
  const of = (amount: string | undefined): Money =>
    money(amount ?? '0', row.currency, context, row.measure_id);
  return { available: of(row.amount), debt: of(row.debt_amount) };
}

const NewCustomerTagRef = builder.objectRef<NewCustomerTagRow>('NewCustomerTag').implement({
  description: 'New-customer status of a customer, with the months in which the status applies.',
  fields: (t) => ({
    status: t.field({
      type: NewCustomer.ref,
      nullable: false,
      description: 'New-customer status of the customer.',
      resolve: (row) => NewCustomer.of(row.new_customer_tag),
    }),
    statusCode: t.string({
      description: 'Raw upstream code of the new-customer status.',
      resolve: (row) => row.new_customer_tag,
    }),
    kindCode: t.string({
      description: 'Raw upstream code of the tag kind, e.g. `SMB`.',
      resolve: (row) => row.customer_tag_type,
    }),
    effectiveFrom: t.field({
      type: 'BillingCycle',
      description: 'First month in which the tag applies.',
      resolve: (row) => row.effective_time,
    }),
    effectiveUntil: t.field({
      type: 'BillingCycle',
      description: 'Month in which the tag ends.',
      resolve: (row) => row.expire_time,
    }),
  }),
});

export const CustomerRef = builder.objectRef<CustomerNode>('Customer');

builder.node(CustomerRef, {
  description: 'Customer of the partner.',
  id: { resolve: (customer) => customer.customerId, description: 'Global node id of the customer.' },
  isTypeOf: (value) => typeof value === 'object' && value !== null && 'customerId' in value && 'row' in value,
  loadWithoutCache: (customerId, context) => loadCustomer(customerId, context),
  fields: (t) => ({
    customerId: t.string({
      nullable: false,
      description: 'Account id of the customer.',
      resolve: (customer) => customer.customerId,
    }),
    name: t.string({
      extensions: READS_ROW,
      description: 'Verified real name of the customer; null before verification.',
      resolve: (customer, _args, context) => fromRow(customer, context, (row) => row.customer),
    }),
    accountName: t.string({
      extensions: READS_ROW,
      description: "Login name of the customer's account.",
      resolve: (customer, _args, context) => fromRow(customer, context, (row) => row.account_name),
    }),
    associatedAt: t.field({
      extensions: READS_ROW,
      type: 'DateTime',
      description: 'Time when the customer was associated with the partner, in UTC.',
      resolve: (customer, _args, context) =>
        fromRow(customer, context, (row) => instantOf(row.associated_on)),
    }),
    associationType: t.field({
      extensions: READS_ROW,
      type: AssociationType.ref,
      description: "Type of the customer's association with the partner.",
      resolve: (customer, _args, context) =>
        fromRow(customer, context, (row) => AssociationType.of(row.association_type)),
    }),
    associationTypeCode: t.string({
      extensions: READS_ROW,
      description: 'Raw upstream code of the association type.',
      resolve: (customer, _args, context) => fromRow(customer, context, (row) => row.association_type),
    }),
    verification: t.field({
      extensions: READS_ROW,
      type: Verification.ref,
      description: "Status of the customer's real-name verification.",
      resolve: (customer, _args, context) =>
        fromRow(customer, context, (row) => Verification.of(row.verified_status)),
    }),
    verificationCode: t.string({
      extensions: READS_ROW,
      description: 'Raw upstream code of the verification status.',
      resolve: (customer, _args, context) => fromRow(customer, context, (row) => row.verified_status),
    }),
    type: t.field({
      extensions: READS_ROW,
      type: CustomerKind.ref,
      description: 'Type of the customer: individual or enterprise.',
      resolve: (customer, _args, context) =>
        fromRow(customer, context, (row) => CustomerKind.of(row.customer_type)),
    }),
    typeCode: t.string({
      extensions: READS_ROW,
      description: 'Raw upstream code of the customer type.',
      resolve: (customer, _args, context) => fromRow(customer, context, (row) => row.customer_type),
    }),
    level: t.string({
      extensions: READS_ROW,
      description: 'Level of the customer, `V0` to `V5`.',
      resolve: (customer, _args, context) => fromRow(customer, context, (row) => row.customer_level),
    }),
    label: t.string({
      extensions: READS_ROW,
      description: 'Label that the partner gave the customer.',
      resolve: (customer, _args, context) => fromRow(customer, context, (row) => row.label),
    }),
    freezeStatus: t.field({
      extensions: READS_ROW,
      type: Freeze.ref,
      description: 'Freeze status of the customer.',
      resolve: (customer, _args, context) => fromRow(customer, context, (row) => Freeze.of(row.is_frozen)),
    }),
    freezeStatusCode: t.string({
      extensions: READS_ROW,
      description: 'Raw upstream code of the freeze status.',
      resolve: (customer, _args, context) => fromRow(customer, context, (row) => row.is_frozen),
    }),
    telephone: t.string({
      extensions: READS_ROW,
      description: 'Telephone number of the customer, without the country code.',
      resolve: (customer, _args, context) => fromRow(customer, context, (row) => row.telephone),
    }),
    countryCode: t.string({
      extensions: READS_ROW,
      description: 'Country code of the telephone number, e.g. `0086`.',
      resolve: (customer, _args, context) => fromRow(customer, context, (row) => row.country_code),
    }),
    email: t.string({
      extensions: READS_ROW,
      description: 'E-mail address of the customer.',
      resolve: (customer, _args, context) => fromRow(customer, context, (row) => row.email),
    }),
    externalAccountId: t.string({
      extensions: READS_ROW,
      description: "Id of the customer on the partner's own platform.",
      resolve: (customer, _args, context) => fromRow(customer, context, (row) => row.xaccount_id),
    }),
    externalPlatform: t.string({
      extensions: READS_ROW,
      description:
        "Id of the partner's own platform, within which the external account id of the customer is unique.",
      resolve: (customer, _args, context) => fromRow(customer, context, (row) => row.xaccount_type),
    }),
    accountManagers: t.stringList({
      extensions: READS_ROW,
      description: "Login names of the customer's account managers; the upstream knows at most one.",
      resolve: (customer, _args, context) =>
        fromRow(customer, context, (row) =>
          row.account_managers.flatMap((manager) => (manager.account_name ? [manager.account_name] : [])),
        ),
    }),
    balance: t.field({
      extensions: reads({ reads: [keyedRead(balanceByCustomer, { rows: 'one' })] }),
      type: BalanceRef,
      description:
        'Balance of the customer; null for consultative-sale customers, who pay the vendor directly.',
      resolve: (customer, _args, context) =>
        isConsultative(customer)
          ? null
          : context.loaders
              .one(balanceByCustomer, customer.customerId, null)
              .then((row) => (row ? toBalance(row, context) : null)),
    }),
    newCustomerTag: t.field({
      extensions: reads({ reads: [keyedRead(newCustomerTagByCustomer, { rows: 'one' })] }),
      type: NewCustomerTagRef,
      description: 'New-customer tag of the customer; null before verification.',
      resolve: (customer, _args, context) =>
        context.loaders.one(newCustomerTagByCustomer, customer.customerId, null),
    }),
  }),
});

/** The partner's customer with the given id, if the viewer may see such a customer. */
export async function loadCustomer(
  customerId: string,
  context: GatewayContext,
): Promise<CustomerNode | null> {
  if (!maySee(context.viewer, customerId)) return null;
  const row = await context.loaders.one(customerById, customerId, null);
  return row ? customerOfRow(row) : null;
}

export const CustomerConnection = connectionType('Customer', CustomerRef, 'customers');

customerGraphFields((t) => ({
  customer: t.field({
    extensions: reads<{ customerId: string }>({
      reads: [
        keyedRead(customerById, { rows: 'one', key: ({ customerId }: { customerId: string }) => customerId }),
      ],
      loaded: true,
    }),
    type: CustomerRef,
    description: 'Customer with the given id; null when the partner has no customer with that id.',
    args: { customerId: t.arg.string({ required: true, description: 'Account id of the customer.' }) },
    resolve: (_root, { customerId }, context) => loadCustomer(customerId, context),
  }),
  customers: t.field({
    extensions: reads({
      reads: [
        listing(customerById, {
          rows: 'page',
          cardinality: { distinctCustomers: true },
          request: requestCustomers,
          filters: (args: { filter?: CustomerFilterShape | null }) => [toListFilter(args.filter)],
        }),
      ],
      loaded: true,
    }),
    type: CustomerConnection,
    description: 'Customers of the partner.',
    authScopes: { partner: true },
    args: {
      filter: t.arg({ type: CustomerFilter, description: 'Filter for the returned customers.' }),
      ...pageArguments(t.arg),
    },
    resolve: (_root, args, context, info) =>
      asConnection(info, async () => {
        const page = readPage(args, info);
        const load = context.loaders.customers(toListFilter(args.filter, context.scope.tenant.site), page);
        return toConnection(page, load, customerOfRow);
      }),
  }),
}));
