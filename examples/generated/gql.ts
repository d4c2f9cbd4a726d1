/* eslint-disable */
import * as types from './graphql.ts';



/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "query Dashboard($first: Int!, $cycle: BillingCycle!) {\n  customers(first: $first) {\n    totalCount\n    nodes {\n      customerId\n      name\n      associationType\n      balance {\n        available {\n          amount\n          currency\n        }\n      }\n      orders(first: 5) {\n        nodes {\n          orderId\n          status\n          createdAt\n          amountAfterDiscount {\n            amount\n          }\n        }\n      }\n      coupons(first: 5) {\n        nodes {\n          couponId\n          status\n          balance {\n            amount\n          }\n          expiresAt\n        }\n      }\n      monthlyBill(cycle: $cycle) {\n        total {\n          amount\n          currency\n        }\n      }\n    }\n  }\n}": typeof types.DashboardDocument,
    "query ExpiringResources($first: Int!, $from: DateTime!, $until: DateTime!) {\n  customers(first: $first) {\n    nodes {\n      customerId\n      name\n      resources(first: 10, filter: {expiresFrom: $from, expiresUntil: $until}) {\n        nodes {\n          __typename\n          resourceId\n          name\n          expiresAt\n          serviceType {\n            name\n          }\n          ... on YearlyMonthlyResource {\n            expiryPolicy\n          }\n        }\n      }\n    }\n  }\n}": typeof types.ExpiringResourcesDocument,
};
const documents: Documents = {
    "query Dashboard($first: Int!, $cycle: BillingCycle!) {\n  customers(first: $first) {\n    totalCount\n    nodes {\n      customerId\n      name\n      associationType\n      balance {\n        available {\n          amount\n          currency\n        }\n      }\n      orders(first: 5) {\n        nodes {\n          orderId\n          status\n          createdAt\n          amountAfterDiscount {\n            amount\n          }\n        }\n      }\n      coupons(first: 5) {\n        nodes {\n          couponId\n          status\n          balance {\n            amount\n          }\n          expiresAt\n        }\n      }\n      monthlyBill(cycle: $cycle) {\n        total {\n          amount\n          currency\n        }\n      }\n    }\n  }\n}": types.DashboardDocument,
    "query ExpiringResources($first: Int!, $from: DateTime!, $until: DateTime!) {\n  customers(first: $first) {\n    nodes {\n      customerId\n      name\n      resources(first: 10, filter: {expiresFrom: $from, expiresUntil: $until}) {\n        nodes {\n          __typename\n          resourceId\n          name\n          expiresAt\n          serviceType {\n            name\n          }\n          ... on YearlyMonthlyResource {\n            expiryPolicy\n          }\n        }\n      }\n    }\n  }\n}": types.ExpiringResourcesDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query Dashboard($first: Int!, $cycle: BillingCycle!) {\n  customers(first: $first) {\n    totalCount\n    nodes {\n      customerId\n      name\n      associationType\n      balance {\n        available {\n          amount\n          currency\n        }\n      }\n      orders(first: 5) {\n        nodes {\n          orderId\n          status\n          createdAt\n          amountAfterDiscount {\n            amount\n          }\n        }\n      }\n      coupons(first: 5) {\n        nodes {\n          couponId\n          status\n          balance {\n            amount\n          }\n          expiresAt\n        }\n      }\n      monthlyBill(cycle: $cycle) {\n        total {\n          amount\n          currency\n        }\n      }\n    }\n  }\n}"): typeof import('./graphql.ts').DashboardDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query ExpiringResources($first: Int!, $from: DateTime!, $until: DateTime!) {\n  customers(first: $first) {\n    nodes {\n      customerId\n      name\n      resources(first: 10, filter: {expiresFrom: $from, expiresUntil: $until}) {\n        nodes {\n          __typename\n          resourceId\n          name\n          expiresAt\n          serviceType {\n            name\n          }\n          ... on YearlyMonthlyResource {\n            expiryPolicy\n          }\n        }\n      }\n    }\n  }\n}"): typeof import('./graphql.ts').ExpiringResourcesDocument;


export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}
