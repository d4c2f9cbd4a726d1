import { openEnum } from '../core/open-enum.ts';

export const AssociationType = openEnum('AssociationType', 'How a customer belongs to the partner.', {
  CONSULTATIVE_SALE: {
    code: '1',
    description: 'The customer pays the vendor directly; the partner sees its consumption only.',
  },
  RESALE: { code: '2', intl: '3', description: 'The customer spends money that the partner allocates.' },
});

export const Verification = openEnum(
  'VerificationStatus',
  'Where the real-name verification of a customer stands.',
  {
    NOT_VERIFIED: { code: '-1', description: 'Not verified.' },
    UNDER_REVIEW: { code: '0', description: 'Under review.' },
    REJECTED: { code: '1', description: 'Rejected.' },
    VERIFIED: { code: '2', description: 'Verified.' },
  },
);

export const CustomerKind = openEnum('CustomerType', 'What a customer is.', {
  NONE: { code: '-1', description: 'Not stated yet.' },
  INDIVIDUAL: { code: '0', description: 'A person.' },
  ENTERPRISE: { code: '1', description: 'An enterprise.' },
});

export const Freeze = openEnum('FreezeStatus', 'Whether a customer is frozen.', {
  NOT_FROZEN: { code: '0', description: 'Not frozen.' },
  ACCOUNT_FROZEN: { code: '1', description: 'The account is frozen.' },
  ACCOUNT_AND_RESOURCES_FROZEN: { code: '2', description: 'The account and its resources are frozen.' },
});

export const NewCustomer = openEnum('NewCustomerStatus', 'Whether a customer counts as new.', {
  NEW: { code: 'Y', description: 'A new customer.' },
  NOT_NEW: { code: 'N', description: 'Not a new customer.' },
  UNDETERMINED: { code: 'UNDETERMINED', description: 'May become one, but has not met the conditions yet.' },
});
