// The partner-wide listings of one bill cycle: who consumed, and every customer's bill lines. They follow
// from all consumption records of the cycle, which takes a while in a large world, so that they can be made
// customer by customer.

import type { Customer } from '../types.ts';
import { type BillLine, billLines } from './bills.ts';
import { CHARGING_MODES, type ChargingMode, feeRecords } from './records.ts';

export class CycleIndex {
  readonly #customers: readonly Customer[];
  readonly #back: number;
  readonly #lines = new Map<ChargingMode, BillLine[]>(CHARGING_MODES.map((mode) => [mode, []]));
  readonly #consumers: Customer[] = [];
  #next = 0;

  /** The listings keep the order of `customers`. */
  constructor(customers: readonly Customer[], back: number) {
    this.#customers = customers;
    this.#back = back;
  }

  get complete(): boolean {
    return this.#next >= this.#customers.length;
  }

  /** Takes in the next customer. */
  advance(): void {
    const customer = this.#customers[this.#next++];
    if (!customer) return;
    const records = feeRecords(customer, this.#back);
    if (records.length > 0) this.#consumers.push(customer);
    for (const line of billLines(customer, records)) this.#lines.get(line.mode)?.push(line);
  }

  lines(mode: ChargingMode): readonly BillLine[] {
    this.#finish();
    return this.#lines.get(mode) ?? [];
  }

  get consumers(): readonly Customer[] {
    this.#finish();
    return this.#consumers;
  }

  #finish(): void {
    while (!this.complete) this.advance();
  }
}
