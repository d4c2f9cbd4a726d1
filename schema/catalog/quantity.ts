import { catalogOf } from '../../src/loaders/catalog-loader.ts';
import { ListMeasureUnits, type MeasureUnitRow } from '../../src/operations/catalog/catalog.ts';
import { builder } from '../core/builder.ts';
import { readsCatalog } from '../core/reads/reads.ts';
import { each, type FieldMap, type Fields, type Table, texts } from '../core/row-fields.ts';

export const MeasureUnitRef = builder.objectRef<MeasureUnitRow>('MeasureUnit').implement({
  description: 'Unit of measure, e.g. gigabytes or hours.',
  fields: (t) => ({
    unitId: t.int({
      nullable: false,
      description: 'Upstream id of the unit of measure.',
      resolve: (row) => row.measure_id,
    }),
    ...texts(t, {
      name: ["Name of the unit in the viewer's language.", (row) => row.measure_name],
      abbreviation: ['Abbreviation of the unit, e.g. `GB`.', (row) => row.abbreviation],
      kindCode: [
        'Raw upstream code of the measured quantity: `1` money, `2` duration, `3` traffic, `7` capacity and so on.',
        (row) => row.measure_type,
      ],
    }),
  }),
});

export interface Quantity {
  readonly amount: string;
  readonly unitId: number | undefined;
}

export const QuantityRef = builder.objectRef<Quantity>('Quantity').implement({
  description: 'Exact quantity with the unit of measure.',
  fields: (t) => ({
    amount: t.field({
      type: 'Decimal',
      nullable: false,
      description: 'Amount of the quantity, in the given unit.',
      resolve: (quantity) => quantity.amount,
    }),
    unit: t.field({
      extensions: readsCatalog(ListMeasureUnits),
      type: MeasureUnitRef,
      description:
        'Unit of the quantity; null when the upstream names none or one that is missing in the upstream dictionary.',
      resolve: (quantity, _args, context) =>
        quantity.unitId === undefined ? null : catalogOf(context.loaders).measureUnit(quantity.unitId),
    }),
  }),
});

/** More digits than a reader needs, and few enough to compute. */
export const MOST_DIGITS = 50;

export function quantity(amount: string | undefined, unitId: number | undefined): Quantity | null {
  return amount === undefined ? null : { amount, unitId };
}

type Amount = readonly [amount: string | undefined, unitId: number | undefined];

/** Amounts of something with the id of its unit. */
export const quantities = <Row>(t: Fields<Row>, table: Table<NoInfer<Row>, Amount>): FieldMap =>
  each<Row, Row, Amount>(t, table, (pick) => ({
    type: QuantityRef,
    resolve: (row) => {
      const [amount, unitId] = pick(row) ?? [];
      return quantity(amount, unitId);
    },
  }));
