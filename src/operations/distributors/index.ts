// Resellers below a distributor.
// The operations of this domain and nothing else: `operations.ts` is spread from what stands here.
export { ListIndirectPartners } from './distributors.ts';
