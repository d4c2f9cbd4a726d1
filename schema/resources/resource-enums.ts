import { builder } from '../core/builder.ts';
import { openEnum } from '../core/open-enum.ts';
import type { ResourceNode } from './resource-node.ts';

export const PeriodResourceStatus = openEnum(
  'YearlyMonthlyResourceStatus',
  'Status of a yearly/monthly resource.',
  {
    IN_USE: { code: '2', description: 'Resource that is in use.' },
    CLOSED: { code: '3', description: 'Resource that is closed.' },
    FROZEN: { code: '4', description: 'Resource that is frozen.' },
    EXPIRED: { code: '5', description: 'Resource that has expired.' },
  },
);

export const ExpiryPolicy = openEnum(
  'ExpiryPolicy',
  'Policy applied to a yearly/monthly resource on expiry.',
  {
    GRACE_PERIOD: { code: '0', description: 'Resource enters a grace period on expiry.' },
    TO_ON_DEMAND: { code: '1', description: 'Resource is charged on a pay-per-use basis on expiry.' },
    DELETE: { code: '2', description: 'Resource is deleted on expiry.' },
    AUTO_RENEW: { code: '3', description: 'Resource is renewed automatically on expiry.' },
    FREEZE: { code: '4', description: 'Resource is frozen on expiry.' },
    DELETE_AFTER_RETENTION: { code: '5', description: 'Resource is deleted after the retention period.' },
  },
);

export const OnDemandResourceStatus = openEnum(
  'OnDemandResourceStatus',
  'Status of a pay-per-use resource.',
  {
    ACTIVE: { code: '1', description: 'Resource that is active.' },
    GRACE: { code: '2', description: 'Resource in the grace period.' },
    FROZEN: { code: '3', description: 'Resource that is frozen.' },
    CHANGING: { code: '4', description: 'Resource that is being changed.' },
    CLOSING: { code: '5', description: 'Resource that is being closed.' },
    CLOSED: { code: '6', description: 'Resource that is closed.' },
  },
);

export const ResourceStatusRef = builder.enumType('ResourceStatus', {
  description: 'Status of a resource of any kind. Not every kind has every status.',
  values: {
    IN_USE: { description: 'Resource that is in use.' },
    GRACE: { description: 'Pay-per-use resource in the grace period.' },
    EXPIRED: { description: 'Yearly/monthly resource that has expired.' },
    FROZEN: { description: 'Resource that is frozen.' },
    CHANGING: { description: 'Pay-per-use resource that is being changed.' },
    CLOSING: { description: 'Pay-per-use resource that is being closed.' },
    CLOSED: { description: 'Resource that is closed.' },
    UNKNOWN: { description: 'Code unknown to this schema version; see the raw code.' },
  } as const,
});

/** Both kinds use the same words but for one. */
export function resourceStatusOf({ kind, row }: ResourceNode) {
  if (kind === 'period') return PeriodResourceStatus.of(row.status);
  const status = OnDemandResourceStatus.of(row.status);
  return status === 'ACTIVE' ? 'IN_USE' : status;
}

export type ResourceKind = 'YEARLY_MONTHLY' | 'ON_DEMAND';

export const ResourceKindRef = builder.enumType('ResourceKind', {
  description: 'Kind of a resource, by charging mode.',
  values: {
    YEARLY_MONTHLY: { description: 'Resource paid in advance for a period.' },
    ON_DEMAND: { description: 'Resource charged by usage (pay-per-use).' },
  } as const,
});
