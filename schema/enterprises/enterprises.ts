import { badInput } from '../../src/errors/errors.ts';
import { ALL_ROWS } from '../../src/loaders/window.ts';
import {
  organizationByEnterprise,
  retrieveAmountsBySubAccount,
  retrieveCouponsBySubAccount,
  type SubAccountFilter,
  subAccountsByEnterprise,
  transferAmountsByEnterprise,
  transferCouponsByEnterprise,
} from '../../src/operations/enterprises/edges.ts';
import type {
  OrganizationRow,
  OrganizationUnitRow,
  RetrieveAmountRow,
  RetrieveCouponRow,
  SubAccountRow,
} from '../../src/operations/enterprises/enterprises.ts';
import { builder } from '../core/builder.ts';
import {
  asConnection,
  Connection,
  connectionType,
  pageArguments,
  readPage,
  toConnection,
} from '../core/connection/connection.ts';
import { perCustomer } from '../core/connection/edge-connection.ts';
import { openEnum } from '../core/open-enum.ts';
import { keyedRead, reads } from '../core/reads/reads.ts';
import { codes, texts } from '../core/row-fields.ts';
import { type CustomerNode, CustomerRef } from '../customers/customers.ts';
import { MovableAmountRef, MovableCouponConnection } from './movable.ts';

const EnterpriseRef = builder.objectRef<CustomerNode>('Enterprise').implement({
  description:
    'Enterprise as shown to the master account: units, sub-accounts, and the amounts and coupons that can be moved between accounts.',
});

builder.objectField(CustomerRef, 'enterprise', (t) =>
  t.field({
    type: EnterpriseRef,
    nullable: false,
    description:
      "Enterprise whose master account is the customer. Every field uses the customer's own credential.",
    resolve: (customer) => customer,
  }),
);

const OrganizationUnitRef = builder.objectRef<OrganizationUnitRow>('OrganizationUnit');
OrganizationUnitRef.implement({
  description: 'Organizational unit of an enterprise.',
  fields: (t) => ({
    ...texts(t, {
      unitId: ['Upstream id of the organizational unit.', (unit) => unit.id],
      relationId: ["Upstream id of the unit's place in the tree.", (unit) => unit.relation_id],
      name: ['Name of the organizational unit.', (unit) => unit.name],
    }),

    units: t.field({
      type: [OrganizationUnitRef],
      nullable: { list: false, items: false },
      description: 'Units below the organizational unit.',
      resolve: (unit) => [...unit.child_nodes],
    }),
  }),
});

const OrganizationRef = builder.objectRef<OrganizationRow>('Organization').implement({
  description: 'Organization of an enterprise: the tree of its units, returned as a whole in one call.',
  fields: (t) => ({
    ...texts(t, {
      rootId: ['Upstream id of the root unit.', (row) => row.root_id],
      name: ['Name of the root unit of the enterprise.', (row) => row.root_name],
    }),

    units: t.field({
      type: [OrganizationUnitRef],
      nullable: { list: false, items: false },
      description: 'Units below the root, or below the requested unit.',
      resolve: (row) => [...row.child_nodes],
    }),
  }),
});

const SubAccountStatus = openEnum('EnterpriseSubAccountStatus', 'Status of an enterprise sub-account.', {
  NORMAL: { code: '1', description: 'Sub-account that is in use.' },
  CREATING: { code: '2', description: 'Sub-account that is being created.' },
  CLOSING: { code: '3', description: 'Sub-account that is being closed.' },
  CLOSED: { code: '4', description: 'Sub-account that is closed.' },
  REGISTERING: { code: '101', description: 'Sub-account that is being registered.' },
  TO_BE_ACTIVATED: { code: '102', description: 'Sub-account that awaits activation.' },
});

/** A sub-account, with the customer that owns it. */
interface SubAccountNode {
  readonly enterprise: string;
  readonly row: SubAccountRow;
}

const EnterpriseAccount = builder.enumType('EnterpriseAccountKind', {
  description: 'Kind of account from which amounts can be moved.',
  values: {
    CASH: { value: 'BALANCE_TYPE_DEBIT', description: 'Cash account of the enterprise.' },
    CREDIT: { value: 'BALANCE_TYPE_CREDIT', description: 'Credit account of the enterprise.' },
  } as const,
});

interface AmountArguments {
  readonly account: string;
}

const ACCOUNT = {
  type: EnterpriseAccount,
  required: true,
  defaultValue: 'BALANCE_TYPE_DEBIT',
  description: 'Account from which the amounts are moved.',
} as const;

const SubAccountRef = builder.objectRef<SubAccountNode>('EnterpriseSubAccount').implement({
  description: 'Sub-account of an enterprise.',
  fields: (t) => ({
    ...texts(t, {
      subAccountId: ['Account id of the sub-account.', ({ row }) => row.id],
      name: ['Login name of the sub-account.', ({ row }) => row.name],
      displayName: ['Display name of the sub-account.', ({ row }) => row.display_name],
      statusCode: ['Raw upstream code of the sub-account status.', ({ row }) => row.status],
      unitId: ['Upstream id of the unit to which the sub-account belongs.', ({ row }) => row.org_id],
      unitName: [
        'Name of the unit to which the sub-account belongs; may be null for the root.',
        ({ row }) => row.org_name,
      ],
    }),

    ...codes(t, { status: [SubAccountStatus, 'Status of the sub-account.', ({ row }) => row.status] }),

    reclaimableAmounts: t.field({
      extensions: reads({
        reads: [
          keyedRead(retrieveAmountsBySubAccount, {
            rows: 'all',
            batching: { perKeyFilter: true },
            filters: ({ account }: AmountArguments) => [{ enterprise: '', balance_type: account }],
          }),
        ],
      }),
      type: [MovableAmountRef],
      nullable: { list: true, items: false },
      description: 'Amounts that the master account can reclaim from the sub-account.',
      args: { account: t.arg(ACCOUNT) },
      resolve: async ({ enterprise, row }, { account }, context) => {
        if (!row.id) return [];
        const filter = { enterprise, balance_type: account };
        const { rows } = await context.loaders.rows(retrieveAmountsBySubAccount, row.id, filter, ALL_ROWS);
        return rows.map(({ avail_retrieve_amount: available, ...amount }: RetrieveAmountRow) => ({
          ...amount,
          available,
        }));
      },
    }),
    reclaimableCoupons: t.field({
      extensions: reads({
        reads: [
          keyedRead(retrieveCouponsBySubAccount, {
            rows: 'page',
            batching: { perKeyFilter: true },
            filters: () => [{ enterprise: '' }],
          }),
        ],
      }),
      type: MovableCouponConnection,
      description: 'Coupons that the master account can reclaim from the sub-account.',
      args: pageArguments(t.arg),
      resolve: ({ enterprise, row }, args, context, info) =>
        asConnection(info, async () => {
          const page = readPage(args, info);
          if (!row.id) return Connection.empty<Partial<RetrieveCouponRow>>();
          const load = context.loaders.rows(retrieveCouponsBySubAccount, row.id, { enterprise }, page);
          return toConnection(page, load, (coupon): Partial<RetrieveCouponRow> => coupon);
        }),
    }),
  }),
});

const SubAccountFilterInput = builder.inputType('EnterpriseSubAccountFilter', {
  description: 'Filter for a list of sub-accounts. Omitted fields do not filter.',
  fields: (t) => ({
    name: t.string({
      description: 'Only sub-accounts with this login name, whole or in part, without spaces.',
    }),
    displayName: t.string({
      description: 'Only sub-accounts with this display name, whole or in part, without spaces.',
    }),
    partial: t.boolean({
      description: 'True when parts of the names are sufficient for a match; false when omitted.',
    }),
    unitId: t.string({ description: 'Only sub-accounts in the unit with this id.' }),
  }),
});

interface SubAccountArguments {
  readonly filter?: typeof SubAccountFilterInput.$inferInput | null | undefined;
}

function toFilter({ filter }: SubAccountArguments): SubAccountFilter {
  for (const name of ['name', 'displayName'] as const) {
    const value = filter?.[name];
    if (value?.includes(' ')) {
      throw badInput(`filter.${name}: expected text without spaces, got ${JSON.stringify(value)}`);
    }
  }
  return {
    ...(filter?.name ? { sub_customer_account_name: filter.name } : {}),
    ...(filter?.displayName ? { sub_customer_display_name: filter.displayName } : {}),
    ...(filter?.partial ? { fuzzy_query: 1 } : {}),
    ...(filter?.unitId ? { org_id: filter.unitId } : {}),
  };
}

const SubAccountConnection = connectionType('EnterpriseSubAccount', SubAccountRef, 'sub-accounts');

interface OrganizationArguments {
  readonly unitId?: string | null | undefined;
}

const below = ({ unitId }: OrganizationArguments) => (unitId ? { parent_id: unitId } : {});

builder.objectFields(EnterpriseRef, (t) => ({
  organization: t.field({
    extensions: reads({
      reads: [
        keyedRead(organizationByEnterprise, {
          rows: 'one',
          filters: (args: OrganizationArguments) => [below(args)],
        }),
      ],
    }),
    type: OrganizationRef,
    description: 'Organizational units of the enterprise.',
    args: { unitId: t.arg.string({ description: 'Only units below this unit; digits only.' }) },
    resolve: ({ customerId }, args, context) => {
      if (args.unitId && !/^\d+$/.test(args.unitId)) {
        throw badInput(`unitId: expected digits, got ${JSON.stringify(args.unitId.slice(0, 80))}`);
      }
      return context.loaders.one(organizationByEnterprise, customerId, below(args));
    },
  }),
  subAccounts: t.field({
    type: SubAccountConnection,
    description: 'Sub-accounts of the enterprise.',
    args: {
      filter: t.arg({ type: SubAccountFilterInput, description: 'Filter for the returned sub-accounts.' }),
      ...pageArguments(t.arg),
    },
    ...perCustomer(subAccountsByEnterprise, toFilter, (row, enterprise) => ({ enterprise, row })),
  }),
  transferableAmounts: t.field({
    extensions: reads({
      reads: [
        keyedRead(transferAmountsByEnterprise, {
          rows: 'all',
          filters: ({ account }: AmountArguments) => [{ balance_type: account }],
        }),
      ],
    }),
    type: [MovableAmountRef],
    nullable: { list: true, items: false },
    description: 'Amounts that the master account can transfer to sub-accounts.',
    args: { account: t.arg(ACCOUNT) },
    resolve: async ({ customerId }, { account }, context) => {
      const filter = { balance_type: account };
      const { rows } = await context.loaders.rows(transferAmountsByEnterprise, customerId, filter, ALL_ROWS);
      return rows.map(({ avail_transfer_amount: available, ...amount }) => ({ ...amount, available }));
    },
  }),
  transferableCoupons: t.field({
    type: MovableCouponConnection,
    description: 'Coupons that the master account can transfer to sub-accounts.',
    args: pageArguments(t.arg),
    ...perCustomer(
      transferCouponsByEnterprise,
      (_args: object) => ({}),
      (row): Partial<RetrieveCouponRow> => row,
    ),
  }),
}));
