import {
  type GraphQLArgument,
  GraphQLError,
  type GraphQLInputType,
  getNullableType,
  isInputObjectType,
  isListType,
  isObjectType,
  parseValue,
  print,
  valueFromAST,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { checkedArguments } from '../../../schema/core/arguments/check-arguments.ts';
import { schema } from '../../../schema/index.ts';

/** The field at `Type.field`. */
function fieldAt(path: string) {
  const [typeName = '', fieldName = ''] = path.split('.');
  const type = schema.getType(typeName);
  const field = isObjectType(type) ? type.getFields()[fieldName] : undefined;
  if (!field) throw new Error(`expected a field ${path}, got none`);
  return field;
}

const check = (path: string, args: Record<string, unknown>) => checkedArguments(fieldAt(path), args);

interface ListArgument {
  readonly field: string;
  readonly path: string;
  readonly args: Readonly<Record<string, unknown>>;
}

/** Where a list stands in the arguments of a field, with arguments in which it is empty. */
function listsIn(type: GraphQLInputType, path: string): readonly { path: string; value: unknown }[] {
  const nullable = getNullableType(type);
  if (isListType(nullable)) {
    return [
      { path, value: [] },
      ...listsIn(nullable.ofType, `${path}[0]`).map((below) => ({ ...below, value: [below.value] })),
    ];
  }
  if (!isInputObjectType(nullable)) return [];
  return Object.values(nullable.getFields()).flatMap((field) =>
    listsIn(field.type, `${path}.${field.name}`).map((below) => ({
      ...below,
      value: { [field.name]: below.value },
    })),
  );
}

const LISTS: readonly ListArgument[] = Object.values(schema.getTypeMap()).flatMap((type) =>
  isObjectType(type) && !type.name.startsWith('__')
    ? Object.values(type.getFields()).flatMap((field) =>
        field.args.flatMap((argument) =>
          listsIn(argument.type, argument.name).map(({ path, value }) => ({
            field: `${type.name}.${field.name}`,
            path,
            args: { [argument.name]: value },
          })),
        ),
      )
    : [],
);

describe('an empty list', () => {
  it('is looked for in all arguments of the schema', () => {
    expect(LISTS.length).toBeGreaterThan(15);
  });

  it.each(LISTS)('is refused: $field($path)', ({ field, path, args }) => {
    expect(() => check(field, args)).toThrow(`${path}: expected at least one value, got an empty list`);
  });
});

describe('a text', () => {
  it.each([
    ['an id of 64 characters', 'Query.order', { orderId: 'x'.repeat(64) }],
    ['an id of any characters', 'Query.order', { orderId: 'a+b c/d%e\t"云😀' }],
    ['a long code', 'Query.orders', { filter: { serviceTypeCode: 'x'.repeat(512) } }],
    ['no filter', 'Query.orders', { filter: null }],
  ])('is taken as it is: %s', (_name, field, args) => {
    expect(check(field, args)).toEqual(args);
  });

  it.each([
    ['Query.order', { orderId: '' }, 'orderId: expected 1 to 64 characters, got an empty text'],
    ['Query.order', { orderId: 'x'.repeat(65) }, 'orderId: expected 1 to 64 characters, got 65'],
    [
      'Query.customer',
      { customerId: 'x'.repeat(900_000) },
      'customerId: expected 1 to 64 characters, got 900000',
    ],
    [
      'PartnerAccount',
      { filter: { quotaIds: ['a', 'x'.repeat(65)] } },
      'filter.quotaIds[1]: expected 1 to 64 characters, got 65',
    ],
    [
      'Query.orders',
      { filter: { serviceTypeCode: '' } },
      'filter.serviceTypeCode: expected 1 to 512 characters, got an empty text',
    ],
    [
      'Query.customers',
      { filter: { name: 'a\u0000b' } },
      'filter.name: expected text that can be sent, got one with control characters or half a character',
    ],
    ['Query.customer', { customerId: '\ud83d' }, 'customerId: expected text that can be sent'],
    ['Query.node', { id: 'x'.repeat(513) }, 'id: expected 1 to 512 characters, got 513'],
  ])('is refused: %s %j', (field, args, message) => {
    const path = field === 'PartnerAccount' ? 'Partner.couponQuotas' : field;
    expect(() => check(path, args)).toThrow(message);
  });
});

describe('the end of a span', () => {
  it.each([
    ['createdFrom', '2026-10-01T00:00:00.500Z', '2026-10-01T00:00:01Z'],
    ['createdFrom', '2026-12-31T23:59:59.0000001Z', '2027-01-01T00:00:00Z'],
    ['createdFrom', '2026-10-01T00:00:00.000Z', '2026-10-01T00:00:00Z'],
    ['createdFrom', '2026-10-01T08:00:00.1+08:00', '2026-10-01T00:00:01Z'],
    ['createdFrom', '9999-12-31T23:59:59.9Z', '9999-12-31T23:59:59Z'],
    ['createdUntil', '2026-10-01T00:00:00.999Z', '2026-10-01T00:00:00Z'],
    ['paidUntil', '2026-10-01T00:00:00Z', '2026-10-01T00:00:00Z'],
  ])('%s of %s is %s', (name, text, whole) => {
    const type = schema.getType('OrderFilter');
    if (!isInputObjectType(type)) throw new Error('expected the input type OrderFilter');
    const literal = parseValue(`{ ${name}: ${JSON.stringify(text)} }`);
    expect(check('Query.orders', { filter: coerced(literal) })).toEqual({ filter: { [name]: whole } });
  });

  function coerced(literal: ReturnType<typeof parseValue>): unknown {
    const { args } = fieldAt('Query.orders');
    const filter = args.find(({ name }: GraphQLArgument) => name === 'filter');
    if (!filter) throw new GraphQLError('expected an argument filter');
    return valueFromAST(literal, filter.type) ?? print(literal);
  }
});
