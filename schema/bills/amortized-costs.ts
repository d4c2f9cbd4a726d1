import type { AmortizedCostRow } from '../../src/operations/bills/costs.ts';
import type { WithCurrency } from '../../src/operations/bills/edges.ts';
import {
  type AmortizedCostFilter,
  amortizedCostsByCustomer,
} from '../../src/operations/bills/own-bill-edges.ts';
import { ResourceTypeRef, ServiceTypeRef, typeReference } from '../catalog/catalog.ts';
import { quantities } from '../catalog/quantity.ts';
import { builder } from '../core/builder.ts';
import { connectionType, pageArguments } from '../core/connection/connection.ts';
import { perCustomer } from '../core/connection/edge-connection.ts';
import { codeIn, withoutEmpty } from '../core/filter/wire-filter.ts';
import { amounts, codes, instants, optionalCodes, texts } from '../core/row-fields.ts';
import { CustomerRef } from '../customers/customers.ts';
import { ChargingMode } from './charging-mode.ts';
import { membersFilter, membersInput, OwnBillType } from './own-bill-filters.ts';
import { OwnPeriodType } from './period-type.ts';
import { SubResourceRef, subResourceOf } from './sub-resource.ts';

type AmortizedCost = WithCurrency<AmortizedCostRow> & { readonly measure_id?: number };

const TagRef = builder.objectRef<AmortizedCostRow['effective_tag_pairs'][number]>('CostTag').implement({
  description: 'A cost tag.',
  fields: (t) =>
    texts(t, {
      key: ['Its key.', (row) => row.tag_key],
      value: ['Its value.', (row) => row.tag_value],
    }),
});

const CostUnitRef = builder.objectRef<AmortizedCostRow['cost_unit_pairs'][number]>('CostUnit').implement({
  description: 'A cost unit that a cost belongs to.',
  fields: (t) =>
    texts(t, {
      name: ['Its name.', (row) => row.cost_unit_name],
      rule: ['The rule by which the cost belongs to it.', (row) => row.cost_unit_rule_value],
    }),
});

const AmortizedCostRef = builder.objectRef<AmortizedCost>('AmortizedCost').implement({
  description: 'What a purchase costs in one month when it is spread over the months that it is for.',
  fields: (t) => ({
    ...codes(t, {
      type: [OwnBillType, 'What it is about.', (row) => row.bill_type],
      chargingMode: [ChargingMode, 'How it is charged.', (row) => row.charging_mode],
    }),
    ...optionalCodes(t, {
      periodType: [
        OwnPeriodType,
        'Length of one period; null where nothing states it.',
        (row) => row.period_type,
      ],
    }),
    serviceType: t.field({
      type: ServiceTypeRef,
      description: 'The cloud service.',
      resolve: (row) => typeReference(row.service_type_code, row.service_type_name),
    }),
    resourceType: t.field({
      type: ResourceTypeRef,
      description: 'The kind of resource.',
      resolve: (row) => typeReference(row.resource_type_code, row.resource_type_name),
    }),
    subResource: t.field({
      type: SubResourceRef,
      description: 'The part that it is about, where parts are told apart.',
      resolve: (row) => subResourceOf(row),
    }),
    tags: t.field({
      type: [TagRef],
      nullable: { list: false, items: false },
      description: 'Its cost tags.',
      resolve: (row) => [...row.effective_tag_pairs],
    }),
    costUnits: t.field({
      type: [CostUnitRef],
      nullable: { list: false, items: false },
      description: 'Cost units that it belongs to.',
      resolve: (row) => [...row.cost_unit_pairs],
    }),
    ...texts(t, {
      month: ['The month, `YYYY-MM`.', (row) => row.shared_month],
      cycle: ['The bill cycle.', (row) => row.bill_cycle],
      typeCode: ['Raw code of the type.', (row) => row.bill_type],
      chargingModeCode: ['Raw code of the charging mode.', (row) => row.charging_mode],
      periodTypeCode: ['Raw code of the length of a period.', (row) => row.period_type],
      customerId: ['Account that consumed: the customer, or a sub-account.', (row) => row.customer_id],
      regionCode: ['Region.', (row) => row.region_code],
      regionName: ['Name of the region.', (row) => row.region_name],
      resourceId: ['Id of the resource.', (row) => row.resource_id],
      resourceName: ['Name of the resource.', (row) => row.resource_name],
      resourceTag: ['Tags of the resource.', (row) => row.resource_tag],
      specification: ['Specification in words.', (row) => row.product_spec_desc],
      enterpriseProjectId: ['Id of the enterprise project.', (row) => row.enterprise_project_id],
      enterpriseProjectName: ['Name of the enterprise project.', (row) => row.enterprise_project_name],
      orderId: ['Id of the order.', (row) => row.order_id],
      usageTypeCode: ['Code of what was metered.', (row) => row.usage_type],
    }),
    ...instants(t, {
      effectiveAt: ['From when on it is used.', (row) => row.effective_time],
      expiresAt: ['Until when it is used.', (row) => row.expire_time],
    }),
    ...quantities(t, {
      usage: ['How much was used.', (row) => [row.usage, row.usage_measure_id]],
      packageUsage: [
        'How much of the use came out of resource packages.',
        (row) => [row.free_resource_usage, row.free_resource_measure_id],
      ],
      reservedInstanceUsage: [
        'How much of the use a reserved instance covered.',
        (row) => [row.ri_usage, row.ri_usage_measure_id],
      ],
    }),
    ...amounts(t, {
      amount: ['The whole amount payable.', (row) => row.consume_amount],
      pastAmount: ['The part of earlier months.', (row) => row.past_months_amortized_amount],
      currentAmount: ['The part of this month.', (row) => row.current_month_amortized_amount],
      futureAmount: ['The part of later months.', (row) => row.future_months_amortized_amount],
      cashAmount: ["This month's part, paid in cash.", (row) => row.amortized_cash_amount],
      creditAmount: ["This month's part, paid from credit.", (row) => row.amortized_credit_amount],
      couponAmount: ["This month's part, paid with cash coupons.", (row) => row.amortized_coupon_amount],
      flexiPurchaseCouponAmount: [
        "This month's part, paid with flexi-purchase coupons.",
        (row) => row.amortized_flexipurchase_coupon_amount,
      ],
      storedValueCardAmount: [
        "This month's part, paid with stored-value cards.",
        (row) => row.amortized_stored_value_card_amount,
      ],
      bonusAmount: ["This month's part, paid from bonus.", (row) => row.amortized_bonus_amount],
    }),
  }),
});

const AmortizedCostFilterInput = builder.inputType('AmortizedCostFilter', {
  description: 'Narrows costs of a month; fields that are left out do not filter.',
  fields: (t) => ({
    serviceTypeCode: t.string({ description: 'Only this service.' }),
    resourceTypeCode: t.string({ description: 'Only this kind of resource.' }),
    regionCode: t.string({ description: 'Only this region.' }),
    chargingMode: t.field({ type: ChargingMode.ref, description: 'Only what is charged this way.' }),
    type: t.field({ type: OwnBillType.ref, description: 'Only what is about this.' }),
    resourceId: t.string({ description: 'Only this resource.' }),
    resourceName: t.string({ description: 'Only resources of this name.' }),
    enterpriseProjectId: t.string({ description: 'Only of this enterprise project.' }),
    members: t.field(membersInput),
    subAccountId: t.string({ description: 'Only this sub-account.' }),
  }),
});

interface AmortizedArguments {
  readonly month: string;
  readonly filter?: typeof AmortizedCostFilterInput.$inferInput | null | undefined;
}

function toAmortizedFilter({ month, filter }: AmortizedArguments): AmortizedCostFilter {
  const mode = codeIn('chargingMode', filter?.chargingMode, ChargingMode.codeOf);
  const type = codeIn('type', filter?.type, OwnBillType.codeOf);
  return withoutEmpty({
    shared_month: month,
    service_type_code: filter?.serviceTypeCode,
    resource_type_code: filter?.resourceTypeCode,
    region_code: filter?.regionCode,
    charging_mode: mode === undefined ? undefined : Number(mode),
    bill_type: type === undefined ? undefined : Number(type),
    resource_id: filter?.resourceId,
    resource_name: filter?.resourceName,
    enterprise_project_id: filter?.enterpriseProjectId,
    ...membersFilter(filter ?? {}),
  });
}

builder.objectField(CustomerRef, 'amortizedCosts', (t) =>
  t.field({
    type: connectionType('AmortizedCost', AmortizedCostRef, 'costs'),
    nullable: false,
    description:
      "Its costs of one month, spread over the months that they are for; 18 months are kept. Asked with the customer's own credential.",
    args: {
      month: t.arg({ type: 'BillingCycle', required: true, description: 'The month.' }),
      filter: t.arg({ type: AmortizedCostFilterInput, description: 'Which costs.' }),
      ...pageArguments(t.arg),
    },
    ...perCustomer(amortizedCostsByCustomer, toAmortizedFilter, (row): AmortizedCost => row),
  }),
);
