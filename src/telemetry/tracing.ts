// The OpenTelemetry side of spans. Only loaded when an exporter is configured; exports in the background,
// and a collector that is away costs spans, never an answer.
import {
  type Context,
  DiagLogLevel,
  diag,
  type HrTime,
  type Span as OtelSpan,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import {
  defaultResource,
  detectResources,
  envDetector,
  resourceFromAttributes,
} from '@opentelemetry/resources';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { type Clock, sleep } from '../clock/clock.ts';
import type { Logger } from './log.ts';
import type { ChildKind, Span, StartRequestSpan } from './span.ts';

export interface Tracing {
  readonly startRequest: StartRequestSpan;
  /** Exports what is left; after that spans go nowhere. */
  stop(): Promise<void>;
}

/** A collector that does not answer must not hold up the end of the process. */
const STOP_MS = 3_000;

const KINDS: Readonly<Record<ChildKind, SpanKind>> = { plan: SpanKind.INTERNAL, call: SpanKind.CLIENT };

/** Exports spans to `endpoint`; sampling, batching, headers and resource follow the standard variables. */
export function startTracing(endpoint: URL, clock: Clock, logger: Logger): Tracing {
  const say = (level: 'warn' | 'debug') => (message: string) => logger[level]({ message }, 'tracing');
  const silent = () => undefined;
  const told = { error: say('warn'), warn: say('warn'), info: say('debug'), debug: silent, verbose: silent };
  diag.setLogger(told, { logLevel: DiagLogLevel.INFO, suppressOverrideMessage: true });
  const resource = defaultResource()
    .merge(resourceFromAttributes({ 'service.name': 'partner-graph' }))
    .merge(detectResources({ detectors: [envDetector] }));
  const provider = new NodeTracerProvider({
    resource,
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter({ url: endpoint.href }))],
  });
  const tracer = provider.getTracer('partner-graph');
  return {
    startRequest(traceparent) {
      const time = timeline(clock);
      const options = { kind: SpanKind.SERVER, startTime: time() };
      return new TracedSpan(tracer, time, tracer.startSpan('request', options, clientContext(traceparent)));
    },
    async stop() {
      const given = new AbortController();
      const late = sleep(clock, STOP_MS, given.signal).catch(() => undefined);
      await Promise.race([provider.shutdown().catch(() => undefined), late]);
      given.abort();
      diag.disable();
    },
  };
}

/**
 * One time scale for a request and all that is in it. Left to themselves, spans begin in whole milliseconds
 * and end in fractions of them, so that a child may seem to outlast its parent.
 */
function timeline(clock: Clock): () => HrTime {
  const origin = clock.now() - clock.monotonic();
  return () => {
    const ms = origin + clock.monotonic();
    const seconds = Math.floor(ms / 1000);
    return [seconds, Math.round((ms - seconds * 1000) * 1e6)];
  };
}

class TracedSpan implements Span {
  readonly #tracer: Tracer;
  readonly #time: () => HrTime;
  readonly #span: OtelSpan;

  constructor(tracer: Tracer, time: () => HrTime, span: OtelSpan) {
    this.#tracer = tracer;
    this.#time = time;
    this.#span = span;
  }

  child(name: string, kind: ChildKind): Span {
    const inside = trace.setSpan(ROOT_CONTEXT, this.#span);
    const options = { kind: KINDS[kind], startTime: this.#time() };
    return new TracedSpan(this.#tracer, this.#time, this.#tracer.startSpan(name, options, inside));
  }

  set(attributes: Parameters<Span['set']>[0]): void {
    this.#span.setAttributes(attributes);
  }

  end(failure?: string): void {
    if (!this.#span.isRecording()) return;
    if (failure !== undefined) this.#span.setStatus({ code: SpanStatusCode.ERROR, message: failure });
    this.#span.end(this.#time());
  }
}

const TRACEPARENT = /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})/;

/** The client's place in its own trace (W3C Trace Context); a header that is not right is no header. */
function clientContext(traceparent: string | null | undefined): Context {
  const [, traceId, spanId, flags] = TRACEPARENT.exec(traceparent ?? '') ?? [];
  if (!traceId || !spanId || !flags) return ROOT_CONTEXT;
  const traceFlags = Number.parseInt(flags, 16) & 1;
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags, isRemote: true });
}
