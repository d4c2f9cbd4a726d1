import { customerCouponById } from '../../../src/operations/coupons/customer-coupon-edges.ts';
import { couponById } from '../../../src/operations/coupons/edges.ts';
import { customerById } from '../../../src/operations/customers/edges.ts';
import { orderById } from '../../../src/operations/orders/edges.ts';
import { onDemandResourceById, periodResourceById } from '../../../src/operations/resources/edges.ts';
import { type GlobalId, readGlobalId } from '../scope/global-id.ts';
import { keyedRead, type Read, reads } from './reads.ts';

// Pothos hands the resolver the id that it has decoded; what is declared here sees the client's own text.
interface NodeArguments {
  readonly id: string;
}

const own = ({ id }: NodeArguments): string => readGlobalId(id).id;
/** Ids of resources and own coupons begin with their owner, who is looked for first. */
const owner = (args: NodeArguments): string => own(args).split('/')[0] ?? '';
const OWNER_ROW = keyedRead(customerById, { rows: 'one', key: owner });

const READS: Readonly<Record<string, readonly Read[]>> = {
  Customer: [keyedRead(customerById, { rows: 'one', key: own })],
  Order: [keyedRead(orderById, { rows: 'one', key: own })],
  IssuedCoupon: [keyedRead(couponById, { rows: 'one', key: own })],
  OwnCoupon: [OWNER_ROW, keyedRead(customerCouponById, { rows: 'one', batching: { perKeyFilter: true } })],
  YearlyMonthlyResource: [
    OWNER_ROW,
    keyedRead(periodResourceById, { rows: 'one', batching: { perKeyFilter: true } }),
  ],
  OnDemandResource: [
    OWNER_ROW,
    keyedRead(onDemandResourceById, { rows: 'one', batching: { perKeyFilter: true } }),
  ],
};

const typeOf = ({ id }: NodeArguments): GlobalId['typename'] => readGlobalId(id).typename;

/** What it takes to find an object by its global id. */
export const READS_NODE = reads<NodeArguments>({
  reads: (args) => READS[typeOf(args)] ?? [],
  possibleReads: Object.values(READS).flat(),
  loaded: true,
  scope: { ofReseller: ({ id }) => readGlobalId(id).resellerId !== undefined, typename: typeOf },
});
