/** What became of an earlier call, for the logs in Redis. */
export interface Settlement {
  readonly id: string;
  /** Index of its address, from 1. */
  readonly address: number;
  /** Latest instant, in server milliseconds, at which the upstream can have counted it. */
  readonly countedBy?: number;
  readonly drop?: boolean;
  readonly refused?: boolean;
}

/** A call of ours that a log still has to hold until the given server instant, or the log was lost. */
export interface Witness {
  readonly id: string;
  readonly heldUntil: number;
}

/** What a replica asks of the script. Durations in milliseconds. */
export interface Decision {
  readonly replica: string;
  readonly quota: number;
  readonly windowMs: number;
  readonly guardMs: number;
  /** How far ahead a permit may be reserved. */
  readonly aheadMs: number;
  /** How much later than the instant it was reserved for a call may leave. */
  readonly lateMs: number;
  /** When to ask again after permits were left to other replicas. */
  readonly yieldMs: number;
  /** How much later than announced a replica may come back for what it waits for. */
  readonly patienceMs: number;
  readonly leaseMs: number;
  /** A log that was lost is shut for so long. */
  readonly shutMs: number;
  readonly logMs: number;
  readonly limitMs: number;
  /** The longest pause that a refusal can cause. */
  readonly longestMs: number;
  readonly want: number;
  /** Number of the first call that is granted. */
  readonly first: number;
  readonly settle: readonly Settlement[];
  /** Of the account's log, then of each address's; false where this replica has no call in it. */
  readonly witnesses: readonly (Witness | false)[];
}

export interface WindowReply {
  readonly others: number;
  readonly limit: number;
  readonly windowMs: number;
  readonly inWindow: number;
}

export interface Grant {
  readonly id: string;
  readonly address: number;
  /** Server milliseconds, exact to the microsecond. */
  readonly at: string;
  readonly account: { readonly others: number; readonly probe: boolean };
  readonly onAddress: { readonly others: number; readonly probe: boolean };
}

export interface DecisionReply {
  readonly now: number;
  readonly granted: readonly Grant[];
  /** When to ask again for what was not granted. */
  readonly againMs: number;
  /** Replicas that want permits of this account, this one included. */
  readonly replicas: number;
  readonly account: WindowReply;
  readonly addresses: readonly WindowReply[];
  /** Values that were not what the script writes, and were taken as absent. */
  readonly repaired: number;
  /** Logs that were lost. */
  readonly lost: number;
}

/** Lua writes an empty list as an empty object, and exact instants as text. */
export function readDecisionReply(text: string): DecisionReply {
  const raw = JSON.parse(text) as Omit<DecisionReply, 'now' | 'granted'> & {
    now: string;
    granted: Grant[] | object;
  };
  return { ...raw, now: Number(raw.now), granted: Array.isArray(raw.granted) ? raw.granted : [] };
}
