// Resources and resource packages of customers.
// The operations of this domain and nothing else: `operations.ts` is spread from what stands here.
export { ListFreeResourceInfos, ListFreeResourcesUsageRecords, ListFreeResourceUsages } from './packages.ts';
export { ListCustomerOnDemandResources, ListPayPerUseCustomerResources } from './resources.ts';
