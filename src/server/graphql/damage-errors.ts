// Errors about upstream answers of which a part could not be read: the fields show what is left, and each
// damaged answer adds one error beside them.
import { type ExecutionResult, GraphQLError } from 'graphql';
import { isAsyncIterable, type Plugin } from 'graphql-yoga';
import type { GatewayContext } from '../../context/context.ts';
import type { DamageReport } from '../../loaders/damage-report.ts';
import type { Part } from './incremental.ts';

export function damageErrors(): Plugin<GatewayContext> {
  return {
    onExecute({ args }) {
      const { loaders } = args.contextValue as GatewayContext;
      const reported = new Set<DamageReport>();
      const news = (): readonly GraphQLError[] => {
        const reports = loaders.damage().filter((report) => !reported.has(report));
        for (const report of reports) reported.add(report);
        return reports.map(toError);
      };
      return {
        onExecuteDone({ result, setResult }) {
          if (isAsyncIterable(result)) setResult(inParts(result as AsyncIterable<Part>, news) as never);
          else setResult(withErrors(result, news()));
        },
      };
    },
  };
}

function withErrors<Result extends ExecutionResult>(result: Result, errors: readonly GraphQLError[]): Result {
  return errors.length === 0 ? result : { ...result, errors: [...(result.errors ?? []), ...errors] };
}

/** A later part has no errors of its own, only those of what it brings. */
async function* inParts(parts: AsyncIterable<Part>, news: () => readonly GraphQLError[]) {
  for await (const part of parts) {
    const [first, ...others] = part.incremental ?? [];
    if (part.data) yield withErrors(part, news());
    else if (!first) yield part;
    else yield { ...part, incremental: [withErrors(first, news()), ...others] };
  }
}

function toError({ error, place }: DamageReport): GraphQLError {
  return new GraphQLError(error.message, {
    originalError: error,
    ...(place ? { path: place.path, nodes: place.nodes } : {}),
  });
}
