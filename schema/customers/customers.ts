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
import { isKind, type Kind } from '../core/kind.ts';
import { keyedRead, listing, reads } from '../core/reads/reads.ts';
import { codes, instants, type OwnRow, requiredAmounts, texts } from '../core/row-fields.ts';
import { customerGraphFields } from '../core/scope/customer-graph.ts';
import { AssociationType, CustomerKind, Freeze, NewCustomer, Verification } from './customer-enums.ts';
import { CustomerFilter, type CustomerFilterShape, toListFilter } from './customer-filter.ts';

/** A customer by id; the row comes from the listing where there was one, and is fetched otherwise. */
export interface CustomerNode extends Kind<'customer'> {
  readonly customerId: string;
  readonly row: CustomerRow | undefined;
}

/** The customer that a row refers to; null where there is none, or where it is not the viewer's to see. */
export const customerOf = (
  customerId: string | undefined,
  { viewer }: Pick<GatewayContext, 'viewer'>,
): CustomerNode | null =>
  customerId && maySee(viewer, customerId) ? { kind: 'customer', customerId, row: undefined } : null;

export const customerOfRow = (row: CustomerRow): CustomerNode => ({
  kind: 'customer',
  customerId: row.customer_id,
  row,
});

export const isConsultative = (customer: CustomerNode): boolean =>
  customer.row?.association_type === AssociationType.codeOf('CONSULTATIVE_SALE');

/** False also while the row is not loaded. */
export const isResale = (customer: CustomerNode): boolean =>
  AssociationType.of(customer.row?.association_type) === 'RESALE';

/** For fields of the customer's row, which is fetched first where only the id is known. */
const CUSTOMER_ROW: OwnRow<CustomerNode, CustomerRow> = {
  extensions: reads({
    reads: [keyedRead(customerById, { rows: 'one', batching: { ifNotLoaded: true } })],
  }),
  read: ({ row, customerId }, { loaders }, pick) =>
    row ? pick(row) : loaders.one(customerById, customerId, null).then((own) => (own ? pick(own) : null)),
};

/** For fields that refer to a customer by its id. */
export const REFERS_TO_CUSTOMER = reads({ cardinality: { distinctCustomers: true } });

const BalanceRef = builder.objectRef<CustomerBalanceRow>('CustomerBalance').implement({
  description: 'Amount that a resale customer can still spend, and amount that the customer owes.',
  fields: (t) =>
    requiredAmounts(t, {
      available: ['Available amount, including credit.', (row) => row.amount],
      debt: ['Amount that the customer owes.', (row) => row.debt_amount],
    }),
});

const NewCustomerTagRef = builder.objectRef<NewCustomerTagRow>('NewCustomerTag').implement({
  description: 'New-customer status of a customer, with the months in which the status applies.',
  fields: (t) => ({
    ...codes(t, {
      status: [NewCustomer, 'New-customer status of the customer.', (row) => row.new_customer_tag],
    }),
    ...texts(t, {
      statusCode: ['Raw upstream code of the new-customer status.', (row) => row.new_customer_tag],
      kindCode: ['Raw upstream code of the tag kind, e.g. `SMB`.', (row) => row.customer_tag_type],
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
  isTypeOf: isKind('customer'),
  loadWithoutCache: (customerId, context) => loadCustomer(customerId, context),
  fields: (t) => ({
    customerId: t.string({
      nullable: false,
      description: 'Account id of the customer.',
      resolve: (customer) => customer.customerId,
    }),
    ...texts(
      t,
      {
        name: ['Verified real name of the customer; null before verification.', (row) => row.customer],
        accountName: ["Login name of the customer's account.", (row) => row.account_name],
        associationTypeCode: ['Raw upstream code of the association type.', (row) => row.association_type],
        verificationCode: ['Raw upstream code of the verification status.', (row) => row.verified_status],
        typeCode: ['Raw upstream code of the customer type.', (row) => row.customer_type],
        level: ['Level of the customer, `V0` to `V5`.', (row) => row.customer_level],
        label: ['Label that the partner gave the customer.', (row) => row.label],
        freezeStatusCode: ['Raw upstream code of the freeze status.', (row) => row.is_frozen],
        telephone: ['Telephone number of the customer, without the country code.', (row) => row.telephone],
        countryCode: ['Country code of the telephone number, e.g. `0086`.', (row) => row.country_code],
        email: ['E-mail address of the customer.', (row) => row.email],
        externalAccountId: ["Id of the customer on the partner's own platform.", (row) => row.xaccount_id],
        externalPlatform: [
          "Id of the partner's own platform, within which the external account id of the customer is unique.",
          (row) => row.xaccount_type,
        ],
      },
      CUSTOMER_ROW,
    ),
    ...instants(
      t,
      {
        associatedAt: [
          'Time when the customer was associated with the partner, in UTC.',
          (row) => row.associated_on,
        ],
      },
      CUSTOMER_ROW,
    ),
    ...codes(
      t,
      {
        associationType: [
          AssociationType,
          "Type of the customer's association with the partner.",
          (row) => row.association_type,
        ],
        verification: [
          Verification,
          "Status of the customer's real-name verification.",
          (row) => row.verified_status,
        ],
        type: [CustomerKind, 'Type of the customer: individual or enterprise.', (row) => row.customer_type],
        freezeStatus: [Freeze, 'Freeze status of the customer.', (row) => row.is_frozen],
      },
      CUSTOMER_ROW,
    ),
    accountManagers: t.stringList({
      extensions: CUSTOMER_ROW.extensions,
      description: "Login names of the customer's account managers; the upstream knows at most one.",
      resolve: (customer, _args, context) =>
        CUSTOMER_ROW.read(customer, context, (row) =>
          row.account_managers.flatMap((manager) => (manager.account_name ? [manager.account_name] : [])),
        ),
    }),
    balance: t.field({
      extensions: reads({ reads: [keyedRead(balanceByCustomer, { rows: 'one' })] }),
      type: BalanceRef,
      description:
        'Balance of the customer; null for consultative-sale customers, who pay the vendor directly.',
      resolve: (customer, _args, context) =>
        isConsultative(customer) ? null : context.loaders.one(balanceByCustomer, customer.customerId, null),
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
