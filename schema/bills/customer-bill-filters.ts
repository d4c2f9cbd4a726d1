// Shared by the listings of a customer's own bills: codes, billed members, and the days of a cycle.
import { badInput } from '../../src/errors/errors.ts';
import { builder } from '../core/builder.ts';
import { openEnum } from '../core/open-enum.ts';

export const CustomerBillType = openEnum('OwnBillType', "Type of a record of a customer's own bill.", {
  NEW_PURCHASE: { code: '1', description: 'Bill record for a new purchase.' },
  RENEWAL: { code: '2', description: 'Bill record for a renewal.' },
  CHANGE: { code: '3', description: 'Bill record for a change.' },
  UNSUBSCRIPTION: { code: '4', description: 'Bill record for the refund of an unsubscription.' },
  USAGE: { code: '5', description: 'Bill record for usage charges.' },
  AUTO_RENEWAL: { code: '8', description: 'Bill record for an automatic renewal.' },
  COMPENSATION: { code: '9', description: 'Bill record for a compensation.' },
  HOURLY_CHARGE: { code: '12', description: 'Bill record for an hourly charge.' },
  SUPPORT_PLAN_FEE: { code: '14', description: 'Bill record for the month-end fee of a support plan.' },
  TAX: { code: '15', description: 'Bill record for tax on charges.' },
  CHARGE_ADJUSTMENT: { code: '16', description: 'Bill record for a charge by adjustment.' },
  MINIMUM_COMMITMENT_DIFFERENCE: {
    code: '17',
    description: 'Bill record for the difference from a minimum commitment.',
  },
  MONTHLY_PAYMENT: { code: '18', description: 'Bill record for a monthly payment.' },
  CHANGE_REFUND: { code: '20', description: 'Bill record for the refund of a change.' },
  SAVINGS_PLAN_DEDUCTION: { code: '23', description: 'Bill record for a deduction from a savings plan.' },
  TO_ON_DEMAND_REFUND: {
    code: '24',
    description: 'Bill record for the refund of a change to pay-per-use billing.',
  },
  TRUNCATION_MAKE_UP: { code: '25', description: 'Bill record that makes up for truncated cents.' },
  UNSUBSCRIPTION_TAX_REFUND: {
    code: '100',
    description: 'Bill record for the refund of tax after an unsubscription.',
  },
  COMPENSATION_TAX: { code: '101', description: 'Bill record for tax on a compensation.' },
  CHARGE_ADJUSTMENT_TAX: { code: '102', description: 'Bill record for tax on a charge adjustment.' },
  YEARLY_PAYMENT: { code: '103', description: 'Bill record for a yearly payment.' },
});

const BilledMembers = builder.enumType('BilledMembers', {
  description: 'Accounts whose bills are included: a master account only, or also its sub-accounts.',
  values: {
    SELF: { value: 'oneself', description: 'Bills of the account itself only.' },
    ALL: { value: 'all', description: 'Bills of the account and its sub-accounts.' },
  } as const,
});

/** Arguments that every listing of own bills takes. */
export const membersInput = {
  type: BilledMembers,
  description: 'Accounts whose bills are included; all accounts when omitted.',
} as const;

export interface MembersInput {
  readonly members?: string | null | undefined;
  readonly subAccountId?: string | null | undefined;
}

/** The wire filter; a sub-account excludes the others. */
export function membersFilter({ members, subAccountId }: MembersInput): {
  readonly method?: string;
  readonly sub_customer_id?: string;
} {
  if (members && subAccountId) {
    throw badInput('filter.members and filter.subAccountId: expected at most one of them, got both');
  }
  if (subAccountId) return { method: 'sub_customer', sub_customer_id: subAccountId };
  return members ? { method: members } : {};
}
