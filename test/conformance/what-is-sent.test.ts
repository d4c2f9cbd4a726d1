import { describe, expect, it } from 'vitest';
import { isSignedAsSent } from '../support/conformance/signature.ts';
import { at, codesOf, onStage, type Stage, type StageAnswer } from '../support/conformance/stage.ts';
import type { Received, Row } from '../support/conformance/upstream.ts';

// What a client gives arrives as it was given, and what the upstream would ignore or widen is refused first.

const SECRET_KEY = 'test-secret-key';
const inCustomer = (selection: string) => `{ customer(customerId: "c1") { ${selection} } }`;

/** What a call was given, in its query or its body, as texts. */
function givenTo({ query, body }: Received): Row {
  const inBody = body ? (JSON.parse(body) as Row) : {};
  return { ...Object.fromEntries(query), ...inBody };
}

const lastOf = ({ upstream }: Stage, operation: string): Row => {
  const call = upstream.callsOf(operation).at(-1);
  if (!call) throw new Error(`expected a call of ${operation}, got none`);
  return givenTo(call);
};

function expectRefusedBefore(answer: StageAnswer, { upstream }: Stage, operation: string): void {
  expect(codesOf(answer)).toEqual(['BAD_USER_INPUT']);
  expect(upstream.callsOf(operation)).toEqual([]);
}

describe('a span', () => {
  it.each<[field: string, operation: string]>([
    [
      'consumption(cycle: "2026-10", filter: { dateFrom: "2026-10-15" }, first: 1)',
      'ListSubCustomerBillDetail',
    ],
    [
      'consumption(cycle: "2026-10", filter: { dateUntil: "2026-10-15" }, first: 1)',
      'ListSubCustomerBillDetail',
    ],
    [
      'consumption(cycle: "2026-10", filter: { dateFrom: "2026-09-30", dateUntil: "2026-10-02" }, first: 1)',
      'ListSubCustomerBillDetail',
    ],
    [
      'consumption(cycle: "2026-10", filter: { dateFrom: "2026-10-20", dateUntil: "2026-10-10" }, first: 1)',
      'ListSubCustomerBillDetail',
    ],
    [
      'orders(filter: { createdFrom: "2026-10-02T00:00:00Z", createdUntil: "2026-10-01T00:00:00Z" }, first: 1)',
      'ListCustomerOrders',
    ],
    [
      'orders(filter: { paidFrom: "2026-10-02T00:00:00Z", paidUntil: "2026-10-01T00:00:00Z" }, first: 1)',
      'ListCustomerOrders',
    ],
    [
      'coupons(filter: { createdFrom: "2026-10-02T00:00:00Z", createdUntil: "2026-10-01T00:00:00Z" }, first: 1)',
      'ListIssuedPartnerCoupons',
    ],
    [
      'adjustments(filter: { adjustedFrom: "2026-10-02T00:00:00Z", adjustedUntil: "2026-10-01T00:00:00Z" }, first: 1)',
      'ListPartnerAdjustRecords',
    ],
    [
      'couponRecords(filter: { operatedFrom: "2026-10-02T00:00:00Z", operatedUntil: "2026-10-01T00:00:00Z" }, first: 1)',
      'ListPartnerCouponsRecord',
    ],
    [
      'account { changes(filter: { tradedFrom: "2026-10-02", tradedUntil: "2026-10-01" }, first: 1)',
      'ListCustomerAccountChangeRecords',
    ],
    [
      'bills { feeRecords(cycle: "2026-10", filter: { dateFrom: "2026-11-02", dateUntil: "2026-11-03" }, first: 1)',
      'ListCustomerBillsFeeRecords',
    ],
    [
      'bills { resourceRecords(cycle: "2026-10", filter: { dateFrom: "2026-10-05" }, first: 1)',
      'ListCustomerselfResourceRecords',
    ],
  ])('that the upstream would ignore or widen is refused: %s', async (field, operation) => {
    await onStage({}, async (stage) => {
      const close = field.includes('{ changes') || field.startsWith('bills') ? ' }' : '';
      const answer = await stage.query(inCustomer(`${field} { totalCount }${close}`));
      expectRefusedBefore(answer, stage, operation);
    })();
  });

  it.each([
    ['2026-10-10', '2026-10-20'],
    ['2026-10-01', '2026-10-31'],
    ['2026-10-15', '2026-10-15'],
  ])('of %s to %s within the cycle is sent', async (from, until) => {
    await onStage({}, async (stage) => {
      const answer = await stage.query(
        inCustomer(
          `consumption(cycle: "2026-10", filter: { dateFrom: "${from}", dateUntil: "${until}" }, first: 1) { totalCount }`,
        ),
      );
      expect(answer.errors).toBeUndefined();
      expect(lastOf(stage, 'ListSubCustomerBillDetail')).toMatchObject({
        bill_date_begin: from,
        bill_date_end: until,
      });
    })();
  });
});

describe('a filter by an empty list', () => {
  const FILTERS: readonly [name: string, type: string, operation: string, field: (list: string) => string][] =
    [
      [
        'resource ids',
        '[String!]',
        'ListPayPerUseCustomerResources',
        (list) => `resources(filter: { resourceIds: ${list} }, first: 2) { totalCount }`,
      ],
      [
        'statuses of resources',
        '[YearlyMonthlyResourceStatus!]',
        'ListPayPerUseCustomerResources',
        (list) => `resources(filter: { statuses: ${list}, kind: YEARLY_MONTHLY }, first: 2) { totalCount }`,
      ],
      [
        'coupons of records',
        '[String!]',
        'ListPartnerCouponsRecord',
        (list) => `couponRecords(filter: { couponIds: ${list} }, first: 2) { totalCount }`,
      ],
      [
        'types of records',
        '[CouponOperationType!]',
        'ListPartnerCouponsRecord',
        (list) => `couponRecords(filter: { types: ${list} }, first: 2) { totalCount }`,
      ],
      [
        'payment channels',
        '[PaymentChannel!]',
        'ListCustomerAccountChangeRecords',
        (list) => `account { changes(filter: { paymentChannels: ${list} }, first: 2) { totalCount } }`,
      ],
      [
        'service types of packages',
        '[String!]',
        'ListFreeResourceInfos',
        (list) => `resourcePackages(filter: { serviceTypeCodes: ${list} }, first: 2) { totalCount }`,
      ],
      [
        'groups of costs',
        '[CostGroupInput!]',
        'ListCosts',
        (list) => `costs(from: "2026-09-01", until: "2026-09-30", groupBy: ${list}, first: 2) { totalCount }`,
      ],
      [
        'values of a filter of costs',
        '[String!]',
        'ListCosts',
        (list) =>
          `costs(from: "2026-09-01", until: "2026-09-30", groupBy: [{ dimension: SERVICE_TYPE }], filters: [{ dimension: REGION, values: ${list} }], first: 2) { totalCount }`,
      ],
    ];

  /** Refused, or an empty page; never everything and never an empty list on the wire. */
  function expectNothing(answer: StageAnswer, stage: Stage, operation: string): void {
    for (const call of stage.upstream.callsOf(operation)) {
      expect(Object.values(givenTo(call))).not.toContainEqual([]);
    }
    if (answer.errors) expect(codesOf(answer)).toEqual(['BAD_USER_INPUT']);
    else expect(answer.text).toContain('"totalCount":0');
    expect(stage.upstream.callsOf(operation)).toEqual([]);
  }

  it.each(FILTERS)('of %s is refused or gives nothing', async (_name, type, operation, field) => {
    for (const site of ['cn', 'intl'] as const) {
      await onStage({ site }, async (stage) => {
        const literal = await stage.query(inCustomer(field('[]')));
        if (codesOf(literal).includes('NOT_AVAILABLE_ON_SITE')) return;
        expectNothing(literal, stage, operation);
        const required =
          field('$list').includes('groupBy: $list') || field('$list').includes('values: $list') ? '!' : '';
        const document = `query ($list: ${type}${required}) ${inCustomer(field('$list'))}`;
        expectNothing(await stage.query(document, { list: [] }), stage, operation);
      })();
    }
  });

  it.each([
    ['quota ids', '{ partner { couponQuotas(filter: { quotaIds: [] }, first: 2) { totalCount } } }'],
    ['statuses of quotas', '{ partner { couponQuotas(filter: { statuses: [] }, first: 2) { totalCount } } }'],
  ])('of %s is refused or gives nothing', async (_name, document) => {
    await onStage({}, async (stage) => {
      expectNothing(await stage.query(document), stage, 'ListQuotaCoupons');
    })();
  });
});

describe('a filter by an empty text', () => {
  it.each([
    '{ orders(filter: { serviceTypeCode: "" }, first: 1) { totalCount } }',
    '{ customers(filter: { name: "" }, first: 1) { totalCount } }',
    '{ order(orderId: "") { orderId } }',
    '{ customer(customerId: "") { customerId } }',
  ])('is refused or gives nothing, without a call: %s', async (document) => {
    await onStage({}, async ({ query, upstream }) => {
      const answer = await query(document);
      expect(upstream.calls).toEqual([]);
      if (answer.errors) expect(codesOf(answer)).toEqual(['BAD_USER_INPUT']);
      else expect([null, { totalCount: 0 }]).toContainEqual(Object.values(answer.data as object)[0]);
    })();
  });
});

describe('any character', () => {
  const TEXTS = [
    "a+b c&d=e/f%g~h(1)*!'",
    '100%',
    '%2B%20',
    'ünïcødé 云服务 😀',
    'a;b,c:d@e?f#g',
    '"quoted\\back"',
    '[x]{y}|^`<>',
    'a\tb',
  ];

  it.each(TEXTS)('of a code arrives in a query as it was: %j', async (text) => {
    await onStage({}, async (stage) => {
      const answer = await stage.query(
        'query ($code: String) { orders(filter: { serviceTypeCode: $code }, first: 1) { totalCount } }',
        { code: text },
      );
      expect(answer.errors).toBeUndefined();
      const [call] = stage.upstream.callsOf('ListCustomerOrders');
      expect(call?.query.get('service_type_code')).toBe(text);
      expect(call && isSignedAsSent(call, SECRET_KEY)).toBe(true);
    })();
  });

  it.each(TEXTS)('of an id arrives in a path as it was: %j', async (text) => {
    await onStage({}, async (stage) => {
      const answer = await stage.query(
        'query ($id: String!) { order(orderId: $id) { orderId lineItems(first: 1) { totalCount } } }',
        { id: text },
      );
      const [listed] = stage.upstream.callsOf('ListCustomerOrders');
      expect(listed?.query.get('order_id') ?? text).toBe(text);
      if (text.includes('/') && answer.errors) {
        // Gateways disagree about the signature of a slash within a segment.
        expect(codesOf(answer)).toEqual(['BAD_USER_INPUT']);
        expect(stage.upstream.callsOf('ShowCustomerOrderDetails')).toEqual([]);
        return;
      }
      expect(answer.errors).toBeUndefined();
      const [call] = stage.upstream.callsOf('ShowCustomerOrderDetails');
      expect(decodeURIComponent(call?.path.split('/').at(-1) ?? '')).toBe(text);
      expect(call && isSignedAsSent(call, SECRET_KEY)).toBe(true);
      expect(stage.upstream.calls.map(({ operation }) => operation)).not.toContain(undefined);
    })();
  });

  it.each(TEXTS)('of a customer arrives in a body as it was: %j', async (text) => {
    await onStage({}, async (stage) => {
      const answer = await stage.query('query ($id: String!) { customer(customerId: $id) { customerId } }', {
        id: text,
      });
      expect(answer.errors).toBeUndefined();
      expect(at(answer, 'customer', 'customerId')).toBe(text);
      expect(lastOf(stage, 'ListSubCustomers')['customer_id']).toBe(text);
    })();
  });

  it.each(['..', '.', '../../partners/sub-customers', '%2e%2e', '..%2f..', 'a/../b', '\\..\\', '/'])(
    'never leads to another path: %j',
    async (text) => {
      await onStage({}, async (stage) => {
        const answer = await stage.query(
          'query ($id: String!) { order(orderId: $id) { orderId lineItems(first: 1) { totalCount } } }',
          { id: text },
        );
        const operations = new Set(stage.upstream.calls.map(({ operation }) => operation));
        expect(
          [...operations].filter((one) => !/^(ListCustomerOrders|ShowCustomerOrderDetails)$/.test(one ?? '')),
        ).toEqual([]);
        for (const call of stage.upstream.callsOf('ShowCustomerOrderDetails')) {
          expect(decodeURIComponent(call.path.split('/').at(-1) ?? '')).toBe(text);
          expect(isSignedAsSent(call, SECRET_KEY)).toBe(true);
        }
        if (stage.upstream.callsOf('ShowCustomerOrderDetails').length === 0) {
          expect(codesOf(answer)).toEqual(['BAD_USER_INPUT']);
        }
      })();
    },
  );

  it.each<[name: string, text: string]>([
    ['half of a pair', '\ud800'],
    ['the other half', 'a\udc00b'],
  ])('that cannot be sent is refused: %s', async (_name, text) => {
    await onStage({}, async (stage) => {
      for (const document of [
        'query ($text: String) { orders(filter: { serviceTypeCode: $text }, first: 1) { totalCount } }',
        'query ($text: String!) { order(orderId: $text) { lineItems(first: 1) { totalCount } } }',
        'query ($text: String!) { customer(customerId: $text) { name } }',
      ]) {
        const answer = await stage.query(document, { text });
        expect(codesOf(answer), document).toEqual(['BAD_USER_INPUT']);
      }
      expect(stage.upstream.calls).toEqual([]);
    })();
  });
});

describe('a time', () => {
  const ORDERS =
    'query ($from: DateTime, $until: DateTime) { orders(filter: { createdFrom: $from, createdUntil: $until }, first: 1) { totalCount } }';

  it.each([
    ['2026-10-01T00:00:00.500Z', '2026-10-02T00:00:00Z', '2026-10-01T00:00:01Z', '2026-10-02T00:00:00Z'],
    ['2026-10-01T00:00:00.001Z', '2026-10-02T00:00:00.999Z', '2026-10-01T00:00:01Z', '2026-10-02T00:00:00Z'],
    ['2026-10-01T00:00:00.000Z', '2026-10-02T00:00:00.000Z', '2026-10-01T00:00:00Z', '2026-10-02T00:00:00Z'],
    [
      '2026-10-01T08:00:00+08:00',
      '2026-10-02T08:00:00.5+08:00',
      '2026-10-01T00:00:00Z',
      '2026-10-02T00:00:00Z',
    ],
    ['2026-09-30T23:59:59.0001Z', '2026-10-02T00:00:00Z', '2026-10-01T00:00:00Z', '2026-10-02T00:00:00Z'],
  ])('from %s until %s lets nothing in from outside', async (from, until, begin, end) => {
    await onStage({}, async (stage) => {
      const answer = await stage.query(ORDERS, { from, until });
      expect(answer.errors).toBeUndefined();
      expect(lastOf(stage, 'ListCustomerOrders')).toMatchObject({
        create_time_begin: begin,
        create_time_end: end,
      });
    })();
  });

  it(
    'bounds coupons and customers in the same way',
    onStage({}, async (stage) => {
      const answer = await stage.query(`{
        coupons(filter: { createdFrom: "2026-10-01T00:00:00.5Z", createdUntil: "2026-10-02T00:00:00.5Z" }, first: 1) { totalCount }
        customers(filter: { associatedFrom: "2026-10-01T00:00:00.5Z", associatedUntil: "2026-10-02T00:00:00.5Z" }, first: 1) { totalCount } }`);
      expect(answer.errors).toBeUndefined();
      const sent = [lastOf(stage, 'ListIssuedPartnerCoupons'), lastOf(stage, 'ListSubCustomers')].map(
        (given) => Object.values(given).filter((value) => String(value).startsWith('2026-10-')),
      );
      const bounds = ['2026-10-01T00:00:01Z', '2026-10-02T00:00:00Z'];
      expect(sent).toEqual([bounds, bounds]);
    }),
  );

  it.each([
    '2026-10-01T24:00:00Z',
    '2026-10-01T00:00:00',
    '2026-10-01',
    '2026-10-01 00:00:00Z',
    '20261001T000000Z',
    '2026-02-30T00:00:00Z',
    '2026-10-01T00:00Z',
    '2026-10-01T00:00:00+0800',
    '2026-10-01T00:60:00Z',
    '1790812800',
    'Thu, 01 Oct 2026 00:00:00 GMT',
  ])('that is not of RFC 3339 is refused: %s', async (from) => {
    await onStage({}, async (stage) => {
      const answer = await stage.query(ORDERS, { from });
      expectRefusedBefore(answer, stage, 'ListCustomerOrders');
    })();
  });

  it(
    'of bills is China’s wherever the process runs',
    onStage({}, async (stage) => {
      const zone = process.env['TZ'];
      const document = `{ renewalTasks(month: "2027-01", first: 5) { totalCount }
        expiringResources(within: 30, first: 1) { totalCount }
        customer(customerId: "c1") { consumption(cycle: "2026-10", first: 1) { nodes { date } }
          packageDeductions(from: "2026-10-01", until: "2026-10-31", first: 1) { totalCount } } }`;
      stage.upstream.on('ListSubCustomerBillDetail', {
        json: {
          total_count: 1,
          currency: 'CNY',
          fee_records: [
            {
              id: 'r1',
              customer_id: 'c1',
              consume_time: '2026-09-30T16:30:00Z',
              payment_amount: 1,
              bill_detail_type: 2,
            },
          ],
        },
      });
      try {
        const sent: unknown[] = [];
        for (const name of ['Asia/Shanghai', 'America/Los_Angeles', 'UTC', 'Pacific/Kiritimati']) {
          process.env['TZ'] = name;
          const before = stage.upstream.calls.length;
          const answer = await stage.query(document);
          expect(answer.errors).toBeUndefined();
          expect(at(answer, 'customer', 'consumption', 'nodes', 0, 'date')).toBe('2026-10-01');
          const days = stage.upstream.calls
            .slice(before)
            .flatMap((call) => Object.entries(givenTo(call)))
            .filter(([, value]) => /^\d{4}-\d\d/.test(String(value)))
            .map(([key, value]) => `${key}=${String(value).replace(/T.*/, '')}`);
          sent.push([...new Set(days)].sort());
        }
        expect(sent).toEqual(sent.map(() => sent[0]));
      } finally {
        if (zone === undefined) delete process.env['TZ'];
        else process.env['TZ'] = zone;
      }
    }),
  );
});

describe('a parameter', () => {
  it.each<[filter: string, parameter: string, value: string]>([
    ['tradeId: "some-id"', 'trade_id', 'some-id'],
    ['resourceName: "some-name"', 'resource_name', 'some-name'],
    ['accountManagerId: "some-manager"', 'account_manager_id', 'some-manager'],
    ['associationType: RESALE', 'association_type', '2'],
    ['resourceId: "some-resource"', 'resource_id', 'some-resource'],
    ['regionCode: "cn-north-4"', 'region_code', 'cn-north-4'],
  ])('of consumption can be given: %s', async (filter, parameter, value) => {
    await onStage({}, async (stage) => {
      const answer = await stage.query(
        inCustomer(`consumption(cycle: "2026-09", filter: { ${filter} }, first: 1) { totalCount }`),
      );
      expect(answer.errors).toBeUndefined();
      expect(String(lastOf(stage, 'ListSubCustomerBillDetail')[parameter])).toBe(value);
    })();
  });

  it.each(['RESOURCE_TAG', 'COST_UNIT'])('of costs can be given: a filter by %s', async (dimension) => {
    await onStage({}, async (stage) => {
      const answer = await stage.query(
        inCustomer(`costs(from: "2026-09-01", until: "2026-09-30", groupBy: [{ dimension: SERVICE_TYPE }],
          filters: [{ dimension: ${dimension}, values: ["some-value"] }], first: 1) { totalCount }`),
      );
      expect(answer.errors).toBeUndefined();
      expect(JSON.stringify(lastOf(stage, 'ListCosts'))).toContain(dimension);
      expect(JSON.stringify(lastOf(stage, 'ListCosts'))).toContain('some-value');
    })();
  });

  it.each(['cn', 'intl'] as const)(
    'of members’ orders on %s goes out with the customer that it needs',
    async (site) => {
      await onStage({ site }, async (stage) => {
        await stage.query(inCustomer('memberOrders(first: 1) { totalCount }'));
        const sent = stage.upstream.callsOf('ListCustomerOrders').map(givenTo);
        expect(sent).toHaveLength(1);
        expect(sent[0]).toMatchObject({ method: 'sub_customer', customer_id: 'c1' });
      })();
    },
  );
});
