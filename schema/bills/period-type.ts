import { openEnum } from '../core/open-enum.ts';

export const OwnPeriodType = openEnum('OwnBillPeriodType', 'Length of one period of what was bought.', {
  YEAR: { code: '19', description: 'A year.' },
  MONTH: { code: '20', description: 'A month.' },
  DAY: { code: '24', description: 'A day.' },
  HOUR: { code: '25', description: 'An hour.' },
  ONCE: { code: '5', description: 'Once.' },
});
