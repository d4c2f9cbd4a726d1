// Refusals of credentials as gateway errors: which credential it was and what to check. IAM's own words stay
// out, they may repeat what was sent.
import { GatewayError, type UpstreamFault } from '../errors/errors.ts';
import type { CredentialScope, ExchangeResponse, Subject } from './credentials.ts';
import type { RefusedVerdict } from './key-gate.ts';

/** A key that the upstream refused, now or a moment ago: the same words either way. */
export function keyRefusal(operation: string, scope: CredentialScope, verdict: RefusedVerdict): GatewayError {
  const { status, errorCode, requestId, words } = verdict;
  const why = words ? `: ${words}` : '';
  return new GatewayError(
    'UPSTREAM_REJECTED',
    `${operation}: the upstream did not accept the credential${why}; ${CHECK[verdict.reason](JSON.stringify(scope.tenantId))}`,
    {
      upstream: {
        operation,
        status,
        ...(errorCode === undefined ? {} : { errorCode }),
        ...(requestId === undefined ? {} : { requestId }),
      },
    },
  );
}

const CHECK: Readonly<Record<RefusedVerdict['reason'], (tenant: string) => string>> = {
  signature: (tenant) => `check accessKey and secretKey, the access key of tenant ${tenant}`,
  locked: (tenant) =>
    `the access key of tenant ${tenant} is locked for some minutes after refused signatures: check secretKey wherever that key is used`,
  clock: (tenant) =>
    `its clock and this machine's differ by too much for the access key of tenant ${tenant}: set the clocks`,
};

export function refusal(
  operation: string,
  scope: CredentialScope,
  subject: Subject,
  response: Pick<ExchangeResponse, 'status' | 'headers'>,
): GatewayError {
  const { status } = response;
  const upstream: UpstreamFault = { operation, status, ...requestId(response) };
  if (status === 429) {
    return new GatewayError('UPSTREAM_BUSY', 'IAM grants no further exchange for now (429)', {
      retryable: true,
      upstream,
    });
  }
  if (status >= 500) {
    return new GatewayError('UPSTREAM_UNAVAILABLE', `expected a credential from IAM, got status ${status}`, {
      retryable: true,
      upstream,
    });
  }
  const message = `${whose(scope, subject)} (${status}): ${advice(scope, subject)}`;
  const error = new GatewayError('UPSTREAM_REJECTED', message, { upstream });
  refused.set(error, subject.kind);
  return error;
}

const refused = new WeakMap<GatewayError, Subject['kind']>();

/** Whether IAM refused this very subject, and not the partner in whose name a customer was asked for. */
export function refusesSubject(error: GatewayError, kind: Subject['kind']): boolean {
  return refused.get(error) === kind;
}

function whose(scope: CredentialScope, subject: Subject): string {
  const tenant = JSON.stringify(scope.tenantId);
  return subject.kind === 'partner'
    ? `IAM refused the user and password of tenant ${tenant}`
    : `IAM refused to let tenant ${tenant} act as customer ${JSON.stringify(subject.customerId.slice(0, 64))}`;
}

function advice(scope: CredentialScope, subject: Subject): string {
  if (subject.kind === 'partner') {
    return "check user, password and domainName, and that the user's account is not locked";
  }
  const key = scope.credential.type === 'aksk' ? "the partner's access key" : "the partner's user";
  return `check that the customer granted the agency named in agencyName, and that ${key} may use agencies`;
}

function requestId({ headers }: Pick<ExchangeResponse, 'headers'>): { requestId?: string } {
  const id = headers['x-request-id'] ?? headers['x-iam-trace-id'];
  return id === undefined ? {} : { requestId: id };
}
