// The calls of one plan: which wait to be handed out, and which are under way.
import type { Series } from './series.ts';
import type { PageRange, Step } from './types.ts';

export interface UnderWay<Row> {
  readonly step: Step;
  /** None for a page of the sweep. */
  readonly series: Series<Row> | undefined;
}

export class Dispatch<Row> {
  readonly #underWay = new Map<number, UnderWay<Row>>();
  #queue: Step[] = [];
  #nextId = 1;
  /** Set once a call has failed or rows have drifted: what is added from then on makes up for it. */
  repairing = false;

  /** No call is under way or waits. */
  get idle(): boolean {
    return this.#underWay.size === 0;
  }

  /** The steps added since the last call. */
  handOut(): readonly Step[] {
    const steps = this.#queue;
    this.#queue = [];
    return steps;
  }

  addSweep(pages: readonly PageRange[]): void {
    for (const { offset, limit } of pages) this.#add({ id: this.#nextId++, way: 'sweep', offset, limit });
  }

  addSeries(series: Series<Row>, pages: readonly PageRange[]): void {
    const [keyState] = series.keyStates;
    if (!keyState) return;
    const { key, filterKey } = keyState;
    for (const { offset, limit } of pages) {
      const id = this.#nextId++;
      const step: Step =
        series.way === 'bulk'
          ? { id, way: 'bulk', keys: series.keys, filterKey, offset, limit }
          : { id, way: 'point', key, filterKey, offset, limit };
      this.#add(step, series);
    }
  }

  take(stepId: number): UnderWay<Row> {
    const found = this.#underWay.get(stepId);
    if (!found) throw new Error(`expected the id of a step under way, got ${stepId}`);
    this.#underWay.delete(stepId);
    return found;
  }

  #add(planned: Step, series?: Series<Row>): void {
    const step = this.repairing ? { ...planned, repairs: true as const } : planned;
    this.#underWay.set(step.id, { step, series });
    this.#queue.push(step);
  }
}
