// What holds for arguments of every field, whatever it does with them: a filter by nothing is refused and never
// read as no filter, ids and texts have bounded lengths (they become keys of caches), and the ends of spans are
// whole seconds that let in nothing outside the span. The checks are made from the schema's input types, once; a
// field runs those of its own arguments before it does anything, and so does the estimate.
import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isInputObjectType,
  isListType,
  isObjectType,
} from 'graphql';
import type { GatewayContext } from '../../../src/context/context.ts';
import type { FieldArguments } from '../reads/reads.ts';
import { wholeSecondFrom, wholeSecondUntil } from '../scalars.ts';
import { argumentError } from './argument-error.ts';

/** The value to go on with; throws BAD_USER_INPUT for one that is refused. */
type Check = (value: unknown, path: string) => unknown;

type Resolver = GraphQLFieldResolver<unknown, GatewayContext>;

const MOST_ID = 64;
const MOST_GLOBAL_ID = 512;
const MOST_TEXT = 512;

/** Cursors have a check of their own, and an empty one is the beginning. */
const UNCHECKED: ReadonlySet<string> = new Set(['after']);

const textCheck =
  (most: number): Check =>
  (value, path) => {
    if (typeof value !== 'string') return value;
    const expected = `1 to ${most} characters`;
    if (value === '') throw argumentError(path, expected, 'an empty text');
    if (value.length > most) throw argumentError(path, expected, `${value.length}`);
    if (!value.isWellFormed() || hasControls(value)) {
      throw argumentError(path, 'text that can be sent', 'one with control characters or half a character');
    }
    return value;
  };

const TAB = 0x09;
const SPACE = 0x20;
const DELETE = 0x7f;

/** A tab may be sent. */
function hasControls(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if ((code < SPACE && code !== TAB) || code === DELETE) return true;
  }
  return false;
}

const CHECKS: Readonly<Record<string, (name: string) => Check>> = {
  String: (name) => textCheck(/(^i|I)ds?$|^key$/.test(name) ? MOST_ID : MOST_TEXT),
  ID: () => textCheck(MOST_GLOBAL_ID),
  DateTime: (name) => {
    const whole = name.endsWith('From') ? wholeSecondFrom : wholeSecondUntil;
    return (value) => (typeof value === 'string' ? whole(value) : value);
  },
};

const listCheck =
  (element: Check | undefined): Check =>
  (value, path) => {
    if (!Array.isArray(value)) return value;
    if (value.length === 0) throw argumentError(path, 'at least one value', 'an empty list');
    return element ? value.map((one, at) => element(one, `${path}[${at}]`)) : value;
  };

/** The check of an argument or a field of an input object; undefined where everything is right. */
function checkOf(name: string, type: GraphQLInputType): Check | undefined {
  const nullable = getNullableType(type);
  if (UNCHECKED.has(name)) return undefined;
  if (isListType(nullable)) return listCheck(checkOf(name, nullable.ofType));
  if (isInputObjectType(nullable)) return objectCheck(Object.values(nullable.getFields()));
  return CHECKS[getNamedType(nullable).name]?.(name);
}

function objectCheck(fields: readonly (GraphQLInputField | GraphQLArgument)[]): Check | undefined {
  const checks = fields.flatMap(({ name, type }): (readonly [string, Check])[] => {
    const check = checkOf(name, type);
    return check ? [[name, check]] : [];
  });
  if (checks.length === 0) return undefined;
  return (value, path) => {
    if (typeof value !== 'object' || value === null) return value;
    const given = value as Readonly<Record<string, unknown>>;
    let checked: Record<string, unknown> | undefined;
    for (const [name, check] of checks) {
      const one = given[name];
      if (one === undefined || one === null) continue;
      const result = check(one, path ? `${path}.${name}` : name);
      if (result !== one) checked = { ...given, ...checked, [name]: result };
    }
    return checked ?? given;
  };
}

type ArgumentsCheck = (args: FieldArguments) => FieldArguments;

/** The arguments of a field as it gets them; throws BAD_USER_INPUT for those that it refuses. */
export function checkedArguments(
  { extensions }: Pick<GraphQLField<unknown, unknown>, 'extensions'>,
  args: FieldArguments,
): FieldArguments {
  const check = extensions['checkArguments'] as ArgumentsCheck | undefined;
  return check ? check(args) : args;
}

export function withCheckedArguments(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      const check = objectCheck(field.args);
      const resolve = field.resolve as Resolver | undefined;
      if (!check || !resolve) continue;
      const checkArguments: ArgumentsCheck = (args) => check(args, '') as FieldArguments;
      field.extensions = { ...field.extensions, checkArguments };
      field.resolve = checked(resolve, checkArguments);
    }
  }
  return schema;
}

const checked =
  (resolve: Resolver, check: ArgumentsCheck): Resolver =>
  (parent, args, context, info) =>
    resolve(parent, check(args), context, info);
