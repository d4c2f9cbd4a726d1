/** Example queries, shown as GraphiQL tabs. They run as they are, on any tenant with customers. */
export interface Example {
  /** The operation's name, which GraphiQL makes the title of the tab. */
  readonly name: string;
  /** In lines short enough for half a screen. */
  readonly query: string;
}

export interface ExampleTimes {
  /** The month to ask bills and consumption of, `YYYY-MM`. */
  readonly cycle: string;
  /** From when and until when resources expire, RFC 3339. */
  readonly from: string;
  readonly until: string;
}

export function exampleQueries({ cycle, from, until }: ExampleTimes): readonly Example[] {
  return [
    {
      name: 'Dashboard',
      query: `# Customers with balance, newest orders,
# coupons and this month's bill.
query Dashboard {
  customers(first: 20) {
    totalCount
    nodes {
      customerId
      name
      associationType
      balance {
        available { amount currency }
        debt { amount }
      }
      orders(first: 5) {
        nodes {
          orderId status createdAt
          amountAfterDiscount { amount }
        }
      }
      coupons(first: 5) {
        nodes {
          couponId status expiresAt
          balance { amount }
        }
      }
      monthlyBill(cycle: "${cycle}") {
        total { amount currency }
        lines {
          serviceTypeCode chargingMode billType
          amount { amount }
        }
      }
    }
  }
}
`,
    },
    {
      name: 'CustomerInDepth',
      query: `# One customer: its orders, the resources they
# created, and what it used this month.
query CustomerInDepth {
  customers(
    first: 1
    filter: { associationType: RESALE }
  ) {
    nodes {
      customerId
      name
      verification
      balance { available { amount currency } }
      newCustomerTag {
        status effectiveFrom effectiveUntil
      }
      orders(first: 3) {
        totalCount
        nodes {
          orderId type status paidAt
          lineItems {
            nodes {
              specification periodType periods
              amountAfterDiscount { amount }
            }
          }
          resources {
            nodes {
              __typename
              resourceId name expiresAt
            }
          }
        }
      }
      consumption(cycle: "${cycle}", first: 5) {
        nodes {
          date type
          amount { amount currency }
          resource { name }
          order { orderId }
        }
      }
    }
  }
}
`,
    },
    {
      name: 'ExpiringResources',
      query: `# What ends within 30 days, and what then.
query ExpiringResources {
  customers(first: 20) {
    nodes {
      name
      resources(
        first: 10
        filter: {
          status: IN_USE
          expiresFrom: "${from}"
          expiresUntil: "${until}"
        }
      ) {
        nodes {
          resourceId name expiresAt
          serviceType { name }
          ... on YearlyMonthlyResource {
            expiryPolicy
            parent { name }
          }
        }
      }
    }
  }
}
`,
    },
    {
      name: 'Consumption',
      query: `# What each customer used this month, with
# units, beside the bill that it adds up to.
query Consumption {
  customers(first: 5) {
    nodes {
      name
      monthlyBill(cycle: "${cycle}") {
        total { amount currency }
      }
      consumption(cycle: "${cycle}", first: 20) {
        totalCount
        nodes {
          date type chargingMode
          serviceType { name }
          usage {
            amount
            unit { abbreviation }
          }
          officialAmount { amount }
          amount { amount currency }
        }
      }
    }
  }
}
`,
    },
  ];
}
