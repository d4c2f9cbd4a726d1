import type { DocumentNode, ExecutionArgs, ExecutionResult, GraphQLSchema } from 'graphql';
import { GraphQLError, getOperationAST, getVariableValues } from 'graphql';
import { compileQuery } from 'graphql-jit';
import type { Part } from './incremental.ts';

/** Runs a compiled operation. Errors and nulls are those of the reference executor. */
type Run = (root: unknown, context: unknown, variables: Readonly<Record<string, unknown>>) => unknown;

/** What is known of a document: how often it ran, and its compiled form once that is worth having. */
interface Known {
  runs: number;
  compiled: Run | undefined;
}

/** Compiling costs as much as some ten executions, so that a document has to come back first. */
const WORTH_COMPILING = 2;

type Reference = (executed: ExecutionArgs) => Promise<ExecutionResult | AsyncIterable<Part>>;

/** Executes documents that come back with code compiled for them; others run on the reference executor. */
export function compiledExecution(schema: GraphQLSchema) {
  const known = new WeakMap<DocumentNode, Map<string, Known>>();
  return ({ document, operationName }: ExecutionArgs, reference: Reference): Reference => {
    const byName = known.get(document) ?? new Map<string, Known>();
    known.set(document, byName);
    const entry = byName.get(operationName ?? '') ?? { runs: 0, compiled: undefined };
    byName.set(operationName ?? '', entry);
    entry.runs += 1;
    if (entry.runs === WORTH_COMPILING) entry.compiled = compile(schema, document, operationName);
    const { compiled } = entry;
    if (!compiled) return reference;
    return async ({ rootValue, contextValue, variableValues }) => {
      const result = (await compiled(rootValue, contextValue, variableValues ?? {})) as ExecutionResult;
      return result.errors ? { ...result, errors: result.errors.map(withExtensions) } : result;
    };
  };
}

function compile(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | null | undefined,
): Run | undefined {
  const operation = getOperationAST(document, operationName);
  if (!operation || operation.operation === 'subscription') return undefined;
  const compiled = compileQuery(schema, document, operationName ?? undefined, {
    disableLeafSerialization: false,
    disablingCapturingStackErrors: true,
  });
  if (!('query' in compiled)) return undefined;
  const definitions = operation.variableDefinitions ?? [];
  return (root, context, variables) => {
    // Compiled code words variable errors its own way; the reference coercion says what was expected.
    if (definitions.length > 0) {
      const { errors } = getVariableValues(schema, definitions, variables, { maxErrors: 50 });
      if (errors) return { errors };
    }
    return compiled.query(root, context, variables);
  };
}

/** Errors of compiled code have no extensions where they have no cause. */
function withExtensions({ message, path, originalError }: GraphQLError): GraphQLError {
  return new GraphQLError(message, {
    ...(path ? { path } : {}),
    ...(originalError ? { originalError } : {}),
  });
}
