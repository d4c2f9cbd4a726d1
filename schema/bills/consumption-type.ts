import { openEnum } from '../core/open-enum.ts';

export const RecordType = openEnum('ConsumptionType', 'Type of a consumption record.', {
  NEW_PURCHASE: { code: '1', description: 'New purchase of a resource.' },
  RENEWAL: { code: '2', description: 'Renewal of a purchased resource.' },
  CHANGE: { code: '3', description: 'Change of a purchased resource.' },
  UNSUBSCRIPTION: { code: '4', description: 'Refund for an unsubscription.' },
  USAGE: { code: '5', description: 'Metered usage of a resource.' },
  AUTO_RENEWAL: { code: '8', description: 'Automatic renewal of a resource.' },
  COMPENSATION: { code: '9', description: 'Compensation recorded for the customer.' },
  SUPPORT_PLAN_FEE: { code: '14', description: 'Month-end fee of a support plan.' },
  CHARGE_ADJUSTMENT: { code: '16', description: 'Charge that was made by an adjustment.' },
  MONTHLY_PAYMENT: { code: '18', description: 'Monthly payment for a purchase.' },
  CHANGE_REFUND: { code: '20', description: 'Refund for a change of a resource.' },
  SAVINGS_PLAN_DEDUCTION: { code: '23', description: 'Deduction from a savings plan.' },
  TO_ON_DEMAND_REFUND: { code: '24', description: 'Refund for a change to pay-per-use charging.' },
  TRUNCATION_MAKE_UP: { code: '25', description: 'Compensation for truncated cents.' },
  YEARLY_PAYMENT: { code: '103', description: 'Yearly payment for a purchase.' },
});
