import { openEnum } from '../core/open-enum.ts';

export const PaymentType = openEnum(
  'BillPaymentType',
  'Payment option of a savings plan or reserved instance.',
  {
    ALL_UPFRONT: { code: 'ALL_UPFRONT', description: 'Payment of everything in advance.' },
    PARTIAL_UPFRONT: {
      code: 'PARTIAL_UPFRONT',
      description: 'Payment of a part in advance and of the rest monthly.',
    },
    NO_UPFRONT: { code: 'NO_UPFRONT', description: 'Payment of nothing in advance.' },
  },
);
