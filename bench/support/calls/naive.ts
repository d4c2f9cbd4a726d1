// The opponent: one call per customer and edge through the gateway's own call layer, throttle included, with
// neither sweeps nor bulk calls nor a cache. It differs from the gateway in nothing but the plan.
import { createBreakers } from '../../../src/call/breaker.ts';
import { createCall } from '../../../src/call/call.ts';
import { createIamExchange } from '../../../src/call/iam-exchange.ts';
import { createRetryBudget } from '../../../src/call/retry.ts';
import { PARTNER } from '../../../src/call/scope.ts';
import type { Clock } from '../../../src/clock/clock.ts';
import type { Tenant } from '../../../src/config/tenant.ts';
import { createCredentialStore } from '../../../src/credentials/credential-store.ts';
import { billLinesByCustomer } from '../../../src/operations/bills/edges.ts';
import { BILL_CHARGE_MODES } from '../../../src/operations/bills/monthly-bills.ts';
import { couponsByCustomer } from '../../../src/operations/coupons/edges.ts';
import { balanceByCustomer, requestCustomers } from '../../../src/operations/customers/edges.ts';
import { execute, type Reader, type ReadRequest } from '../../../src/operations/edge.ts';
import { ordersByCustomer } from '../../../src/operations/orders/edges.ts';
import { CallTrace } from '../../../src/telemetry/call-trace.ts';
import { createThrottle } from '../../../src/throttle/throttle.ts';
import { createTransport } from '../../../src/transport/transport.ts';

const PATIENCE_MS = 120_000;
const FIVE = { offset: 0, limit: 5 };
const PAGE = { offset: 0, limit: 100 };

/** Reads what the dashboard shows of 100 customers; returns the seconds that it took. */
export async function naiveDashboard(tenant: Tenant, clock: Clock, cycle: string): Promise<number> {
  const transport = createTransport({ clock });
  const throttle = createThrottle({ clock });
  const exchange = createIamExchange({ clock, throttle, transport });
  const call = createCall({
    clock,
    throttle,
    transport,
    credentials: createCredentialStore({ clock, exchange }),
    breakers: createBreakers(clock, () => undefined),
    retries: createRetryBudget(clock),
  });
  const scope = {
    tenant,
    subject: PARTNER,
    viewer: 'naive',
    priority: 'interactive' as const,
    deadline: clock.monotonic() + PATIENCE_MS,
    signal: AbortSignal.timeout(PATIENCE_MS),
    trace: new CallTrace(() => clock.monotonic()),
    language: undefined,
  };
  const read: Reader = async (operation, input) => (await call(operation, input, scope)).value;
  const started = clock.monotonic();
  try {
    const { rows } = await execute(read, requestCustomers({}, PAGE));
    await Promise.all(rows.flatMap(({ key }) => edgesOf(key, cycle).map((ask) => execute(read, ask))));
    return (clock.monotonic() - started) / 1000;
  } finally {
    await throttle.close();
    await transport.close();
  }
}

function edgesOf(key: string, cycle: string): ReadRequest<unknown>[] {
  const asks = [
    balanceByCustomer.bulk?.request([key], null),
    ordersByCustomer.point?.(key, {}, FIVE),
    couponsByCustomer.point?.(key, {}, FIVE),
    ...BILL_CHARGE_MODES.map((charge_mode) => billLinesByCustomer.point?.(key, { cycle, charge_mode }, PAGE)),
  ];
  return asks.filter((ask) => ask !== undefined);
}
