// The calls of one plan: which wait to be handed out, and which are under way.
import type { Series } from './series.ts';
import type { PageRange, Step } from './ways.ts';

export interface UnderWay<Row> {
  readonly step: Step;
  /** Absent for a page of the sweep. */
  readonly series?: Series<Row>;
}

export class Dispatch<Row> {
  readonly #underWay = new Map<number, UnderWay<Row>>();
  #queue: Step[] = [];
  #nextId = 1;
  /** Set once a call has failed or a listing has shifted: what is added from then on makes up for it. */
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
    for (const page of pages) this.#add({ step: { id: this.#nextId++, way: 'sweep', ...page } });
  }

  addSeries(series: Series<Row>, pages: readonly PageRange[]): void {
    const [slot] = series.slots;
    if (!slot) return;
    const { key, lane } = slot;
    for (const page of pages) {
      const id = this.#nextId++;
      const step: Step =
        series.way === 'bulk'
          ? { id, way: 'bulk', keys: series.slots.map((one) => one.key), lane, ...page }
          : { id, way: 'point', key, lane, ...page };
      this.#add({ step, series });
    }
  }

  take(stepId: number): UnderWay<Row> {
    const found = this.#underWay.get(stepId);
    if (!found) throw new Error(`expected the id of a step under way, got ${stepId}`);
    this.#underWay.delete(stepId);
    return found;
  }

  #add(underWay: UnderWay<Row>): void {
    const step = this.repairing ? { ...underWay.step, repairs: true as const } : underWay.step;
    this.#underWay.set(step.id, { ...underWay, step });
    this.#queue.push(step);
  }
}
