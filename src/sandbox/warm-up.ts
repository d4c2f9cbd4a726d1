import { answers } from './answers/answers.ts';
import type { Tenant } from './auth/accounts.ts';

// Enough for the engine to compile what makes a page.
const TIMES = 12;
/** Bill cycles that are asked for first: the current one and those before it. */
const CYCLES = 2;
const CHARGE_MODES = ['1', '3', '11'];
/** Larger worlds start at once and answer their first calls a little later. */
const LARGEST_WORLD = 5_000;

/**
 * Answers the large listings a few times before the first call: indexes are then made and code is compiled. A
 * first call that took its time would have others counted late, which no real gateway does.
 */
export async function warmUp(tenant: Tenant): Promise<void> {
  const { account, world } = tenant;
  if (world.customers.length > LARGEST_WORLD) return;
  const ask = (name: keyof typeof answers, values: Readonly<Record<string, string | number>>) =>
    answers[name]({
      caller: { id: account.domainId, tenant },
      world,
      values,
      language: 'zh',
      rowShift: undefined,
    });
  for (let time = 0; time < TIMES; time++) {
    await ask('ListSubCustomers', { limit: 100 });
    await ask('ListCustomerOrders', { limit: 100, order_by: '-createTime' });
    await ask('ListIssuedPartnerCoupons', { limit: 100 });
    for (const cycle of world.cycles.slice(0, CYCLES)) {
      for (const charge_mode of CHARGE_MODES) {
        await ask('ListSubcustomerMonthlyBills', { cycle, charge_mode, limit: 100 });
      }
    }
  }
}
