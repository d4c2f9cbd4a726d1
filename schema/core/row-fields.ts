// Fields of wide rows, a line each: name, description, and where the value stands in the row.

import type { SchemaTypes } from './builder.ts';
import { MoneyRef, money } from './money.ts';
import { instantOf } from './scalars.ts';

export type Fields<Row> = PothosSchemaTypes.ObjectFieldBuilder<SchemaTypes, Row>;
export type FieldMap<Row> = Record<string, ReturnType<Fields<Row>['string']>>;
type InterfaceFields<Row> = PothosSchemaTypes.InterfaceFieldBuilder<SchemaTypes, Row>;
type InterfaceFieldMap<Row> = Record<string, ReturnType<InterfaceFields<Row>['string']>>;

/** Description and value by name of the field. */
export type Table<Row, Value> = Readonly<
  Record<string, readonly [description: string, pick: (row: Row) => Value | undefined]>
>;

export function each<Row, Value>(
  table: Table<Row, Value>,
  field: (description: string, pick: (row: Row) => Value | undefined) => unknown,
): FieldMap<Row> {
  return Object.fromEntries(
    Object.entries(table).map(([name, [description, pick]]) => [name, field(description, pick)]),
  ) as FieldMap<Row>;
}

export const texts = <Row>(t: Fields<Row>, table: Table<Row, string>): FieldMap<Row> =>
  each(table, (description, pick) => t.string({ description, resolve: pick as never }));

/** What `openEnum` made. */
interface OpenEnum {
  readonly ref: unknown;
  readonly of: (code: string | undefined) => string;
}

type Codes<Row> = Readonly<
  Record<string, readonly [kind: OpenEnum, description: string, pick: (row: Row) => string | undefined]>
>;

/** Members of open enumerations, by the upstream's codes. */
export const codes = <Row>(t: Fields<Row>, table: Codes<Row>): FieldMap<Row> =>
  enumFields((options) => t.field(options as never), table);

/** The same, null where the upstream sends no code. */
export const optionalCodes = <Row>(t: Fields<Row>, table: Codes<Row>): FieldMap<Row> =>
  enumFields((options) => t.field(options as never), table, true);

/** Of an interface. */
export const interfaceCodes = <Row>(t: InterfaceFields<Row>, table: Codes<Row>): InterfaceFieldMap<Row> =>
  enumFields((options) => t.field(options as never), table);

function enumFields<Row, Field>(
  field: (options: object) => Field,
  table: Codes<Row>,
  nullable = false,
): Record<string, Field> {
  return Object.fromEntries(
    Object.entries(table).map(([name, [kind, description, pick]]) => {
      const resolve = (row: Row) => {
        const code = pick(row);
        return nullable && code === undefined ? null : kind.of(code);
      };
      return [name, field({ type: kind.ref, nullable, description, resolve })];
    }),
  );
}

/** RFC 3339, UTC. */
export const instants = <Row>(t: Fields<Row>, table: Table<Row, string>): FieldMap<Row> =>
  each(table, (description, pick) =>
    t.field({ type: 'DateTime', description, resolve: ((row: Row) => instantOf(pick(row))) as never }),
  );

/** Amounts of a row, which says their currency and measure itself. */
export const amounts = <
  Row extends { readonly currency?: string | undefined; readonly measure_id?: number | undefined },
>(
  t: Fields<Row>,
  table: Table<Row, string>,
): FieldMap<Row> =>
  each(table, (description, pick) =>
    t.field({
      type: MoneyRef,
      description,
      resolve: ((row: Row, _args: object, context: SchemaTypes['Context']) =>
        money(pick(row), row.currency, context, row.measure_id)) as never,
    }),
  );
