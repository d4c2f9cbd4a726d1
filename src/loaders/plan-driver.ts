import { isGatewayError } from '../errors/errors.ts';
import { type Ask, answer, type Reader } from '../operations/edge.ts';
import type { Demand, Page, Remedy, Step } from '../planner/planner.ts';

/** The part of a plan that is driven: calls to make, and where their outcomes go. */
export interface Driven<Row> {
  next(): readonly Step[];
  accept(stepId: number, page: Page<Row>): readonly Demand[];
  fail(stepId: number, error: unknown, remedy?: Remedy): readonly Demand[];
}

/** What a driver needs to make calls: the read itself, and whether it would be answered without one. */
export interface Access {
  readonly read: Reader;
  readonly has: (ask: Ask<unknown>) => boolean;
}

/** Failures that would hit every other way just the same, so that trying them would only spend quota. */
const FINAL = new Set(['DEADLINE_EXCEEDED', 'UPSTREAM_BUSY', 'QUERY_TOO_EXPENSIVE', 'UPSTREAM_UNAVAILABLE']);

/** Makes the calls of a plan, all that may run at once in parallel, until it has no more. Never rejects. */
export async function drive<Row>(
  plan: Driven<Row>,
  askFor: (step: Step) => Ask<Row>,
  wrap: (row: Row) => Row,
  { read, has }: Access,
): Promise<void> {
  void wrap;
  const underway = new Set<Promise<void>>();
  for (;;) {
    for (const step of plan.next()) {
      const ask = askFor(step);
      const cached = has(ask);
      const done: Promise<void> = answer(read, ask).then(
        ({ rows, total }) => {
          underway.delete(done);
          plan.accept(step.id, {
            rows: rows as unknown as readonly Row[],
            cached,
            ...(total === undefined ? {} : { total }),
          });
        },
        (error: unknown) => {
          underway.delete(done);
          plan.fail(step.id, error, remedyFor(error));
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
