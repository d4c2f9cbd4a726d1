import type { Demand } from '../planner/planner.ts';
import type { Slice } from './window.ts';

export type Outcome<Row> = Slice<Row> | Error;

/** One batch of a loader: what is wanted of an edge under one filter, and what comes of it. */
export interface Batch<Filter, Row> {
  readonly filterKey: string;
  readonly filter: Filter;
  readonly demands: readonly Demand[];
  readonly results: BatchResults<Row>;
}

/** What a batch function returns, and how it is filled. */
export interface BatchResults<Row> {
  readonly values: Promise<readonly (Outcome<Row> | Promise<Slice<Row>>)[]>;
  /** Hands out one load before the others, where the batch allows it. */
  settle(demand: Demand, outcome: () => Outcome<Row>): void;
  settleAll(outcomeOf: (demand: Demand) => Outcome<Row>): void;
}

/** All loads are handed out together, so that what they lead to is one level again and joins one plan. */
export function togetherOf<Row>(demands: readonly Demand[]): BatchResults<Row> {
  const { promise, resolve } = Promise.withResolvers<readonly Outcome<Row>[]>();
  return {
    values: promise,
    settle: () => undefined,
    settleAll: (outcomeOf) => resolve(demands.map(outcomeOf)),
  };
}

/** A promise per load, so that each leaves as soon as its rows are there, for answers that are sent in parts. */
export function oneByOneOf<Row>(demands: readonly Demand[]): BatchResults<Row> {
  const open = new Map(demands.map((demand) => [demand, Promise.withResolvers<Slice<Row>>()]));
  const promises = [...open.values()].map(({ promise }) => promise);
  const settle: BatchResults<Row>['settle'] = (demand, outcomeOf) => {
    const waiting = open.get(demand);
    if (!waiting) return;
    open.delete(demand);
    const outcome = outcomeOf();
    if (outcome instanceof Error) waiting.reject(outcome);
    else waiting.resolve(outcome);
  };
  return {
    values: Promise.resolve(promises),
    settle,
    settleAll: (outcomeOf) => {
      for (const demand of [...open.keys()]) settle(demand, () => outcomeOf(demand));
    },
  };
}
