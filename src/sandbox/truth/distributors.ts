import { resellersOf } from '../world/partner/resellers.ts';
import type { TruthScope } from './scope.ts';

export const distributors = ({ world }: TruthScope) => ({
  resellers: () => resellersOf(world).map(({ row }) => row),
});
