import { notACustomer, parameterError } from '../wire/refusal.ts';
import { regions } from '../world/catalog/regions.ts';
import { serviceAt } from '../world/catalog/services.ts';
import { orderId } from '../world/orders/orders.ts';
import { onDemandResources, onDemandRow } from '../world/resources/on-demand.ts';
import { periodResourceRow } from '../world/resources/resources.ts';
import type { Customer } from '../world/types.ts';
import { type Answer, contains, int, type Question, span, strings, text } from './answer.ts';
import { pageText } from './page.ts';

/** The customer that is asked about: it must be named by a partner, and be one of its own. */
export function customerOf({ caller, world, values }: Question): Customer {
  const id = text(values, 'customer_id') ?? caller.customer?.id;
  if (id === undefined)
    throw parameterError('customer_id: expected a value with a partner credential, got none');
  const customer = world.customer(id);
  if (!customer || (caller.customer && customer !== caller.customer)) throw notACustomer();
  return customer;
}

/** Yearly/monthly resources, whatever the upstream calls the operation. */
export const listPayPerUseCustomerResources: Answer = (question) => {
  const { world, values } = question;
  const [ids, service] = [strings(values, 'resource_ids'), text(values, 'service_type_code')];
  const [order, onlyMain] = [text(values, 'order_id')?.toUpperCase(), int(values, 'only_main_resource')];
  const statuses = values['status_list'];
  const expires = span(values, 'expire_time');
  const rows = world.resources(customerOf(question)).filter(
    (resource) =>
      (!ids || ids.has(resource.id) || (onlyMain !== 1 && ids.has(resource.parentId ?? ''))) &&
      (order === undefined || orderId(resource.order) === order) &&
      // Ids of attached resources bring these, whether only main ones are asked for or not.
      (onlyMain !== 1 || resource.main || ids?.has(resource.id) === true) &&
      (!Array.isArray(statuses) || statuses.includes(resource.status)) &&
      (service === undefined || resource.service.code === service) &&
      contains(expires, resource.expiresAt),
  );
  return pageText(question, { rows: 'data', total: 'total_count' }, rows, (resource) =>
    JSON.stringify(periodResourceRow(resource)),
  );
};

/** Only resale customers' resources are shown. */
export const listCustomerOnDemandResources: Answer = (question) => {
  const { values, language } = question;
  const customer = customerOf(question);
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
  return pageText(question, { rows: 'resources', total: 'total_count' }, rows, (resource) =>
    JSON.stringify(onDemandRow(resource, language)),
  );
};
