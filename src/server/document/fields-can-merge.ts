import {
  type ASTVisitor,
  type FieldNode,
  type GraphQLCompositeType,
  GraphQLError,
  type GraphQLField,
  type GraphQLOutputType,
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  print,
  type SelectionSetNode,
  typeFromAST,
  type ValidationContext,
} from 'graphql';

// "Field Selection Merging" of the specification. The rule of graphql-js compares every pair of fields with
// one response name and every pair of fragments, so that 10,000 times `id` in one selection take minutes. Here
// the fields of a response name are compared with the first of them, since what must be equal is an
// equivalence, and a merged selection is looked at once. The work that is left is bounded by MOST_VISITS.

interface Occurrence {
  readonly parent: GraphQLCompositeType | undefined;
  readonly node: FieldNode;
  readonly definition: GraphQLField<unknown, unknown> | undefined;
}

/** A selection in the type that it is on. */
interface Selection {
  readonly parent: GraphQLCompositeType | undefined;
  readonly set: SelectionSetNode;
}

/** Fields looked at for one document; fragments nested in one another can make selections without end. */
const MOST_VISITS = 50_000;

export function FieldsCanMergeRule(context: ValidationContext): ASTVisitor {
  const check = new MergeCheck(context);
  return {
    OperationDefinition(node) {
      const type = context.getSchema().getRootType(node.operation) ?? undefined;
      check.selection({ parent: type, set: node.selectionSet });
    },
    FragmentDefinition(node) {
      const type = typeFromAST(context.getSchema(), node.typeCondition);
      check.selection({ parent: isCompositeType(type) ? type : undefined, set: node.selectionSet });
    },
  };
}

class MergeCheck {
  readonly #context: ValidationContext;
  readonly #numbers = new Map<SelectionSetNode, number>();
  readonly #seen = new Set<string>();
  readonly #arguments = new Map<FieldNode, string>();
  readonly #reported = new Set<FieldNode>();
  #visits = 0;
  #gaveUp = false;

  constructor(context: ValidationContext) {
    this.#context = context;
  }

  selection(selection: Selection): void {
    this.#check([selection], true);
  }

  /**
   * Checks the merged selections. Where their parents can be the same object, the fields of one response name
   * must be the same field; in any case they must have the same shape.
   */
  #check(selections: readonly Selection[], mayBeOneObject: boolean): void {
    if (this.#gaveUp || !this.#isNew(selections, mayBeOneObject)) return;
    for (const [name, occurrences] of this.#collect(selections)) {
      if (occurrences.length > 1) this.#compareShapes(name, occurrences);
      const groups = mayBeOneObject ? groupsOfOneObject(occurrences) : [];
      for (const group of groups) {
        if (group.length > 1) this.#compareFields(name, group);
        this.#check(subselections(group), true);
      }
      // Fields of types that exclude each other share the shape only, so that this need not be done twice.
      if (groups.length !== 1) this.#check(subselections(occurrences), false);
    }
  }

  #isNew(selections: readonly Selection[], mayBeOneObject: boolean): boolean {
    const numbers = selections.map(({ set, parent }) => `${this.#numberOf(set)}${parent?.name ?? ''}`);
    const key = `${mayBeOneObject} ${[...new Set(numbers)].sort().join()}`;
    if (selections.length === 0 || this.#seen.has(key)) return false;
    this.#seen.add(key);
    return true;
  }

  #numberOf(set: SelectionSetNode): number {
    const known = this.#numbers.get(set);
    if (known !== undefined) return known;
    this.#numbers.set(set, this.#numbers.size);
    return this.#numbers.size - 1;
  }

  #collect(selections: readonly Selection[]): ReadonlyMap<string, readonly Occurrence[]> {
    const byName = new Map<string, Occurrence[]>();
    const spread = new Set<string>();
    const schema = this.#context.getSchema();
    const conditionOf = (condition: Parameters<typeof typeFromAST>[1]) => {
      const type = typeFromAST(schema, condition);
      return isCompositeType(type) ? type : undefined;
    };
    const open = [...selections].reverse();
    for (let next = open.pop(); next; next = open.pop()) {
      const { parent, set } = next;
      const inner: Selection[] = [];
      for (const selection of set.selections) {
        if (!this.#visit(selection)) return new Map();
        if (selection.kind === Kind.FIELD) {
          const key = selection.alias?.value ?? selection.name.value;
          const known = byName.get(key) ?? [];
          byName.set(key, known);
          known.push({ parent, node: selection, definition: fieldOf(parent, selection.name.value) });
        } else if (selection.kind === Kind.INLINE_FRAGMENT) {
          const { typeCondition, selectionSet } = selection;
          inner.push({ parent: typeCondition ? conditionOf(typeCondition) : parent, set: selectionSet });
        } else if (!spread.has(selection.name.value)) {
          spread.add(selection.name.value);
          const fragment = this.#context.getFragment(selection.name.value);
          if (fragment)
            inner.push({ parent: conditionOf(fragment.typeCondition), set: fragment.selectionSet });
        }
      }
      open.push(...inner.reverse());
    }
    return byName;
  }

  #visit(node: SelectionSetNode['selections'][number]): boolean {
    this.#visits += 1;
    if (this.#visits <= MOST_VISITS) return true;
    if (!this.#gaveUp) {
      this.#gaveUp = true;
      const message = 'Expected fragments that make up fewer selections together, got too many to compare';
      this.#context.reportError(new GraphQLError(message, { nodes: node }));
    }
    return false;
  }

  #compareShapes(name: string, [first, ...others]: readonly Occurrence[]): void {
    for (const other of others) {
      const [one, two] = [first?.definition?.type, other.definition?.type];
      if (first && one && two && haveOtherShapes(one, two)) {
        this.#report(name, `they return conflicting types "${one}" and "${two}"`, first, other);
      }
    }
  }

  #compareFields(name: string, [first, ...others]: readonly Occurrence[]): void {
    if (!first) return;
    for (const other of others) {
      const [one, two] = [first.node.name.value, other.node.name.value];
      if (one !== two) this.#report(name, `"${one}" and "${two}" are different fields`, first, other);
      else if (this.#argumentsOf(first.node) !== this.#argumentsOf(other.node)) {
        this.#report(name, 'they have differing arguments', first, other);
      }
    }
  }

  /** The arguments, and how the field is streamed, as one text that does not depend on their order. */
  #argumentsOf(node: FieldNode): string {
    const known = this.#arguments.get(node);
    if (known !== undefined) return known;
    const stream = node.directives?.find((directive) => directive.name.value === 'stream');
    const textOf = (list: FieldNode['arguments'] = []) =>
      list
        .map((one) => `${one.name.value}:${print(sorted(one.value))}`)
        .sort()
        .join();
    const text = `${textOf(node.arguments)}${stream ? ` @stream ${textOf(stream.arguments)}` : ''}`;
    this.#arguments.set(node, text);
    return text;
  }

  #report(name: string, reason: string, first: Occurrence, other: Occurrence): void {
    if (this.#reported.has(other.node)) return;
    this.#reported.add(other.node);
    const message = `Fields "${name}" conflict because ${reason}. Use different aliases on the fields to fetch both if this was intentional.`;
    this.#context.reportError(new GraphQLError(message, { nodes: [first.node, other.node] }));
  }
}

type Value = NonNullable<FieldNode['arguments']>[number]['value'];

/** Input objects are the same whatever the order of their fields. */
function sorted(value: Value): Value {
  if (value.kind === Kind.LIST) return { ...value, values: value.values.map(sorted) };
  if (value.kind !== Kind.OBJECT) return value;
  const fields = value.fields.map((field) => ({ ...field, value: sorted(field.value) }));
  return { ...value, fields: fields.sort((one, two) => (one.name.value < two.name.value ? -1 : 1)) };
}

/** Fields of an abstract type can meet those of every other type; those of two object types never meet. */
function groupsOfOneObject(occurrences: readonly Occurrence[]): readonly (readonly Occurrence[])[] {
  const parents = new Set(occurrences.map(({ parent }) => parent));
  const objects = [...parents].filter(isObjectType);
  if (parents.size === 1 || objects.length === 0) return [occurrences];
  return objects.map((object) =>
    occurrences.filter(({ parent }) => parent === object || !isObjectType(parent)),
  );
}

function subselections(occurrences: readonly Occurrence[]): readonly Selection[] {
  return occurrences.flatMap(({ node, definition }) => {
    const type = definition && getNamedType(definition.type);
    return node.selectionSet
      ? [{ parent: isCompositeType(type) ? type : undefined, set: node.selectionSet }]
      : [];
  });
}

function fieldOf(parent: GraphQLCompositeType | undefined, name: string) {
  return isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined;
}

function haveOtherShapes(one: GraphQLOutputType, two: GraphQLOutputType): boolean {
  for (const isWrapper of [isNonNullType, isListType] as const) {
    if (isWrapper(one) || isWrapper(two)) {
      return !(isWrapper(one) && isWrapper(two)) || haveOtherShapes(one.ofType, two.ofType);
    }
  }
  return (isLeafType(one) || isLeafType(two)) && one !== two;
}
