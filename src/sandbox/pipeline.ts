// One call from arrival to answer: transit, authentication, quota, credential kind, parameters, answer.
import type { OperationName } from '../operations/catalogue.ts';
import type { Caller } from './accounts.ts';
import { answers } from './answers/answers.ts';
import { type Authority, authenticate } from './authenticate.ts';
import type { CallLog } from './call-log.ts';
import type { FaultPlan, Strike } from './faults.ts';
import { type IamOperation, iamOperation } from './iam.ts';
import { parametersOf, type Values } from './parameters.ts';
import { accessDenied, notAReseller, Refusal, throttled, unknownRequest } from './refusal.ts';
import { knownPaths, type Route, routeOf } from './routes.ts';
import type { SignedRequest } from './signature.ts';

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** What strikes the way back, if anything. */
  readonly strike?: Strike;
}

export interface Arrival {
  readonly request: SignedRequest;
  /** The caller's network address. */
  readonly address: string;
  readonly requestId: string;
}

export interface Upstream {
  readonly authority: Authority;
  readonly faults: FaultPlan;
  readonly log: CallLog;
  /** Calls per second of an operation, faults aside. */
  quota(name: OperationName, documented: number): number;
  /** Milliseconds for the quota windows. */
  monotonic(): number;
  sleep(ms: number): Promise<void>;
}

/** What is known about a call so far, for the log. */
interface Trace {
  account: string | null;
  parameters: Values;
}

export async function handle(upstream: Upstream, arrival: Arrival): Promise<Reply> {
  const { request, requestId } = arrival;
  const route = routeOf(request.method, request.path);
  const operation = route ?? iamOperation(request);
  if (!operation) {
    const message = `The sandbox does not know ${request.method} ${request.path}; it knows ${knownPaths()}`;
    return refused(unknownRequest(message), requestId);
  }
  const strike = upstream.faults.strike(operation.name);
  if (strike.transitMs > 0) await upstream.sleep(strike.transitMs);
  const trace: Trace = { account: null, parameters: {} };
  const reply = answered(() =>
    route
      ? business(upstream, arrival, route, strike, trace)
      : identity(upstream, arrival, operation as IamOperation, strike),
  );
  const usual = reply instanceof Refusal ? refused(reply, requestId) : reply;
  const { hit, settings } = strike;
  const broken = hit && settings.status !== undefined && usual.status !== 429;
  const sent = broken
    ? {
        status: settings.status ?? 500,
        headers: usual.headers,
        body: JSON.stringify(brokenBody(settings.body)),
      }
    : usual;
  upstream.log.answered({
    operation: operation.name,
    at: new Date(upstream.authority.now()).toISOString(),
    status: sent.status,
    account: trace.account,
    address: arrival.address,
    parameters: trace.parameters,
  });
  if (strike.latencyMs > 0) await upstream.sleep(strike.latencyMs);
  return { ...sent, strike };
}

const brokenBody = (body: unknown): unknown =>
  body ?? { error_code: 'CBC.0999', error_msg: 'Other error (a fault of the sandbox).' };

function answered(answer: () => Reply): Reply | Refusal {
  try {
    return answer();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

const json = (requestId: string) => ({
  'Content-Type': 'application/json;charset=UTF-8',
  'X-Request-Id': requestId,
});

export const refused = (refusal: Refusal, requestId: string): Reply => ({
  status: refusal.status,
  headers: json(requestId),
  body: JSON.stringify(refusal.body),
});

/** The gateway's clock under a skew. */
const skewed = (authority: Authority, skewMs = 0): Authority =>
  skewMs === 0 ? authority : { ...authority, now: () => authority.now() + skewMs };

function business(upstream: Upstream, arrival: Arrival, route: Route, strike: Strike, trace: Trace): Reply {
  const { request, requestId, address } = arrival;
  const { name, entry } = route;
  const { settings } = strike;
  upstream.log.arrived(name);
  const caller = authenticate(skewed(upstream.authority, settings.clockSkewMs), request, requestId);
  trace.account = caller.id;
  const limit = settings.quotaPerSecond ?? upstream.quota(name, entry.quotaPerSecond);
  if (!upstream.log.accept(name, upstream.monotonic(), caller.id, address, limit)) {
    throw throttled(settings.throttleBody ?? 'APIGW.0308', limit, requestId);
  }
  checkKind(entry.credential, caller);
  const query = new URLSearchParams(request.query);
  const values = parametersOf(entry, {
    path: route.path,
    query,
    headers: request.headers,
    body: bytes(request),
  });
  trace.parameters = values;
  // The sandbox's partners have no resellers below them, so every id names a stranger.
  if (values['indirect_partner_id'] !== undefined) throw notAReseller();
  const language = values['X-Language'] === 'en_US' ? 'en' : 'zh';
  const { world } = caller.tenant;
  const { rowShift } = settings;
  const body = answers[name]({ caller, world, values, language, rowShift });
  return { status: 200, headers: json(requestId), body };
}

const bytes = ({ body }: SignedRequest): Uint8Array =>
  typeof body === 'string' ? new TextEncoder().encode(body) : body;

function checkKind(kind: Route['entry']['credential'], { customer }: Caller): void {
  const own = customer ? 'customer' : 'partner';
  if (kind !== 'either' && kind !== own) {
    throw accessDenied(`Access denied: expected a ${kind} credential, got a ${own} credential.`);
  }
}

/** Identity operations are counted like others, but have no quota of their own. */
function identity(upstream: Upstream, arrival: Arrival, operation: IamOperation, strike: Strike): Reply {
  const { requestId, address, request } = arrival;
  const { quotaPerSecond: limit = Infinity, clockSkewMs, throttleBody } = strike.settings;
  upstream.log.arrived(operation.name);
  if (!upstream.log.accept(operation.name, upstream.monotonic(), 'iam', address, limit)) {
    throw throttled(throttleBody ?? 'APIGW.0308', limit, requestId);
  }
  const reply = operation.answer(skewed(upstream.authority, clockSkewMs), request);
  return { ...reply, headers: { ...json(requestId), ...reply.headers } };
}
