import type { OnDemandResourceRow, PeriodResourceRow } from '../../src/operations/resources/resources.ts';

/** Resource rows do not all say whose they are: the customer that was asked for is kept beside them. */
interface Owned {
  readonly ownerId: string;
}
export interface PeriodResourceNode extends Owned {
  readonly kind: 'period';
  readonly row: PeriodResourceRow;
  /** The order through which it was found, where it was. */
  readonly orderId: string | undefined;
}
export interface OnDemandResourceNode extends Owned {
  readonly kind: 'onDemand';
  readonly row: OnDemandResourceRow;
}
export type ResourceNode = PeriodResourceNode | OnDemandResourceNode;
