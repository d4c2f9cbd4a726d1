import {
  AbortedGraphQLExecutionError,
  type ExecutionArgs,
  type ExecutionResult,
  executeRootSelectionSet,
  experimentalExecuteRootSelectionSet,
  type GraphQLError,
  legacyExecuteRootSelectionSet,
  validateExecutionArgs,
} from 'graphql';
import type { Dialect } from './answer-format.ts';
import type { Part } from './incremental.ts';
import { toGraphQLError } from './present-error.ts';
import type { VariableValues } from './stream-misuse.ts';

/** Coercion names every unknown key with the whole value, so that the first errors have to do. */
const MAX_COERCION_ERRORS = 5;

export interface Execution {
  /** Undefined where they are wrong. */
  readonly variables: VariableValues | undefined;
  readonly result: ExecutionResult | AsyncIterable<Part>;
}

/** Executes with graphql-js: as a whole, or in the parts of a dialect where the document asks for parts. */
export async function executeOperation(
  args: ExecutionArgs,
  dialect: Dialect | undefined,
): Promise<Execution> {
  const validated = validateExecutionArgs({
    ...args,
    // Deferred fields are asked for with the others, so that they share their calls.
    enableEarlyExecution: true,
    options: { maxCoercionErrors: MAX_COERCION_ERRORS },
  });
  if (!('schema' in validated)) return { variables: undefined, result: { errors: validated } };
  const variables = validated.variableValues;
  try {
    if (dialect === undefined) return { variables, result: await executeRootSelectionSet(validated) };
    const result = await (dialect === 'v0.2'
      ? experimentalExecuteRootSelectionSet(validated)
      : legacyExecuteRootSelectionSet(validated));
    return { variables, result: 'initialResult' in result ? partsOf(result) : result };
  } catch (error) {
    return { variables, result: { data: null, errors: [abortionOf(error)] } };
  }
}

/** Why an execution was stopped as a whole; anything else is a fault of the gateway. */
const abortionOf = (error: unknown): GraphQLError =>
  toGraphQLError(error instanceof AbortedGraphQLExecutionError ? error.cause : error);

interface IncrementalResults {
  readonly initialResult: Part;
  readonly subsequentResults: AsyncGenerator<Part, void, void>;
}

async function* partsOf({ initialResult, subsequentResults }: IncrementalResults): AsyncGenerator<Part> {
  try {
    yield initialResult;
    yield* subsequentResults;
  } catch (error) {
    yield { errors: [abortionOf(error)], hasNext: false };
  } finally {
    await subsequentResults.return();
  }
}
