import { badInput } from '../../src/errors/errors.ts';
import type {
  CustomerDetailFilter,
  CustomerResourceFilter,
} from '../../src/operations/bills/customer-bill-edges.ts';
import { builder } from '../core/builder.ts';
import { codeIn, withoutEmpty } from '../core/filter/wire-filter.ts';
import { checkDays } from './billing-days.ts';
import { ChargingMode } from './charging-mode.ts';
import { CustomerBillType, membersFilter, membersInput } from './customer-bill-filters.ts';

export const ResourceFilterInput = builder.inputType('OwnResourceRecordFilter', {
  description: 'Filter for a list of resource records. Omitted fields do not filter.',
  fields: (t) => ({
    serviceTypeCode: t.string({ description: 'Only records of the cloud service with this code.' }),
    regionCode: t.string({ description: 'Only records in the region with this code.' }),
    chargingMode: t.field({ type: ChargingMode.ref, description: 'Only records with this charging mode.' }),
    type: t.field({ type: CustomerBillType.ref, description: 'Only records of this bill type.' }),
    resourceId: t.string({ description: 'Only records of the resource with this id.' }),
    tradeId: t.string({ description: 'Only records of the order or transaction with this id.' }),
    enterpriseProjectId: t.string({ description: 'Only records of the enterprise project with this id.' }),
    withZero: t.boolean({ description: 'True when records with zero to pay are listed too.' }),
    dateFrom: t.field({
      type: 'Date',
      description: 'First day of the range, within the billing cycle; requires `dateUntil`.',
    }),
    dateUntil: t.field({
      type: 'Date',
      description: 'Last day of the range, within the billing cycle; requires `dateFrom`.',
    }),
    perCycle: t.boolean({
      description: 'True when one sum per resource and billing cycle is listed instead of single records.',
    }),
    members: t.field(membersInput),
    subAccountId: t.string({ description: 'Only records of the sub-account with this id.' }),
  }),
});

interface RecordArguments {
  readonly cycle: string;
  readonly filter?: typeof ResourceFilterInput.$inferInput | null | undefined;
}

export function toRecordFilter({ cycle, filter }: RecordArguments): CustomerResourceFilter {
  const days = checkDays(cycle, filter?.dateFrom, filter?.dateUntil);
  const type = codeIn('type', filter?.type, CustomerBillType.codeOf);
  return withoutEmpty({
    cycle,
    cloud_service_type: filter?.serviceTypeCode,
    region: filter?.regionCode,
    charge_mode: codeIn('chargingMode', filter?.chargingMode, ChargingMode.codeOf),
    bill_type: type === undefined ? undefined : Number(type),
    resource_id: filter?.resourceId,
    trade_id: filter?.tradeId,
    enterprise_project_id: filter?.enterpriseProjectId,
    include_zero_record: filter?.withZero,
    bill_date_begin: days?.[0],
    bill_date_end: days?.[1],
    statistic_type: filter?.perCycle ? 1 : undefined,
    ...membersFilter(filter ?? {}),
  });
}

export const DetailLevel = builder.enumType('OwnResourceDetailLevel', {
  description: 'Level of detail of one row of resource costs.',
  values: {
    CYCLE: { value: 1, description: 'One row per resource and billing cycle.' },
    DAY: { value: 2, description: 'One row per resource and day.' },
    RECORD: { value: 3, description: 'One row per usage record.' },
  } as const,
});

export const DetailFilterInput = builder.inputType('OwnResourceDetailFilter', {
  description: 'Filter for a list of resource details. Omitted fields do not filter.',
  fields: (t) => ({
    serviceTypeCode: t.string({ description: 'Only rows of the cloud service with this code.' }),
    resourceTypeCode: t.string({ description: 'Only rows of the resource type with this code.' }),
    regionCode: t.string({ description: 'Only rows in the region with this code.' }),
    chargingMode: t.field({ type: ChargingMode.ref, description: 'Only rows with this charging mode.' }),
    type: t.field({ type: CustomerBillType.ref, description: 'Only rows of this bill type.' }),
    resourceId: t.string({ description: 'Only rows of the resource with this id.' }),
    enterpriseProjectId: t.string({ description: 'Only rows of the enterprise project with this id.' }),
    payerId: t.string({ description: 'Only rows that the account with this id pays.' }),
    withZero: t.boolean({ description: 'True when rows with zero to pay are listed too.' }),
    dateFrom: t.field({
      type: 'Date',
      description:
        'First day of the range, within the billing cycle; requires `dateUntil`, by day or record only.',
    }),
    dateUntil: t.field({
      type: 'Date',
      description:
        'Last day of the range, within the billing cycle; requires `dateFrom`, by day or record only.',
    }),
    members: t.field(membersInput),
    subAccountId: t.string({ description: 'Only rows of the sub-account with this id.' }),
  }),
});

interface DetailArguments {
  readonly cycle: string;
  readonly per: number;
  readonly filter?: typeof DetailFilterInput.$inferInput | null | undefined;
}

export function toDetailFilter({ cycle, per, filter }: DetailArguments): CustomerDetailFilter {
  const days = checkDays(cycle, filter?.dateFrom, filter?.dateUntil);
  if (days && per === 1) {
    throw badInput('filter.dateFrom and filter.dateUntil: expected per: DAY or RECORD with days, got CYCLE');
  }
  if (cycle < '2019-01') throw badInput(`cycle: expected 2019-01 or later, got ${cycle}`);
  const mode = codeIn('chargingMode', filter?.chargingMode, ChargingMode.codeOf);
  const type = codeIn('type', filter?.type, CustomerBillType.codeOf);
  return withoutEmpty({
    cycle,
    statistic_type: per,
    cloud_service_type: filter?.serviceTypeCode,
    resource_type: filter?.resourceTypeCode,
    region: filter?.regionCode,
    charge_mode: mode === undefined ? undefined : Number(mode),
    bill_type: type === undefined ? undefined : Number(type),
    res_instance_id: filter?.resourceId,
    enterprise_project_id: filter?.enterpriseProjectId,
    payer_account_id: filter?.payerId,
    include_zero_record: filter?.withZero,
    query_type: days ? 'DAILY' : undefined,
    bill_cycle_begin: days?.[0],
    bill_cycle_end: days?.[1],
    ...membersFilter(filter ?? {}),
  });
}
