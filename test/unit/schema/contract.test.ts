import { buildSchema, type GraphQLNamedType, isInterfaceType, isObjectType, isScalarType } from 'graphql';
import { describe, expect, it } from 'vitest';
import { schema } from '../../../schema/index.ts';

// The names that clients outside of this repository rely on: they may get company, but neither go away nor
// change type. Filters and enumerations are named here and may be extended.
const CONTRACT = buildSchema(`
  scalar Decimal
  scalar DateTime
  scalar Date
  scalar BillingCycle
  scalar CurrencyCode
  interface Node { id: ID! }
  type PageInfo { hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String endCursor: String }
  type Query {
    viewer: Viewer!
    partner: Partner
    customer(customerId: String!): Customer
    customers(filter: CustomerFilter, first: Int, after: String): CustomerConnection
    order(orderId: String!): Order
    orders(filter: OrderFilter, first: Int, after: String): OrderConnection
    coupons(filter: CouponFilter, first: Int, after: String): CouponConnection
    monthlyBills(cycle: BillingCycle!, filter: MonthlyBillFilter, first: Int, after: String): MonthlyBillConnection
    catalog: Catalog!
    node(id: ID!): Node
  }
  input CustomerFilter { name: String }
  input OrderFilter { status: OrderStatus }
  input ResourceFilter { serviceTypeCode: String }
  input CouponFilter { status: CouponStatus }
  input MonthlyBillFilter { serviceTypeCode: String }
  input ConsumptionFilter { serviceTypeCode: String }
  type Viewer { tenant: String! role: Role! }
  enum Role { PARTNER_ADMIN PARTNER_OPERATOR CUSTOMER }
  type Partner { accountName: String }
  type Catalog { serviceTypes: [ServiceType!] }
  type Money { amount: Decimal! currency: CurrencyCode! }
  type Quantity { amount: Decimal! unit: MeasureUnit }
  type MeasureUnit { name: String }
  type ServiceType { code: String! name: String }
  type Customer implements Node {
    id: ID!
    customerId: String!
    name: String
    accountName: String
    associationType: AssociationType
    verification: VerificationStatus
    type: CustomerType
    level: String
    label: String
    balance: CustomerBalance
    orders(filter: OrderFilter, first: Int, after: String): OrderConnection
    resources(filter: ResourceFilter, first: Int, after: String): ResourceConnection
    coupons(filter: CouponFilter, first: Int, after: String): CouponConnection
    monthlyBill(cycle: BillingCycle!): MonthlyBill
    consumption(cycle: BillingCycle!, filter: ConsumptionFilter, first: Int, after: String): ConsumptionRecordConnection
  }
  enum AssociationType { CONSULTATIVE_SALE RESALE UNKNOWN }
  enum VerificationStatus { VERIFIED UNKNOWN }
  enum CustomerType { INDIVIDUAL ENTERPRISE UNKNOWN }
  type CustomerBalance { available: Money! debt: Money! }
  type Order implements Node {
    id: ID!
    orderId: String!
    status: OrderStatus!
    statusCode: String!
    type: OrderType!
    createdAt: DateTime
    paidAt: DateTime
    officialAmount: Money
    amountAfterDiscount: Money
    customer: Customer
    lineItems(first: Int, after: String): OrderLineItemConnection
    resources(first: Int, after: String): ResourceConnection
  }
  enum OrderStatus { COMPLETED PENDING_PAYMENT CANCELLED UNKNOWN }
  enum OrderType { NEW RENEWAL UNSUBSCRIPTION UNKNOWN }
  type OrderLineItem { officialAmount: Money }
  interface Resource implements Node {
    resourceId: String!
    name: String
    serviceType: ServiceType
    effectiveAt: DateTime
    expiresAt: DateTime
    customer: Customer!
    order: Order
    id: ID!
    status: ResourceStatus!
  }
  enum ResourceStatus { IN_USE FROZEN CLOSED UNKNOWN }
  type YearlyMonthlyResource implements Node & Resource {
    id: ID!
    resourceId: String!
    name: String
    serviceType: ServiceType
    effectiveAt: DateTime
    expiresAt: DateTime
    customer: Customer!
    order: Order
    status: ResourceStatus!
    yearlyMonthlyStatus: YearlyMonthlyResourceStatus!
    parent: YearlyMonthlyResource
  }
  enum YearlyMonthlyResourceStatus { IN_USE UNKNOWN }
  type OnDemandResource implements Node & Resource {
    id: ID!
    resourceId: String!
    name: String
    serviceType: ServiceType
    effectiveAt: DateTime
    expiresAt: DateTime
    customer: Customer!
    order: Order
    status: ResourceStatus!
    onDemandStatus: OnDemandResourceStatus!
  }
  enum OnDemandResourceStatus { ACTIVE UNKNOWN }
  interface Coupon implements Node {
    id: ID!
    couponId: String!
    status: CouponStatus!
    type: CouponType!
    faceValue: Money
    balance: Money
    expiresAt: DateTime
    customer: Customer
    lockedByOrder: Order
  }
  enum CouponStatus { AVAILABLE USED EXPIRED UNKNOWN }
  enum CouponType { CASH_COUPON UNKNOWN }
  type MonthlyBill { cycle: BillingCycle! total: Money! lines: [MonthlyBillLine!]! }
  type MonthlyBillLine {
    serviceTypeCode: String!
    serviceType: ServiceType
    chargingMode: ChargingMode!
    chargingModeCode: String!
    billType: MonthlyBillType!
    billTypeCode: String!
    amount: Money!
  }
  enum ChargingMode { YEARLY_MONTHLY ON_DEMAND UNKNOWN }
  enum MonthlyBillType { CONSUMPTION UNSUBSCRIPTION UNKNOWN }
  type ConsumptionRecord {
    recordId: String
    date: Date!
    amount: Money!
    officialAmount: Money
    usage: Quantity
    customer: Customer
    resource: Resource
    order: Order
  }
  ${(
    [
      ['Customer', 'Customer'],
      ['Order', 'Order'],
      ['OrderLineItem', 'OrderLineItem'],
      ['Resource', 'Resource'],
      ['Coupon', 'Coupon'],
      ['MonthlyBill', 'MonthlyBill'],
      ['ConsumptionRecord', 'ConsumptionRecord'],
    ] as const
  )
    .map(
      ([name, node]) => `
        type ${name}Connection { nodes: [${node}!]! edges: [${name}Edge!]! pageInfo: PageInfo! totalCount: Int }
        type ${name}Edge { cursor: String! node: ${node}! }`,
    )
    .join('\n')}
`);

const promised = Object.values(CONTRACT.getTypeMap()).filter((type) => !type.name.startsWith('__'));

/** What a type promises, one line each. */
function linesOf(type: GraphQLNamedType | undefined): readonly string[] {
  if (!type) return [];
  if (isObjectType(type) || isInterfaceType(type)) {
    return [
      ...type.getInterfaces().map((one) => `${type.name} implements ${one.name}`),
      ...Object.values(type.getFields()).flatMap((field) => [
        `${type.name}.${field.name}: ${field.type}`,
        ...field.args.map((argument) => `${type.name}.${field.name}(${argument.name}: ${argument.type})`),
      ]),
    ];
  }
  if (isScalarType(type)) return [`scalar ${type.name}`];
  if ('getValues' in type) return type.getValues().map((value) => `${type.name}.${value.name}`);
  if ('getFields' in type)
    return Object.values(type.getFields()).map((field) => `${type.name}.${field.name}: ${field.type}`);
  return [];
}

describe('the contract with clients', () => {
  it.each(promised.map((type) => [type.name, type] as const))('%s holds', (name, type) => {
    const kept = linesOf(schema.getType(name));
    expect(linesOf(type).filter((line) => !kept.includes(line))).toEqual([]);
  });

  it('asks for no argument that it did not ask for before', () => {
    const required = promised.flatMap((contract) => {
      const { name } = contract;
      const type = schema.getType(name);
      const before = isObjectType(contract) ? contract.getFields() : {};
      const fields = isObjectType(type) ? Object.values(type.getFields()) : [];
      return fields.flatMap((field) =>
        !before[field.name]
          ? []
          : field.args
              .filter((argument) => String(argument.type).endsWith('!'))
              .map((argument) => `${name}.${field.name}.${argument.name}`),
      );
    });
    expect(required.toSorted()).toEqual([
      'Customer.consumption.cycle',
      'Customer.monthlyBill.cycle',
      'Query.customer.customerId',
      'Query.monthlyBills.cycle',
      'Query.node.id',
      'Query.order.orderId',
    ]);
  });
});
