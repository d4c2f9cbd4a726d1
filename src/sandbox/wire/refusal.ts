// The upstream's error answers. Everything that the sandbox refuses is thrown as one of these and sent as it
// is; nothing else is ever sent with an error status.

export class Refusal extends Error {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;

  constructor(status: number, body: Readonly<Record<string, unknown>>) {
    super(String(body['error_msg'] ?? body['error_message'] ?? 'refused'));
    this.name = 'Refusal';
    this.status = status;
    this.body = body;
  }
}

/** A refusal by the business layer. */
const business = (status: number, code: string, message: string) =>
  new Refusal(status, { error_code: code, error_msg: message });

export const parameterError = (message: string) => business(400, 'CBC.0100', message);
export const notACustomer = () =>
  business(400, 'CBC.99000035', 'The customer is not a customer of the partner.');
export const notAReseller = () =>
  business(400, 'CBC.99000037', 'The caller has no right to act on that reseller.');
/** The documented pages name no status for an unknown order id. Order errors are in the 30010000 range and
 * come with 400, like every other business refusal of a request that is well-formed. */
export const orderNotFound = () => business(400, 'CBC.30000010', 'The order does not exist.');
export const notARefund = () =>
  business(400, 'CBC.99005026', 'The order is neither an unsubscription nor a downgrade.');
export const productNotFound = (message: string) => business(400, 'CBC.99006006', message);
export const usageUnitWrong = (message: string) => business(400, 'CBC.99006050', message);
export const quoteTooHigh = () => business(400, 'CBC.99006055', 'The quote exceeds the maximum amount.');
export const factorNotFound = (message: string) => business(400, 'CBC.99006074', message);
export const noAccountBalance = () =>
  business(400, 'CBC.99000049', 'A re-sold customer has no account balance.');
/** Two operations say it with a status that promises success. */
export const notAPartner = () => business(200, 'CBC.5001', 'The caller is not a partner.');
export const projectNotFound = () => business(400, 'CBC.99006073', 'The project does not exist.');
export const duplicateResources = () => business(400, 'CBC.30050012', 'A resource id stands there twice.');
export const accessDenied = (message: string) => business(403, 'CBC.0151', message);
export const tokenExpired = () => business(401, 'CBC.0154', 'The x_auth_token is expired or invalid.');

/** A refusal by the gateway in front of the business layer, when a request is not authenticated. */
export const unauthenticated = (reason: string, requestId: string) =>
  new Refusal(401, {
    error_msg: `Incorrect IAM authentication information: ${reason}`,
    error_code: 'APIGW.0301',
    request_id: requestId,
  });

/** Too many refused signatures in a row: whatever is signed with the key is refused for a while. */
export const keyLocked = (requestId: string) =>
  new Refusal(401, {
    error_msg: 'Incorrect IAM authentication information: AK access failed to reach the limit,forbidden.',
    error_code: 'APIG.0301',
    request_id: requestId,
  });

/** Some documented refusals come with a status that promises success. */
export const refusalWith200 = (code: string) => business(200, code, 'The request was refused.');

export type ThrottleBody = 'APIGW.0308' | 'APIG.0308' | 'CBC.0250';

export function throttled(
  kind: ThrottleBody,
  limit: number,
  requestId: string,
  window = '1 second',
): Refusal {
  const policy = `policy user over ratelimit,limit:${limit},time:${window}`;
  if (kind === 'CBC.0250') return business(429, kind, 'The message is under flow control.');
  if (kind === 'APIG.0308') {
    return business(429, kind, `The throttling threshold has been reached: ${policy}`);
  }
  return new Refusal(429, {
    status_code: 429,
    request_id: requestId,
    error_code: kind,
    error_message: `The throttling threshold has been reached: ${policy}`,
    encoded_authorization_message: '',
  });
}

const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
};

/** The IAM service words its errors its own way. */
export const iamError = (status: number, message: string) =>
  new Refusal(status, { error: { code: status, message, title: TITLES[status] ?? 'Error' } });

/** Not the upstream's: the sandbox says loudly that it was asked for something that it does not have. */
export const unknownRequest = (message: string) => business(404, 'SANDBOX.404', message);
