import type { Site } from '../../call/operation.ts';

/** Example queries, shown as GraphiQL tabs. They run as they are, on any tenant with customers of the site. */
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

export function exampleQueries(times: ExampleTimes, site: Site = 'cn'): readonly Example[] {
  return site === 'intl'
    ? [internationalDashboard, expiringResources(times), partnerAccount(times)]
    : chinaExamples(times);
}

function chinaDashboard(cycle: string): Example {
  return {
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
  };
}

function chinaExamples(times: ExampleTimes): readonly Example[] {
  const { cycle } = times;
  return [
    chinaDashboard(cycle),
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
    expiringResources(times),
    consumption(times),
  ];
}

const consumption = ({ cycle }: ExampleTimes): Example => ({
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
});

const expiringResources = ({ from, until }: ExampleTimes): Example => ({
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
});

const internationalDashboard: Example = {
  name: 'Dashboard',
  query: `# Customers with budget, newest orders
# and resources.
query Dashboard {
  customers(
    first: 20
    filter: { associationType: RESALE }
  ) {
    totalCount
    nodes {
      customerId
      name
      budget {
        type
        amount { amount currency }
        usedAmount { amount }
      }
      orders(first: 5) {
        nodes {
          orderId status createdAt
          amountAfterDiscount { amount currency }
        }
      }
      resources(first: 3) {
        nodes { resourceId name expiresAt }
      }
    }
  }
}
`,
};

const partnerAccount = ({ from, until }: ExampleTimes): Example => ({
  name: 'PartnerAccount',
  query: `# What the partner may owe, and its invoices.
query PartnerAccount {
  partner {
    accountName
    consumptionQuota {
      amount { amount currency }
      usedAmount { amount }
      unbilledAmount { amount }
    }
    invoices(
      first: 5
      appliedFrom: "${yearBefore(from)}"
      appliedUntil: "${until}"
    ) {
      totalCount
      nodes {
        number state
        amount { amount currency }
      }
    }
  }
}
`,
});

const yearBefore = (instant: string): string =>
  `${Number(instant.slice(0, 4)) - 1}${instant.slice(4).replace('-02-29', '-02-28')}`;
