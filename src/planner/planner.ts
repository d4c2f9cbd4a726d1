// The planner turns the keys that a query wants of one edge into the fewest upstream calls: points, bulk
// calls, a sweep of the partner-wide listing, or a sweep that goes over to points. It is pure: no calls, no
// promises, no clock. It hands out steps, takes pages, and can say why it did what it did. It never knows
// about GraphQL, HTTP or quotas, and what it remembers changes the plan, never the answer.
export { type EdgePlan, planEdge } from './edge-plan.ts';
export {
  type CallEstimate,
  type EdgeEstimate,
  type EdgeLoad,
  estimateEdge,
  estimateSemiJoin,
  expectedUpTo,
  NO_CALLS,
  pagesOf,
  plus,
  rowsPerKeyOf,
} from './estimate.ts';
export type { Evaluation, PlanExplanation } from './explain.ts';
export {
  type DemandCluster,
  type DemandGroup,
  type Filter,
  groupDemands,
  nests,
} from './filters.ts';
export { planSemiJoin, type SemiJoin, type SemiJoinRequest, type SemiJoinStep } from './semi-join.ts';
export { type Observation, SizeMemory, type SizeScope } from './sizes.ts';
export type * from './types.ts';
