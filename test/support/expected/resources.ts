import type { Truth, TruthRow } from '../../../src/sandbox/sandbox.ts';
import {
  absent,
  globalId,
  type Names,
  named,
  namedOrNull,
  QUANTITY,
  quantity,
  RESOURCE_TYPE,
  resourceType,
  rowsWith,
  SERVICE_TYPE,
  serviceType,
  text,
} from './values.ts';

export const RESOURCE = `__typename resourceId name statusCode regionCode ${SERVICE_TYPE} ${RESOURCE_TYPE}
  specificationCode specification size ${QUANTITY} effectiveAt expiresAt customer { customerId }
  ... on YearlyMonthlyResource {
    id status yearlyMonthlyStatus isMainResource parent { resourceId } attached { resourceId } renewsAutomatically expiryPolicy expiryPolicyCode productId
    projectId enterpriseProjectName enterpriseProject { enterpriseProjectId name } instanceId updatedAt
  }
  ... on OnDemandResource { id status onDemandStatus availabilityZoneCode }`;

const PERIOD_STATUS: Names = { 2: 'IN_USE', 3: 'CLOSED', 4: 'FROZEN', 5: 'EXPIRED' };
const ON_DEMAND_STATUS: Names = {
  1: 'ACTIVE',
  2: 'GRACE',
  3: 'FROZEN',
  4: 'CHANGING',
  5: 'CLOSING',
  6: 'CLOSED',
};
const EXPIRY_POLICY: Names = {
  0: 'GRACE_PERIOD',
  1: 'TO_ON_DEMAND',
  2: 'DELETE',
  3: 'AUTO_RENEW',
  4: 'FREEZE',
  5: 'DELETE_AFTER_RETENTION',
};

const shared = (world: Truth, row: TruthRow) => ({
  resourceId: row['resource_id'],
  name: text(row['resource_name']),
  statusCode: String(row['status']),
  regionCode: text(row['region_code']),
  serviceType: serviceType(world, row['service_type_code'], row['service_type_name']),
  resourceType: resourceType(row),
  specificationCode: text(row['resource_spec_code']),
  specification: text(row['product_spec_desc']),
  effectiveAt: text(row['effective_time']),
  expiresAt: text(row['expire_time']),
  customer: { customerId: row['customer_id'] },
});

export function periodResource(world: Truth, row: TruthRow) {
  const project = row['enterprise_project'] as { id: string; name: string } | null | undefined;
  return {
    ...shared(world, row),
    __typename: 'YearlyMonthlyResource',
    id: globalId('YearlyMonthlyResource', `${row['customer_id']}/${row['resource_id']}`),
    size: quantity(world, row['spec_size'], row['spec_size_measure_id']),
    status: named(PERIOD_STATUS, row['status']),
    yearlyMonthlyStatus: named(PERIOD_STATUS, row['status']),
    isMainResource: row['is_main_resource'] === 1,
    parent: absent(row['parent_resource_id']) ? null : { resourceId: row['parent_resource_id'] },
    attached: rowsWith(world.periodResources, 'parent_resource_id', row['resource_id']).map((one) => ({
      resourceId: one['resource_id'],
    })),
    renewsAutomatically: absent(row['expire_policy']) ? null : row['expire_policy'] === 3,
    expiryPolicy: namedOrNull(EXPIRY_POLICY, row['expire_policy']),
    expiryPolicyCode: text(row['expire_policy']),
    productId: text(row['product_id']),
    projectId: text(row['project_id']),
    enterpriseProject: project ? { enterpriseProjectId: project.id, name: project.name } : null,
    instanceId: text(row['id']),
    enterpriseProjectName: project?.name ?? null,
    updatedAt: text(row['update_time']),
  };
}

export function onDemandResource(world: Truth, row: TruthRow) {
  const info = absent(row['resource_info'])
    ? undefined
    : (JSON.parse(String(row['resource_info'])) as { specSize: number });
  return {
    ...shared(world, row),
    __typename: 'OnDemandResource',
    id: globalId('OnDemandResource', `${row['customer_id']}/${row['resource_id']}`),
    size: quantity(world, info?.specSize, undefined),
    status: named({ ...ON_DEMAND_STATUS, 1: 'IN_USE' }, row['status']),
    onDemandStatus: named(ON_DEMAND_STATUS, row['status']),
    availabilityZoneCode: text(row['availability_zone_code']),
  };
}

/** Everything that a customer runs: yearly/monthly first. */
export function resources(world: Truth, customerId: unknown) {
  return [
    ...rowsWith(world.periodResources, 'customer_id', customerId).map((row) => periodResource(world, row)),
    ...rowsWith(world.onDemandResources, 'customer_id', customerId).map((row) =>
      onDemandResource(world, row),
    ),
  ];
}
