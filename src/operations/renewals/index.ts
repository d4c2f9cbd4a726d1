// Prices of renewals.
// The operations of this domain and nothing else: `operations.ts` is spread from what stands here.
export { ListRenewRateOnPeriod } from './renewals.ts';
