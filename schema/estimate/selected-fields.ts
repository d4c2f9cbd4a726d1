// A query as the fields that may read something, with fragments, directives and aliases resolved: what the
// estimate walks for every request, made once per document.
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isAbstractType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  print,
  type SelectionSetNode,
  TypeNameMetaFieldDef,
  type VariableValues,
} from 'graphql';
import { selects, selectsBeyond } from '../core/connection/selection.ts';
import type { FieldReads } from '../core/reads/reads.ts';
import { entersReseller } from '../core/scope/reseller-scope.ts';
import { isIncluded } from './included.ts';

/** What a field adds to the answer, in values: objects, elements of lists and scalars. */
export interface AnswerSize {
  /** How often the field is asked for of each object, under different aliases. */
  readonly responses: number;
  /** Values of one response that hang on no object below. */
  readonly own: number;
  /** Values of each object below, without those of the fields that are visited by themselves. */
  readonly perObject: number;
  /** How often each object below stands in one response. */
  readonly objectCopies: number;
}

export interface SelectedField {
  readonly definition: GraphQLField<unknown, unknown>;
  /** Holds the arguments. */
  readonly node: FieldNode;
  /** Field names from the root, e.g. `customers.nodes.orders`. */
  readonly path: string;
  readonly reads: FieldReads | undefined;
  /** Something is selected beyond what needs no read. */
  readonly goesBeyond: boolean;
  /** Something is selected that a page without rows tells as well. */
  readonly needsPage: boolean;
  /** A connection: what is below it is below its nodes. */
  readonly isPage: boolean;
  /** A plain list, as long as the upstream makes it. */
  readonly isList: boolean;
  readonly partnerOnly: boolean;
  /** It leads to what is a reseller's. */
  readonly entersReseller: boolean;
  /** The types of objects that it is selected on, where a fragment leaves out others. */
  readonly on: ReadonlySet<string> | undefined;
  readonly size: AnswerSize;
  readonly below: readonly SelectedField[];
}

/** Fields with selections of one query at most; one that has more is not visited to its end. */
export const MOST_FIELDS = 10_000;
/** So many fields without selections count as one with a selection. */
const SCALARS_PER_FIELD = 10;
/** Elements of a plain list, where nothing says how many there are. */
export const GUESSED_LENGTH = 3;

/** Names of the variables that `@skip` and `@include` hang on. */
export function conditionsOf(document: DocumentNode): readonly string[] {
  const names = new Set<string>();
  const visit = ({ selections }: SelectionSetNode): void => {
    for (const selection of selections) {
      for (const { arguments: args = [] } of selection.directives ?? []) {
        for (const { value } of args) if (value.kind === Kind.VARIABLE) names.add(value.name.value);
      }
      if (selection.kind !== Kind.FRAGMENT_SPREAD && selection.selectionSet) visit(selection.selectionSet);
    }
  };
  for (const definition of document.definitions) {
    if ('selectionSet' in definition && definition.selectionSet) visit(definition.selectionSet);
  }
  return [...names];
}

export interface Selection {
  readonly fields: readonly SelectedField[];
  /** Values of the root that hang on no field above. */
  readonly plain: number;
  /** There were more fields than are visited. */
  readonly cut: boolean;
}

export function selectedFields(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: VariableValues,
): Selection {
  const root = schema.getRootType(operation.operation);
  const collector = new Collector(schema, document, variables);
  const { fields, plain } = root
    ? collector.select(root, [operation.selectionSet], '')
    : { fields: [], plain: 0 };
  return { fields, plain, cut: collector.left < 0 };
}

interface Found {
  readonly definition: GraphQLField<unknown, unknown>;
  readonly nodes: FieldNode[];
  readonly on: ReadonlySet<string> | undefined;
}

/** What is selected of an object: the fields to visit, and how many values the others are. */
interface Selected {
  readonly fields: readonly SelectedField[];
  readonly plain: number;
}

/** What is selected of a connection. */
interface SelectedPage {
  /** Of its nodes, whether directly or through its edges. */
  readonly sets: readonly SelectionSetNode[];
  /** How often each node stands in it. */
  readonly copies: number;
  /** Values of each edge beside its node. */
  readonly perRow: number;
  /** Values of the connection itself. */
  readonly own: number;
}

class Collector {
  /** Counts down. */
  left = MOST_FIELDS * SCALARS_PER_FIELD;
  readonly #schema: GraphQLSchema;
  readonly #variables: VariableValues;
  readonly #fragments: Readonly<Record<string, FragmentDefinitionNode>>;

  constructor(schema: GraphQLSchema, document: DocumentNode, variables: VariableValues) {
    this.#schema = schema;
    this.#variables = variables;
    this.#fragments = Object.fromEntries(
      document.definitions.flatMap((one) =>
        one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one] as const] : [],
      ),
    );
  }

  select(type: GraphQLNamedType, sets: readonly SelectionSetNode[], path: string): Selected {
    const fields: SelectedField[] = [];
    let plain = 0;
    for (const found of this.#found(type, sets)) {
      const one = this.#toField(found, path);
      if (typeof one === 'number') plain += one;
      else fields.push(one);
    }
    return { fields, plain };
  }

  #found(type: GraphQLNamedType, sets: readonly SelectionSetNode[]): Iterable<Found> {
    const found = new Map<string, Found>();
    const spread = new Set<string>();
    for (const set of sets) this.#collect(type, set, undefined, found, spread);
    return found.values();
  }

  // Fields of the same name with the same arguments ask the same of the same object, whatever their alias.
  #collect(
    type: GraphQLNamedType,
    { selections }: SelectionSetNode,
    on: ReadonlySet<string> | undefined,
    found: Map<string, Found>,
    spread: Set<string>,
  ): void {
    for (const selection of selections) {
      if (!isIncluded(selection, this.#variables)) continue;
      if (selection.kind === Kind.FIELD) {
        const definition = fieldOf(type, selection.name.value);
        if (!definition) continue;
        const key = `${namesOf(on)} ${selection.name.value}(${(selection.arguments ?? []).map(print).sort().join()})`;
        const known = found.get(key);
        if (known) known.nodes.push(selection);
        else found.set(key, { definition, nodes: [selection], on });
        continue;
      }
      const fragment =
        selection.kind === Kind.FRAGMENT_SPREAD ? this.#fragments[selection.name.value] : selection;
      if (!fragment) continue;
      if (selection.kind === Kind.FRAGMENT_SPREAD) {
        const name = `${namesOf(on)} ${selection.name.value}`;
        if (spread.has(name)) continue;
        spread.add(name);
      }
      const condition = fragment.typeCondition?.name.value;
      const narrower = condition === undefined ? type : (this.#schema.getType(condition) ?? type);
      this.#collect(narrower, fragment.selectionSet, this.#narrowed(type, narrower, on), found, spread);
    }
  }

  /** The object types that a fragment leaves; unchanged where it leaves them all. */
  #narrowed(
    type: GraphQLNamedType,
    narrower: GraphQLNamedType,
    on: ReadonlySet<string> | undefined,
  ): ReadonlySet<string> | undefined {
    if (narrower === type) return on;
    const left = this.#objectsOf(narrower);
    const before = on ?? this.#objectsOf(type);
    const both = new Set([...before].filter((name) => left.has(name)));
    return both.size === before.size ? on : both;
  }

  #objectsOf(type: GraphQLNamedType): ReadonlySet<string> {
    if (!isAbstractType(type)) return new Set([type.name]);
    return new Set(this.#schema.getPossibleTypes(type).map(({ name }) => name));
  }

  /** The field to visit, or the number of values of one that leads to no read. */
  #toField({ definition, nodes, on }: Found, above: string): SelectedField | number {
    const [node] = nodes;
    const sets = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
    this.left -= sets.length === 0 ? 1 : SCALARS_PER_FIELD;
    if (!node || this.left < 0) return 0;
    const responses = responsesOf(nodes);
    const reads = readsOf(definition);
    const isList = isListType(getNullableType(definition.type));
    if (sets.length === 0 && !reads) return responses * (isList ? 1 + GUESSED_LENGTH : 1);
    const type = getNamedType(definition.type);
    const path = above === '' ? definition.name : `${above}.${definition.name}`;
    const nodeType = connectedType(type);
    const page = nodeType && this.#selectPage(type, sets);
    const { fields: below, plain } =
      nodeType && page ? this.select(nodeType, page.sets, `${path}.nodes`) : this.select(type, sets, path);
    const size: AnswerSize = page
      ? {
          responses,
          own: 1 + page.own,
          perObject: page.perRow + page.copies * (1 + plain),
          objectCopies: page.copies,
        }
      : { responses, own: 1, perObject: (isList ? 1 : 0) + plain, objectCopies: 1 };
    if (!reads && below.length === 0) {
      return responses * (size.own + size.perObject * (isList ? GUESSED_LENGTH : 1));
    }
    const selected = { fieldNodes: nodes, fragments: this.#fragments };
    return {
      definition,
      node,
      path,
      reads,
      goesBeyond: selectsBeyond(selected, ...(reads?.coveredFields ?? [])),
      needsPage: page !== undefined && selects(selected, 'totalCount', 'pageInfo'),
      isPage: page !== undefined,
      isList,
      partnerOnly: isPartnerOnly(definition),
      entersReseller: entersReseller(definition),
      on,
      size,
      below,
    };
  }

  #selectPage(connection: GraphQLNamedType, sets: readonly SelectionSetNode[]): SelectedPage {
    const page = { sets: [] as SelectionSetNode[], copies: 0, perRow: 0, own: 0 };
    for (const found of this.#found(connection, sets)) {
      const { definition, nodes } = found;
      const responses = responsesOf(nodes);
      const inner = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
      if (definition.name === 'nodes') {
        page.sets.push(...inner);
        page.copies += responses;
        page.own += responses;
      } else if (definition.name === 'edges') {
        page.own += responses;
        const edge = this.#selectEdge(getNamedType(definition.type), inner);
        page.sets.push(...edge.sets);
        page.copies += responses * edge.copies;
        page.perRow += responses * (1 + edge.perRow);
      } else {
        const one = this.#toField(found, '');
        page.own += typeof one === 'number' ? one : 1;
      }
    }
    return page;
  }

  #selectEdge(type: GraphQLNamedType, sets: readonly SelectionSetNode[]): Omit<SelectedPage, 'own'> {
    const edge = { sets: [] as SelectionSetNode[], copies: 0, perRow: 0 };
    for (const { definition, nodes } of this.#found(type, sets)) {
      if (definition.name === 'node') {
        edge.copies += responsesOf(nodes);
        edge.sets.push(...nodes.flatMap(({ selectionSet }) => selectionSet ?? []));
      } else edge.perRow += responsesOf(nodes);
    }
    return edge;
  }
}

const namesOf = (on: ReadonlySet<string> | undefined): string => (on ? [...on].join('|') : '');

/** Under how many names the same field is asked for. */
const responsesOf = (nodes: readonly FieldNode[]): number =>
  nodes.length === 1 ? 1 : new Set(nodes.map(({ alias, name }) => (alias ?? name).value)).size;

const readsOf = ({ extensions }: GraphQLField<unknown, unknown>): FieldReads | undefined =>
  extensions['reads'] as FieldReads | undefined;

function fieldOf(type: GraphQLNamedType, name: string): GraphQLField<unknown, unknown> | undefined {
  if (name === TypeNameMetaFieldDef.name) return TypeNameMetaFieldDef;
  return isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;
}

/** The type of a connection's nodes; undefined for every other type. */
function connectedType(type: GraphQLNamedType): GraphQLNamedType | undefined {
  if (!isObjectType(type) || !type.name.endsWith('Connection')) return undefined;
  const nodes = type.getFields()['nodes'];
  return nodes && getNamedType(nodes.type);
}

function isPartnerOnly({ extensions }: GraphQLField<unknown, unknown>): boolean {
  const options = extensions['pothosOptions'] as { readonly authScopes?: unknown } | undefined;
  const scopes = options?.authScopes;
  return typeof scopes === 'object' && scopes !== null && 'partner' in scopes && scopes.partner === true;
}
