// Goes through a query as execution would, with numbers of objects in the place of objects.
import { GraphQLError, getArgumentValues, type VariableValues } from 'graphql';
import type { Site } from '../../src/call/operation.ts';
import { isGatewayError } from '../../src/errors/errors.ts';
import { checkedArguments } from '../core/arguments/check-arguments.ts';
import { readCursor, readFirst } from '../core/connection/cursor.ts';
import { type FieldArguments, operationOf, type Read } from '../core/reads/reads.ts';
import { CallTotals } from './call-totals.ts';
import { type Cardinality, ONE, oneObject, onePerCustomer, ownersWithAny, times } from './cardinality.ts';
import { type FieldPlace, type FieldResult, NOTHING_READ, type PageWindow, withRead } from './read-cost.ts';
import { GUESSED_LENGTH, type SelectedField } from './selected-fields.ts';
import { NO_STATISTICS, type Statistics } from './statistics.ts';

export interface CostVisitorOptions extends Statistics {
  readonly variables: VariableValues;
  readonly isPartner: boolean;
  readonly site: Site;
  /** Other values of `first`, to weigh it. */
  readonly first?: ReadonlyMap<SelectedField, number>;
  /** Called with the value of `first` of each page. */
  readonly onPage?: (field: SelectedField, rows: number) => void;
}

export class CostVisitor {
  readonly #options: CostVisitorOptions;
  readonly #totals: CallTotals;
  #nodes = 0;

  constructor(options: CostVisitorOptions, totals: CallTotals) {
    this.#options = options;
    this.#totals = totals;
  }

  /** Values of the answer that are expected: objects, elements of lists and scalars. */
  get nodes(): number {
    return this.#nodes;
  }

  /** Takes up the fields of the root. */
  run(fields: readonly SelectedField[]): void {
    this.#visitAll(fields, oneObject(0));
  }

  #visitAll(fields: readonly SelectedField[], place: Cardinality): void {
    let { loaded } = place;
    for (const field of fields) {
      // What reads the row of an object first reads it for the fields after it.
      loaded = this.#visit(field, { ...place, loaded }) || loaded;
    }
  }

  /** True where the objects at the place have their rows from now on. */
  #visit(field: SelectedField, place: Cardinality): boolean {
    if (field.partnerOnly && !this.#options.isPartner) return false;
    if (field.on && place.typename !== undefined && !field.on.has(place.typename)) return false;
    try {
      const { definition, node } = field;
      const args = checkedArguments(definition, getArgumentValues(definition, node, this.#options.variables));
      if (field.entersReseller || field.reads?.scope?.ofReseller?.(args)) {
        this.#ofReseller(field, args, place);
        return false;
      }
      return this.#field(field, args, place);
    } catch (error) {
      // Arguments that are wrong fail the field before it reads anything.
      if (!isGatewayError(error) && !(error instanceof GraphQLError)) throw error;
      return false;
    }
  }

  /** What is about a reseller shares no call with anything else, and nothing is known of its sizes. */
  #ofReseller(field: SelectedField, args: FieldArguments, { count, level, occurrences }: Cardinality): void {
    const totals = new CallTotals(NO_STATISTICS);
    const visitor = new CostVisitor({ ...this.#options, ...NO_STATISTICS }, totals);
    visitor.#field(field, args, oneObject(level));
    this.#nodes += visitor.nodes * occurrences;
    for (const { name, operation, level: at, upper, expected } of totals.entries()) {
      this.#totals.add({
        kind: 'fixed',
        name: `${name} (per reseller)`,
        operation,
        level: at,
        upper: times(upper, count.upper),
        expected: expected * count.expected,
      });
    }
  }

  #field(field: SelectedField, args: FieldArguments, place: Cardinality): boolean {
    const page = field.isPage ? this.#pageOf(field, args) : undefined;
    const responses = place.occurrences * field.size.responses;
    this.#nodes += responses * field.size.own;
    const all = readsOf(field, args);
    const { site } = this.#options;
    const reads = all.filter((read) => operationOf(read).sites.includes(site));
    // The site has nothing of it: the field fails without a call.
    if (all.length > 0 && reads.length === 0) return false;
    const only = field.reads?.scope?.site;
    if (only !== undefined && only !== site) return false;
    const at: FieldPlace = { field, args, page, place, statistics: this.#options };
    const result = reads.reduce((before, read) => withRead(read, at, before), NOTHING_READ);
    for (const calls of result.calls) this.#totals.add(calls);
    const below = placeBelow(at, reads, result);
    if (below) {
      const objects = responses * below.perObject;
      this.#nodes += objects * field.size.perObject;
      this.#visitAll(field.below, { ...below.place, occurrences: objects * field.size.objectCopies });
    }
    return result.loads;
  }

  #pageOf(field: SelectedField, { first, after }: FieldArguments): PageWindow {
    const rows = this.#options.first?.get(field) ?? readFirst(typeof first === 'number' ? first : undefined);
    this.#options.onPage?.(field, rows);
    return { rows, offset: after ? readCursor(String(after)).offset + 1 : 0 };
  }
}

function readsOf({ reads, goesBeyond }: SelectedField, args: FieldArguments): readonly Read[] {
  if (!reads || (reads.coveredFields && !goesBeyond)) return [];
  return reads.reads(args);
}

/** The objects that a field gives, and how many for each object above; undefined where there are none. */
function placeBelow(
  { field, args, page, place }: FieldPlace,
  reads: readonly Read[],
  { rows, dispatches, distinct }: FieldResult,
): { readonly perObject: number; readonly place: Omit<Cardinality, 'occurrences'> } | undefined {
  const { reads: declared } = field;
  const { selectivity = 1, distinctCustomers, unbounded } = declared?.cardinality ?? {};
  const above = distinctCustomers ? onePerCustomer(place) : place.count;
  const most = page && !unbounded ? page.rows : field.isList || page ? Number.POSITIVE_INFINITY : 1;
  const mean = page ? rows : field.isList ? GUESSED_LENGTH : 1;
  const perObject = mean * selectivity;
  const count = { upper: times(above.upper, most), expected: above.expected * perObject };
  if (count.upper === 0) return undefined;
  const owners = unbounded
    ? { upper: page?.rows ?? ONE.upper, expected: rows }
    : (distinct ?? (reads.some(({ kind }) => kind === 'listing') ? count : place.distinctCustomers));
  const keyed = reads.find((read) => read.kind === 'keyed');
  const isSpread = page !== undefined && keyed !== undefined;
  return {
    perObject,
    place: {
      count,
      distinctCustomers: {
        upper: Math.min(owners.upper, count.upper),
        expected: (isSpread ? ownersWithAny : Math.min)(owners.expected, count.expected),
      },
      dispatches: Math.min(count.upper, times(place.dispatches, dispatches)),
      level: place.level + (reads.length > 0 ? 1 : 0),
      loaded: declared?.loaded === true,
      key: page || field.isList || !keyed?.key ? undefined : keyed.key(args),
      typename: declared?.scope?.typename?.(args),
    },
  };
}
