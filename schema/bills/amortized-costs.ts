import type { AmortizedCostRow } from '../../src/operations/bills/costs.ts';
import {
  type AmortizedCostFilter,
  amortizedCostsByCustomer,
} from '../../src/operations/bills/customer-bill-edges.ts';
import type { WithCurrency } from '../../src/operations/bills/edges.ts';
import { ResourceTypeRef, ServiceTypeRef, typeReference } from '../catalog/catalog.ts';
import { quantities } from '../catalog/quantity.ts';
import { builder } from '../core/builder.ts';
import { connectionType, pageArguments } from '../core/connection/connection.ts';
import { perCustomer } from '../core/connection/edge-connection.ts';
import { codeIn, withoutEmpty } from '../core/filter/wire-filter.ts';
import { amounts, codes, instants, optionalCodes, texts } from '../core/row-fields.ts';
import { CustomerRef } from '../customers/customers.ts';
import { ChargingMode } from './charging-mode.ts';
import { CustomerBillType, membersFilter, membersInput } from './customer-bill-filters.ts';
import { BillPeriodType } from './period-type.ts';
import { SubResourceRef, subResourceOf } from './sub-resource.ts';

type AmortizedCost = WithCurrency<AmortizedCostRow> & { readonly measure_id?: number };

const TagRef = builder.objectRef<AmortizedCostRow['effective_tag_pairs'][number]>('CostTag').implement({
  description: 'Cost tag of an amortized cost.',
  fields: (t) =>
    texts(t, {
      key: ['Key of the cost tag of the cost.', (row) => row.tag_key],
      value: ['Value of the cost tag of the cost.', (row) => row.tag_value],
    }),
});

const CostUnitRef = builder.objectRef<AmortizedCostRow['cost_unit_pairs'][number]>('CostUnit').implement({
  description: 'Cost unit to which a cost belongs.',
  fields: (t) =>
    texts(t, {
      name: ['Name of the cost unit of the cost.', (row) => row.cost_unit_name],
      rule: ['Rule by which the cost belongs to the cost unit.', (row) => row.cost_unit_rule_value],
    }),
});

const AmortizedCostRef = builder.objectRef<AmortizedCost>('AmortizedCost').implement({
  description: 'Cost of a purchase in one month, amortized over the months that the purchase covers.',
  fields: (t) => ({
    ...codes(t, {
      type: [CustomerBillType, 'Bill type of the amortized cost.', (row) => row.bill_type],
      chargingMode: [ChargingMode, 'Charging mode of the purchase.', (row) => row.charging_mode],
    }),
    ...optionalCodes(t, {
      periodType: [
        BillPeriodType,
        'Length of one period; null where the upstream states none.',
        (row) => row.period_type,
      ],
    }),
    serviceType: t.field({
      type: ServiceTypeRef,
      description: 'Cloud service of the charged resource.',
      resolve: (row) => typeReference(row.service_type_code, row.service_type_name),
    }),
    resourceType: t.field({
      type: ResourceTypeRef,
      description: 'Type of the charged resource.',
      resolve: (row) => typeReference(row.resource_type_code, row.resource_type_name),
    }),
    subResource: t.field({
      type: SubResourceRef,
      description: 'Sub-resource that is billed, where the upstream distinguishes sub-resources.',
      resolve: (row) => subResourceOf(row),
    }),
    tags: t.field({
      type: [TagRef],
      nullable: { list: false, items: false },
      description: 'Cost tags of the amortized cost.',
      resolve: (row) => [...row.effective_tag_pairs],
    }),
    costUnits: t.field({
      type: [CostUnitRef],
      nullable: { list: false, items: false },
      description: 'Cost units to which the cost belongs.',
      resolve: (row) => [...row.cost_unit_pairs],
    }),
    ...texts(t, {
      month: ['Month of the amortized cost, `YYYY-MM`.', (row) => row.shared_month],
      cycle: ['Billing cycle of the amortized cost.', (row) => row.bill_cycle],
      typeCode: ['Raw upstream code of the bill type.', (row) => row.bill_type],
      chargingModeCode: ['Raw upstream code of the charging mode.', (row) => row.charging_mode],
      periodTypeCode: ['Raw upstream code of the period length.', (row) => row.period_type],
      customerId: [
        'Account id of the account that consumed: the customer or a sub-account.',
        (row) => row.customer_id,
      ],
      regionCode: ['Upstream code of the region of the resource.', (row) => row.region_code],
      regionName: ['Name of the region of the resource.', (row) => row.region_name],
      resourceId: ['Upstream id of the resource.', (row) => row.resource_id],
      resourceName: ['Name of the charged resource.', (row) => row.resource_name],
      resourceTag: ['Tags of the charged resource.', (row) => row.resource_tag],
      specification: ['Description of the product specification.', (row) => row.product_spec_desc],
      enterpriseProjectId: ['Upstream id of the enterprise project.', (row) => row.enterprise_project_id],
      enterpriseProjectName: ['Name of the enterprise project.', (row) => row.enterprise_project_name],
      orderId: ['Upstream id of the order.', (row) => row.order_id],
      usageTypeCode: ['Upstream code of the metered usage type.', (row) => row.usage_type],
    }),
    ...instants(t, {
      effectiveAt: ['Time when the use of the purchase begins, in UTC.', (row) => row.effective_time],
      expiresAt: ['Time when the use of the purchase ends, in UTC.', (row) => row.expire_time],
    }),
    ...quantities(t, {
      usage: ['Quantity of the metered usage.', (row) => [row.usage, row.usage_measure_id]],
      packageUsage: [
        'Part of the usage that was deducted from resource packages.',
        (row) => [row.free_resource_usage, row.free_resource_measure_id],
      ],
      reservedInstanceUsage: [
        'Part of the usage that was covered by a reserved instance.',
        (row) => [row.ri_usage, row.ri_usage_measure_id],
      ],
    }),
    ...amounts(t, {
      amount: ['Total amount payable for the purchase.', (row) => row.consume_amount],
      pastAmount: [
        'Part of the amount that was amortized in earlier months.',
        (row) => row.past_months_amortized_amount,
      ],
      currentAmount: [
        'Part of the amount that is amortized in the queried month.',
        (row) => row.current_month_amortized_amount,
      ],
      futureAmount: [
        'Part of the amount that is amortized in later months.',
        (row) => row.future_months_amortized_amount,
      ],
      cashAmount: [
        "Part of the queried month's cost that was paid in cash.",
        (row) => row.amortized_cash_amount,
      ],
      creditAmount: [
        "Part of the queried month's cost that was paid from credit.",
        (row) => row.amortized_credit_amount,
      ],
      couponAmount: [
        "Part of the queried month's cost that was paid with cash coupons.",
        (row) => row.amortized_coupon_amount,
      ],
      flexiPurchaseCouponAmount: [
        "Part of the queried month's cost that was paid with flexi-purchase coupons.",
        (row) => row.amortized_flexipurchase_coupon_amount,
      ],
      storedValueCardAmount: [
        "Part of the queried month's cost that was paid with stored-value cards.",
        (row) => row.amortized_stored_value_card_amount,
      ],
      bonusAmount: [
        "Part of the queried month's cost that was paid from bonus.",
        (row) => row.amortized_bonus_amount,
      ],
    }),
  }),
});

const AmortizedCostFilterInput = builder.inputType('AmortizedCostFilter', {
  description: 'Filter for a list of amortized costs of one month. Omitted fields do not filter.',
  fields: (t) => ({
    serviceTypeCode: t.string({ description: 'Only costs of the cloud service with this code.' }),
    resourceTypeCode: t.string({ description: 'Only costs of the resource type with this code.' }),
    regionCode: t.string({ description: 'Only costs in the region with this code.' }),
    chargingMode: t.field({ type: ChargingMode.ref, description: 'Only costs with this charging mode.' }),
    type: t.field({ type: CustomerBillType.ref, description: 'Only costs of this bill type.' }),
    resourceId: t.string({ description: 'Only costs of the resource with this id.' }),
    resourceName: t.string({ description: 'Only costs of resources with this name.' }),
    enterpriseProjectId: t.string({ description: 'Only costs of the enterprise project with this id.' }),
    members: t.field(membersInput),
    subAccountId: t.string({ description: 'Only costs of the sub-account with this id.' }),
  }),
});

interface AmortizedArguments {
  readonly month: string;
  readonly filter?: typeof AmortizedCostFilterInput.$inferInput | null | undefined;
}

function toAmortizedFilter({ month, filter }: AmortizedArguments): AmortizedCostFilter {
  const mode = codeIn('chargingMode', filter?.chargingMode, ChargingMode.codeOf);
  const type = codeIn('type', filter?.type, CustomerBillType.codeOf);
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
    description:
      "Costs of the customer in one month, amortized over the months that the costs cover; 18 months are kept. Uses the customer's own credential.",
    args: {
      month: t.arg({ type: 'BillingCycle', required: true, description: 'Month of the amortized costs.' }),
      filter: t.arg({ type: AmortizedCostFilterInput, description: 'Filter for the returned costs.' }),
      ...pageArguments(t.arg),
    },
    ...perCustomer(amortizedCostsByCustomer, toAmortizedFilter, (row): AmortizedCost => row),
  }),
);
