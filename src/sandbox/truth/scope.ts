// Which part of a world the truth is asked about, and how its lists are made from that part.
import type { Language } from '../base/language.ts';
import type { Customer } from '../world/types.ts';
import type { World } from '../world/world.ts';

/** Makes one list; only lists that are asked for are made. */
export type List<Row = object> = () => readonly Row[];

export interface TruthQuery {
  /** Only what belongs to these customers. */
  readonly customerIds?: readonly string[];
  /** Only bills and consumption of this cycle. */
  readonly cycle?: string;
  /** Only these lists; the others are left out. */
  readonly include?: readonly string[];
  /** Language of names where the upstream lets the caller choose; `zh` by default. */
  readonly language?: Language;
}

/** The list of a row that not every customer has. */
export const listOf = <Row>(row: Row | undefined): readonly Row[] => (row === undefined ? [] : [row]);

export class TruthScope {
  readonly world: World;
  readonly language: Language;
  readonly customers: readonly Customer[];
  /** Bill cycles, as months back from the current one. */
  readonly backs: readonly number[];

  constructor(world: World, { customerIds, cycle: wanted, language = 'zh' }: TruthQuery) {
    this.world = world;
    this.language = language;
    this.customers = customerIds
      ? world.customers.filter((customer) => customerIds.includes(customer.id))
      : world.customers;
    this.backs = world.cycles.flatMap((cycle, back) =>
      wanted === undefined || wanted === cycle ? [back] : [],
    );
  }

  perCustomer<Row>(rows: (customer: Customer) => readonly Row[]): List<Row> {
    return () => this.customers.flatMap(rows);
  }

  /** Each row with the `customer_id` whose it is. */
  named(rows: (customer: Customer) => readonly object[]): List {
    return this.perCustomer((customer) =>
      rows(customer).map((row) => ({ ...row, customer_id: customer.id })),
    );
  }

  /** Each row with `customer_id`, and with the `asked_cycle` that it was asked for. */
  inCycles(rows: (customer: Customer, back: number, cycle: string) => readonly object[]): List {
    return this.named((customer) =>
      this.backs.flatMap((back) => {
        const cycle = this.world.cycles[back] ?? '';
        return rows(customer, back, cycle).map((row) => ({ ...row, asked_cycle: cycle }));
      }),
    );
  }

  /** Nothing on the China site. */
  international(rows: List): List {
    return () => (this.world.frame.site === 'intl' ? rows() : []);
  }
}
