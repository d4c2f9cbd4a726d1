// IAM's refusals as gateway errors: which credential it was and what to check. IAM's own words stay out,
// they may repeat what was sent.
import { GatewayError, type UpstreamFault } from '../errors/errors.ts';
import type { CredentialScope, ExchangeResponse, Subject } from './credentials.ts';

export function refusal(
  operation: string,
  scope: CredentialScope,
  subject: Subject,
  response: ExchangeResponse,
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
  return new GatewayError(
    'UPSTREAM_REJECTED',
    `${whose(scope, subject)} (${status}): ${advice(scope, subject)}`,
    {
      upstream,
    },
  );
}

function whose(scope: CredentialScope, subject: Subject): string {
  const tenant = JSON.stringify(scope.tenantId);
  return subject.kind === 'partner'
    ? `IAM refused the user and password of tenant ${tenant}`
    : `IAM refused to let tenant ${tenant} act as customer ${JSON.stringify(subject.customerId)}`;
}

function advice(scope: CredentialScope, subject: Subject): string {
  if (subject.kind === 'partner') {
    return "check user, password and domainName, and that the user's account is not locked";
  }
  const key = scope.credential.type === 'aksk' ? "the partner's access key" : "the partner's user";
  return `check that the customer granted the agency named in agencyName, and that ${key} may use agencies`;
}

function requestId({ headers }: ExchangeResponse): { requestId?: string } {
  const id = headers['x-request-id'] ?? headers['x-iam-trace-id'];
  return id === undefined ? {} : { requestId: id };
}
