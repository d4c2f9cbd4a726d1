import { describe, expect, it } from 'vitest';
import { at, codesOf, onStage } from '../support/conformance/stage.ts';
import { thrice } from '../support/conformance/thrice.ts';
import { pageOf } from '../support/conformance/upstream.ts';

// A document that comes back may be run by other code than the first time. Clients must not be able to tell.

describe('every run of a document gives the same', () => {
  it(
    'when a field next to it cannot be read',
    onStage({}, async (stage) => {
      stage.upstream.on('ListCustomerOrders', {
        json: pageOf('ListCustomerOrders', [
          { order_id: 'o1', create_time: '20200101T000000Z' },
          { order_id: 'o2', create_time: '2026-09-07T08:00:00Z' },
        ]),
      });
      const answer = await thrice(
        stage,
        '{ orders(first: 2) { nodes { orderId createdAt } totalCount } viewer { __typename } }',
      );
      expect(at(answer, 'viewer', '__typename')).toBe('Viewer');
      expect(at(answer, 'orders', 'totalCount')).toBe(2);
    }),
  );

  it.each<[name: string, document: string, variables: Record<string, unknown>]>([
    [
      'a cycle that is none',
      'query D($c: BillingCycle!) { customer(customerId: "c1") { consumption(cycle: $c, first: 1) { totalCount } } }',
      { c: '2026-13' },
    ],
    [
      'a required variable that is missing',
      'query ($id: String!) { customer(customerId: $id) { name } }',
      {},
    ],
    [
      'a required variable that is null',
      'query ($id: String!) { customer(customerId: $id) { name } }',
      { id: null },
    ],
    ['a number for a text', 'query ($id: String!) { customer(customerId: $id) { name } }', { id: 4711 }],
    ['a text for a number', 'query ($n: Int) { customers(first: $n) { totalCount } }', { n: 'two' }],
    ['a fraction for a number', 'query ($n: Int) { customers(first: $n) { totalCount } }', { n: 1.5 }],
    [
      'a number out of range',
      'query ($n: Int) { customers(first: $n) { totalCount } }',
      { n: 4_000_000_000 },
    ],
    [
      'a member that is none',
      'query ($s: OrderStatus) { orders(filter: { status: $s }, first: 1) { totalCount } }',
      { s: 'GONE' },
    ],
    [
      'a field of an input that is none',
      'query ($f: OrderFilter) { orders(filter: $f, first: 1) { totalCount } }',
      { f: { colour: 'red' } },
    ],
    [
      'a time that is none, deep in an input',
      'query ($f: OrderFilter) { orders(filter: $f, first: 1) { totalCount } }',
      { f: { createdFrom: 'yesterday' } },
    ],
    [
      'a list of things that are none',
      'query ($i: [String!]) { customer(customerId: "c1") { resources(filter: { resourceIds: $i }, first: 1) { totalCount } } }',
      { i: ['a', null, 4] },
    ],
  ])('words of an error for %s', async (_name, document, variables) => {
    await onStage({}, async (stage) => {
      const answer = await thrice(stage, document, variables);
      expect(answer.errors?.length).toBeGreaterThan(0);
      for (const code of codesOf(answer)) expect(code).toBe('BAD_USER_INPUT');
      expect(stage.upstream.callsOf('ListSubCustomerBillDetail')).toEqual([]);
    })();
  });

  it(
    'when a fragment is spread twice under different conditions',
    onStage({}, async (stage) => {
      const document = `query T($a: Boolean!, $b: Boolean!) { customers(first: 1) { nodes {
        ...Z @include(if: $a) ...Z @include(if: $b) customerId } } } fragment Z on Customer { associationType label }`;
      for (const [a, b] of [
        [false, true],
        [true, false],
        [true, true],
        [false, false],
      ]) {
        const answer = await thrice(stage, document, { a, b });
        expect(answer.errors).toBeUndefined();
        const names = a || b ? ['associationType', 'label', 'customerId'] : ['customerId'];
        expect(Object.keys(at(answer, 'customers', 'nodes', 0) as object)).toEqual(names);
      }
    }),
  );

  it(
    'when a field stands once under a condition and once under another',
    onStage({}, async (stage) => {
      const document = `query ($a: Boolean!, $b: Boolean!) { customers(first: 1) { nodes {
        name @include(if: $a) customerId name @skip(if: $b)
        ... on Customer @include(if: $a) { level ... @skip(if: $b) { label } } label @include(if: $b) } } }`;
      for (const [a, b, names] of [
        [true, true, ['name', 'customerId', 'level', 'label']],
        [false, false, ['customerId', 'name']],
        [true, false, ['name', 'customerId', 'level', 'label']],
        [false, true, ['customerId', 'label']],
      ] as const) {
        const answer = await thrice(stage, document, { a, b });
        expect(answer.errors).toBeUndefined();
        expect(Object.keys(at(answer, 'customers', 'nodes', 0) as object)).toEqual(names);
      }
    }),
  );

  it(
    'when a fragment is under conditions that exclude each other',
    onStage({}, async (stage) => {
      stage.upstream.on('ListCustomersBalancesDetail', {
        json: {
          customer_balances: [
            { customer_id: 'c1', amount: 5, debt_amount: 0, currency: 'CNY', measure_id: 1 },
          ],
        },
      });
      const document = `query T($b: Boolean!) { customers(first: 1) { nodes { customerId
        A: balance @skip(if: $b) { ...B } C: balance @include(if: $b) { ...B } } } }
        fragment B on CustomerBalance { ... on CustomerBalance { available { amount } } }`;
      for (const [b, name] of [
        [true, 'C'],
        [false, 'A'],
      ] as const) {
        const answer = await thrice(stage, document, { b });
        expect(answer.errors).toBeUndefined();
        expect(at(answer, 'customers', 'nodes', 0)).toEqual({
          customerId: 'c1',
          [name]: { available: { amount: '5' } },
        });
      }
    }),
  );

  it(
    'of an interface whose members are selected in different ways',
    onStage({}, async (stage) => {
      const answer = await thrice(
        stage,
        `{ customer(customerId: "c1") { resources(first: 2) { nodes { __typename resourceId
          ... on YearlyMonthlyResource { status expiryPolicy } ... on OnDemandResource { state: onDemandStatus }
          ... on Node { id } ...R } } } } fragment R on Resource { name ... on YearlyMonthlyResource { productId } }`,
      );
      expect(answer.errors).toBeUndefined();
      const nodes = at(answer, 'customer', 'resources', 'nodes') as readonly object[];
      expect(nodes.length).toBeGreaterThan(0);
      for (const node of nodes) expect(node).toHaveProperty('id');
    }),
  );

  it(
    'of errors in some rows of a list',
    onStage({}, async (stage) => {
      stage.upstream.on('ListCustomerOrders', {
        json: pageOf('ListCustomerOrders', [{ order_id: 'o1' }, { order_id: 'o2' }, { order_id: 'o3' }]),
      });
      stage.upstream.on('ShowCustomerOrderDetails', (call) =>
        call.path.endsWith('o2')
          ? { status: 400, json: { error_code: 'CBC.0100', error_msg: 'No.' } }
          : undefined,
      );
      const answer = await thrice(
        stage,
        '{ orders(first: 3) { nodes { orderId lineItems(first: 1) { nodes { lineItemId } } } } }',
      );
      expect(answer.errors?.length).toBeGreaterThan(0);
      for (const error of answer.errors ?? [])
        expect(error.path?.slice(0, 3)).toEqual(['orders', 'nodes', 1]);
    }),
  );

  it(
    'of errors on both sides of a field that must not be null',
    onStage({}, async (stage) => {
      stage.upstream.on('ListSubCustomers', {
        status: 500,
        json: { error_code: 'CBC.0999', error_msg: 'No.' },
      });
      const answer = await thrice(
        stage,
        '{ a: customers(first: 1) { nodes { name } totalCount } viewer { role } b: customers(first: 2) { nodes { name } } }',
      );
      expect(at(answer, 'viewer', 'role')).toBe('PARTNER_ADMIN');
      expect(answer.errors?.length).toBeGreaterThanOrEqual(2);
    }),
  );

  it(
    'of an operation chosen by name, and of one that is not there',
    onStage({}, async (stage) => {
      const send = (operationName: string) =>
        stage.send({
          method: 'POST',
          headers: { 'content-type': 'application/json', accept: 'application/json' },
          body: JSON.stringify({
            query: 'query A { viewer { role } } query B { viewer { tenant } }',
            operationName,
          }),
        });
      for (const name of ['A', 'B', 'C']) {
        const answers = [await send(name), await send(name), await send(name)].map(({ status, text }) => {
          const { data, errors } = JSON.parse(text) as Record<string, unknown>;
          return [status, data, errors];
        });
        expect(answers).toEqual(answers.map(() => answers[0]));
      }
    }),
  );
});

describe('null where a default would stand', () => {
  it.each<
    [name: string, document: string, variables: Record<string, unknown>, path: readonly (string | number)[]]
  >([
    [
      'in an argument of a partner',
      'query Q($a: AccountChangeKind = CASH) { partner { accountChanges(account: $a, first: 1) { totalCount } } }',
      { a: null },
      ['partner', 'accountChanges'],
    ],
    [
      'in an argument of a bill',
      `query Q($p: OwnResourceDetailLevel = CYCLE) { customer(customerId: "c1") { bills {
        resourceDetails(cycle: "2026-09", per: $p, first: 1) { totalCount } } } }`,
      { p: null },
      ['customer', 'bills', 'resourceDetails'],
    ],
    [
      'in an argument of a customer',
      'query Q($i: String = "c1") { a: customer(customerId: $i) { name } viewer { role } }',
      { i: null },
      ['a'],
    ],
    [
      'in a condition',
      'query Q($c: Boolean = true) { customers(first: 1) { totalCount nodes @include(if: $c) { name } } }',
      { c: null },
      ['customers'],
    ],
  ])('is an error at that field: %s', async (_name, document, variables, path) => {
    await onStage({}, async (stage) => {
      const answer = await thrice(stage, document, variables);
      expect(codesOf(answer)).toEqual(['BAD_USER_INPUT']);
      expect(answer.errors?.[0]?.path?.slice(0, path.length)).toEqual(path);
    })();
  });

  it(
    'is the default where the variable is absent',
    onStage({}, async (stage) => {
      const answer = await thrice(
        stage,
        'query Q($a: AccountChangeKind = CASH) { partner { accountChanges(account: $a, first: 1) { totalCount } } }',
      );
      expect(answer.errors).toBeUndefined();
      expect(at(answer, 'partner', 'accountChanges', 'totalCount')).toBe(1);
    }),
  );
});
