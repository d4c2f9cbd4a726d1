// What the listings of a customer's own bills have in common: codes, whose they are, and the days of a cycle.
import { badInput } from '../../src/errors/errors.ts';
import { builder } from '../core/builder.ts';
import { openEnum } from '../core/open-enum.ts';

export const OwnBillType = openEnum('OwnBillType', "What a record of a customer's own bill is about.", {
  NEW_PURCHASE: { code: '1', description: 'A new purchase.' },
  RENEWAL: { code: '2', description: 'A renewal.' },
  CHANGE: { code: '3', description: 'A change.' },
  UNSUBSCRIPTION: { code: '4', description: 'Money back for an unsubscription.' },
  USAGE: { code: '5', description: 'Use.' },
  AUTO_RENEWAL: { code: '8', description: 'An automatic renewal.' },
  COMPENSATION: { code: '9', description: 'A compensation.' },
  SUPPORT_PLAN_FEE: { code: '14', description: 'Month-end fee of a support plan.' },
  CHARGE_ADJUSTMENT: { code: '16', description: 'A charge by adjustment.' },
  MONTHLY_PAYMENT: { code: '18', description: 'A monthly payment.' },
  CHANGE_REFUND: { code: '20', description: 'Money back for a change.' },
  SAVINGS_PLAN_DEDUCTION: { code: '23', description: 'Deducted from a savings plan.' },
  TO_ON_DEMAND_REFUND: { code: '24', description: 'Money back for a change to on-demand.' },
  TRUNCATION_MAKE_UP: { code: '25', description: 'Truncated cents made up for.' },
  YEARLY_PAYMENT: { code: '103', description: 'A yearly payment.' },
});

const BilledMembers = builder.enumType('BilledMembers', {
  description: "Whose bills: a master account's own, or its sub-accounts' too.",
  values: {
    SELF: { value: 'oneself', description: 'The account itself.' },
    ALL: { value: 'all', description: 'The account and its sub-accounts.' },
  } as const,
});

/** Arguments that every listing of own bills takes. */
export const membersInput = {
  type: BilledMembers,
  description: 'Whose bills; everybody’s when left out.',
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
