/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** Type of the association between a customer and the partner. */
export type AssociationType =
  /** Consultative sale: the customer pays the vendor directly, and the partner sees only the consumption of the customer. */
  | 'CONSULTATIVE_SALE'
  /** Resale: the customer spends money that the partner allocates. */
  | 'RESALE'
  /** Code unknown to this schema version; see the raw code. */
  | 'UNKNOWN'
  | '%future added value';

/** Status of an issued coupon. */
export type CouponStatus =
  /** Coupon that can be used. */
  | 'AVAILABLE'
  /** Coupon that has expired. */
  | 'EXPIRED'
  /** Coupon that is not yet activated. */
  | 'NOT_ACTIVATED'
  /** Coupon that was reclaimed by the partner. */
  | 'RECLAIMED'
  /** Code unknown to this schema version; see the raw code. */
  | 'UNKNOWN'
  /** Coupon that is completely used up. */
  | 'USED'
  | '%future added value';

/** Policy applied to a yearly/monthly resource on expiry. */
export type ExpiryPolicy =
  /** Resource is renewed automatically on expiry. */
  | 'AUTO_RENEW'
  /** Resource is deleted on expiry. */
  | 'DELETE'
  /** Resource is deleted after the retention period. */
  | 'DELETE_AFTER_RETENTION'
  /** Resource is frozen on expiry. */
  | 'FREEZE'
  /** Resource enters a grace period on expiry. */
  | 'GRACE_PERIOD'
  /** Resource is charged on a pay-per-use basis on expiry. */
  | 'TO_ON_DEMAND'
  /** Code unknown to this schema version; see the raw code. */
  | 'UNKNOWN'
  | '%future added value';

/** Processing status of an order. */
export type OrderStatus =
  /** Order that was canceled. */
  | 'CANCELLED'
  /** Order that is completed. */
  | 'COMPLETED'
  /** Order that is being exchanged. Not supported as a filter. */
  | 'EXCHANGING'
  /** Order that awaits approval. */
  | 'PENDING_APPROVAL'
  /** Order that awaits confirmation. */
  | 'PENDING_CONFIRMATION'
  /** Order that awaits payment. */
  | 'PENDING_PAYMENT'
  /** Order that is being processed. */
  | 'PROCESSING'
  /** Order that awaits a refund. Not supported as a filter. */
  | 'REFUND_PENDING'
  /** Order that awaits pickup. Not supported as a filter. */
  | 'TO_BE_PICKED_UP'
  /** Order that awaits receipt. Not supported as a filter. */
  | 'TO_BE_RECEIVED'
  /** Order that awaits shipment. Not supported as a filter. */
  | 'TO_BE_SHIPPED'
  /** Code unknown to this schema version; see the raw code. */
  | 'UNKNOWN'
  | '%future added value';

export type DashboardQueryVariables = Exact<{
  first: number;
  cycle: string;
}>;


export type DashboardQuery = { readonly customers: { readonly totalCount: number | null, readonly nodes: ReadonlyArray<{ readonly customerId: string, readonly name: string | null, readonly associationType: AssociationType | null, readonly balance: { readonly available: { readonly amount: string, readonly currency: string } } | null, readonly orders: { readonly nodes: ReadonlyArray<{ readonly orderId: string, readonly status: OrderStatus, readonly createdAt: string | null, readonly amountAfterDiscount: { readonly amount: string } | null }> } | null, readonly coupons: { readonly nodes: ReadonlyArray<
          | { readonly couponId: string, readonly status: CouponStatus, readonly expiresAt: string | null, readonly balance: { readonly amount: string } | null }
          | { readonly couponId: string, readonly status: CouponStatus, readonly expiresAt: string | null, readonly balance: { readonly amount: string } | null }
        > } | null, readonly monthlyBill: { readonly total: { readonly amount: string, readonly currency: string } } | null }> } | null };

export type ExpiringResourcesQueryVariables = Exact<{
  first: number;
  from: string;
  until: string;
}>;


export type ExpiringResourcesQuery = { readonly customers: { readonly nodes: ReadonlyArray<{ readonly customerId: string, readonly name: string | null, readonly resources: { readonly nodes: ReadonlyArray<
          | { readonly __typename: 'OnDemandResource', readonly resourceId: string, readonly name: string | null, readonly expiresAt: string | null, readonly serviceType: { readonly name: string | null } | null }
          | { readonly __typename: 'YearlyMonthlyResource', readonly expiryPolicy: ExpiryPolicy | null, readonly resourceId: string, readonly name: string | null, readonly expiresAt: string | null, readonly serviceType: { readonly name: string | null } | null }
        > } | null }> } | null };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}

export const DashboardDocument = new TypedDocumentString(`
    query Dashboard($first: Int!, $cycle: BillingCycle!) {
  customers(first: $first) {
    totalCount
    nodes {
      customerId
      name
      associationType
      balance {
        available {
          amount
          currency
        }
      }
      orders(first: 5) {
        nodes {
          orderId
          status
          createdAt
          amountAfterDiscount {
            amount
          }
        }
      }
      coupons(first: 5) {
        nodes {
          couponId
          status
          balance {
            amount
          }
          expiresAt
        }
      }
      monthlyBill(cycle: $cycle) {
        total {
          amount
          currency
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<DashboardQuery, DashboardQueryVariables>;
export const ExpiringResourcesDocument = new TypedDocumentString(`
    query ExpiringResources($first: Int!, $from: DateTime!, $until: DateTime!) {
  customers(first: $first) {
    nodes {
      customerId
      name
      resources(first: 10, filter: { expiresFrom: $from, expiresUntil: $until }) {
        nodes {
          __typename
          resourceId
          name
          expiresAt
          serviceType {
            name
          }
          ... on YearlyMonthlyResource {
            expiryPolicy
          }
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<ExpiringResourcesQuery, ExpiringResourcesQueryVariables>;