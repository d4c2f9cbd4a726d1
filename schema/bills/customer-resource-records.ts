import {
  customerResourceDetailsByCustomer,
  customerResourceRecordsByCustomer,
} from '../../src/operations/bills/customer-bill-edges.ts';
import type {
  CustomerResourceDetailRow,
  CustomerResourceRecordRow,
} from '../../src/operations/bills/customer-bills.ts';
import type { WithCurrency } from '../../src/operations/bills/edges.ts';
import { ResourceTypeRef, ServiceTypeRef, typeReference } from '../catalog/catalog.ts';
import { quantities } from '../catalog/quantity.ts';
import { builder } from '../core/builder.ts';
import { connectionType, pageArguments } from '../core/connection/connection.ts';
import { perCustomer } from '../core/connection/edge-connection.ts';
import { isKind, type Kind, ofKind } from '../core/kind.ts';
import { amounts, codes, instants, ofInterface, optionalCodes, texts } from '../core/row-fields.ts';
import {
  DetailFilterInput,
  DetailLevel,
  ResourceFilterInput,
  toDetailFilter,
  toRecordFilter,
} from './billed-resource-filters.ts';
import { ChargingMode } from './charging-mode.ts';
import { CustomerBillType } from './customer-bill-filters.ts';
import { CustomerBillsRef } from './customer-bills.ts';
import { PaymentType } from './payment-type.ts';
import { BillPeriodType } from './period-type.ts';
import { SubResourceRef, subResourceOf } from './sub-resource.ts';

type ResourceRecord = WithCurrency<CustomerResourceRecordRow> & Kind<'resourceRecord'>;
type ResourceDetail = WithCurrency<CustomerResourceDetailRow> & Kind<'resourceDetail'>;

/** Fields that both listings of resources have, under the same names. */
type Billed = ResourceRecord | ResourceDetail;

const BilledResourceRef = builder.interfaceRef<Billed>('BilledResource').implement({
  description: 'Cost of a resource, with up to 8 decimals; accounts are charged with 2 decimals.',
  fields: (t) => ({
    ...codes(ofInterface(t), {
      type: [
        CustomerBillType,
        'Bill type of the cost, e.g. new purchase or renewal.',
        (row) => row.bill_type,
      ],
      chargingMode: [ChargingMode, 'Charging mode of the resource.', (row) => row.charge_mode],
    }),
    periodType: t.field({
      type: BillPeriodType.ref,
      description: 'Length of one period; null where the upstream states none.',
      resolve: (row) => (row.period_type === undefined ? null : BillPeriodType.of(row.period_type)),
    }),
    date: t.field({
      type: 'Date',
      description: 'Day in China on which the cost falls.',
      resolve: (row) => row.bill_date,
    }),
    serviceType: t.field({
      type: ServiceTypeRef,
      description: 'Cloud service of the billed resource.',
      resolve: (row) => typeReference(row.cloud_service_type, row.cloud_service_type_name),
    }),
    subResource: t.field({
      type: SubResourceRef,
      description: 'Sub-resource that is billed, where the upstream distinguishes sub-resources.',
      resolve: (row) => subResourceOf(row),
    }),
    ...texts(ofInterface(t), {
      recordId: ['Upstream id of the billing record.', (row) => row.id],
      typeCode: ['Raw upstream code of the bill type.', (row) => row.bill_type],
      chargingModeCode: ['Raw upstream code of the charging mode.', (row) => row.charge_mode],
      periodTypeCode: ['Raw upstream code of the period length.', (row) => row.period_type],
      regionCode: ['Upstream code of the region of the resource.', (row) => row.region],
      regionName: ['Name of the region of the resource.', (row) => row.region_name],
      resourceName: ['Name of the billed resource.', (row) => row.resource_name],
      resourceTag: ['Tags of the billed resource.', (row) => row.resource_tag],
      specification: ['Description of the product specification.', (row) => row.product_spec_desc],
      skuCode: ['Upstream code of the product specification (SKU).', (row) => row.sku_code],
      tradeId: ['Upstream id of the order or transaction.', (row) => row.trade_id],
      enterpriseProjectId: ['Upstream id of the enterprise project.', (row) => row.enterprise_project_id],
      enterpriseProjectName: ['Name of the enterprise project.', (row) => row.enterprise_project_name],
      customerId: [
        'Account id of the account that consumed: the customer or a sub-account.',
        (row) => row.customer_id,
      ],
      accountName: ['Login name of the account that consumed.', (row) => row.account_name],
      consumedAt: [
        'Time of consumption, as the upstream writes it: an instant (UTC), or two instants for a span.',
        (row) => row.consume_time,
      ],
    }),

    periods: t.field({
      type: 'Decimal',
      description: 'Number of billed periods.',
      resolve: (row) => row.period_num,
    }),
  }),
});

const ON_DEMAND_TIMES = {
  effectiveAt: [
    'Time when the usage started, in UTC; pay-per-use only.',
    (row: Billed) => row.effective_time,
  ],
  expiresAt: ['Time when the usage ended, in UTC; pay-per-use only.', (row: Billed) => row.expire_time],
} as const;

const SHARED_AMOUNTS = {
  officialAmount: ['List price, before discounts.', (row: Billed) => row.official_amount],
  discountAmount: ['Discount on the list price.', (row: Billed) => row.discount_amount],
  cashAmount: ['Amount that was paid in cash.', (row: Billed) => row.cash_amount],
  creditAmount: ['Amount that was paid from credit.', (row: Billed) => row.credit_amount],
  couponAmount: ['Amount that was paid with cash coupons.', (row: Billed) => row.coupon_amount],
  flexiPurchaseCouponAmount: [
    'Amount that was paid with flexi-purchase coupons.',
    (row: Billed) => row.flexipurchase_coupon_amount,
  ],
  storedValueCardAmount: [
    'Amount that was paid with stored-value cards.',
    (row: Billed) => row.stored_card_amount,
  ],
  bonusAmount: ['Amount that was paid from bonus.', (row: Billed) => row.bonus_amount],
  debtAmount: ['Amount that is unpaid and owed.', (row: Billed) => row.debt_amount],
  writtenOffAmount: ['Amount of debt written off.', (row: Billed) => row.adjustment_amount],
} as const;

const ResourceRecordRef = builder.objectRef<ResourceRecord>('OwnResourceRecord').implement({
  description: "Billing record of the cost of a customer's resource.",
  interfaces: [BilledResourceRef],
  isTypeOf: isKind('resourceRecord'),
  fields: (t) => ({
    resourceType: t.field({
      type: ResourceTypeRef,
      description: 'Resource type of the billed resource.',
      resolve: (row) => typeReference(row.resource_type, row.resource_type_name),
    }),
    ...texts(t, {
      resourceId: ['Upstream id of the billed resource.', (row) => row.resource_id],
      productId: ['Upstream id of the billed product.', (row) => row.product_id],
      productName: ['Name of the billed product.', (row) => row.product_name],
      orderId: ['Upstream id of the order; for yearly/monthly resources only.', (row) => row.order_id],
      relatedOrderId: [
        'Upstream id of the order related to a combined order.',
        (row) => row.relative_order_id,
      ],
      usageTypeCode: ['Upstream code of the usage type.', (row) => row.usage_type],
      priceUnit: ['Unit of the unit price, in words.', (row) => row.unit],
      formula: ['Formula by which the amount was computed, in words.', (row) => row.formula],
    }),
    ...instants(t, {
      ...ON_DEMAND_TIMES,
      chargedAt: ['Time when the account was charged, in UTC.', (row) => row.trade_time],
    }),
    ...quantities(t, {
      usage: ['Metered usage of the resource.', (row) => [row.usage, row.usage_measure_id]],
      packageUsage: [
        'Part of the usage deducted from resource packages.',
        (row) => [row.free_resource_usage, row.free_resource_measure_id],
      ],
      reservedInstanceUsage: [
        'Part of the usage covered by a reserved instance.',
        (row) => [row.ri_usage, row.ri_usage_measure_id],
      ],
      size: ['Size of a product that is sold by size.', (row) => [row.spec_size, row.spec_size_measure_id]],
    }),
    ...amounts(t, {
      amount: ['Amount payable; negative for refunds.', (row) => row.amount],
      unitPrice: ['Price of one unit of usage.', (row) => row.unit_price],
      ...SHARED_AMOUNTS,
    }),
  }),
});

const RelationRef = builder
  .objectRef<{ relative_resource_id: string | undefined; relative_type: string | undefined }>(
    'BilledResourceRelation',
  )
  .implement({
    description: 'Relation between a billed resource and another resource.',
    fields: (t) =>
      texts(t, {
        resourceId: ['Upstream id of the other resource.', (row) => row.relative_resource_id],
        kindCode: ['Raw upstream code of the relation kind.', (row) => row.relative_type],
      }),
  });

/** The parts of a text that the upstream separates by commas. */
const listOf = (text: string | undefined): string[] =>
  (text ?? '').split(',').flatMap((part) => part.trim() || []);

const ResourceDetailRef = builder.objectRef<ResourceDetail>('OwnResourceDetail').implement({
  description: "Cost of a customer's resource in a billing cycle, on a day, or in one usage record.",
  interfaces: [BilledResourceRef],
  isTypeOf: isKind('resourceDetail'),
  fields: (t) => ({
    resourceType: t.field({
      type: ResourceTypeRef,
      description: 'Resource type of the billed resource.',
      resolve: (row) => typeReference(row.resource_Type_code, row.resource_type_name),
    }),
    isSpot: t.boolean({
      description: 'Indicates that the resource is a spot instance; null except for single records of use.',
      resolve: (row) => (row.is_spot === 'Y' ? true : row.is_spot === 'N' ? false : null),
    }),
    promotionTypeCodes: t.stringList({
      nullable: { list: false, items: false },
      description: 'Upstream codes of the discounts that apply to the record.',
      resolve: (row) => listOf(row.promotion_type),
    }),
    ...optionalCodes(t, {
      paymentType: [
        PaymentType,
        'Payment option of a savings plan or reserved instance; null for other records.',
        (row) => row.payment_type,
      ],
    }),
    availabilityZones: t.stringList({
      nullable: { list: false, items: false },
      description: 'Codes of the availability zones of the resource.',
      resolve: (row) => row.az_code_infos.flatMap(({ az_code }) => az_code ?? []),
    }),
    relations: t.field({
      type: [RelationRef],
      nullable: { list: false, items: false },
      description: 'Resources related to the billed resource.',
      resolve: (row) => [...(row.extend_params?.relation_infos ?? [])],
    }),
    ...texts(t, {
      paymentTypeCode: ['Raw upstream code of the payment option.', (row) => row.payment_type],
      cycle: ['Billing cycle of the cost.', (row) => row.cycle],
      resourceId: ['Upstream id of the billed resource.', (row) => row.res_instance_id],
      rootResourceId: [
        'Upstream id of the root resource in the resource hierarchy.',
        (row) => row.root_resource_id,
      ],
      parentResourceId: ['Upstream id of the parent resource.', (row) => row.parent_resource_id],
      selfResourceId: [
        'Upstream id of the billed resource within the resource relations.',
        (row) => row.extend_params?.self_resource_id,
      ],
      previousOrderId: ['Upstream id of the original order.', (row) => row.pre_order_id],
      payerId: ['Upstream id of the account that pays.', (row) => row.payer_account_id],
      operatingEntityId: ["Upstream id of the vendor's operating entity.", (row) => row.be_id],
    }),
    ...instants(t, ON_DEMAND_TIMES),
    ...amounts(t, {
      amount: ['Amount payable; negative for refunds.', (row) => row.consume_amount],
      ...SHARED_AMOUNTS,
    }),
  }),
});

const RecordConnection = connectionType('OwnResourceRecord', ResourceRecordRef, 'records');
const DetailConnection = connectionType('OwnResourceDetail', ResourceDetailRef, 'details');

builder.objectFields(CustomerBillsRef, (t) => ({
  resourceRecords: t.field({
    type: RecordConnection,
    description:
      "Cost of each of the customer's resources in one billing cycle; data is delayed by some hours.",
    args: {
      cycle: t.arg({
        type: 'BillingCycle',
        required: true,
        description: 'Billing cycle of the resource records.',
      }),
      filter: t.arg({
        type: ResourceFilterInput,
        description: 'Filter for the returned resource records.',
      }),
      ...pageArguments(t.arg),
    },
    ...perCustomer(customerResourceRecordsByCustomer, toRecordFilter, ofKind('resourceRecord')),
  }),
  resourceDetails: t.field({
    type: DetailConnection,
    description:
      "Cost of each of the customer's resources, by cycle, day or record. Amounts have 8 decimals: do not compare their sum with the charged amount.",
    args: {
      cycle: t.arg({
        type: 'BillingCycle',
        required: true,
        description: 'Billing cycle of the details; 2019-01 or later.',
      }),
      per: t.arg({
        type: DetailLevel,
        required: true,
        defaultValue: 1,
        description: 'Level of detail that one row represents.',
      }),
      filter: t.arg({ type: DetailFilterInput, description: 'Filter for the returned resource details.' }),
      ...pageArguments(t.arg),
    },
    ...perCustomer(customerResourceDetailsByCustomer, toDetailFilter, ofKind('resourceDetail')),
  }),
}));
