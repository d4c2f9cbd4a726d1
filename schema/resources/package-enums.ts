import { openEnum } from '../core/open-enum.ts';

export const PackageStatus = openEnum('ResourcePackageStatus', 'Status of a resource package.', {
  NOT_EFFECTIVE: { code: '0', description: 'Package that is not in effect yet.' },
  IN_EFFECT: { code: '1', description: 'Package that is in effect.' },
  USED_UP: { code: '2', description: 'Package that is used up.' },
  EXPIRED: { code: '3', description: 'Package that has expired.' },
  UNSUBSCRIBED: { code: '4', description: 'Package that was unsubscribed.' },
});

export const PackageSource = openEnum('ResourcePackageSource', 'Source of a resource package.', {
  ORDER: { code: '0', description: 'Package purchased by an order.' },
  GIFT: { code: '1', description: 'Package given as a gift with another product.' },
});

export const PackageBundle = openEnum('ResourcePackageBundle', 'Composition of a resource package.', {
  SINGLE: { code: 'ATOMIC_PKG', description: 'Single resource package.' },
  BUNDLE: { code: 'BUNDLE_PKG', description: 'Bundle of several packages.' },
});

export const ReuseMode = openEnum('ResourcePackageReuse', 'Reuse mode of the quota of a resource package.', {
  RESETTABLE: { code: '1', description: 'Quota that is reset every period.' },
  ONCE: { code: '2', description: 'Quota that can be used once and is not reset.' },
});

export const ReusePeriod = openEnum(
  'ResourcePackagePeriod',
  'Length of the reset period of a resource package.',
  {
    HOUR: { code: '1', description: 'Reset period of one hour.' },
    DAY: { code: '2', description: 'Reset period of one day.' },
    WEEK: { code: '3', description: 'Reset period of one week.' },
    MONTH: { code: '4', description: 'Reset period of one month.' },
    YEAR: { code: '5', description: 'Reset period of one year.' },
  },
);

export const ReuseStart = openEnum(
  'ResourcePackagePeriodStart',
  'Rule for the start of a reset period of a resource package.',
  {
    CALENDAR: { code: '1', description: 'Start by the calendar, e.g. on the first of a month.' },
    ORDER: {
      code: '2',
      description: 'Start by the order, on the day of the month on which the order was placed.',
    },
  },
);
