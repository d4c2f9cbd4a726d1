// Has every field of the schema count itself, and give the event loop its turns: plain fields are counted as
// they are read, lists before their elements are gone through, and what a loader brought goes on only when
// others had a turn. What a field gives is not changed.
import {
  defaultFieldResolver,
  type FieldNode,
  type GraphQLFieldResolver,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  getNamedType,
  isLeafType,
  isObjectType,
  Kind,
  type SelectionSetNode,
} from 'graphql';
import { type AnswerBound, COMPOSITE_WORK, WORK_PER_TURN } from './answer-bound.ts';

type Resolver = GraphQLFieldResolver<unknown, unknown>;

const BOUND = Symbol('answer bound');

/** A context whose answer is bounded. */
export function setAnswerBound(context: object, bound: AnswerBound): void {
  Reflect.set(context, BOUND, bound);
}

const boundOf = (context: unknown): AnswerBound | undefined =>
  (context as { readonly [BOUND]?: AnswerBound })[BOUND];

/** For fields without a resolver of their own. */
export const boundedDefaultResolver: Resolver = (source, args, context, info) => {
  const bound = boundOf(context);
  bound?.count(1);
  const value = defaultFieldResolver(source, args, context, info);
  return bound && typeof value === 'object' ? countBelow(bound, value, info) : value;
};

const bounded = new WeakSet<GraphQLSchema>();

/** Has every resolver of the schema count its field. */
export function boundResolvers(schema: GraphQLSchema): void {
  if (bounded.has(schema)) return;
  bounded.add(schema);
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) {
      const { resolve } = field;
      if (resolve) field.resolve = isLeafType(getNamedType(field.type)) ? leaf(resolve) : composite(resolve);
    }
  }
}

function leaf(resolve: Resolver): Resolver {
  return (source, args, context, info) => {
    const bound = boundOf(context);
    bound?.count(1);
    const value = resolve(source, args, context, info);
    if (bound && Array.isArray(value)) bound.count(value.length);
    return value;
  };
}

function composite(resolve: Resolver): Resolver {
  return (source, args, context, info) => {
    const bound = boundOf(context);
    if (!bound) return resolve(source, args, context, info);
    bound.count(1, COMPOSITE_WORK);
    const turn = bound.pause(COMPOSITE_WORK);
    if (!turn) return handOn(bound, resolve(source, args, context, info), info);
    return turn.then(() => {
      bound.checkDeadline();
      return handOn(bound, resolve(source, args, context, info), info);
    });
  };
}

function handOn(bound: AnswerBound, value: unknown, info: GraphQLResolveInfo): unknown {
  if (value instanceof Promise) return value.then((brought) => afterTurn(bound, brought, info));
  return countBelow(bound, value, info);
}

/** What a loader brought for a whole level at once is gone through in turns. */
function afterTurn(bound: AnswerBound, value: unknown, info: GraphQLResolveInfo): unknown {
  // graphql-js makes two errors of each field that goes on after the end; what never ends is simply forgotten.
  if (bound.isOver) return FORGOTTEN;
  const turn = bound.pause(COMPOSITE_WORK);
  if (!turn) return countBelow(bound, value, info);
  return turn.then(() => {
    bound.checkDeadline();
    return countBelow(bound, value, info);
  });
}

const FORGOTTEN = new Promise<never>(() => undefined);

/**
 * Counts what a value has below it that no resolver counts, and foresees what its elements will have. Gives the
 * value, and a long list so that its elements come in turns.
 */
function countBelow(bound: AnswerBound, value: unknown, info: GraphQLResolveInfo): unknown {
  if (value === null || value === undefined || value instanceof Error) return value;
  const [node] = info.fieldNodes;
  const weight = node?.selectionSet ? weightOf(node, info) : NOTHING;
  if (!Array.isArray(value)) {
    if (weight.typenames > 0) bound.count(weight.typenames);
    return value;
  }
  bound.foresee(value.length * (1 + weight.values), value.length * weight.work);
  bound.count(value.length * (1 + weight.typenames));
  return value.length * weight.work > WORK_PER_TURN ? inTurns(bound, value, weight.work) : value;
}

/** As many elements at once as a turn has room for; the others are promised. */
function inTurns(bound: AnswerBound, list: readonly unknown[], work: number): readonly unknown[] {
  const perTurn = Math.max(1, Math.floor(WORK_PER_TURN / work));
  let turn: Promise<void> | undefined;
  return list.map((element, index) => {
    if (index > 0 && index % perTurn === 0) turn = bound.nextTurn(perTurn * work);
    return turn?.then(() => (bound.isOver ? FORGOTTEN : element)) ?? element;
  });
}

/** What one object has at least. */
interface Weight {
  /** Of the values, those that no resolver counts. */
  readonly typenames: number;
  readonly values: number;
  readonly work: number;
}

const NOTHING: Weight = { typenames: 0, values: 0, work: 0 };

const weights = new WeakMap<FieldNode, Weight>();

function weightOf(field: FieldNode, { fragments, returnType }: GraphQLResolveInfo): Weight {
  const known = weights.get(field);
  if (known) return known;
  const type = getNamedType(returnType).name;
  // Fields of one response name are one field.
  const found = new Map<string, FieldNode>();
  const seen = new Set<string>();
  const collect = (selections: SelectionSetNode): void => {
    for (const one of selections.selections) {
      // What may be left out, or is of another type, may not be there.
      if (one.directives?.length) continue;
      if (one.kind === Kind.FIELD) {
        found.set((one.alias ?? one.name).value, one);
      } else if (one.kind === Kind.INLINE_FRAGMENT) {
        if ((one.typeCondition?.name.value ?? type) === type) collect(one.selectionSet);
      } else {
        const fragment = fragments[one.name.value];
        if (!fragment || seen.has(one.name.value)) continue;
        seen.add(one.name.value);
        if (fragment.typeCondition.name.value === type) collect(fragment.selectionSet);
      }
    }
  };
  if (field.selectionSet) collect(field.selectionSet);
  const all = [...found.values()];
  const weight = {
    typenames: all.filter(({ name }) => name.value === '__typename').length,
    values: all.length,
    work: all.reduce((sum, one) => sum + (one.selectionSet ? COMPOSITE_WORK : 1), 0),
  };
  weights.set(field, weight);
  return weight;
}
