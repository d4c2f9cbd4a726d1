import { builder } from '../core/builder.ts';
import { openEnum } from '../core/open-enum.ts';

export const PeriodResourceStatus = openEnum(
  'YearlyMonthlyResourceStatus',
  'Where a yearly/monthly resource stands.',
  {
    IN_USE: { code: '2', description: 'In use.' },
    CLOSED: { code: '3', description: 'Closed.' },
    FROZEN: { code: '4', description: 'Frozen.' },
    EXPIRED: { code: '5', description: 'Expired.' },
  },
);

export const ExpiryPolicy = openEnum(
  'ExpiryPolicy',
  'What happens to a yearly/monthly resource when it expires.',
  {
    GRACE_PERIOD: { code: '0', description: 'It enters a grace period.' },
    TO_ON_DEMAND: { code: '1', description: 'It is charged on demand.' },
    DELETE: { code: '2', description: 'It is deleted.' },
    AUTO_RENEW: { code: '3', description: 'It is renewed automatically.' },
    FREEZE: { code: '4', description: 'It is frozen.' },
    DELETE_AFTER_RETENTION: { code: '5', description: 'It is deleted after the retention period.' },
  },
);

export const OnDemandResourceStatus = openEnum(
  'OnDemandResourceStatus',
  'Where an on-demand resource stands.',
  {
    ACTIVE: { code: '1', description: 'Active.' },
    GRACE: { code: '2', description: 'In its grace period.' },
    FROZEN: { code: '3', description: 'Frozen.' },
    CHANGING: { code: '4', description: 'Being changed.' },
    CLOSING: { code: '5', description: 'Being closed.' },
    CLOSED: { code: '6', description: 'Closed.' },
  },
);

export type ResourceKind = 'YEARLY_MONTHLY' | 'ON_DEMAND';

export const ResourceKindRef = builder.enumType('ResourceKind', {
  description: 'How a resource is charged.',
  values: {
    YEARLY_MONTHLY: { description: 'For a period in advance.' },
    ON_DEMAND: { description: 'By use.' },
  } as const,
});
