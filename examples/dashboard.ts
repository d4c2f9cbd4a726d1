// A reseller's start page in a terminal: node examples/dashboard.ts [http://127.0.0.1:4000]
// The types come from `npm run codegen`; amounts are text and are never calculated with as floats.
import { DashboardDocument, type DashboardQuery } from './generated/graphql.ts';
import { send } from './send.ts';

const url = process.argv[2] ?? 'http://127.0.0.1:4000';
const chinaTime = new Date(Date.now() + 8 * 3_600_000);
const cycle = chinaTime.toISOString().slice(0, 7);

const { customers } = await send({ url, apiKey: process.env['API_KEY'] }, DashboardDocument, {
  first: 20,
  cycle,
});

console.log(`${customers?.nodes.length ?? 0} of ${customers?.totalCount ?? '?'} customers, ${cycle}\n`);
console.table(customers?.nodes.map(toLine));

type Customer = NonNullable<DashboardQuery['customers']>['nodes'][number];

function toLine({ name, associationType, balance, orders, coupons, monthlyBill }: Customer) {
  const newest = orders?.nodes[0];
  const usable = coupons?.nodes.filter((coupon) => coupon.status === 'AVAILABLE');
  return {
    customer: name ?? '',
    association: associationType ?? '',
    available: balance ? `${balance.available.amount} ${balance.available.currency}` : '',
    'newest order': newest ? `${newest.createdAt?.slice(0, 10) ?? ''} ${newest.status}` : '',
    'usable coupons': usable?.length ?? '',
    'bill so far': monthlyBill ? `${monthlyBill.total.amount} ${monthlyBill.total.currency}` : '',
  };
}
