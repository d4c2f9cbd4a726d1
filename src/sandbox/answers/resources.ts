import type * as operations from '../../operations/resources/index.ts';
import { regions } from '../world/catalog/regions.ts';
import { serviceAt } from '../world/catalog/services.ts';
import { orderId } from '../world/orders/orders.ts';
import { onDemandResources, onDemandRow } from '../world/resources/on-demand.ts';
import { periodResourceRow } from '../world/resources/resources.ts';
import { type AnswersOf, contains, int, namedCustomer, span, strings, text } from './answer.ts';
import { packages } from './packages.ts';
import { pageText } from './page.ts';

export const resources = {
  /** Yearly/monthly resources, whatever the upstream calls the operation. */
  ListPayPerUseCustomerResources: (request) => {
    const { world, values } = request;
    const [ids, service] = [strings(values, 'resource_ids'), text(values, 'service_type_code')];
    const [order, onlyMain] = [text(values, 'order_id')?.toUpperCase(), int(values, 'only_main_resource')];
    const statuses = values['status_list'];
    const expires = span(values, 'expire_time');
    const rows = world.resources(namedCustomer(request)).filter(
      (resource) =>
        (!ids || ids.has(resource.id) || (onlyMain !== 1 && ids.has(resource.parentId ?? ''))) &&
        (order === undefined || orderId(resource.order) === order) &&
        // Ids of attached resources bring these, whether only main ones are asked for or not.
        (onlyMain !== 1 || resource.main || ids?.has(resource.id) === true) &&
        (!Array.isArray(statuses) || statuses.includes(resource.status)) &&
        (service === undefined || resource.service.code === service) &&
        contains(expires, resource.expiresAt),
    );
    return pageText(request, { rows: 'data', total: 'total_count' }, rows, (resource) =>
      JSON.stringify(periodResourceRow(resource)),
    );
  },

  /** Only resale customers' resources are shown. */
  ListCustomerOnDemandResources: (request) => {
    const { values, language } = request;
    const customer = namedCustomer(request);
    const [ids, service] = [strings(values, 'resource_ids'), text(values, 'service_type_code')];
    const [region, status] = [text(values, 'region_code'), int(values, 'status')];
    const effective = span(values, 'effective_time');
    const rows = (customer.resale ? onDemandResources(customer) : []).filter(
      (resource) =>
        (!ids || ids.has(resource.id)) &&
        (service === undefined || serviceAt(resource.service).code === service) &&
        (region === undefined || regions[resource.region]?.code === region) &&
        (status === undefined || resource.status === status) &&
        contains(effective, resource.effectiveAt),
    );
    return pageText(request, { rows: 'resources', total: 'total_count' }, rows, (resource) =>
      JSON.stringify(onDemandRow(resource, language)),
    );
  },

  ...packages,
} satisfies AnswersOf<typeof operations>;
