import { isGatewayError } from '../errors/errors.ts';
import type { Page, Reader, ReadRequest } from '../operations/edge.ts';
import type { PlanExplanation, Remedy } from '../planner/planner.ts';
import type { DamageReports } from './damage-report.ts';
import type { KeySets } from './key-sets.ts';
import type { Asked, RowOwnership } from './row-ownership.ts';
import type { Sizes } from './sizes.ts';

/** What makes calls: the read itself, and whether it would be answered without one. */
export interface Access {
  readonly read: Reader;
  readonly has: (request: ReadRequest<unknown>) => boolean;
  /**
   * The one customer that the viewer may see, for viewers that are customers. They are never planned over what
   * everybody has, and learn of a plan no more than its calls.
   */
  readonly boundTo?: string | undefined;
  /** Which keys bulk calls were made for; every key is asked for anew when left out. */
  readonly keySets?: KeySets;
  /** Where plans are observed: begins one of an edge, whose calls are then read through it. */
  readonly observe?: ((edge: string) => ObservedPlan) | undefined;
}

export interface ObservedPlan {
  readonly read: Reader;
  /** The plan has no more calls; undefined when it could not even be made. */
  ended(plan: PlanExplanation | undefined): void;
}

/** What plans are made with, beside the loads themselves. */
export interface Planning extends Access {
  readonly damage: DamageReports;
  readonly sizes: Sizes;
  readonly ownership: RowOwnership;
  /** Counts a batch that a loader has dispatched. */
  readonly dispatched: () => void;
  /** Counts a call that makes up for another that failed, or for rows that drifted between pages. */
  readonly repaired: () => void;
  /** Takes note of each plan when it begins; the explanation is made on demand. */
  readonly planned: (explain: () => PlanExplanation) => void;
  /** Takes note of listings that were read to prune keys. */
  readonly noted: (text: string) => void;
  /** Whether each load is handed out as soon as its rows are there, for answers that are sent in parts. */
  readonly early: () => boolean;
}

/** A machine of the planner, as far as it is driven: calls to make, and where their outcomes go. */
export interface Driven<Step extends { readonly id: number }, Row> {
  next(): readonly Step[];
  request(step: Step): ReadRequest<Row>;
  /** Whose rows the step brings. */
  asked?(step: Step): Asked;
  accept(step: Step, page: Page<Row>, cached: boolean): void;
  fail(step: Step, error: unknown, remedy: Remedy): void;
}

/** Failures that would hit every other way just the same, so that trying them would only spend quota. */
const FINAL = new Set([
  'DEADLINE_EXCEEDED',
  'UPSTREAM_BUSY',
  'QUERY_TOO_EXPENSIVE',
  'UPSTREAM_UNAVAILABLE',
  'NOT_AVAILABLE_ON_SITE',
]);

/** Makes a machine's calls, all that may run at once in parallel, until it has no more. Never rejects. */
export async function drive<Step extends { readonly id: number; readonly repairs?: true }, Row>(
  machine: Driven<Step, Row>,
  { read, has, repaired, ownership }: Planning,
): Promise<void> {
  const underway = new Set<Promise<void>>();
  for (;;) {
    for (const step of machine.next()) {
      const request = machine.request(step);
      const cached = has(request);
      if (step.repairs && !cached) repaired();
      const done: Promise<void> = ownership.execute(read, request, machine.asked?.(step)).then(
        (page) => {
          underway.delete(done);
          machine.accept(step, page, cached);
        },
        (error: unknown) => {
          underway.delete(done);
          machine.fail(step, error, remedyFor(error));
        },
      );
      underway.add(done);
    }
    if (underway.size === 0) return;
    await Promise.race(underway);
  }
}

function remedyFor(error: unknown): Remedy {
  if (!isGatewayError(error) || FINAL.has(error.code)) return 'none';
  return error.code === 'UPSTREAM_REJECTED' ? 'split' : 'other-way';
}
