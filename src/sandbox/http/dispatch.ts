// What a request is for, and its answer: authentication, quota, credential kind and parameters in the order
// in which the upstream's gateway and business layer look at them.

import { answers } from '../answers/answers.ts';
import type { Caller } from '../auth/accounts.ts';
import { type Authority, authenticate } from '../auth/authenticate.ts';
import { type IamOperation, iamOperation } from '../auth/iam.ts';
import type { SignedRequest } from '../auth/signature.ts';
import type { OperationFaults } from '../wire/faults.ts';
import { parametersOf, type Values } from '../wire/parameters.ts';
import { accessDenied, notAPartner, notAReseller, throttled } from '../wire/refusal.ts';
import { reshaped } from '../wire/reshape.ts';
import { whenIdle } from '../wire/scheduling.ts';
import type { Site } from '../world/frame.ts';
import { resellersOf, worldOfReseller } from '../world/partner/resellers.ts';
import type { World } from '../world/world.ts';
import { type Arrival, jsonHeaders, type Reply, type Trace, type Upstream } from './call.ts';
import { type Route, routeOf } from './routes.ts';

export interface Handler {
  readonly name: string;
  /** Counts the call at once, whenever the answer is ready. */
  readonly answer: (
    upstream: Upstream,
    arrival: Arrival,
    faults: OperationFaults,
    trace: Trace,
  ) => Promise<Reply>;
}

/** Undefined for what does not exist, or not on this site. */
export function dispatch(request: SignedRequest, site: Site): Handler | undefined {
  const route = routeOf(request.method, request.path);
  if (route && !route.entry.sites.includes(site)) return undefined;
  if (route) return { name: route.name, answer: business(route) };
  const operation = iamOperation(request);
  return operation && { name: operation.name, answer: identity(operation) };
}

/** Who checks signatures and tokens, under a skewed clock and with keys that lock, where faults say so. */
const authorityOf = (
  { authority, locks }: Upstream,
  { clockSkewMs = 0, lockKeys = false }: OperationFaults,
): Authority => ({
  ...authority,
  ...(clockSkewMs === 0 ? {} : { now: () => authority.now() + clockSkewMs }),
  ...(lockKeys ? { locks } : {}),
});

const bytes = ({ body }: SignedRequest): Uint8Array =>
  typeof body === 'string' ? new TextEncoder().encode(body) : body;

function checkKind({ credential: kind, errorsWithin200 }: Route['entry'], { customer }: Caller): void {
  const own = customer ? 'customer' : 'partner';
  if (kind !== 'either' && kind !== own) {
    if (errorsWithin200) throw notAPartner();
    throw accessDenied(`Access denied: expected a ${kind} credential, got a ${own} credential.`);
  }
}

/** Listings of resellers, in which one of them is a filter like any other. */
const OF_RESELLERS: ReadonlySet<string> = new Set([
  'ListIndirectPartners',
  'ListIssuedCouponQuotas',
  'ListCouponQuotasRecords',
]);

/** The partner's world, or that of the reseller that the call names. */
function worldOf(operation: string, values: Values, { tenant }: Caller): World {
  const { world } = tenant;
  const id = values['indirect_partner_id'];
  if (id === undefined || OF_RESELLERS.has(operation)) return world;
  const reseller = resellersOf(world).find((one) => one.id === id);
  if (!reseller) throw notAReseller();
  return worldOfReseller(world, reseller);
}

const business =
  ({ name, entry, path }: Route): Handler['answer'] =>
  async (upstream, { request, requestId, address }, faults, trace) => {
    const caller = authenticate(authorityOf(upstream, faults), request, requestId);
    trace.account = caller.id;
    const limit = faults.quotaPerSecond ?? upstream.quota(name, entry.quotaPerSecond);
    if (!upstream.log.accept(name, upstream.monotonic(), caller.id, address, limit)) {
      throw throttled(faults.throttleBody ?? 'APIGW.0308', limit, requestId, faults.throttleWindow);
    }
    // Calls that arrived together are all counted before the first of them is answered.
    await whenIdle();
    checkKind(entry, caller);
    const query = new URLSearchParams(request.query);
    const given = { path, query, headers: request.headers, body: bytes(request) };
    const values = parametersOf(entry, given);
    trace.parameters = values;
    const language = values['X-Language'] === 'en_US' ? 'en' : 'zh';
    const world = worldOf(name, values, caller);
    const body = await answers[name]({ caller, world, values, language, rowShift: faults.rowShift });
    const shape = { ...faults, seed: upstream.seed, keyField: entry.sweep?.keyField };
    return { status: 200, headers: jsonHeaders(requestId), body: reshaped(body, shape) };
  };

/** Identity operations are counted like others, by address only, and have no quota unless a fault sets one. */
const identity =
  (operation: IamOperation): Handler['answer'] =>
  async (upstream, { request, requestId, address }, faults, trace) => {
    trace.parameters = operation.about;
    const limit = faults.quotaPerSecond ?? Infinity;
    if (!upstream.log.accept(operation.name, upstream.monotonic(), 'iam', address, limit)) {
      throw throttled(faults.throttleBody ?? 'APIGW.0308', limit, requestId, faults.throttleWindow);
    }
    const reply = operation.answer(authorityOf(upstream, faults), request);
    return { ...reply, headers: { ...jsonHeaders(requestId), ...reply.headers } };
  };
