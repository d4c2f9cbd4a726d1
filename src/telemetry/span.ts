// Spans as the rooms see them: a request has children, a child has an end. Where no exporter is configured
// there is no span at all (`undefined`), so that `scope.span?.child(…)` costs a comparison and nothing else.
// Attributes say what the machine did (operation, status, rows, waits), never whose data it was.

export type SpanAttributes = Readonly<Record<string, string | number | boolean>>;

/** `plan` is the fetching of one edge for the keys of a level, `call` one attempt at an upstream call. */
export type ChildKind = 'plan' | 'call';

export interface Span {
  child(name: string, kind: ChildKind): Span;
  set(attributes: SpanAttributes): void;
  /** Ends it; a `failure` marks it as failed. What comes later is ignored. */
  end(failure?: string): void;
}

/** Begins the span of a request, inside the client's trace when it sent one. */
export type StartRequestSpan = (traceparent: string | null | undefined) => Span;
