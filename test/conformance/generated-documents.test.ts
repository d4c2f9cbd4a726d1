import {
  buildClientSchema,
  execute,
  type GraphQLSchema,
  getIntrospectionQuery,
  type IntrospectionQuery,
  parse,
  validate,
} from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { randomDocument, type Shape, wholeOf } from '../support/conformance/documents.ts';
import { randomFrom } from '../support/conformance/random.ts';
import { type Stage, type StageAnswer, type StageError, startStage } from '../support/conformance/stage.ts';
import { essence } from '../support/conformance/thrice.ts';
import { pageOf } from '../support/conformance/upstream.ts';

// Documents at random, three times each, against graphql-js over the data that one plain query gave.

const MONEY: Shape = { type: 'Money', fields: { amount: {}, currency: {} } };
const SERVICE: Shape = { type: 'ServiceType', fields: { code: {}, name: {} } };
const LINE_ITEM: Shape = {
  type: 'OrderLineItem',
  fields: { lineItemId: {}, quantity: {}, officialAmount: { of: MONEY } },
};
const ORDER: Shape = {
  type: 'Order',
  fields: {
    id: {},
    orderId: {},
    status: {},
    statusCode: {},
    createdAt: {},
    officialAmount: { of: MONEY },
    serviceType: { of: SERVICE },
    usableDiscounts: { of: { type: 'UsableDiscount', fields: { discountId: {}, typeCode: {} } } },
    lineItems: {
      args: '(first: 1)',
      of: { type: 'OrderLineItemConnection', fields: { totalCount: {}, nodes: { of: LINE_ITEM } } },
    },
  },
};
const PAGE_INFO: Shape = { type: 'PageInfo', fields: { hasNextPage: {}, endCursor: {} } };
const ORDERS: Shape = {
  type: 'OrderConnection',
  fields: { totalCount: {}, nodes: { of: ORDER }, pageInfo: { of: PAGE_INFO } },
};
const YEARLY: Shape = {
  type: 'YearlyMonthlyResource',
  fields: { id: {}, resourceId: {}, productId: {}, expiryPolicy: {}, isMainResource: {} },
};
const ON_DEMAND: Shape = {
  type: 'OnDemandResource',
  fields: { id: {}, resourceId: {}, regionCode: {}, availabilityZoneCode: {} },
};
const RESOURCE: Shape = {
  type: 'Resource',
  fields: { resourceId: {}, name: {}, statusCode: {}, serviceType: { of: SERVICE } },
  members: {
    YearlyMonthlyResource: YEARLY,
    OnDemandResource: ON_DEMAND,
    Node: { type: 'Node', fields: { id: {} } },
  },
};
const CUSTOMER: Shape = {
  type: 'Customer',
  fields: {
    id: {},
    customerId: {},
    name: {},
    label: {},
    level: {},
    associationType: {},
    balance: {
      of: { type: 'CustomerBalance', fields: { available: { of: MONEY }, debt: { of: MONEY } } },
    },
    orders: { args: '(first: 2)', of: ORDERS },
    resources: {
      args: '(first: 3)',
      of: { type: 'ResourceConnection', fields: { totalCount: {}, nodes: { of: RESOURCE } } },
    },
    monthlyBill: {
      args: '(cycle: "2026-09")',
      of: { type: 'MonthlyBill', fields: { cycle: {}, total: { of: MONEY } } },
    },
  },
};
const QUERY: Shape = {
  type: 'Query',
  fields: {
    viewer: { of: { type: 'Viewer', fields: { role: {}, tenant: {} } } },
    customer: { args: '(customerId: $id)', of: CUSTOMER },
    customers: {
      args: '(first: 2)',
      of: { type: 'CustomerConnection', fields: { totalCount: {}, nodes: { of: CUSTOMER } } },
    },
    orders: { args: '(first: 3)', of: ORDERS },
    catalog: {
      of: {
        type: 'Catalog',
        fields: { measureUnits: { of: { type: 'MeasureUnit', fields: { unitId: {}, name: {} } } } },
      },
    },
  },
};

// Upstream answers may be kept, so that only the execution differs; answers as a whole are not.
const HEADERS = { 'cache-control': 'max-age=600', 'x-upstream-trace': '1' };
const DOCUMENTS = 500;
const CHUNK = 100;

let stage: Stage;
let schema: GraphQLSchema;
let root: unknown;

beforeAll(async () => {
  stage = await startStage();
  const { upstream } = stage;
  upstream.on('ListSubCustomers', ({ body }) => {
    const { customer_id: id } = JSON.parse(body) as { customer_id?: string };
    const rows = id ? [{ customer_id: id }] : [{ customer_id: 'c1' }, { customer_id: 'c2', customer: null }];
    return {
      json: pageOf(
        'ListSubCustomers',
        rows.map((row) => ({ association_type: '2', ...row })),
      ),
    };
  });
  const orders = [
    { order_id: 'o1', status: 6, customer_id: 'c1' },
    { order_id: 'o2', status: 6, customer_id: 'c1' },
    { order_id: 'o3', status: 77, official_amount: null, customer_id: 'c2' },
  ];
  upstream.on('ListCustomerOrders', ({ query }) => {
    if (query.get('order_id')) return undefined;
    const id = query.get('customer_id');
    const rows = orders.filter((order) => id === null || order.customer_id === id);
    return { json: pageOf('ListCustomerOrders', rows) };
  });
  // One order cannot be read further: its error belongs at the same place in every run.
  upstream.on('ListOrderDiscounts', ({ query }) =>
    query.get('order_id') === 'o2'
      ? { status: 400, json: { error_code: 'CBC.0100', error_msg: 'No.' } }
      : undefined,
  );
  const introspection = await stage.query(getIntrospectionQuery());
  const { __schema: described } = introspection.data as IntrospectionQuery;
  const directives = described.directives.filter(({ name }) => name !== 'defer' && name !== 'stream');
  // graphql-js runs a schema with directives of incremental delivery in another mode.
  schema = buildClientSchema({ __schema: { ...described, directives } });
  const whole = await stage.query(`query ($id: String = "c1") ${wholeOf(QUERY)}`, {}, HEADERS);
  expect(whole.data).toBeTruthy();
  expect(whole.errors?.length).toBeGreaterThan(0);
  for (const error of whole.errors ?? []) plant(whole.data, error);
  root = whole.data;
}, 60_000);

afterAll(() => stage?.close());

/** Puts the error in the place of the value, where the reference executor meets it. */
function plant(data: unknown, { path = [], message }: StageError): void {
  let at: unknown = data;
  for (const [index, key] of path.entries()) {
    if (typeof at !== 'object' || at === null) return;
    const value: unknown = Reflect.get(at, key);
    if (value === null || index === path.length - 1) {
      Reflect.set(at, key, new Error(message));
      return;
    }
    at = value;
  }
}

/** Data to the letter and paths of errors; the words of errors are the gateway's own. */
async function reference(text: string, variableValues: Readonly<Record<string, unknown>>) {
  const document = parse(text);
  expect(validate(schema, document), text).toEqual([]);
  const { data, errors = [] } = await execute({
    schema,
    document,
    rootValue: root,
    variableValues,
    typeResolver: (value) => String(Reflect.get(value as object, '__typename')),
  });
  return { data: JSON.stringify(data ?? null), paths: errors.map(({ path }) => JSON.stringify(path)).sort() };
}

const outcomeOf = ({ data, errors = [] }: StageAnswer) => ({
  data: JSON.stringify(data ?? null),
  paths: errors.map(({ path }) => JSON.stringify(path)).sort(),
});

interface Outcome {
  readonly data: string;
  readonly paths: readonly string[];
}

/**
 * Where a field that may not be null fails at the root, nothing is left of the answer and what is still under
 * way is not waited for: whether other fields failed as well is then a matter of time, for either executor.
 */
function agree(found: Outcome, expected: Outcome): boolean {
  if (found.data !== expected.data) return false;
  if (found.data !== 'null') return JSON.stringify(found.paths) === JSON.stringify(expected.paths);
  return found.paths.length > 0 && found.paths.every((path) => expected.paths.includes(path));
}

describe('documents at random', () => {
  it.each(Array.from({ length: DOCUMENTS / CHUNK }, (_one, index) => index))(
    'give what the reference executor gives, on every run: hundred %s',
    async (chunk) => {
      const different: string[] = [];
      for (let index = 0; index < CHUNK; index++) {
        const { text, variables } = randomDocument(randomFrom(chunk * CHUNK + index + 1), QUERY);
        const expected = await reference(text, variables);
        const runs: StageAnswer[] = [];
        for (let run = 0; run < 3; run++) runs.push(await stage.query(text, variables, HEADERS));
        const [first] = runs;
        const same = runs.every((run) => {
          return (
            agree(outcomeOf(run), expected) &&
            first !== undefined &&
            (expected.data === 'null' || JSON.stringify(essence(run)) === JSON.stringify(essence(first)))
          );
        });
        if (!same) {
          const found = runs.map((run) => `  ${run.status} ${JSON.stringify(outcomeOf(run))}`);
          different.push(
            [
              `${text} ${JSON.stringify(variables)}`,
              `  reference ${JSON.stringify(expected)}`,
              ...found,
            ].join('\n'),
          );
        }
      }
      const shortest = different.toSorted((one, other) => one.length - other.length)[0];
      expect(different.length, `of ${CHUNK} documents, the shortest:\n${shortest}`).toBe(0);
    },
    120_000,
  );
});
