// The truth about a world, for tests and benchmarks: every wire row with money as text, and what no list
// shows (whose resource it is, which order bought it, who granted the agency). A list is added in the file of
// its domain; the type of the truth follows.
import { withNumbersAsText } from '../base/money.ts';
import { instant } from '../base/time.ts';
import type { World } from '../world/world.ts';
import { accounts } from './accounts.ts';
import { bills } from './bills.ts';
import { catalog } from './catalog.ts';
import { coupons } from './coupons.ts';
import { customers } from './customers.ts';
import { distributors } from './distributors.ts';
import { enterprises } from './enterprises.ts';
import { orders } from './orders.ts';
import { partner } from './partner.ts';
import { payments } from './payments.ts';
import { renewals } from './renewals.ts';
import { resources } from './resources.ts';
import { type TruthQuery, TruthScope } from './scope.ts';

export type { TruthQuery } from './scope.ts';

/** A wire row: money and other exact numbers as text. */
export type TruthRow = Readonly<Record<string, unknown>>;

/** Every list, made when it is called. */
const listsOf = (scope: TruthScope) => ({
  ...customers(scope),
  ...orders(scope),
  ...payments(scope),
  ...renewals(scope),
  ...resources(scope),
  ...coupons(scope),
  ...bills(scope),
  ...catalog(scope),
  ...accounts(scope),
  ...enterprises(scope),
  ...partner(scope),
  ...distributors(scope),
});

type Lists = ReturnType<typeof listsOf>;
type RowsOf<List> = List extends () => readonly string[] ? readonly string[] : readonly TruthRow[];

export type Truth = TruthHead & { readonly [Name in keyof Lists]: RowsOf<Lists[Name]> };

interface TruthHead {
  readonly seed: number;
  /** The instant that the world was made for: nothing in it is later. */
  readonly now: string;
  /** The current bill cycle. */
  readonly cycle: string;
  /** Every bill cycle with data, the current one first. */
  readonly cycles: readonly string[];
  readonly partner: TruthRow;
}

/** The JSON text of the truth, piece by piece: a big world in one text would be too long. */
export function* truthPieces(world: World, account: TruthRow, query: TruthQuery = {}): Generator<string> {
  const { seed, today } = world.frame;
  const head = { seed, now: instant(today), cycle: world.cycles[0], cycles: world.cycles, partner: account };
  yield JSON.stringify(head).slice(0, -1);
  for (const [name, rows] of Object.entries(listsOf(new TruthScope(world, query)))) {
    if (query.include && !query.include.includes(name)) continue;
    yield `,${JSON.stringify(name)}:[`;
    const all = rows();
    for (let at = 0; at < all.length; at += 1000) {
      yield `${at ? ',' : ''}${withNumbersAsText(all.slice(at, at + 1000)).slice(1, -1)}`;
    }
    yield ']';
  }
  yield '}';
}
