// What the registration of customers asks: how a review ended, and which names are taken.

import type { Customer } from '../types.ts';
import type { World } from '../world.ts';
import { customerRow } from './customers.ts';

/** Follows the verification of the customer list; those who never applied have no result. */
export function realNameReviewRow(customer: Customer): Record<string, unknown> {
  const { verified_status: verified } = customerRow(customer);
  if (verified === '-1') return {};
  if (verified === '1') return { review_result: 1, opinion: 'The sandbox could not read the documents.' };
  return { review_result: Number(verified) };
}

/** How many accounts one mobile number may register. */
const MOST_PER_MOBILE = 5;

export interface IdentityCheck {
  readonly taken: boolean;
  /** Only for mobile numbers. */
  readonly remaining?: number;
}

export function checkIdentity(world: World, type: string, value: string): IdentityCheck | undefined {
  switch (type) {
    case 'name':
      return { taken: world.customerByAccountName(value.toLowerCase()) !== undefined };
    case 'email': {
      const [name = '', host] = value.toLowerCase().split('@');
      return { taken: host === 'example.invalid' && world.customerByAccountName(name) !== undefined };
    }
    case 'mobile': {
      // The sandbox's numbers end in the customer's place in the list; each has registered one account, and
      // the first of them as many as it may.
      const match = /^0086-000(\d{8})$/.exec(value);
      const index = match ? Number(match[1]) : Number.POSITIVE_INFINITY;
      const used = index === 0 ? MOST_PER_MOBILE : index < world.customers.length ? 1 : 0;
      return { taken: used >= MOST_PER_MOBILE, remaining: MOST_PER_MOBILE - used };
    }
    default:
      return undefined;
  }
}
