// A query as the fields that may read something, with fragments, directives and aliases resolved: what the
// estimate walks for every request, made once per document.
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  GraphQLIncludeDirective,
  type GraphQLNamedType,
  type GraphQLSchema,
  GraphQLSkipDirective,
  getDirectiveValues,
  getNamedType,
  getNullableType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  print,
  type SelectionNode,
  type SelectionSetNode,
  type VariableValues,
} from 'graphql';
import { selects, selectsBeyond } from '../core/connection/selection.ts';
import type { FieldReads } from '../core/reads/reads.ts';
import { entersReseller } from '../core/scope/reseller-scope.ts';

export interface SelectedField {
  readonly definition: GraphQLField<unknown, unknown>;
  /** Holds the arguments. */
  readonly node: FieldNode;
  /** The arguments hang on no variable. */
  readonly fixed: boolean;
  /** Field names from the root, e.g. `customers.nodes.orders`. */
  readonly path: string;
  readonly reads: FieldReads | undefined;
  /** Something is selected beyond what needs no read. */
  readonly goesBeyond: boolean;
  /** Something is selected that a page without rows tells as well. */
  readonly needsPage: boolean;
  /** A connection: what is below it is below its nodes. */
  readonly isPage: boolean;
  /** Several reads fill one page. */
  readonly sharesPage: boolean;
  /** A plain list, as long as the upstream makes it. */
  readonly isList: boolean;
  readonly partnerOnly: boolean;
  /** It leads to what is a reseller's. */
  readonly entersReseller: boolean;
  /** The one type of object that it is selected on, below an interface. */
  readonly on: string | undefined;
  readonly below: readonly SelectedField[];
}

/** Fields of one query at most; one that selects more is not walked to its end. */
export const MOST_FIELDS = 10_000;

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
  /** There were more fields than are walked. */
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
  const fields = root ? collector.fields(root, [operation.selectionSet], '') : [];
  return { fields, cut: collector.left < 0 };
}

interface Found {
  readonly definition: GraphQLField<unknown, unknown>;
  readonly nodes: FieldNode[];
  readonly on: string | undefined;
}

class Collector {
  left = MOST_FIELDS;
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

  fields(type: GraphQLNamedType, sets: readonly SelectionSetNode[], path: string): SelectedField[] {
    const found = new Map<string, Found>();
    const spread = new Set<string>();
    for (const set of sets) this.#collect(type, set, undefined, found, spread);
    return [...found.values()].flatMap((one) => this.#toField(one, path) ?? []);
  }

  // Fields of the same name with the same arguments ask the same of the same object, whatever their alias.
  #collect(
    type: GraphQLNamedType,
    { selections }: SelectionSetNode,
    on: string | undefined,
    found: Map<string, Found>,
    spread: Set<string>,
  ): void {
    for (const selection of selections) {
      if (!this.#isIncluded(selection)) continue;
      if (selection.kind === Kind.FIELD) {
        const definition = fieldOf(type, selection.name.value);
        if (!definition) continue;
        const key = `${on ?? ''} ${selection.name.value}(${(selection.arguments ?? []).map(print).sort().join()})`;
        const known = found.get(key);
        if (known) known.nodes.push(selection);
        else found.set(key, { definition, nodes: [selection], on });
        continue;
      }
      const fragment =
        selection.kind === Kind.FRAGMENT_SPREAD ? this.#fragments[selection.name.value] : selection;
      if (!fragment) continue;
      if (selection.kind === Kind.FRAGMENT_SPREAD) {
        const name = `${on ?? ''} ${selection.name.value}`;
        if (spread.has(name)) continue;
        spread.add(name);
      }
      const condition = fragment.typeCondition?.name.value;
      const narrower = condition === undefined ? type : (this.#schema.getType(condition) ?? type);
      const only = isObjectType(narrower) && narrower !== type ? narrower.name : on;
      this.#collect(narrower, fragment.selectionSet, only, found, spread);
    }
  }

  #toField({ definition, nodes, on }: Found, above: string): SelectedField | undefined {
    const [node] = nodes;
    if (!node || --this.left < 0) return undefined;
    const type = getNamedType(definition.type);
    const path = above === '' ? definition.name : `${above}.${definition.name}`;
    const sets = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
    const nodeType = connectedType(type);
    const below = nodeType
      ? this.fields(nodeType, this.#nodeSets(type, sets), `${path}.nodes`)
      : this.fields(type, sets, path);
    const reads = definition.extensions['reads'] as FieldReads | undefined;
    if (!reads && below.length === 0) return undefined;
    const selected = { fieldNodes: nodes, fragments: this.#fragments };
    return {
      definition,
      node,
      fixed: !/\$/.test((node.arguments ?? []).map(print).join()),
      path,
      reads,
      goesBeyond: selectsBeyond(selected, ...(reads?.coveredFields ?? [])),
      needsPage: nodeType !== undefined && selects(selected, 'totalCount', 'pageInfo'),
      isPage: nodeType !== undefined,
      sharesPage: typeof reads?.reads === 'function' || (reads?.reads.length ?? 0) > 1,
      isList: isListType(getNullableType(definition.type)),
      partnerOnly: isPartnerOnly(definition),
      entersReseller: entersReseller(definition),
      on,
      below,
    };
  }

  /** What is selected on the nodes of a connection, whether directly or through its edges. */
  #nodeSets(connection: GraphQLNamedType, sets: readonly SelectionSetNode[]): SelectionSetNode[] {
    const found = new Map<string, Found>();
    const spread = new Set<string>();
    for (const set of sets) this.#collect(connection, set, undefined, found, spread);
    return [...found.values()].flatMap(({ definition, nodes }) => {
      const inner = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
      if (definition.name === 'nodes' || definition.name === 'node') return inner;
      return definition.name === 'edges' ? this.#nodeSets(getNamedType(definition.type), inner) : [];
    });
  }

  #isIncluded(selection: SelectionNode): boolean {
    if (!selection.directives || selection.directives.length === 0) return true;
    const skip = getDirectiveValues(GraphQLSkipDirective, selection, this.#variables);
    if (skip?.['if'] === true) return false;
    const include = getDirectiveValues(GraphQLIncludeDirective, selection, this.#variables);
    return include?.['if'] !== false;
  }
}

function fieldOf(type: GraphQLNamedType, name: string): GraphQLField<unknown, unknown> | undefined {
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
