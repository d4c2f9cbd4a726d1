// Prices of products for a customer.
// The operations of this domain and nothing else: `operations.ts` is spread from what stands here.
export { ListOnDemandResourceRatings, ListRateOnPeriodDetail } from './prices.ts';
