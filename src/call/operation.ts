// What an upstream operation is. `call/` owns the type and is handed entries; the entries themselves are
// the data in `operations/`. Everything here is data: throttle, planner, sandbox, metrics and the
// coverage page read the same entry.
import type { z } from 'zod';
import type { Site } from '../config/tenant.ts';
import type { WireNumber } from '../decode/wire-number.ts';
import type { StatusRule } from './status-rules.ts';

export type { Site };
export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** Which account may sign: the partner's, a customer's, or both. */
export type CredentialKind = 'partner' | 'customer' | 'either';

/** `objects` are lists of objects, e.g. `[{ "customer_id": "…" }]`. */
export type ParameterType = 'string' | 'int' | 'boolean' | 'strings' | 'ints' | 'object' | 'objects';

/** What an object of a request may hold. */
export type ParameterValue = string | number | WireNumber | readonly ParameterValue[] | ParameterObject;
export interface ParameterObject {
  readonly [name: string]: ParameterValue;
}
export type ParameterFormat = 'cycle' | 'date' | 'instant';

/** One request parameter, with the bounds that the upstream documents. */
export interface Parameter {
  readonly in: 'path' | 'query' | 'body' | 'header';
  readonly type: ParameterType;
  readonly required?: true;
  /** Smallest and largest value of an `int`. */
  readonly min?: number;
  readonly max?: number;
  /** Longest list of a `strings`, `ints` or `objects`. */
  readonly maxItems?: number;
  readonly format?: ParameterFormat;
}

export type Parameters = Readonly<Record<string, Parameter>>;

type ValueOf<P extends Parameter> = P['type'] extends 'string'
  ? string
  : P['type'] extends 'int'
    ? number
    : P['type'] extends 'boolean'
      ? boolean
      : P['type'] extends 'strings'
        ? readonly string[]
        : P['type'] extends 'ints'
          ? readonly number[]
          : P['type'] extends 'object'
            ? ParameterObject
            : readonly ParameterObject[];

type RequiredKeys<P extends Parameters> = {
  [Name in keyof P]: P[Name] extends { required: true } ? Name : never;
}[keyof P];

/** The typed input of an operation, by wire name. A key left out is not sent at all. */
export type InputOf<P extends Parameters> = {
  readonly [Name in RequiredKeys<P>]: ValueOf<P[Name]>;
} & { readonly [Name in Exclude<keyof P, RequiredKeys<P>>]?: ValueOf<P[Name]> | undefined };

/** Row-offset paging: `offset` is a 0-based row, `limit` the rows wanted. */
export interface Paging {
  readonly limitMax: number;
  readonly limitDefault: number;
  readonly offsetMax: number;
  /** Response key of the row list. */
  readonly rows: string;
  /** Response key of the total, or `null` where the upstream sends none. */
  readonly total: 'total_count' | 'count' | null;
}

/**
 * Paging by markers: each page names the one that follows it, in `page_info.next_marker`, and the last names
 * none. Pages come one after the other, and nothing says how many there are.
 */
export interface MarkerPaging {
  readonly limitMax: number;
  /** Response key of the row list. */
  readonly rows: string;
}

/** A list parameter that asks for many keys in one call. */
export interface BulkKeys {
  readonly parameter: string;
  readonly max: number;
  /** Key inside each element when the parameter holds objects. */
  readonly element?: string;
}

/** What the listing without its key filter covers, and which row field names the key. */
export interface Sweep {
  /** Parameter to leave out. */
  readonly parameter: string;
  /** Row field that says whose row it is. */
  readonly keyField: string;
  /** Value of `order_by` under which rows come newest first, where the upstream can sort. */
  readonly orderBy?: string;
}

/** How long an answer stays good. */
export interface Freshness {
  readonly seconds: number;
  /** When the upstream refreshes once a day: wall-clock time in China (GMT+8), `HH:mm`. */
  readonly refreshesAt?: string;
  /** How much longer it may be given while a new one is fetched in the background; as long again by default. */
  readonly staleSeconds?: number;
}

export interface Operation<P extends Parameters = Parameters, Output = unknown> {
  /** The upstream SDK's name of the operation. */
  readonly name: string;
  readonly summary: string;
  readonly method: HttpMethod;
  /** Path template, e.g. `/v2/orders/customer-orders/details/{order_id}`. */
  readonly path: string;
  readonly kind: 'read' | 'write';
  readonly idempotent: boolean;
  readonly sites: readonly Site[];
  readonly credential: CredentialKind;
  readonly distributorOnly?: true;
  /** The same for every customer and reseller: dictionaries. */
  readonly shared?: true;
  /** Its rows are the partner's customers, each once: its length is how many there are. */
  readonly population?: true;
  /** Calls per second that the upstream grants, per account and per source address. */
  readonly quotaPerSecond: number;
  readonly parameters: P;
  readonly paging?: Paging;
  readonly markerPaging?: MarkerPaging;
  readonly bulk?: BulkKeys;
  readonly sweep?: Sweep;
  readonly freshness: Freshness;
  /** Operations whose kept answers a write makes worthless. */
  readonly invalidates?: readonly string[];
  /** What its refusals mean where that is not what they mean elsewhere; before the common table. */
  readonly refusals?: readonly StatusRule[];
  /** Error codes that the upstream documents with HTTP 200. Any error code with 200 is a refusal. */
  readonly errorsWithin200?: readonly string[];
  /** The wire answer, decoded. */
  readonly response: z.ZodType<Output>;
}

export type AnyOperation = Operation<Parameters, unknown>;

/** Keeps literal parameter types, so that the input type follows from the data. */
export function defineOperation<const P extends Parameters, Output>(
  operation: Operation<P, Output>,
): Operation<P, Output> {
  return operation;
}
