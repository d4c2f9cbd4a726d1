// What a refusal means: a table from status and error code to what a client sees and what may be done about it.
// The first row that fits counts. An operation's own rows (`Operation.refusals`) come before these, so that a
// write adds what is special about it as data.
import type { ErrorCode } from '../errors/errors.ts';

/** What may be done about a failure: nothing, the same again later, or again with a fresh credential. */
export type Remedy = 'none' | 'retry' | 'reauthorise';

export interface StatusRule {
  /** One status, or the first and the last of several; absent: any. */
  readonly status?: number | readonly [first: number, last: number];
  /** The upstream's own codes; absent: any, or none. */
  readonly errorCodes?: readonly string[];
  readonly code: ErrorCode;
  /** `retry-reads`: only what changes nothing is sent again, because the upstream may have taken it. */
  readonly remedy: Remedy | 'retry-reads';
  /** Whether a client may send the same thing again; `reads`: only where it changes nothing. */
  readonly retryable: boolean | 'reads';
  /** The host itself failed, as opposed to refusing this one call. */
  readonly hostFailure: boolean;
  /** The call was not taken, because there were too many; its answer may say how many are allowed. */
  readonly throttled?: true;
  /** What happened, in words that follow the operation's name. */
  readonly message: (call: RefusedCall) => string;
  /** Whether the upstream's own words are added. */
  readonly quotes: boolean;
}

export interface RefusedCall {
  readonly status: number;
  /** The kind of credential that the operation takes. */
  readonly credential: string;
}

const THROTTLED = {
  code: 'UPSTREAM_BUSY',
  // A throttled call was not taken, so that even a write may be sent again.
  remedy: 'retry',
  retryable: true,
  hostFailure: false,
  throttled: true,
  message: () => ' was throttled by the upstream',
  quotes: false,
} as const;

const NOT_ACCEPTED = {
  code: 'UPSTREAM_REJECTED',
  remedy: 'reauthorise',
  retryable: false,
  hostFailure: false,
  message: () => ': the upstream did not accept the credential',
  quotes: true,
} as const;

export const STATUS_RULES: readonly StatusRule[] = [
  { ...THROTTLED, errorCodes: ['APIG.0308', 'APIGW.0308', 'CBC.0250'] },
  { ...THROTTLED, status: 429 },
  { ...NOT_ACCEPTED, status: 401 },
  { ...NOT_ACCEPTED, status: [400, 499], errorCodes: ['APIG.0301', 'APIGW.0301'] },
  {
    status: 403,
    code: 'UPSTREAM_REJECTED',
    remedy: 'none',
    retryable: false,
    hostFailure: false,
    message: ({ credential }) =>
      ` was refused; it needs a ${credential === 'either' ? 'partner or customer' : credential} credential with the permission for it`,
    quotes: true,
  },
  {
    status: [502, 504],
    code: 'UPSTREAM_UNAVAILABLE',
    remedy: 'retry-reads',
    retryable: 'reads',
    hostFailure: true,
    message: ({ status }) => `: the upstream answered ${status}`,
    quotes: false,
  },
  {
    // Some operations report business refusals as 500, so that sending again would repeat the refusal.
    status: [500, 599],
    code: 'UPSTREAM_UNAVAILABLE',
    remedy: 'none',
    retryable: 'reads',
    hostFailure: false,
    message: ({ status }) => `: the upstream failed with ${status}`,
    quotes: true,
  },
  {
    code: 'UPSTREAM_REJECTED',
    remedy: 'none',
    retryable: false,
    hostFailure: false,
    message: ({ status }) => (isSuccess(status) ? ' was rejected' : ` was rejected with ${status}`),
    quotes: true,
  },
];

/** Statuses with which a body of rows comes; a refusal may come with them, too. */
export const isSuccess = (status: number): boolean => status >= 200 && status <= 204;

/** Whether the status alone says that the same may work a moment later. */
export const isTransient = (status: number): boolean =>
  STATUS_RULES.some((rule) => fits(rule, status, undefined) && rule.hostFailure);

export function ruleFor(
  own: readonly StatusRule[],
  status: number,
  errorCode: string | undefined,
): StatusRule {
  const rule = [...own, ...STATUS_RULES].find((row) => fits(row, status, errorCode));
  if (!rule) throw new Error('expected the last rule to fit everything');
  return rule;
}

function fits(rule: StatusRule, status: number, errorCode: string | undefined): boolean {
  const [first, last] = typeof rule.status === 'number' ? [rule.status, rule.status] : (rule.status ?? []);
  if (first !== undefined && last !== undefined && (status < first || status > last)) return false;
  return rule.errorCodes === undefined || (errorCode !== undefined && rule.errorCodes.includes(errorCode));
}
