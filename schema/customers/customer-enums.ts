import { openEnum } from '../core/open-enum.ts';

export const AssociationType = openEnum(
  'AssociationType',
  'Type of the association between a customer and the partner.',
  {
    CONSULTATIVE_SALE: {
      code: '1',
      description:
        'Consultative sale: the customer pays the vendor directly, and the partner sees only the consumption of the customer.',
    },
    RESALE: {
      code: '2',
      intl: '3',
      description: 'Resale: the customer spends money that the partner allocates.',
    },
  },
);

export const Verification = openEnum('VerificationStatus', "Status of a customer's real-name verification.", {
  NOT_VERIFIED: { code: '-1', description: 'Customer that is not verified.' },
  UNDER_REVIEW: { code: '0', description: 'Customer whose verification is under review.' },
  REJECTED: { code: '1', description: 'Customer whose verification was rejected.' },
  VERIFIED: { code: '2', description: 'Customer that is verified.' },
  FAILED: { code: '3', description: 'Customer whose verification failed; international site only.' },
});

export const CustomerKind = openEnum('CustomerType', 'Type of a customer: individual or enterprise.', {
  NONE: { code: '-1', description: 'Customer type that is not yet stated.' },
  INDIVIDUAL: { code: '0', description: 'Customer that is an individual.' },
  ENTERPRISE: { code: '1', description: 'Customer that is an enterprise.' },
});

export const Freeze = openEnum('FreezeStatus', 'Freeze status of a customer.', {
  NOT_FROZEN: { code: '0', description: 'Customer that is not frozen.' },
  ACCOUNT_FROZEN: { code: '1', description: 'Customer whose account is frozen.' },
  ACCOUNT_AND_RESOURCES_FROZEN: {
    code: '2',
    description: 'Customer whose account and resources are frozen.',
  },
});

export const NewCustomer = openEnum('NewCustomerStatus', 'New-customer status of a customer.', {
  NEW: { code: 'Y', description: 'Customer that counts as new.' },
  NOT_NEW: { code: 'N', description: 'Customer that does not count as new.' },
  UNDETERMINED: {
    code: 'UNDETERMINED',
    description: 'Customer that may become new, but has not met the conditions yet.',
  },
});
