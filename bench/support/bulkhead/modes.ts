// What goes wrong with the calls of one tenant. A trouble is plain data, so that it crosses into the process of
// the upstream.
export interface Trouble {
  /** Operations that it strikes. */
  readonly operations: readonly string[];
  /** The upstream takes the call and does not answer it. */
  readonly hangs?: true;
  /** The connection breaks in place of an answer. */
  readonly resets?: true;
  /** Answered as usual, and so much later. */
  readonly delayMs?: number;
  /** The answer in place of the upstream's own. */
  readonly answer?: {
    readonly status: number;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body: Readonly<Record<string, unknown>>;
  };
}

export const ASKED_BY_ALL = 'ListCustomerOrders';
const OTHER = 'ListIssuedPartnerCoupons';

/** What the first tenant does, and what happens to its calls. */
export interface Mode {
  readonly name: string;
  readonly perSecond: number;
  /** API keys among which its requests go round. */
  readonly keys: number;
  readonly question: 'orders' | 'coupons' | 'ten operations';
  readonly headers?: Readonly<Record<string, string>>;
  readonly trouble?: Trouble;
}

const troubled = (name: string, question: Mode['question'], trouble: Trouble): Mode => ({
  name,
  perSecond: question === 'ten operations' ? 15 : 20,
  keys: 1,
  question,
  trouble,
});

const throttled = (name: string, headers: Readonly<Record<string, string>>, message: string): Mode =>
  troubled(name, 'orders', {
    operations: [ASKED_BY_ALL],
    answer: {
      status: 429,
      headers,
      body: { error_code: 'APIGW.0308', error_msg: `The throttling threshold has been reached: ${message}` },
    },
  });

const USUAL_LIMIT = 'policy ip over ratelimit,limit:10,time:1 second';

const answered = (status: number, code: string, message: string) => ({
  status,
  body: { error_code: code, error_msg: message },
});
const UNAUTHORISED = answered(401, 'APIGW.0301', 'Incorrect IAM authentication information');
const UNAVAILABLE = answered(503, 'CBC.0999', 'Service unavailable');

export const modes: readonly Mode[] = [
  { name: 'floods, 1 key', perSecond: 100, keys: 1, question: 'orders' },
  { name: 'floods, 40 keys', perSecond: 100, keys: 40, question: 'orders' },
  troubled('hangs, same operation', 'orders', { operations: [ASKED_BY_ALL], hangs: true }),
  troubled('hangs, another operation', 'coupons', { operations: [OTHER], hangs: true }),
  troubled('hangs, ten operations', 'ten operations', { operations: ['*'], hangs: true }),
  { ...troubled('hangs, 60 requests a second', 'orders', { operations: ['*'], hangs: true }), perSecond: 60 },
  troubled('401', 'orders', { operations: [ASKED_BY_ALL], answer: UNAUTHORISED }),
  throttled('429', {}, USUAL_LIMIT),
  throttled('429, Retry-After: 60', { 'retry-after': '60' }, USUAL_LIMIT),
  throttled('429, Retry-After: 3600', { 'retry-after': '3600' }, USUAL_LIMIT),
  throttled('429, Retry-After: 1e300', { 'retry-after': '1e300' }, USUAL_LIMIT),
  throttled('429, limit:1,time:1 day', {}, 'policy user over ratelimit,limit:1,time:1 day'),
  troubled('503, same operation', 'orders', { operations: [ASKED_BY_ALL], answer: UNAVAILABLE }),
  troubled('503, another operation', 'coupons', { operations: [OTHER], answer: UNAVAILABLE }),
  troubled('503, ten operations', 'ten operations', { operations: ['*'], answer: UNAVAILABLE }),
  troubled('resets, same operation', 'orders', { operations: [ASKED_BY_ALL], resets: true }),
  troubled('resets, another operation', 'coupons', { operations: [OTHER], resets: true }),
  {
    ...troubled('x-deadline-ms: 40', 'orders', { operations: [ASKED_BY_ALL], delayMs: 300 }),
    perSecond: 60,
    headers: { 'x-deadline-ms': '40' },
  },
];
