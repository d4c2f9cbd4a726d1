import type { DocumentNode, GraphQLSchema } from 'graphql';
import { getOperationAST, getVariableValues, Kind, visit } from 'graphql';
import { compileQuery } from 'graphql-jit';
import type { Plugin } from 'graphql-yoga';
import type { GatewayContext } from '../../context/context.ts';

/** Runs a compiled operation. Errors and nulls are those of the reference executor. */
type Run = (root: unknown, context: unknown, variables: Readonly<Record<string, unknown>>) => unknown;

/** What is known of a document: how often it ran, and its compiled form once that is worth having. */
interface Known {
  readonly incremental: boolean;
  runs: number;
  compiled: Run | undefined;
}

/** Compiling costs as much as some ten executions, so that a document has to come back first. */
const WORTH_COMPILING = 2;

/** Executes documents that come back with code compiled for them; others run on the standard executor. */
export function compiledExecution(schema: GraphQLSchema): Plugin<GatewayContext> {
  const known = new WeakMap<DocumentNode, Map<string, Known>>();
  const seen = (document: DocumentNode, operationName: string): Known => {
    const byName = known.get(document) ?? new Map<string, Known>();
    known.set(document, byName);
    const found = byName.get(operationName) ?? {
      incremental: isIncremental(document),
      runs: 0,
      compiled: undefined,
    };
    byName.set(operationName, found);
    return found;
  };
  return {
    onExecute({ args, setExecuteFn }) {
      const { document, operationName } = args;
      const entry = seen(document, operationName ?? '');
      entry.runs += 1;
      if (entry.incremental) {
        args.contextValue.loaders.settleEarly();
        return;
      }
      if (entry.runs < WORTH_COMPILING) return;
      if (entry.runs === WORTH_COMPILING) entry.compiled = compile(schema, document, operationName);
      const { compiled } = entry;
      if (!compiled) return;
      setExecuteFn(({ rootValue, contextValue, variableValues }) =>
        compiled(rootValue, contextValue, variableValues ?? {}),
      );
    },
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

function isIncremental(document: DocumentNode): boolean {
  let found = false;
  visit(document, {
    [Kind.DIRECTIVE](node) {
      if (node.name.value === 'defer' || node.name.value === 'stream') found = true;
    },
  });
  return found;
}
