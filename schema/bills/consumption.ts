import { feeRecordsByCustomer, type WithCurrency } from '../../src/operations/bills/edges.ts';
import type { FeeRecordRow } from '../../src/operations/bills/monthly-bills.ts';
import { onDemandResourceById, periodResourceById } from '../../src/operations/resources/edges.ts';
import { ResourceTypeRef, ServiceTypeRef, typeReference } from '../catalog/catalog.ts';
import { quantities } from '../catalog/quantity.ts';
import { builder } from '../core/builder.ts';
import {
  asConnection,
  connectionType,
  pageArguments,
  readPage,
  toConnection,
} from '../core/connection/connection.ts';
import { keyedRead, reads } from '../core/reads/reads.ts';
import { amounts, codes, instants, optionalCodes, requiredAmounts, texts } from '../core/row-fields.ts';
import { chinaDay } from '../core/scalars.ts';
import { CustomerRef, customerOf, REFERS_TO_CUSTOMER } from '../customers/customers.ts';
import { OrderType } from '../orders/order-enums.ts';
import { ORDER_RECORD_TYPES } from '../orders/order-record-types.ts';
import { orderField } from '../orders/orders.ts';
import { findOnDemandResource, findPeriodResource, ResourceRef } from '../resources/resources.ts';
import { ChargingMode } from './charging-mode.ts';
import { type ConsumptionArguments, ConsumptionFilter, toSelection } from './consumption-filter.ts';
import { RecordType } from './consumption-type.ts';
import { PaymentType } from './payment-type.ts';
import { BillPeriodType } from './period-type.ts';
import { SubResourceRef, subResourceOf } from './sub-resource.ts';

type FeeRecord = WithCurrency<FeeRecordRow> & {
  readonly askedCustomerId: string;
  readonly askedCycle: string;
};

const ON_DEMAND = ChargingMode.codeOf('ON_DEMAND');

const ConsumptionRecordRef = builder.objectRef<FeeRecord>('ConsumptionRecord').implement({
  description:
    'Consumption record: one charge in a billing cycle, with up to 8 decimals. Accounts are charged with 2 decimals, so that sums can differ from the paid amounts.',
  fields: (t) => ({
    ...texts(t, {
      recordId: ['Upstream id of the record.', (row) => row.id],
      typeCode: ['Raw upstream code of the consumption type.', (row) => row.bill_detail_type],
      chargingModeCode: ['Raw upstream code of the charging mode.', (row) => row.charging_mode],
      regionCode: ['Upstream code of the region of the resource.', (row) => row.region_code],
      regionName: ['Name of the region of the resource.', (row) => row.region_name],
      enterpriseProjectId: [
        'Id of the enterprise project of the record.',
        (row) => row.enterprise_project_id,
      ],
      orderTypeCode: ['Raw upstream code of the order type.', (row) => row.order_type],
      paymentTypeCode: ['Raw upstream code of the payment option.', (row) => row.payment_type],
      productId: ['Upstream id of the product.', (row) => row.product_id],
      resourceTag: ['Tags of the resource, as the upstream writes them.', (row) => row.resource_tag],
      periodTypeCode: ['Raw upstream code of the period length.', (row) => row.period_type],
      accountManagerId: ["Upstream id of the customer's account manager.", (row) => row.account_manager_id],
      partnerId: ['Account id of the partner to which the customer belonged.', (row) => row.partner_id],
      productName: ['Name of the charged product.', (row) => row.product_name],
      specification: ['Description of the product specification.', (row) => row.product_spec_desc],
      resourceId: ['Upstream id of the resource.', (row) => row.resource_id],
      resourceName: ['Name of the charged resource.', (row) => row.resource_name],
      tradeId: [
        'Order id for purchases, renewals, changes and unsubscriptions; otherwise a transaction id.',
        (row) => row.trade_id,
      ],
      usageTypeCode: ['Upstream code of the metered usage type.', (row) => row.usage_type],
    }),
    cycle: t.field({
      type: 'BillingCycle',
      nullable: false,
      description: 'Billing cycle of the consumption.',
      resolve: (row) => row.bill_cycle ?? row.askedCycle,
    }),
    date: t.field({
      type: 'Date',
      nullable: false,
      description: 'Day in China time of the consumption, or else of the charge.',
      resolve: (row) => dayOf(row),
    }),
    ...instants(t, {
      consumedAt: [
        'Time when the resource was consumed, in UTC; for yearly/monthly purchases, the time of the payment.',
        (row) => row.consume_time,
      ],
      chargedAt: ['Time when the account was charged, in UTC.', (row) => row.trade_time],
    }),

    ...codes(t, {
      type: [RecordType, 'Type of the consumption record.', (row) => row.bill_detail_type],
      chargingMode: [ChargingMode, 'Charging mode of the consumption.', (row) => row.charging_mode],
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

    ...optionalCodes(t, {
      orderType: [OrderType, 'Type of the order of the record.', (row) => row.order_type],
      paymentType: [
        PaymentType,
        'Payment option of a savings plan or reserved instance; null for other records.',
        (row) => row.payment_type,
      ],
      periodType: [BillPeriodType, 'Length of one period of the purchase.', (row) => row.period_type],
    }),
    periods: t.field({
      type: 'Decimal',
      description: 'Number of purchased periods.',
      resolve: (row) => row.period_num,
    }),
    subResource: t.field({
      type: SubResourceRef,
      description: 'Sub-resource that is billed, where the upstream distinguishes sub-resources.',
      resolve: subResourceOf,
    }),

    ...quantities(t, {
      usage: ['Quantity of the metered usage.', (row) => [row.usage_amount, row.usage_measure_id]],
      packageUsage: [
        'Part of the usage that was deducted from resource packages.',
        (row) => [row.free_resource_usage, row.free_resource_measure_id],
      ],
      reservedInstanceUsage: [
        'Part of the usage that was covered by a reserved instance.',
        (row) => [row.ri_usage, row.ri_usage_measure_id],
      ],
    }),

    ...requiredAmounts(t, {
      amount: ['Amount payable for the consumption; negative for refunds.', (row) => row.payment_amount],
    }),
    ...amounts(t, {
      officialAmount: ['List price of the consumption.', (row) => row.official_amount],
      discountAmount: ['Amount of the discount on the list price.', (row) => row.official_discount_amount],
      cashAmount: ['Part of the amount that was paid in cash.', (row) => row.cash_amount],
      creditAmount: ['Part of the amount that was paid from credit.', (row) => row.credit_amount],
      couponAmount: ['Part of the amount that was paid with cash coupons.', (row) => row.coupon_amount],
      flexiPurchaseCouponAmount: [
        'Part of the amount that was paid with flexi-purchase coupons.',
        (row) => row.flexipurchase_coupon_amount,
      ],
      storedValueCardAmount: [
        'Part of the amount that was paid with stored-value cards.',
        (row) => row.stored_value_card_amount,
      ],
      debtAmount: ['Part of the amount that was not paid and is owed.', (row) => row.debt_amount],
      writtenOffAmount: ['Amount of debt written off.', (row) => row.writeoff_amount],
    }),
    customer: t.field({
      extensions: REFERS_TO_CUSTOMER,
      type: CustomerRef,
      description: 'Customer that consumed the resource.',
      resolve: (row, _args, context) => customerOf(row.customer_id ?? row.askedCustomerId, context),
    }),
    order: t.field({
      ...orderField(
        (row) => (ORDER_RECORD_TYPES.has(row.bill_detail_type ?? '') ? row.trade_id : undefined),
        0.3,
      ),
      description: 'Order of the purchase, renewal, change or unsubscription.',
    }),
    resource: t.field({
      extensions: reads({
        reads: [
          keyedRead(periodResourceById, { rows: 'one', batching: { perKeyFilter: true } }),
          keyedRead(onDemandResourceById, { rows: 'one', batching: { perKeyFilter: true } }),
        ],
      }),
      type: ResourceRef,
      description:
        'Resource that was consumed; null when the upstream no longer lists the resource, or not to the partner.',
      resolve: (row, _args, context) => {
        const owner = row.customer_id ?? row.askedCustomerId;
        if (!row.resource_id) return null;
        if (row.charging_mode !== ON_DEMAND) return findPeriodResource(owner, row.resource_id, context);
        // On-demand resources of consultative-sale customers are not shown to the partner.
        if (row.association_type === '1') return null;
        return findOnDemandResource(owner, row.resource_id, context);
      },
    }),
  }),
});

function dayOf(row: FeeRecord): string {
  const instant = row.consume_time ?? row.trade_time;
  return (instant && chinaDay(instant)) || `${row.bill_cycle ?? row.askedCycle}-01`;
}

const ConsumptionConnection = connectionType(
  'ConsumptionRecord',
  ConsumptionRecordRef,
  'consumption records',
);

builder.objectField(CustomerRef, 'consumption', (t) =>
  t.field({
    extensions: reads({
      reads: [
        keyedRead(feeRecordsByCustomer, {
          rows: 'page',
          filters: (args: ConsumptionArguments) => [toSelection(args)],
        }),
      ],
    }),
    type: ConsumptionConnection,
    description: 'Consumption of the customer in one billing cycle; the upstream keeps 18 months.',
    args: {
      cycle: t.arg({
        type: 'BillingCycle',
        required: true,
        description: 'Billing cycle of the consumption.',
      }),
      filter: t.arg({ type: ConsumptionFilter, description: 'Filter for the returned consumption records.' }),
      ...pageArguments(t.arg),
    },
    resolve: (customer, args, context, info) =>
      asConnection(info, async () => {
        const page = readPage(args, info);
        const selection = toSelection(args);
        const load = context.loaders.rows(feeRecordsByCustomer, customer.customerId, selection, page);
        return toConnection(
          page,
          load,
          (row): FeeRecord => ({
            ...row,
            askedCustomerId: customer.customerId,
            askedCycle: args.cycle,
          }),
        );
      }),
  }),
);
