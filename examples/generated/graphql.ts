/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** How a customer belongs to the partner. */
export type AssociationType =
  /** The customer pays the vendor directly; the partner sees its consumption only. */
  | 'CONSULTATIVE_SALE'
  /** The customer spends money that the partner allocates. */
  | 'RESALE'
  /** A code that this version does not know; see the raw code. */
  | 'UNKNOWN'
  | '%future added value';

/** Where a coupon stands. */
export type CouponStatus =
  /** Can be used. */
  | 'AVAILABLE'
  /** Expired. */
  | 'EXPIRED'
  /** Not activated yet. */
  | 'NOT_ACTIVATED'
  /** Taken back by the partner. */
  | 'RECLAIMED'
  /** A code that this version does not know; see the raw code. */
  | 'UNKNOWN'
  /** Used up. */
  | 'USED'
  | '%future added value';

/** What happens to a yearly/monthly resource when it expires. */
export type ExpiryPolicy =
  /** It is renewed automatically. */
  | 'AUTO_RENEW'
  /** It is deleted. */
  | 'DELETE'
  /** It is deleted after the retention period. */
  | 'DELETE_AFTER_RETENTION'
  /** It is frozen. */
  | 'FREEZE'
  /** It enters a grace period. */
  | 'GRACE_PERIOD'
  /** It is charged on demand. */
  | 'TO_ON_DEMAND'
  /** A code that this version does not know; see the raw code. */
  | 'UNKNOWN'
  | '%future added value';

/** Where an order stands. */
export type OrderStatus =
  /** Cancelled. */
  | 'CANCELLED'
  /** Completed. */
  | 'COMPLETED'
  /** Being exchanged. Cannot be filtered by. */
  | 'EXCHANGING'
  /** Waits for approval. */
  | 'PENDING_APPROVAL'
  /** Waits for confirmation. */
  | 'PENDING_CONFIRMATION'
  /** Waits for payment. */
  | 'PENDING_PAYMENT'
  /** Being processed. */
  | 'PROCESSING'
  /** Waits for a refund. Cannot be filtered by. */
  | 'REFUND_PENDING'
  /** Waits to be picked up. Cannot be filtered by. */
  | 'TO_BE_PICKED_UP'
  /** Waits to be received. Cannot be filtered by. */
  | 'TO_BE_RECEIVED'
  /** Waits to be shipped. Cannot be filtered by. */
  | 'TO_BE_SHIPPED'
  /** A code that this version does not know; see the raw code. */
  | 'UNKNOWN'
  | '%future added value';

export type DashboardQueryVariables = Exact<{
  first: number;
  cycle: string;
}>;


export type DashboardQuery = { readonly customers: { readonly totalCount: number | null, readonly nodes: ReadonlyArray<{ readonly customerId: string, readonly name: string | null, readonly associationType: AssociationType | null, readonly balance: { readonly available: { readonly amount: string, readonly currency: string } } | null, readonly orders: { readonly nodes: ReadonlyArray<{ readonly orderId: string, readonly status: OrderStatus, readonly createdAt: string, readonly amountAfterDiscount: { readonly amount: string } | null }> | null }, readonly coupons: { readonly nodes: ReadonlyArray<
          | { readonly couponId: string, readonly status: CouponStatus, readonly expiresAt: string | null, readonly balance: { readonly amount: string } | null }
          | { readonly couponId: string, readonly status: CouponStatus, readonly expiresAt: string | null, readonly balance: { readonly amount: string } | null }
        > | null }, readonly monthlyBill: { readonly total: { readonly amount: string, readonly currency: string } } | null }> | null } };

export type ExpiringResourcesQueryVariables = Exact<{
  first: number;
  from: string;
  until: string;
}>;


export type ExpiringResourcesQuery = { readonly customers: { readonly nodes: ReadonlyArray<{ readonly customerId: string, readonly name: string | null, readonly resources: { readonly nodes: ReadonlyArray<
          | { readonly __typename: 'OnDemandResource', readonly resourceId: string, readonly name: string | null, readonly expiresAt: string | null, readonly serviceType: { readonly name: string | null } | null }
          | { readonly __typename: 'YearlyMonthlyResource', readonly expiryPolicy: ExpiryPolicy | null, readonly resourceId: string, readonly name: string | null, readonly expiresAt: string | null, readonly serviceType: { readonly name: string | null } | null }
        > | null } }> | null } };

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