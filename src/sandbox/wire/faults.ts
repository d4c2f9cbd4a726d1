// Faults on demand: what goes wrong, for which operation, how often. Tests and benchmarks set them; a
// sandbox starts without any unless its options say so.

import { Random } from '../base/random.ts';
import type { ContentCoding } from './coding.ts';
import type { ThrottleBody } from './refusal.ts';

export type RowShift = 'insert' | 'remove' | 'reorder';

/** The faults of one operation, or of all of them under `*`. */
export interface OperationFaults {
  /** Delay after the call was counted, and up to `jitterMs` more, evenly spread. */
  readonly latencyMs?: number;
  readonly jitterMs?: number;
  /** Delay before the call is counted, between these two. */
  readonly transitDelayMs?: readonly [number, number];
  /** An answer with this status, and this body, instead of the usual one. */
  readonly status?: number;
  readonly body?: unknown;
  /** The socket is destroyed instead of an answer. */
  readonly reset?: boolean;
  /** The body breaks off halfway, as JSON that does not parse. */
  readonly malformed?: boolean;
  /** A refusal with this code under the status 200, as some documented codes come. */
  readonly refusalWith200?: string;
  /** A page of HTML instead of JSON, as proxies send, with the status 200 or that of `status`. */
  readonly html?: boolean;
  /** The body takes this long from its first byte to its last. */
  readonly slowBodyMs?: number;
  /** The share of optional keys that rows lack. A row always lacks the same ones. */
  readonly missingKeys?: number;
  /** Numbers are written as text, digit by digit the same. */
  readonly numbersAsText?: boolean;
  /** The body is sent under this coding, whatever the request accepts. */
  readonly contentCoding?: ContentCoding;
  /** The body begins with a byte order mark. */
  readonly byteOrderMark?: boolean;
  /** Five refused signatures in a row lock an access key for five minutes. */
  readonly lockKeys?: boolean;
  /** How many calls `status`, `reset`, `malformed`, `html`, `refusalWith200` and `slowBodyMs` strike, and what
   * share of them. */
  readonly times?: number;
  readonly rate?: number;
  /** Another quota than the documented one; 0 refuses every call. */
  readonly quotaPerSecond?: number;
  /** Which of the documented 429 bodies is sent. */
  readonly throttleBody?: ThrottleBody;
  /** The window that a 429 names, e.g. `5 minute`; the limit is still counted by the second. */
  readonly throttleWindow?: string;
  /** Rows move between the pages of a listing. */
  readonly rowShift?: RowShift;
  /** Added to the clock that signatures and tokens are checked against. */
  readonly clockSkewMs?: number;
  /** Every token and temporary key issued so far expires when the fault is set; happens once. */
  readonly expireTokens?: boolean;
}

/** By operation name; `*` holds what is true of every operation that does not say otherwise. */
export type Faults = Readonly<Record<string, OperationFaults>>;

type Check = readonly [expected: string, holds: (value: unknown) => boolean];
const number = (low: number, high: number): Check => [
  `a number from ${low} to ${high}`,
  (value) => typeof value === 'number' && value >= low && value <= high,
];
const oneOf = (...values: readonly string[]): Check => [
  `one of ${values.join(', ')}`,
  (value) => typeof value === 'string' && values.includes(value),
];
const pattern = (expected: string, form: RegExp): Check => [
  expected,
  (value) => typeof value === 'string' && form.test(value),
];
const flag: Check = ['true or false', (value) => typeof value === 'boolean'];
const MINUTE = 60_000;
const milliseconds = number(0, 10 * MINUTE);

const CHECKS: Readonly<Record<keyof OperationFaults, Check>> = {
  latencyMs: milliseconds,
  jitterMs: milliseconds,
  transitDelayMs: [
    'two numbers, the smaller first',
    (value) =>
      Array.isArray(value) && value.length === 2 && value.every(milliseconds[1]) && value[0] <= value[1],
  ],
  status: number(200, 599),
  body: ['any JSON', () => true],
  reset: flag,
  malformed: flag,
  refusalWith200: pattern('an error code such as CBC.3002', /^[A-Z]+\.\d{4,}$/),
  html: flag,
  missingKeys: number(0, 1),
  numbersAsText: flag,
  contentCoding: oneOf('gzip', 'deflate', 'br'),
  byteOrderMark: flag,
  lockKeys: flag,
  slowBodyMs: milliseconds,
  times: number(1, 1_000_000),
  rate: number(0, 1),
  quotaPerSecond: number(0, 1_000_000),
  throttleBody: oneOf('APIGW.0308', 'APIG.0308', 'CBC.0250'),
  throttleWindow: pattern('a count and a unit such as 5 minute', /^[1-9]\d{0,3} (second|minute|hour|day)s?$/),
  rowShift: oneOf('insert', 'remove', 'reorder'),
  clockSkewMs: number(-24 * 60 * MINUTE, 24 * 60 * MINUTE),
  expireTokens: flag,
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The faults in a value from outside, or a `TypeError` that says what was expected and what was got. */
export function checkedFaults(value: unknown, operations: readonly string[]): Faults {
  if (!isRecord(value)) throw new TypeError(`faults: expected an object, got ${JSON.stringify(value)}`);
  const checks: Readonly<Record<string, Check>> = CHECKS;
  for (const [operation, faults] of Object.entries(value)) {
    if (operation !== '*' && !operations.includes(operation)) {
      throw new TypeError(`faults: expected * or one of ${operations.join(', ')}, got ${operation}`);
    }
    if (!isRecord(faults)) throw new TypeError(`faults.${operation}: expected an object`);
    for (const [name, setting] of Object.entries(faults)) {
      const check = checks[name];
      if (!check) {
        throw new TypeError(`faults.${operation}: expected ${Object.keys(CHECKS).join(', ')}, got ${name}`);
      }
      if (!check[1](setting)) {
        throw new TypeError(
          `faults.${operation}.${name}: expected ${check[0]}, got ${JSON.stringify(setting)}`,
        );
      }
    }
  }
  // Every key and value was just checked against the type.
  return value as Faults;
}

/** What strikes one call. */
export interface Strike {
  readonly transitMs: number;
  readonly latencyMs: number;
  readonly settings: OperationFaults;
  /** Whether what strikes some calls only (`status`, `reset`, `malformed`, …) strikes this one. */
  readonly hit: boolean;
}

/** The faults in force, and how often each has struck. */
export class FaultPlan {
  #faults: Faults = {};
  #struck = new Map<string, number>();
  readonly #random: Random;

  constructor(seed: number) {
    this.#random = new Random(seed, 0xfa);
  }

  set(faults: Faults): void {
    this.#faults = faults;
    this.#struck.clear();
  }

  get expiresTokens(): boolean {
    return Object.values(this.#faults).some((faults) => faults.expireTokens === true);
  }

  strike(operation: string): Strike {
    const own = this.#faults[operation];
    const settings = { ...this.#faults['*'], ...own };
    const [low, high] = settings.transitDelayMs ?? [0, 0];
    return {
      transitMs: low + this.#share() * (high - low),
      latencyMs: (settings.latencyMs ?? 0) + this.#share() * (settings.jitterMs ?? 0),
      settings,
      hit: this.#hits(own ? operation : '*', settings),
    };
  }

  #hits(key: string, settings: OperationFaults): boolean {
    const { status, reset, malformed, html, refusalWith200, slowBodyMs, times, rate } = settings;
    const replaced = status !== undefined || html || refusalWith200 !== undefined;
    if (!replaced && !reset && !malformed && slowBodyMs === undefined) return false;
    const struck = this.#struck.get(key) ?? 0;
    if (times !== undefined && struck >= times) return false;
    if (rate !== undefined && this.#share() >= rate) return false;
    this.#struck.set(key, struck + 1);
    return true;
  }

  #share(): number {
    return this.#random.next() / 2 ** 32;
  }
}
