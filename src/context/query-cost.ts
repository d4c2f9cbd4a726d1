// What a query is estimated to cost, before anything of it runs. The schema counts it, the server refuses by
// it and tells it; it is data only.

/** Calls of one upstream operation. */
export interface OperationEstimate {
  readonly operation: string;
  /** Never passed while no call fails and no listing shifts. */
  readonly upper: number;
  readonly expected: number;
}

/** What one edge or listing contributes, and what its ways would cost by themselves. */
export interface EdgeCost {
  readonly edge: string;
  readonly operation: string;
  /** `null` where nothing in the query bounds it. */
  readonly upper: number | null;
  readonly expected: number;
  /** Depth in the query, from 0: an edge waits for those above it. */
  readonly level: number;
  /** Distinct keys; absent for listings and dictionaries. */
  readonly keys?: { readonly upper: number | null; readonly expected: number };
  /** Calls by way; `null` where the size of the listing is not known yet. */
  readonly ways: Readonly<Record<string, number | null>>;
  readonly text: string;
}

/** How an operation's quota stands: the wait of one more call, and the calls that it grants. */
export interface OperationQuota {
  readonly waitMs: number;
  readonly perSecond: number;
}

export interface QueryEstimate {
  readonly upper: number;
  readonly expected: number;
  /** Values of the answer that are expected: objects, elements of lists and scalars. */
  readonly nodes: number;
  readonly operations: readonly OperationEstimate[];
  /** Edges in the order of the query; made when asked for. */
  edges(): readonly EdgeCost[];
  /** Seconds of waiting for quota, from the wait of the next call of each operation. */
  seconds(quotaOf: (operation: string) => OperationQuota): number;
}

/** The argument that weighs most: what the query would cost if it were smaller. */
export interface HeaviestArgument {
  /** Where and what, e.g. `customers.nodes.orders(first: 500)`. */
  readonly argument: string;
  readonly value: number;
  readonly smaller: number;
  /** The figure of the whole query with the smaller value: expected calls, or nodes of the answer. */
  readonly expected: number;
}
