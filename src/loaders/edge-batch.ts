import { isGatewayError } from '../errors/errors.ts';
import type { Edge, KeyedRow, Page, Reader } from '../operations/edge.ts';
import {
  type Demand,
  type EdgePlan,
  type Knowledge,
  type PlanExplanation,
  planEdge,
  type Remedy,
  type Step,
} from '../planner/planner.ts';
import type { Slice, Window } from './window.ts';

interface Waiter<Row> {
  readonly demand: Demand;
  readonly resolve: (slice: Slice<Row>) => void;
  readonly reject: (reason: unknown) => void;
}

/** Failures that would hit every other way just the same, so that trying them would only spend quota. */
const FINAL = new Set(['DEADLINE_EXCEEDED', 'UPSTREAM_BUSY', 'QUERY_TOO_EXPENSIVE', 'UPSTREAM_UNAVAILABLE']);

/** All loads of one edge and filter within a level: one plan, driven to its end. */
export class EdgeBatch<Filter, Row> {
  readonly #edge: Edge<Filter, Row>;
  readonly #filter: Filter;
  readonly #waiters: Waiter<Row>[] = [];

  constructor(edge: Edge<Filter, Row>, filter: Filter) {
    this.#edge = edge;
    this.#filter = filter;
  }

  load(key: string, window: Window): Promise<Slice<Row>> {
    return new Promise((resolve, reject) => {
      this.#waiters.push({ demand: { key, ...window }, resolve, reject });
    });
  }

  /** Plans the loads collected so far and makes the calls; settles every load. Never rejects. */
  async run(
    read: Reader,
    knowledge: Knowledge,
    planned: (explain: () => PlanExplanation) => void,
  ): Promise<void> {
    const edge = this.#edge;
    const plan = planEdge<KeyedRow<Row>>({
      ways: {
        edge: edge.name,
        operation: edge.operation.name,
        pageSize: edge.pageSize,
        hasTotal: edge.operation.paging?.total !== null && edge.operation.paging !== undefined,
        point: edge.point !== undefined,
        ...(edge.bulk ? { bulk: { maxKeys: edge.bulk.maxKeys } } : {}),
        ...(edge.sweep ? { sweep: { ordered: edge.sweep.ordered } } : {}),
      },
      demands: this.#waiters.map((waiter) => waiter.demand),
      knowledge,
      keyOf: (row) => row.key,
      idOf: (row) => row.id,
    });
    planned(() => plan.explain());
    await this.#drive(plan, read);
    for (const waiter of this.#waiters) settle(waiter, plan);
  }

  async #drive(plan: EdgePlan<KeyedRow<Row>>, read: Reader): Promise<void> {
    const underway = new Set<Promise<void>>();
    for (;;) {
      for (const step of plan.next()) {
        const done = this.#perform(step, read).then(
          (page) => {
            underway.delete(done);
            plan.accept(step.id, {
              rows: page.rows,
              ...(page.total === undefined ? {} : { total: page.total }),
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

  async #perform(step: Step, read: Reader): Promise<Page<Row>> {
    const { point, bulk, sweep } = this.#edge;
    const range = { offset: step.offset, limit: step.limit };
    if (step.way === 'point' && point) return point(read, step.key, this.#filter, range);
    if (step.way === 'bulk' && bulk) return bulk.fetch(read, step.keys, this.#filter);
    if (step.way === 'sweep' && sweep) return sweep.fetch(read, this.#filter, range);
    throw new Error(`expected a way that ${this.#edge.name} has, got ${step.way}`);
  }
}

function remedyFor(error: unknown): Remedy {
  if (!isGatewayError(error) || FINAL.has(error.code)) return 'none';
  return error.code === 'UPSTREAM_REJECTED' ? 'split' : 'other-way';
}

function settle<Row>({ demand, resolve, reject }: Waiter<Row>, plan: EdgePlan<KeyedRow<Row>>): void {
  const answer = plan.answer(demand);
  if (!answer)
    reject(new Error(`expected an answer for every key, got none for one of ${plan.explain().edge}`));
  else if (!answer.ok) reject(answer.error);
  else {
    resolve({
      rows: answer.rows.map((keyed) => keyed.row),
      total: answer.total,
      hasNext: answer.hasNext,
    });
  }
}
