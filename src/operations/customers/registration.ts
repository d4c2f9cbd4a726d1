import { z } from 'zod';
import { defineOperation } from '../../call/operation.ts';
import { code, emptyForNone, int, text } from '../../decode/wire.ts';

/** Empty where the customer never applied. */
export const realNameReviewRow = emptyForNone(z.object({ review_result: code, opinion: text }));
export type RealNameReviewRow = z.output<typeof realNameReviewRow>;

export const ShowRealnameAuthenticationReviewResult = defineOperation({
  name: 'ShowRealnameAuthenticationReviewResult',
  summary: "How the review of a customer's real-name verification ended",
  method: 'GET',
  path: '/v2/customers/realname-auths/result',
  kind: 'read',
  idempotent: true,
  sites: ['cn', 'intl'],
  credential: 'partner',
  quotaPerSecond: 10,
  parameters: { customer_id: { in: 'query', type: 'string', required: true } },
  freshness: { seconds: 60 },
  response: realNameReviewRow,
});

export const realNameStatusRow = z.object({ verified_status: code, verified_type: code });
export type RealNameStatusRow = z.output<typeof realNameStatusRow>;

export const ShowRealNameAuthStatus = defineOperation({
  name: 'ShowRealNameAuthStatus',
  summary: "The customer's own real-name verification",
  method: 'GET',
  path: '/v2/customers/real-name-auth-status',
  kind: 'read',
  idempotent: true,
  sites: ['cn'],
  credential: 'customer',
  quotaPerSecond: 10,
  parameters: {},
  freshness: { seconds: 60 },
  response: realNameStatusRow,
});

export const identityCheckRow = z.object({
  error_code: text,
  error_msg: text,
  check_result: code,
  mobile_remain_available_num: int,
});
export type IdentityCheckRow = z.output<typeof identityCheckRow>;

export const CheckUserIdentity = defineOperation({
  name: 'CheckUserIdentity',
  summary: 'Whether a login name, e-mail address or mobile number can still be registered',
  method: 'POST',
  path: '/v2/partners/sub-customers/users/check-identity',
  kind: 'read',
  idempotent: true,
  sites: ['cn', 'intl'],
  credential: 'partner',
  quotaPerSecond: 5,
  parameters: {
    search_type: { in: 'body', type: 'string', required: true },
    search_value: { in: 'body', type: 'string', required: true },
  },
  // What is free now may be taken in a moment.
  freshness: { seconds: 5, staleSeconds: 0 },
  response: identityCheckRow,
});
