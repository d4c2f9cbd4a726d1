/** Example queries, shown as GraphiQL tabs. They run as they are, on any tenant with customers. */
export interface Example {
  readonly name: string;
  readonly query: string;
}

export function exampleQueries(cycle: string, expiresUntil: string): readonly Example[] {
  return [
    {
      name: 'Dashboard',
      query: `# Dashboard: customers with their balance, newest orders, coupons and this month's bill, in one query.
query Dashboard {
  customers(first: 20) {
    totalCount
    nodes {
      customerId
      name
      associationType
      balance { available { amount currency } debt { amount } }
      orders(first: 5) { nodes { orderId status createdAt amountAfterDiscount { amount currency } } }
      coupons(first: 5) { nodes { couponId status balance { amount } expiresAt } }
      monthlyBill(cycle: "${cycle}") {
        total { amount currency }
        lines { serviceTypeCode chargingMode billType amount { amount } }
      }
    }
  }
}
`,
    },
    {
      name: 'One customer in depth',
      query: `# One customer in depth: orders with line items and the resources that they created.
query CustomerInDepth {
  customers(first: 1, filter: { associationType: RESALE }) {
    nodes {
      customerId
      name
      verification
      balance { available { amount currency } }
      newCustomerTag { status effectiveFrom effectiveUntil }
      orders(first: 3) {
        totalCount
        nodes {
          orderId
          type
          status
          paidAt
          lineItems { nodes { specification periodType periods amountAfterDiscount { amount } } }
          resources { nodes { __typename resourceId name expiresAt } }
        }
      }
      consumption(cycle: "${cycle}", first: 5) {
        nodes { date type amount { amount currency } resource { name } order { orderId } }
      }
    }
  }
}
`,
    },
    {
      name: 'Expiring resources',
      query: `# Expiring resources: what ends within 30 days, per customer.
query ExpiringResources {
  customers(first: 20) {
    nodes {
      name
      resources(first: 10, filter: { expiresUntil: "${expiresUntil}", status: IN_USE }) {
        nodes {
          resourceId
          name
          expiresAt
          serviceType { name }
          ... on YearlyMonthlyResource { expiryPolicy parent { name } }
        }
      }
    }
  }
}
`,
    },
    {
      name: 'Consumption of a cycle',
      query: `# Consumption of a cycle: what each customer used, with units, beside the bill that it adds up to.
query Consumption {
  customers(first: 5) {
    nodes {
      name
      monthlyBill(cycle: "${cycle}") { total { amount currency } }
      consumption(cycle: "${cycle}", first: 20) {
        totalCount
        nodes {
          date
          type
          chargingMode
          serviceType { name }
          usage { amount unit { abbreviation } }
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
