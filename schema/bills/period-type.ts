import { openEnum } from '../core/open-enum.ts';

export const BillPeriodType = openEnum('OwnBillPeriodType', 'Length of one period of a purchase.', {
  YEAR: { code: '19', description: 'Period length of one year.' },
  MONTH: { code: '20', description: 'Period length of one month.' },
  DAY: { code: '24', description: 'Period length of one day.' },
  HOUR: { code: '25', description: 'Period length of one hour.' },
  ONCE: { code: '5', description: 'Period type of a one-time purchase.' },
});
