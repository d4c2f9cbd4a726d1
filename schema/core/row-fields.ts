// Fields of rows as tables, a line each: name, description, and where the value stands in the row. One table
// for each kind of value: texts, codes, instants, amounts.

import type { FieldRef } from '@pothos/core';
import type { GatewayContext } from '../../src/context/context.ts';
import type { SchemaTypes } from './builder.ts';
import { type Denomination, MoneyRef, money } from './money.ts';
import { instantOf } from './scalars.ts';

export type Fields<Parent> = PothosSchemaTypes.ObjectFieldBuilder<SchemaTypes, Parent>;
export type FieldMap = Record<string, Field>;
type Field = FieldRef<SchemaTypes, unknown, 'Object' | 'Interface'>;

/** The field builder of an interface, for a table: it makes fields in the same way. */
export const ofInterface = <Parent>(
  t: PothosSchemaTypes.InterfaceFieldBuilder<SchemaTypes, Parent>,
): Fields<Parent> => t as unknown as Fields<Parent>;

/** Description and value by name of the field. */
export type Table<Row, Value> = Readonly<
  Record<string, readonly [description: string, pick: (row: Row) => Value | undefined]>
>;

/** How fields get to the row of an object that may only know its id, and what that reads. */
export interface OwnRow<Parent, Row> {
  readonly extensions: Readonly<Record<string, unknown>>;
  readonly read: <Value>(
    parent: Parent,
    context: GatewayContext,
    pick: (row: Row) => Value,
  ) => Value | null | Promise<Value | null>;
}

type Resolve<Parent> = (parent: Parent, args: object, context: GatewayContext) => unknown;

interface FieldOptions<Row> {
  readonly type: unknown;
  readonly nullable?: boolean;
  readonly resolve: Resolve<Row>;
}

/** One field per line of the table. */
export const each = <Parent, Row, Value>(
  t: Fields<Parent>,
  table: Table<Row, Value>,
  toOptions: (pick: (row: Row) => Value | undefined) => FieldOptions<Row>,
  ownRow?: OwnRow<Parent, Row>,
): FieldMap =>
  Object.fromEntries(
    Object.entries(table).map(([name, [description, pick]]) => [
      name,
      toField(t, description, toOptions(pick), ownRow),
    ]),
  );

/** The one place that leaves Pothos's types, which do not reach into a loop over a table. */
function toField<Parent, Row>(
  t: Fields<Parent>,
  description: string,
  options: FieldOptions<Row>,
  ownRow: OwnRow<Parent, Row> | undefined,
): Field {
  const { resolve } = options;
  const own = ownRow && {
    extensions: ownRow.extensions,
    resolve: (parent: Parent, args: object, context: GatewayContext) =>
      ownRow.read(parent, context, (row) => resolve(row, args, context)),
  };
  return t.field({ ...options, description, ...own } as never);
}

export const texts = <Parent, Row = Parent>(
  t: Fields<Parent>,
  table: Table<NoInfer<Row>, string>,
  ownRow?: OwnRow<Parent, Row>,
): FieldMap => each(t, table, (pick) => ({ type: 'String', resolve: pick }), ownRow);

/** RFC 3339, UTC. */
export const instants = <Parent, Row = Parent>(
  t: Fields<Parent>,
  table: Table<NoInfer<Row>, string>,
  ownRow?: OwnRow<Parent, Row>,
): FieldMap =>
  each(t, table, (pick) => ({ type: 'DateTime', resolve: (row) => instantOf(pick(row)) }), ownRow);

/** What `openEnum` made. */
interface OpenEnum {
  readonly ref: unknown;
  readonly of: (code: string | undefined) => string;
}

type Codes<Row> = Readonly<
  Record<string, readonly [kind: OpenEnum, description: string, pick: (row: Row) => string | undefined]>
>;

const enumFields = <Parent, Row>(
  t: Fields<Parent>,
  table: Codes<Row>,
  nullable: boolean,
  memberOf: (kind: OpenEnum, code: string | undefined) => string | null,
  ownRow?: OwnRow<Parent, Row>,
): FieldMap =>
  Object.fromEntries(
    Object.entries(table).map(([name, [kind, description, pick]]) => [
      name,
      toField(
        t,
        description,
        { type: kind.ref, nullable, resolve: (row: Row) => memberOf(kind, pick(row)) },
        ownRow,
      ),
    ]),
  );

/** Members of open enumerations, by the upstream's codes; null only where the object has no row. */
export const codes = <Parent, Row = Parent>(
  t: Fields<Parent>,
  table: Codes<NoInfer<Row>>,
  ownRow?: OwnRow<Parent, Row>,
): FieldMap => enumFields(t, table, ownRow !== undefined, (kind, code) => kind.of(code), ownRow);

/** The same, null where the upstream sends no code. */
export const optionalCodes = <Row>(t: Fields<Row>, table: Codes<NoInfer<Row>>): FieldMap =>
  enumFields<Row, Row>(t, table, true, (kind, code) => (code === undefined ? null : kind.of(code)));

/** Amounts of a row, in the currency and unit that the row gives, or `denominationOf` where others do. */
export function amounts<Row extends Denomination>(
  t: Fields<Row>,
  table: Table<NoInfer<Row>, string>,
): FieldMap;
export function amounts<Row>(
  t: Fields<Row>,
  table: Table<NoInfer<Row>, string>,
  denominationOf: (row: Row) => Denomination,
): FieldMap;
export function amounts<Row extends Denomination>(
  t: Fields<Row>,
  table: Table<NoInfer<Row>, string>,
  denominationOf: (row: Row) => Denomination = (row) => row,
): FieldMap {
  return each<Row, Row, string>(t, table, (pick) => ({
    type: MoneyRef,
    resolve: (row, _args, context) => money(denominationOf(row), pick(row), context),
  }));
}

/** Amounts that a row always has: 0 where the upstream leaves one out. */
export const requiredAmounts = <Row extends Denomination>(
  t: Fields<Row>,
  table: Table<NoInfer<Row>, string>,
): FieldMap =>
  each<Row, Row, string>(t, table, (pick) => ({
    type: MoneyRef,
    nullable: false,
    resolve: (row, _args, context) => money(row, pick(row) ?? '0', context),
  }));
