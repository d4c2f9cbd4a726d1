import type { OnDemandResourceRow, PeriodResourceRow } from '../../src/operations/resources/resources.ts';

/** Not every resource row names its customer: the customer of the request is kept beside the row. */
interface Owned {
  readonly ownerId: string;
}
export interface PeriodResourceNode extends Owned {
  readonly kind: 'period';
  readonly row: PeriodResourceRow;
  /** The order through which the resource was found, if any. */
  readonly orderId: string | undefined;
}
export interface OnDemandResourceNode extends Owned {
  readonly kind: 'onDemand';
  readonly row: OnDemandResourceRow;
}
export type ResourceNode = PeriodResourceNode | OnDemandResourceNode;
