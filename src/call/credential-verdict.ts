// What an answer says about the credential of its call: accepted, nothing, or refused and why. The words are
// the upstream's own, in the spelling of its gateways; an answer without them is read by its status.
import type { Verdict } from '../credentials/credentials.ts';
import type { ServerTime } from '../credentials/host-clocks.ts';
import { type ErrorBody, errorBody } from '../decode/error-body.ts';
import type { HttpResponse } from '../transport/transport.ts';
import { isSuccess, ruleFor } from './status-rules.ts';

type Refused = Extract<Verdict, { kind: 'refused' }>;

const UNKNOWN: Verdict = { kind: 'unknown' };
const ACCEPTED: Verdict = { kind: 'accepted' };

const LOCKED = /\breach(?:ed)? the limit\b|\bis locked\b/i;
const EXPIRED = /\bsignature (?:expired|time)\b|\brequest time\b/i;
const SERVER_TIME = /\bserver time\s*[:=]\s*([0-9][0-9T:.+-]*Z?)/i;
const LONGEST_WORDS = 200;

export function credentialVerdict({ status, headers, body }: HttpResponse): Verdict {
  if (isSuccess(status)) return ACCEPTED;
  const wire = errorBody(body);
  if (ruleFor([], status, wire.errorCode).remedy === 'reauthorise') return refused(status, headers, wire);
  // What is throttled or fails may never have come as far as the credential.
  return status === 429 || status >= 500 ? UNKNOWN : ACCEPTED;
}

function refused(status: number, headers: HttpResponse['headers'], wire: ErrorBody): Refused {
  const { errorCode, message = '' } = wire;
  const requestId = wire.requestId ?? headers['x-request-id'];
  const serverTime = readServerTime(message, headers['date']);
  const reason = LOCKED.test(message) ? 'locked' : EXPIRED.test(message) ? 'clock' : 'signature';
  return {
    kind: 'refused',
    reason,
    status,
    ...(serverTime ? { serverTime } : {}),
    ...(errorCode === undefined ? {} : { errorCode }),
    ...(requestId === undefined ? {} : { requestId }),
    ...(message === '' ? {} : { words: message.slice(0, LONGEST_WORDS).toWellFormed() }),
  };
}

function readServerTime(message: string, date: string | undefined): ServerTime | undefined {
  const said = instantOf(SERVER_TIME.exec(message)?.[1] ?? '');
  if (said !== undefined) return { at: said, from: 'refusal' };
  const at = Date.parse(date ?? '');
  return Number.isNaN(at) ? undefined : { at, from: 'date' };
}

/** `20260101T001500Z`, or the same with separators. */
function instantOf(text: string): number | undefined {
  const compact = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z?$/.exec(text);
  const at = compact
    ? Date.parse(`${compact.slice(1, 4).join('-')}T${compact.slice(4).join(':')}Z`)
    : Date.parse(/Z|[+-]\d\d:?\d\d$/.test(text) ? text : `${text}Z`);
  return Number.isNaN(at) ? undefined : at;
}
