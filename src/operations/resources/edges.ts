import { GatewayError } from '../../errors/errors.ts';
import { type Edge, pageSizeOf, request, toPage } from '../edge.ts';
import {
  ListCustomerOnDemandResources,
  ListPayPerUseCustomerResources,
  type OnDemandResourceRow,
  type PeriodResourceRow,
} from './resources.ts';

export interface PeriodResourceFilter {
  readonly order_id?: string;
  readonly only_main_resource?: number;
  readonly status_list?: readonly number[];
  readonly expire_time_begin?: string;
  readonly expire_time_end?: string;
  readonly service_type_code?: string;
  readonly resource_ids?: readonly string[];
}

export const periodResourcesByCustomer: Edge<PeriodResourceFilter, PeriodResourceRow> = {
  name: 'Customer.resources (yearly/monthly)',
  operation: ListPayPerUseCustomerResources,
  pageSize: pageSizeOf(ListPayPerUseCustomerResources),
  point: (key, filter, range) =>
    request(ListPayPerUseCustomerResources, { ...filter, customer_id: key, ...range }, (answer) =>
      toPage(
        answer.data,
        answer.total_count,
        () => key,
        (row) => row.resource_id,
      ),
    ),
};

export interface OnDemandResourceFilter {
  readonly service_type_code?: string;
  readonly region_code?: string;
  readonly status?: number;
  readonly resource_ids?: readonly string[];
  readonly effective_time_begin?: string;
  readonly effective_time_end?: string;
}

export const onDemandResourcesByCustomer: Edge<OnDemandResourceFilter, OnDemandResourceRow> = {
  name: 'Customer.resources (on demand)',
  operation: ListCustomerOnDemandResources,
  pageSize: pageSizeOf(ListCustomerOnDemandResources),
  point: (key, filter, range) =>
    request(ListCustomerOnDemandResources, { ...filter, customer_id: key, ...range }, (answer) =>
      toPage(
        answer.resources,
        answer.total_count,
        () => key,
        (row) => row.resource_id,
      ),
    ),
};

/** Resources by id. Each call is about one customer, so the customer is the filter here. */
export const periodResourceById: Edge<string, PeriodResourceRow> = {
  name: 'resource (yearly/monthly)',
  operation: ListPayPerUseCustomerResources,
  pageSize: pageSizeOf(ListPayPerUseCustomerResources),
  bulk: {
    maxKeys: ListPayPerUseCustomerResources.bulk?.max ?? 1,
    request: (keys, customerId) =>
      request(
        ListPayPerUseCustomerResources,
        // Main resources would bring along what is attached to them.
        { customer_id: customerId, resource_ids: keys, only_main_resource: 1, offset: 0, limit: keys.length },
        (answer) =>
          toPage(
            answer.data,
            undefined,
            (row) => row.resource_id,
            (row) => row.resource_id,
          ),
      ),
  },
};

/** Resources attached to others, by the id of the other; the customer is the filter. */
export const attachedByResource: Edge<string, PeriodResourceRow> = {
  name: 'YearlyMonthlyResource.attached',
  operation: ListPayPerUseCustomerResources,
  pageSize: pageSizeOf(ListPayPerUseCustomerResources),
  bulk: {
    maxKeys: ListPayPerUseCustomerResources.bulk?.max ?? 1,
    request: (keys, customerId) => {
      const limit = pageSizeOf(ListPayPerUseCustomerResources);
      return request(
        ListPayPerUseCustomerResources,
        { customer_id: customerId, resource_ids: keys, offset: 0, limit },
        ({ data, total_count: total = 0 }) => {
          // Refused here, so that fewer keys are asked for at a time.
          if (total > limit) {
            const message = `${ListPayPerUseCustomerResources.name}: expected at most ${limit} attached resources, got ${total}`;
            throw new GatewayError('UPSTREAM_REJECTED', message);
          }
          const asked = new Set(keys);
          return toPage(
            data.filter((row) => asked.has(row.parent_resource_id ?? '')),
            undefined,
            (row) => row.parent_resource_id ?? '',
            (row) => row.resource_id,
          );
        },
      );
    },
  },
};

export const onDemandResourceById: Edge<string, OnDemandResourceRow> = {
  name: 'resource (on demand)',
  operation: ListCustomerOnDemandResources,
  pageSize: pageSizeOf(ListCustomerOnDemandResources),
  bulk: {
    maxKeys: ListCustomerOnDemandResources.bulk?.max ?? 1,
    request: (keys, customerId) =>
      request(
        ListCustomerOnDemandResources,
        { customer_id: customerId, resource_ids: keys, offset: 0, limit: keys.length },
        (answer) =>
          toPage(
            answer.resources,
            undefined,
            (row) => row.resource_id,
            (row) => row.resource_id,
          ),
      ),
  },
};
