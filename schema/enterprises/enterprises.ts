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
  TransferAmountRow,
} from '../../src/operations/enterprises/enterprises.ts';
import { builder } from '../core/builder.ts';
import {
  asConnection,
  connectionType,
  pageArguments,
  readPage,
  toConnection,
} from '../core/connection/connection.ts';
import { perCustomer } from '../core/connection/edge-connection.ts';
import { MoneyRef, money } from '../core/money.ts';
import { openEnum } from '../core/open-enum.ts';
import { keyed, reads } from '../core/reads/reads.ts';
import { codes } from '../core/row-fields.ts';
import { instantOf } from '../core/scalars.ts';
import { CouponUseLimitRef } from '../coupons/coupon-use-limit.ts';
import { type CustomerNode, CustomerRef } from '../customers/customers.ts';

const EnterpriseRef = builder.objectRef<CustomerNode>('Enterprise').implement({
  description:
    'An enterprise as its master account sees it: units, sub-accounts, and what can be moved between them.',
});

builder.objectField(CustomerRef, 'enterprise', (t) =>
  t.field({
    type: EnterpriseRef,
    nullable: false,
    description:
      "The enterprise that it is the master account of. Every field asks with the customer's own credential.",
    resolve: (customer) => customer,
  }),
);

const OrganizationUnitRef = builder.objectRef<OrganizationUnitRow>('OrganizationUnit');
OrganizationUnitRef.implement({
  description: 'A unit of an enterprise.',
  fields: (t) => ({
    unitId: t.string({ description: 'Id of the unit.', resolve: (unit) => unit.id }),
    relationId: t.string({
      description: 'Id of its place in the tree.',
      resolve: (unit) => unit.relation_id,
    }),
    name: t.string({ description: 'Name of the unit.', resolve: (unit) => unit.name }),
    units: t.field({
      type: [OrganizationUnitRef],
      nullable: { list: false, items: false },
      description: 'The units below it.',
      resolve: (unit) => [...unit.child_nodes],
    }),
  }),
});

const OrganizationRef = builder.objectRef<OrganizationRow>('Organization').implement({
  description: 'The tree of units of an enterprise. It comes whole, in one call.',
  fields: (t) => ({
    rootId: t.string({ description: 'Id of the root.', resolve: (row) => row.root_id }),
    name: t.string({ description: 'Name of the root.', resolve: (row) => row.root_name }),
    units: t.field({
      type: [OrganizationUnitRef],
      nullable: { list: false, items: false },
      description: 'The units below the root, or below the unit that was asked for.',
      resolve: (row) => [...row.child_nodes],
    }),
  }),
});

const SubAccountStatus = openEnum('EnterpriseSubAccountStatus', 'Where a sub-account stands.', {
  NORMAL: { code: '1', description: 'In use.' },
  CREATING: { code: '2', description: 'Being created.' },
  CLOSING: { code: '3', description: 'Being closed.' },
  CLOSED: { code: '4', description: 'Closed.' },
  REGISTERING: { code: '101', description: 'Being registered.' },
  TO_BE_ACTIVATED: { code: '102', description: 'Waits for its activation.' },
});

/** A sub-account and whose it is. */
interface SubAccountNode {
  readonly enterprise: string;
  readonly row: SubAccountRow;
}

const EnterpriseAccount = builder.enumType('EnterpriseAccountKind', {
  description: 'From which account amounts can be moved.',
  values: {
    CASH: { value: 'BALANCE_TYPE_DEBIT', description: 'The cash account.' },
    CREDIT: { value: 'BALANCE_TYPE_CREDIT', description: 'The credit account.' },
  } as const,
});

/** An amount that can be moved one way or the other. */
interface MovableAmount extends Omit<TransferAmountRow, 'avail_transfer_amount'> {
  readonly available: string | undefined;
}

const MovableAmountRef = builder.objectRef<MovableAmount>('MovableAmount').implement({
  description: 'An amount that can be moved between a master account and a sub-account.',
  fields: (t) => ({
    available: t.field({
      type: MoneyRef,
      description: 'What can be moved.',
      resolve: (row, _args, context) => money(row.available, row.currency, context, row.measure_id),
    }),
    balance: t.field({
      type: MoneyRef,
      description: 'What is in the account; of credit accounts only.',
      resolve: (row, _args, context) => money(row.amount, row.currency, context, row.measure_id),
    }),
    creditLimit: t.field({
      type: MoneyRef,
      description: 'The whole credit; of credit accounts only.',
      resolve: (row, _args, context) => money(row.credit_amount, row.currency, context, row.measure_id),
    }),
    expiresAt: t.field({
      type: 'DateTime',
      description: 'When the credit ends; null when it does not.',
      resolve: (row) => instantOf(row.expire_time),
    }),
  }),
});

const MovableCouponRef = builder.objectRef<Partial<RetrieveCouponRow>>('MovableCoupon').implement({
  description: 'A coupon that can be moved between a master account and a sub-account.',
  fields: (t) => ({
    couponId: t.string({
      description: "Id of the master account's coupon.",
      resolve: (row) => row.coupon_id,
    }),
    subCouponId: t.string({
      description: 'Id of the part that went to the sub-account; of reclaimable coupons only.',
      resolve: (row) => row.sub_coupon_id,
    }),
    promotionName: t.string({
      description: 'Name of the promotion plan that it came from.',
      resolve: (row) => row.plan_name,
    }),
    balance: t.field({
      type: MoneyRef,
      description: 'What is left of it.',
      resolve: (row, _args, context) => money(row.balance, undefined, context),
    }),
    effectiveAt: t.field({
      type: 'DateTime',
      description: 'From when it can be used.',
      resolve: (row) => instantOf(row.effective_time),
    }),
    expiresAt: t.field({
      type: 'DateTime',
      description: 'Until when it can be used.',
      resolve: (row) => instantOf(row.expire_time),
    }),
    useLimits: t.field({
      type: [CouponUseLimitRef],
      nullable: { list: false, items: false },
      description: 'What it can be used for; everything, when there are none.',
      resolve: (row) => [...(row.use_limits ?? [])],
    }),
  }),
});

const MovableCouponConnection = connectionType('MovableCoupon', MovableCouponRef, 'coupons');

interface AmountArguments {
  readonly account: string;
}

const ACCOUNT = {
  type: EnterpriseAccount,
  required: true,
  defaultValue: 'BALANCE_TYPE_DEBIT',
  description: 'From which account.',
} as const;

const SubAccountRef = builder.objectRef<SubAccountNode>('EnterpriseSubAccount').implement({
  description: 'A sub-account of an enterprise.',
  fields: (t) => ({
    subAccountId: t.string({ description: 'Account id of the sub-account.', resolve: ({ row }) => row.id }),
    name: t.string({ description: 'Login name.', resolve: ({ row }) => row.name }),
    displayName: t.string({ description: 'Name to show.', resolve: ({ row }) => row.display_name }),
    ...codes(t, {
      status: [SubAccountStatus, 'Where it stands.', ({ row }) => row.status],
    }),
    statusCode: t.string({ description: 'Raw code of the status.', resolve: ({ row }) => row.status }),
    unitId: t.string({ description: 'Id of the unit that it belongs to.', resolve: ({ row }) => row.org_id }),
    unitName: t.string({
      description: 'Name of the unit; may be null for the root.',
      resolve: ({ row }) => row.org_name,
    }),
    reclaimableAmounts: t.field({
      extensions: reads({
        reads: [
          keyed(retrieveAmountsBySubAccount, {
            rows: 'all',
            apart: true,
            filters: ({ account }: AmountArguments) => [{ enterprise: '', balance_type: account }],
          }),
        ],
      }),
      type: [MovableAmountRef],
      nullable: { list: true, items: false },
      description: 'What the master account can take back from it.',
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
          keyed(retrieveCouponsBySubAccount, {
            rows: 'page',
            apart: true,
            filters: () => [{ enterprise: '' }],
          }),
        ],
      }),
      type: MovableCouponConnection,
      nullable: false,
      description: 'Coupons that the master account can take back from it.',
      args: pageArguments(t.arg),
      resolve: ({ enterprise, row }, args, context, info) =>
        asConnection(info, () => {
          const page = readPage(args, info);
          const load = context.loaders.rows(retrieveCouponsBySubAccount, row.id ?? '', { enterprise }, page);
          return toConnection(page, load, (coupon): Partial<RetrieveCouponRow> => coupon);
        }),
    }),
  }),
});

const SubAccountFilterInput = builder.inputType('EnterpriseSubAccountFilter', {
  description: 'Narrows a list of sub-accounts; fields that are left out do not filter.',
  fields: (t) => ({
    name: t.string({ description: 'Login name, whole or in part, without spaces.' }),
    displayName: t.string({ description: 'Name to show, whole or in part, without spaces.' }),
    partial: t.boolean({ description: 'Whether parts of the names are enough. Not when left out.' }),
    unitId: t.string({ description: 'In this unit.' }),
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
        keyed(organizationByEnterprise, {
          rows: 'one',
          filters: (args: OrganizationArguments) => [below(args)],
        }),
      ],
    }),
    type: OrganizationRef,
    description: 'Its units.',
    args: { unitId: t.arg.string({ description: 'Only what lies below this unit; digits only.' }) },
    resolve: ({ customerId }, args, context) => {
      if (args.unitId && !/^\d+$/.test(args.unitId)) {
        throw badInput(`unitId: expected digits, got ${JSON.stringify(args.unitId.slice(0, 80))}`);
      }
      return context.loaders.one(organizationByEnterprise, customerId, below(args));
    },
  }),
  subAccounts: t.field({
    type: SubAccountConnection,
    nullable: false,
    description: 'Its sub-accounts.',
    args: {
      filter: t.arg({ type: SubAccountFilterInput, description: 'Which sub-accounts.' }),
      ...pageArguments(t.arg),
    },
    ...perCustomer(subAccountsByEnterprise, toFilter, (row, enterprise) => ({ enterprise, row })),
  }),
  transferableAmounts: t.field({
    extensions: reads({
      reads: [
        keyed(transferAmountsByEnterprise, {
          rows: 'all',
          filters: ({ account }: AmountArguments) => [{ balance_type: account }],
        }),
      ],
    }),
    type: [MovableAmountRef],
    nullable: { list: true, items: false },
    description: 'What the master account can give to its sub-accounts.',
    args: { account: t.arg(ACCOUNT) },
    resolve: async ({ customerId }, { account }, context) => {
      const filter = { balance_type: account };
      const { rows } = await context.loaders.rows(transferAmountsByEnterprise, customerId, filter, ALL_ROWS);
      return rows.map(({ avail_transfer_amount: available, ...amount }) => ({ ...amount, available }));
    },
  }),
  transferableCoupons: t.field({
    type: MovableCouponConnection,
    nullable: false,
    description: 'Coupons that the master account can give to its sub-accounts.',
    args: pageArguments(t.arg),
    ...perCustomer(
      transferCouponsByEnterprise,
      (_args: object) => ({}),
      (row): Partial<RetrieveCouponRow> => row,
    ),
  }),
}));
