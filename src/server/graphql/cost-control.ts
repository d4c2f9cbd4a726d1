import { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { Estimate, Estimation } from '../../../schema/estimate/estimator.ts';
import type { GatewayContext } from '../../context/context.ts';
import type { HeaviestArgument, QueryEstimate } from '../../context/query-cost.ts';
import { GatewayError } from '../../errors/errors.ts';

/**
 * Estimates every operation before it runs. One that is expected to pass the viewer's budget of calls, or to have
 * an answer of more than `maxAnswerNodes` values, is refused, and one whose plan alone was asked for is not run. What an operation makes beyond its estimate ends at the
 * budget in any case: calls are counted where they begin (`call/call-budget.ts`).
 */
export function costControl(estimate: Estimate, maxAnswerNodes: number): Plugin<GatewayContext> {
  return {
    onExecute({ args, setResultAndStopExecution }) {
      const context: GatewayContext = args.contextValue;
      const { cost, loaders, scope, viewer, quotaOf, remainingMs } = context;
      const budget = scope.budget?.limit;
      // The second beyond covers windows of quota that begin before the request and end after it.
      const seconds = Math.ceil(remainingMs() / 1000) + 1;
      const estimation = estimate({
        document: args.document,
        operationName: args.operationName,
        variables: args.variableValues ?? {},
        sizes: loaders.sizes,
        has: loaders.has,
        isPartner: viewer.role !== 'CUSTOMER',
        site: scope.tenant.site,
        limits: { budget, perOperation: (operation) => quotaOf(operation).perSecond * seconds },
      });
      // Without one the operation cannot run, and execution says why.
      if (!estimation) return;
      cost.estimate = estimation.estimate;
      if (cost.planOnly) setResultAndStopExecution({ data: null });
      else {
        const error = refusal(estimation, budget, maxAnswerNodes);
        if (!error) return;
        setResultAndStopExecution({
          errors: [new GraphQLError(error.message, { originalError: error })],
        });
      }
    },
  };
}

/** Why the query is not run; undefined where it may. */
function refusal(
  estimation: Estimation,
  budget: number | undefined,
  maxAnswerNodes: number,
): GatewayError | undefined {
  const { expected, nodes } = estimation.estimate;
  if (nodes > maxAnswerNodes) return tooLarge(estimation, maxAnswerNodes);
  return budget !== undefined && expected > budget ? tooManyCalls(estimation, budget) : undefined;
}

/** Larger figures are not worth their digits. */
const MOST_SHOWN = 1_000_000_000;

function tooLarge({ estimate: { nodes }, heaviest }: Estimation, maxAnswerNodes: number): GatewayError {
  const weighsMost = heaviest('nodes', maxAnswerNodes);
  const got = nodes > MOST_SHOWN ? 'far more' : `one of about ${nodes}`;
  return new GatewayError(
    'QUERY_TOO_EXPENSIVE',
    `Expected a query with an answer of at most ${maxAnswerNodes} values, got ${got}${hint(weighsMost)}`,
    { details: { maxAnswerNodes, ...(weighsMost ? { weighsMost } : {}) } },
  );
}

function tooManyCalls({ estimate, heaviest }: Estimation, budget: number): GatewayError {
  const { expected, upper, operations } = estimate;
  const weighsMost = heaviest('expected', budget);
  const figures = operations.map((one) => `${one.operation} ${one.expected}`).join(', ');
  return new GatewayError(
    'QUERY_TOO_EXPENSIVE',
    `Expected a query of at most ${budget} upstream calls, got one of about ${expected} (${figures})${hint(weighsMost)}`,
    { details: { budget, estimate: { upper, expected, operations }, ...(weighsMost ? { weighsMost } : {}) } },
  );
}

function hint(heaviest: HeaviestArgument | undefined): string {
  if (!heaviest) return '';
  const { argument, smaller, expected } = heaviest;
  if (expected > MOST_SHOWN) return '';
  return `; ${argument} weighs most: with first: ${smaller} it would be about ${expected}`;
}

/** The figures for `extensions.upstream`. */
export function estimateExtension(
  { cost: { estimate, planOnly }, quotaOf, scope }: GatewayContext,
  withTrace: boolean,
): Record<string, unknown> {
  if (!estimate) return { estimatedCalls: 0, estimate: { upper: 0, expected: 0 } };
  const { upper, expected, nodes, operations } = estimate;
  const figures = { upper, expected };
  const detailed = () => ({ ...figures, nodes, seconds: estimate.seconds(quotaOf), operations });
  return {
    estimatedCalls: expected,
    estimate: withTrace || planOnly ? detailed() : figures,
    ...(planOnly ? { plan: planOf(estimate, scope.budget?.limit) } : {}),
  };
}

function planOf(estimate: QueryEstimate, budget: number | undefined): Record<string, unknown> {
  const edges = estimate.edges();
  const total = `about ${estimate.expected} calls, at most ${estimate.upper}`;
  const lines = edges.map(({ level, text }) => `${'  '.repeat(level + 1)}${text}`);
  return { text: [total, ...lines].join('\n'), ...(budget === undefined ? {} : { budget }), edges };
}
