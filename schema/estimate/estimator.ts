// The estimate of a query: from its document, its variables and what is known of sizes to upstream calls, per
// operation, and to values of the answer, before anything is called. It owns the way through the query and the
// sums; it never calls, and what it knows of a field is what the field declares (`../core/reads/reads.ts`). How
// an edge's keys become calls is the planner's arithmetic.
import {
  type DocumentNode,
  type GraphQLSchema,
  getOperationAST,
  getVariableValues,
  type OperationDefinitionNode,
  type VariableValues,
} from 'graphql';
import type { Site } from '../../src/call/operation.ts';
import type { HeaviestArgument, QueryEstimate } from '../../src/context/query-cost.ts';
import { CallTotals } from './call-totals.ts';
import { CostVisitor, type CostVisitorOptions } from './cost-visitor.ts';
import { type Figure, heaviestArgument } from './heaviest-argument.ts';
import { type Limits, sum } from './query-estimate.ts';
import { conditionsOf, type Selection, selectedFields } from './selected-fields.ts';
import type { Statistics } from './statistics.ts';

export interface EstimateRequest extends Statistics {
  readonly document: DocumentNode;
  readonly operationName: string | null | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Whether the viewer has a partner role; fields that others may not see cost them nothing. */
  readonly isPartner: boolean;
  readonly site: Site;
  readonly limits: Limits;
}

/** A query that can be estimated: its variables are those that it declares. */
export interface Estimation {
  readonly estimate: QueryEstimate;
  /** The argument that weighs most, with a value under which `budget` would hold where there is one. */
  heaviest(figure: Figure, budget: number): HeaviestArgument | undefined;
}

/** Undefined where the query would not run: no such operation, or variables that are wrong. */
export type Estimate = (request: EstimateRequest) => Estimation | undefined;

/** What is known of a document. */
interface Known {
  readonly conditions: readonly string[];
  /** By operation, and by the values of the variables that decide what is selected. */
  readonly selections: Map<string, Selection>;
}

const NO_VARIABLES: VariableValues = Object.freeze({ sources: {}, coerced: {} });
/** Conditions that change with every request must not fill the memory. */
const MOST_SELECTIONS = 64;

export function createEstimator(schema: GraphQLSchema): Estimate {
  const documents = new WeakMap<DocumentNode, Known>();

  const selectionOf = (
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: VariableValues,
  ): Selection => {
    const known = documents.get(document) ?? { conditions: conditionsOf(document), selections: new Map() };
    documents.set(document, known);
    const values = known.conditions.map((name) => variables.coerced[name] === true);
    const key = `${operation.name?.value ?? ''} ${values.join()}`;
    const found = known.selections.get(key);
    if (found) return found;
    if (known.selections.size >= MOST_SELECTIONS) known.selections.clear();
    const made = selectedFields(schema, document, operation, variables);
    known.selections.set(key, made);
    return made;
  };

  return (request) => {
    const operation = getOperationAST(request.document, request.operationName);
    if (!operation) return undefined;
    const definitions = operation.variableDefinitions ?? [];
    const { variableValues } =
      definitions.length === 0
        ? { variableValues: NO_VARIABLES }
        : getVariableValues(schema, definitions, request.variables);
    if (!variableValues) return undefined;
    const selection = selectionOf(request.document, operation, variableValues);
    const estimateWith = (options: Partial<CostVisitorOptions> = {}): QueryEstimate => {
      const totals = new CallTotals(request);
      const visitor = new CostVisitor({ ...request, variables: variableValues, ...options }, totals);
      visitor.run(selection.fields);
      const nodes = selection.cut ? Number.POSITIVE_INFINITY : selection.plain + visitor.nodes;
      return sum(totals.entries(), nodes, request.limits);
    };
    return {
      estimate: estimateWith(),
      heaviest: (figure, budget) =>
        heaviestArgument(budget, selection, (options) => estimateWith(options)[figure]),
    };
  };
}
