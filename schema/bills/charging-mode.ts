import { openEnum } from '../core/open-enum.ts';

export const ChargingMode = openEnum('ChargingMode', 'Charging mode of a product or resource.', {
  YEARLY_MONTHLY: { code: '1', description: 'Yearly/monthly charging in advance for a period.' },
  ON_DEMAND: { code: '3', description: 'Pay-per-use charging by actual usage.' },
  RESERVED_INSTANCE: { code: '10', description: 'Charging as a reserved instance.' },
  SAVINGS_PLAN: { code: '11', description: 'Charging under a savings plan.' },
});
