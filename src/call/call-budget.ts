import { GatewayError } from '../errors/errors.ts';

/** The calls that one request may make, retries included. Counted where calls begin, so it cannot be passed. */
export class CallBudget {
  readonly limit: number;
  #left: number;

  constructor(limit: number) {
    this.limit = limit;
    this.#left = limit;
  }

  /** Takes one call out of the budget; false when there is none left. */
  take(): boolean {
    if (this.#left === 0) return false;
    this.#left -= 1;
    return true;
  }
}

export function budgetSpent(operation: string, { limit }: CallBudget): GatewayError {
  return new GatewayError(
    'QUERY_TOO_EXPENSIVE',
    `${operation}: the ${limit} upstream calls that this request may make are used up`,
    { upstream: { operation }, details: { budget: limit } },
  );
}
