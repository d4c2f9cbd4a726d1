import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Harness, startHarness } from '../support/harness.ts';
import { attributesOf, type ReceivedSpan, startOtlpReceiver } from '../support/otlp-receiver.ts';

const QUERY = `query Board { customers(first: 2) { nodes {
  customerId name balance { debt { currency } } orders(first: 1) { nodes { orderId } }
} } }`;

const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';
const CLIENT_SPAN = 'b7ad6b7169203331';
const REQUEST_ID = 'trace-test-0001';

const named = (spans: readonly ReceivedSpan[], name: string): ReceivedSpan => {
  const span = spans.find((one) => one.name === name);
  if (!span) throw new Error(`expected a span named ${name}, got ${spans.map((one) => one.name).join(', ')}`);
  return span;
};

describe('spans, with an exporter configured', () => {
  let receiver: Awaited<ReturnType<typeof startOtlpReceiver>>;
  let harness: Harness;
  let spans: readonly ReceivedSpan[];
  let seen: readonly string[];
  let made: number;

  beforeAll(async () => {
    receiver = await startOtlpReceiver();
    harness = await startHarness({
      customers: 5,
      withoutQuotas: true,
      environment: { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url },
    });
    await harness.setFaults({ ListCustomersBalancesDetail: { status: 500 } });
    const headers = { traceparent: `00-${TRACE_ID}-${CLIENT_SPAN}-01`, 'x-request-id': REQUEST_ID };
    const answer = await harness.query<{ customers: { nodes: { customerId: string; name: string }[] } }>(
      QUERY,
      {},
      headers,
    );
    seen = answer.data.customers.nodes.flatMap(({ customerId, name }) => [customerId, name]);
    made = answer.extensions.upstream.calls;
    await harness.query('{ viewer { tenant } }', {}, { traceparent: 'nonsense' });
    await harness.query(
      '{ viewer { tenant } }',
      {},
      { traceparent: `00-${'1'.repeat(32)}-${CLIENT_SPAN}-00` },
    );
    // Closing exports what is left.
    await harness.close();
    spans = receiver.spans().filter((span) => span.traceId === TRACE_ID);
  });
  afterAll(() => receiver.close());

  it("put the request into the client's trace", () => {
    const request = named(spans, 'request');
    expect(request).toMatchObject({ kind: 2, parentSpanId: CLIENT_SPAN });
    expect(attributesOf(request)).toEqual({
      operation: 'Board',
      outcome: 'partial',
      calls: made,
      queuedMs: expect.any(Number),
      codes: 'UPSTREAM_UNAVAILABLE',
      requestId: REQUEST_ID,
    });
  });

  it('nest every call in the request, with what it cost', () => {
    const request = named(spans, 'request');
    const customers = named(spans, 'ListSubCustomers');
    expect(customers).toMatchObject({ kind: 3, status: { code: 0 } });
    expect(attributesOf(customers)).toEqual({
      operation: 'ListSubCustomers',
      status: 200,
      queuedMs: expect.any(Number),
      rows: 2,
      attempt: 1,
    });
    const calls = spans.filter((span) => span.kind === 3);
    expect(calls).toHaveLength(made);
    expect(new Set(calls.map((span) => span.name))).toEqual(
      new Set(['ListSubCustomers', 'ListCustomersBalancesDetail', 'ListCustomerOrders']),
    );
    const byId = new Map(spans.map((span) => [span.spanId, span]));
    for (const call of calls) {
      const ancestors: ReceivedSpan[] = [];
      for (let at = byId.get(call.parentSpanId ?? ''); at; at = byId.get(at.parentSpanId ?? ''))
        ancestors.push(at);
      expect(ancestors.at(-1)?.spanId).toBe(request.spanId);
      for (const outer of ancestors) {
        expect(BigInt(outer.startTimeUnixNano)).toBeLessThanOrEqual(BigInt(call.startTimeUnixNano));
        expect(BigInt(outer.endTimeUnixNano)).toBeGreaterThanOrEqual(BigInt(call.endTimeUnixNano));
      }
    }
  });

  it('nest the plan of an edge between the request and its calls, with what it did', () => {
    const request = named(spans, 'request');
    const plan = named(spans, 'Customer.orders');
    expect(plan).toMatchObject({ kind: 1, parentSpanId: request.spanId });
    const calls = spans.filter((span) => span.name === 'ListCustomerOrders');
    expect(calls.map((call) => call.parentSpanId)).toEqual(calls.map(() => plan.spanId));
    expect(attributesOf(plan)).toEqual({
      operation: 'ListCustomerOrders',
      way: expect.stringMatching(/^(point|sweep|mix)$/),
      keys: 2,
      calls: calls.length,
      rows: expect.any(Number),
    });
    expect(named(spans, 'ListSubCustomers').parentSpanId).toBe(request.spanId);
    expect(named(spans, 'ListCustomersBalancesDetail').parentSpanId).toBe(
      named(spans, 'Customer.balance').spanId,
    );
  });

  it('mark the call that failed, with its code', () => {
    expect(named(spans, 'ListCustomersBalancesDetail').status).toEqual({
      code: 2,
      message: 'UPSTREAM_UNAVAILABLE',
    });
  });

  it('begin a trace of their own where the header is not right, and none where it is not sampled', () => {
    const others = receiver.spans().filter((span) => span.traceId !== TRACE_ID);
    expect(others).toHaveLength(1);
    expect(others[0]?.parentSpanId ?? '').toBe('');
  });

  it('say who exported them', () => {
    expect(attributesOf({ attributes: receiver.resource() })).toMatchObject({
      'service.name': 'partner-graph',
    });
  });

  it('hold no data of a tenant and no secret', () => {
    const { accessKey, secretKey, domainId, domainName } = harness.credentials;
    expect(seen).toHaveLength(4);
    for (const secret of [...seen, accessKey, secretKey, domainId, domainName]) {
      expect(receiver.text()).not.toContain(secret);
    }
  });
});
