// One attempt in three steps: admit (a credential, a permit of quota, the breaker), exchange (a fresh signature,
// the wire, what came back), settle (give back what was admitted, with what came of it). A permit is released as
// soon as the response's head is there, because from then on the upstream has counted the call.
import type { Clock } from '../clock/clock.ts';
import type { Authorization, CredentialStore, Recourse, Verdict } from '../credentials/credentials.ts';
import { buildUrl } from '../credentials/percent-encoding.ts';
import type { Permit, Throttle } from '../throttle/throttle.ts';
import { type HttpResponse, type Transport, TransportError } from '../transport/transport.ts';
import { leftAlone, outOfTime } from './attempt-errors.ts';
import type { BreakerAdmission, Breakers, BreakerTarget } from './breaker.ts';
import { credentialScope } from './credential-scope.ts';
import { credentialVerdict } from './credential-verdict.ts';
import type { Operation, Parameters } from './operation.ts';
import { type Attempt, type Outcome, readResponse, readTransportFailure } from './outcome.ts';
import { withoutCredentials } from './redact.ts';
import type { WireRequest } from './request.ts';
import type { CallScope } from './scope.ts';
import { takePermit } from './take-permit.ts';
import { untilLeft } from './until-left.ts';

export interface AttemptDependencies {
  readonly clock: Clock;
  readonly throttle: Throttle;
  readonly credentials: CredentialStore;
  readonly transport: Transport;
  readonly breakers: Breakers;
  readonly onAttempt?: (operation: string, status: number | null, seconds: number) => void;
}

/** A call that waited for so long says something about the upstream, whoever ended it. */
const TELLING_WAIT_MS = 5_000;

interface Admitted {
  readonly authorization: Authorization;
  readonly permit: Permit;
  readonly admission: BreakerAdmission;
}

/** One call as all three steps see it. */
interface Calling<P extends Parameters, T> {
  readonly operation: Operation<P, T>;
  readonly request: WireRequest;
  readonly url: URL;
  readonly scope: CallScope;
  readonly attempt: number;
  readonly startMs: number;
}

/** What came of an exchange, and what that says about permit, upstream and credential. */
interface Exchanged<T> {
  readonly status: number | null;
  readonly sent: boolean;
  readonly upstream: 'answered' | 'failure' | 'abandoned';
  readonly verdict: Verdict;
  readonly bytes: number;
  /** Absent where the attempt throws. */
  readonly outcome?: Outcome<T>;
  readonly error?: unknown;
  /**
   * Kept from leaving. `late`: this process stood still, and the place in the window that the permit is for
   * passed. `crowded`: the tenant's calls hold every connection that they may.
   */
  readonly kept?: 'late' | 'crowded';
  readonly seconds: number;
}

export async function attemptOnce<P extends Parameters, T>(
  dependencies: AttemptDependencies,
  operation: Operation<P, T>,
  request: WireRequest,
  scope: CallScope,
  attempt: number,
): Promise<Attempt<T>> {
  const { clock } = dependencies;
  const startMs = scope.trace.elapsed();
  const url = buildUrl(scope.tenant.endpoints.bss, request.path, request.query, request.pathParameters);
  const calling = { operation, request, url, scope, attempt, startMs };
  const admitted = await admit(dependencies, operation, scope);
  const { admission, authorization, permit } = admitted;
  if (!admission.admitted) {
    permit.release({ sent: false });
    authorization.settle({ kind: 'unknown' });
    return leftAlone(operation, url.host, admission.retryAfterMs);
  }
  const again = () => attemptOnce(dependencies, operation, request, scope, attempt);
  if (!admission.trial) return (await complete(dependencies, calling, admitted, scope)) ?? again();
  // A trial finds out for everybody: it goes on when its caller leaves, and has time enough to be telling.
  const deadline = Math.max(scope.deadline, clock.monotonic() + TELLING_WAIT_MS);
  const until = { deadline, signal: new AbortController().signal };
  const completed = complete(dependencies, calling, admitted, until);
  return (await untilLeft(clock, scope, completed, () => outOfTime(operation))) ?? again();
}

/** The credential comes first: fetching a token must not age a permit that was already granted. */
async function admit(
  { clock, throttle, credentials, breakers }: AttemptDependencies,
  operation: Operation,
  scope: CallScope,
): Promise<Admitted> {
  const { tenant, subject, signal, deadline } = scope;
  const wait = { operation: operation.name, signal, deadline };
  const authorization = await credentials.authorize(credentialScope(tenant), subject, wait);
  try {
    const permit = await takePermit({ clock, throttle }, operation, scope);
    return { authorization, permit: once(permit), admission: breakers.admit(targetOf(operation, scope)) };
  } catch (error) {
    authorization.settle({ kind: 'unknown' });
    throw error;
  }
}

type Until = Pick<CallScope, 'deadline' | 'signal'>;

/** Nothing where it was kept from leaving and has to begin again. */
async function complete<P extends Parameters, T>(
  dependencies: AttemptDependencies,
  calling: Calling<P, T>,
  admitted: Admitted,
  until: Until,
): Promise<Attempt<T> | undefined> {
  // What stands here is what an exchange that throws leaves behind.
  let exchanged: Exchanged<T> = { ...NOTHING_KNOWN, sent: true, seconds: 0 };
  let recourse: Recourse = { remedy: 'none' };
  try {
    exchanged = await exchange(dependencies, calling, admitted, until);
  } finally {
    recourse = settle(dependencies, calling, admitted, exchanged);
  }
  const { outcome, error, bytes, kept } = exchanged;
  if (kept === 'crowded') await untilRoom(dependencies, calling, admitted, until);
  if (kept) return undefined;
  if (!outcome) throw error;
  const { generation } = admitted.authorization;
  return { outcome: withRecourse(outcome, recourse), generation, bytes };
}

/** Out of time, the call fails at its next step, which says so. */
async function untilRoom<P extends Parameters, T>(
  { clock, transport }: AttemptDependencies,
  { url, scope, operation }: Calling<P, T>,
  { permit }: Admitted,
  { deadline, signal }: Until,
): Promise<void> {
  const { address: localAddress } = permit;
  const where = { share: scope.tenant.id, ...(localAddress === undefined ? {} : { localAddress }) };
  const leaving = new AbortController();
  const room = transport.room(url.origin, { ...where, signal: AbortSignal.any([signal, leaving.signal]) });
  try {
    await untilLeft(clock, { deadline, signal }, room, () => outOfTime(operation));
  } finally {
    leaving.abort();
  }
}

const NOTHING_KNOWN = {
  status: null,
  upstream: 'abandoned',
  verdict: { kind: 'unknown' },
  bytes: 0,
} as const;

async function exchange<P extends Parameters, T>(
  { clock, transport }: AttemptDependencies,
  { operation, request, url, scope }: Calling<P, T>,
  { authorization, permit }: Admitted,
  { deadline, signal }: Until,
): Promise<Exchanged<T>> {
  const { method } = operation;
  const body = request.body === undefined ? {} : { body: request.body };
  const unsigned = { method, url, headers: request.headers, ...body };
  const signature = authorization.apply(unsigned, new Date(clock.now()));
  const sentAt = clock.monotonic();
  const timeoutMs = Math.max(1, deadline - sentAt);
  const secondsSince = () => (clock.monotonic() - sentAt) / 1000;
  let response: HttpResponse;
  try {
    response = await transport.send(
      { ...unsigned, headers: { ...request.headers, ...signature } },
      {
        signal,
        timeoutMs,
        share: scope.tenant.id,
        // A place in a window that is shared must not be held while a connection is waited for.
        atOnce: true,
        ...(permit.address === undefined ? {} : { localAddress: permit.address }),
        mayLeave: () => permit.mayLeave(),
        onSent: () => permit.sent(),
        onHead: (status) => status !== 429 && permit.release({ sent: true }),
      },
    );
  } catch (error) {
    if (!(error instanceof TransportError)) throw error;
    const seconds = secondsSince();
    if (error.kind === 'late' || error.kind === 'crowded') {
      return { ...NOTHING_KNOWN, sent: false, kept: error.kind, seconds };
    }
    // The deadline and not the upstream's silence ended it: the code must not depend on which timer was first.
    const late = error.kind === 'timeout' && clock.monotonic() >= sentAt + timeoutMs;
    const ended = late || signal.aborted;
    const upstream = ended ? afterWaiting(error, seconds) : afterFailing(error);
    const end = { ...NOTHING_KNOWN, sent: error.maybeSent, upstream, seconds };
    return late
      ? { ...end, error: outOfTime(operation, error) }
      : { ...end, outcome: readTransportFailure(operation, error) };
  }
  const seconds = secondsSince();
  const read = { ...response, body: withoutCredentials(response.body, signature) };
  const outcome = readResponse(operation, read, clock.now());
  return {
    status: response.status,
    sent: true,
    upstream: outcome.ok || !outcome.hostFailure ? 'answered' : 'failure',
    verdict: credentialVerdict(read),
    bytes: response.body.length,
    outcome,
    seconds,
  };
}

/** Gives everything back, and says it to whoever counts. The result is what a refused credential may try. */
function settle<P extends Parameters, T>(
  { breakers, onAttempt }: AttemptDependencies,
  { operation, scope, attempt, startMs }: Calling<P, T>,
  { authorization, permit, admission }: Admitted,
  { status, sent, upstream, verdict, outcome, kept, seconds }: Exchanged<T>,
): Recourse {
  const throttled = outcome?.ok === false ? outcome.throttled : undefined;
  permit.release({ sent, ...(throttled ? { throttled } : {}) });
  breakers.report(targetOf(operation, scope), upstream, admission.admitted && admission.trial);
  if (kept) return authorization.settle(verdict);
  onAttempt?.(operation.name, status, seconds);
  const rows = outcome?.ok ? rowsIn(operation, outcome.value) : null;
  const call = { operation: operation.name, queuedMs: permit.waitedMs, attempt };
  scope.trace.record({ ...call, startMs, durationMs: seconds * 1000, status, rows });
  scope.span?.set({ ...call, ...(status === null ? {} : { status }), ...(rows === null ? {} : { rows }) });
  return authorization.settle(verdict);
}

/** A call that its caller ended says nothing about the upstream, unless it had waited for long. */
const afterWaiting = ({ maybeSent }: TransportError, seconds: number) =>
  maybeSent && seconds * 1000 >= TELLING_WAIT_MS ? 'failure' : 'abandoned';

/** Something answered where the answer was no good, and nothing was asked where the request was not. */
function afterFailing({ kind }: TransportError): Exchanged<never>['upstream'] {
  if (kind === 'unsendable') return 'abandoned';
  return kind === 'too-large' || kind === 'unreadable' ? 'answered' : 'failure';
}

function withRecourse<T>(outcome: Outcome<T>, recourse: Recourse): Outcome<T> {
  if (outcome.ok || outcome.remedy !== 'reauthorise') return outcome;
  const error = recourse.remedy === 'none' ? recourse.error : undefined;
  return { ...outcome, remedy: recourse.remedy, error: error ?? outcome.error };
}

/** By the partner's account, whoever of its customers signs: failures are the partner's to have. */
const targetOf = ({ name }: Pick<Operation, 'name'>, { tenant }: CallScope): BreakerTarget => ({
  host: tenant.endpoints.bss.host,
  account: tenant.partner.domainId,
  operation: name,
});

/** The head of a response and the end of an attempt both release: the first of them counts. */
function once(permit: Permit): Permit {
  let released = false;
  return {
    waitedMs: permit.waitedMs,
    address: permit.address,
    mayLeave: () => permit.mayLeave(),
    sent: () => permit.sent(),
    release(report) {
      if (released) return;
      released = true;
      permit.release(report);
    },
  };
}

function rowsIn(operation: Pick<Operation, 'paging'>, value: unknown): number | null {
  const name = operation.paging?.rows;
  const rows = name && typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
  return Array.isArray(rows) ? rows.length : null;
}
