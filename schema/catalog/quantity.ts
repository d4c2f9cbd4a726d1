import { catalogOf } from '../../src/loaders/catalog-loader.ts';
import { ListMeasureUnits, type MeasureUnitRow } from '../../src/operations/catalog/dictionaries.ts';
import { builder } from '../core/builder.ts';
import { dictionary } from '../core/reads/reads.ts';
import { each, type FieldMap, type Fields, type Table } from '../core/row-fields.ts';

export const MeasureUnitRef = builder.objectRef<MeasureUnitRow>('MeasureUnit').implement({
  description: 'A unit of measure, e.g. gigabytes or hours.',
  fields: (t) => ({
    unitId: t.int({ nullable: false, description: 'Id of the upstream.', resolve: (row) => row.measure_id }),
    name: t.string({ description: "Name in the viewer's language.", resolve: (row) => row.measure_name }),
    abbreviation: t.string({ description: 'Short name, e.g. `GB`.', resolve: (row) => row.abbreviation }),
    kindCode: t.string({
      description: 'Code of what is measured: `1` money, `2` duration, `3` traffic, `7` capacity and so on.',
      resolve: (row) => row.measure_type,
    }),
  }),
});

export interface Quantity {
  readonly amount: string;
  readonly unitId: number | undefined;
}

export const QuantityRef = builder.objectRef<Quantity>('Quantity').implement({
  description: 'An exact amount of something with its unit.',
  fields: (t) => ({
    amount: t.field({
      type: 'Decimal',
      nullable: false,
      description: 'The amount in that unit.',
      resolve: (quantity) => quantity.amount,
    }),
    unit: t.field({
      extensions: dictionary(ListMeasureUnits),
      type: MeasureUnitRef,
      description: 'The unit; null where the upstream names none or one that its dictionary lacks.',
      resolve: (quantity, _args, context) =>
        quantity.unitId === undefined ? null : catalogOf(context.loaders).measureUnit(quantity.unitId),
    }),
  }),
});

/** More digits than anybody reads, and few enough to compute. */
export const MOST_DIGITS = 50;

export function quantity(amount: string | undefined, unitId: number | undefined): Quantity | null {
  return amount === undefined ? null : { amount, unitId };
}

/** Amounts of something with the id of its unit. */
export const quantities = <Row>(
  t: Fields<Row>,
  table: Table<Row, readonly [amount: string | undefined, unitId: number | undefined]>,
): FieldMap<Row> =>
  each(table, (description, pick) =>
    t.field({
      type: QuantityRef,
      description,
      resolve: ((row: Row) => {
        const [amount, unitId] = pick(row) ?? [];
        return quantity(amount, unitId);
      }) as never,
    }),
  );
