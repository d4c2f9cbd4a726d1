import { openEnum } from '../core/open-enum.ts';

export const ChargingMode = openEnum('ChargingMode', 'How something is charged.', {
  YEARLY_MONTHLY: { code: '1', description: 'For a period in advance.' },
  ON_DEMAND: { code: '3', description: 'By use.' },
  RESERVED_INSTANCE: { code: '10', description: 'As a reserved instance.' },
  SAVINGS_PLAN: { code: '11', description: 'Under a savings plan.' },
});
