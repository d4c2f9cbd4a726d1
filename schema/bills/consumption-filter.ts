import type { ConsumptionSelection } from '../../src/operations/bills/edges.ts';
import { builder } from '../core/builder.ts';
import { codeIn, numberIn, withoutEmpty } from '../core/filter/wire-filter.ts';
import { AssociationType } from '../customers/customer-enums.ts';
import { checkDays } from './billing-days.ts';
import { ChargingMode } from './charging-mode.ts';
import { RecordType } from './consumption-type.ts';

export const ConsumptionFilter = builder.inputType('ConsumptionFilter', {
  description: 'Filter for a list of consumption records. Omitted fields do not filter.',
  fields: (t) => ({
    serviceTypeCode: t.string({ description: 'Only records of the cloud service with this code.' }),
    regionCode: t.string({ description: 'Only records in the region with this code.' }),
    chargingMode: t.field({ type: ChargingMode.ref, description: 'Only records with this charging mode.' }),
    type: t.field({ type: RecordType.ref, description: 'Only records of this consumption type.' }),
    resourceId: t.string({ description: 'Only records of the resource with this id.' }),
    resourceName: t.string({ description: 'Only records of the resource with this name.' }),
    tradeId: t.string({ description: 'Only records of the order or transaction with this id.' }),
    associationType: t.field({
      type: AssociationType.ref,
      description: 'Only records of the time when the customer had this association type.',
    }),
    accountManagerId: t.string({
      description:
        'Only records of customers of the account manager with this id; required for a supervisor of account managers.',
    }),
    dateFrom: t.field({
      type: 'Date',
      description: 'First day of the records, within the billing cycle; requires `dateUntil`.',
    }),
    dateUntil: t.field({
      type: 'Date',
      description: 'Last day of the records, within the billing cycle; requires `dateFrom`.',
    }),
  }),
});

export type ConsumptionArguments = {
  cycle: string;
  filter?: typeof ConsumptionFilter.$inferInput | null | undefined;
};

export function toSelection({ cycle, filter }: ConsumptionArguments): ConsumptionSelection {
  const days = checkDays(cycle, filter?.dateFrom, filter?.dateUntil);
  return withoutEmpty({
    bill_cycle: cycle,
    service_type_code: filter?.serviceTypeCode,
    region_code: filter?.regionCode,
    charging_mode: numberIn('chargingMode', filter?.chargingMode, ChargingMode.codeOf),
    bill_detail_type: numberIn('type', filter?.type, RecordType.codeOf),
    resource_id: filter?.resourceId,
    resource_name: filter?.resourceName,
    trade_id: filter?.tradeId,
    association_type: codeIn('associationType', filter?.associationType, AssociationType.codeOf),
    account_manager_id: filter?.accountManagerId,
    bill_date_begin: days?.[0],
    bill_date_end: days?.[1],
  });
}
