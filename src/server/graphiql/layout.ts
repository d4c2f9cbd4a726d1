// What the waterfall shows, from what a response says of its upstream calls. Runs in the browser; pure, and
// imports nothing, because it is served as it stands.

/** One attempt at an upstream call as `extensions.upstream.trace` has it, in ms from the start of the request. */
export interface TracedCall {
  readonly operation: string;
  readonly startMs: number;
  readonly queuedMs: number;
  readonly durationMs: number;
  readonly status: number | null;
  readonly rows: number | null;
  readonly attempt: number;
}

/** `extensions.upstream` of a response, as far as it is shown. */
export interface Upstream {
  readonly calls?: number;
  readonly estimatedCalls?: number;
  readonly cacheHits?: number;
  readonly coalesced?: number;
  readonly queuedMs?: number;
  readonly throttled?: number;
  readonly trace?: readonly TracedCall[];
  readonly plans?: readonly { readonly text: string }[];
  readonly plan?: { readonly text: string };
}

/** One call. Places are percent of the whole time. */
export interface Bar {
  readonly operation: string;
  readonly colour: string;
  /** When it was asked for. */
  readonly left: number;
  /** While it waited for the quota. */
  readonly queued: number;
  /** From sending it to the last byte of the answer. */
  readonly sent: number;
  /** What it brought, or how it failed. */
  readonly note: string;
  readonly failed: boolean;
  readonly title: string;
}

export interface Waterfall {
  readonly summary: string;
  readonly legend: readonly { readonly operation: string; readonly colour: string; readonly calls: number }[];
  readonly ticks: readonly { readonly at: number; readonly label: string }[];
  readonly bars: readonly Bar[];
  readonly plans: readonly string[];
  /** Why there are no bars. */
  readonly empty: string | undefined;
}

export function layOut(upstream: Upstream): Waterfall {
  const { trace = [], plan, plans = [] } = upstream;
  const calls = [...trace].sort((a, b) => a.startMs - b.startMs || sentAt(a) - sentAt(b));
  const end = Math.max(1, ...calls.map((call) => sentAt(call) + call.durationMs));
  const colours = coloursOf(calls);
  const percent = (ms: number): number => Math.round((ms / end) * 10_000) / 100;
  return {
    summary: summaryOf(upstream),
    legend: [...colours].map(([operation, colour]) => ({
      operation,
      colour,
      calls: calls.filter((call) => call.operation === operation).length,
    })),
    ticks: ticksOf(end).map((ms) => ({ at: percent(ms), label: duration(ms) })),
    bars: calls.map((call) => ({
      operation: call.operation,
      colour: colours.get(call.operation) ?? '',
      left: percent(call.startMs),
      queued: percent(call.queuedMs),
      sent: percent(call.durationMs),
      note: noteOf(call),
      failed: hasFailed(call),
      title: titleOf(call),
    })),
    plans: [...(plan ? [plan.text] : []), ...plans.map(({ text }) => text)],
    empty: calls.length > 0 ? undefined : emptiness(upstream),
  };
}

/** What a response body says of its upstream calls; of an answer in parts, what the last part says. */
export function upstreamOf(body: string, contentType: string): Upstream | undefined {
  const pieces = contentType.includes('multipart/mixed')
    ? body.split('\r\n---').map((piece) => piece.slice(piece.indexOf('\r\n\r\n') + 4))
    : contentType.includes('text/event-stream')
      ? body.split('\n').flatMap((line) => (line.startsWith('data: ') ? [line.slice('data: '.length)] : []))
      : [body];
  for (const piece of pieces.reverse()) {
    const upstream = read(piece);
    if (upstream) return upstream;
  }
  return undefined;
}

function read(json: string): Upstream | undefined {
  try {
    const answer = JSON.parse(json) as { extensions?: { upstream?: Upstream } } | null;
    return answer?.extensions?.upstream;
  } catch {
    // A piece of an answer that broke off, or something that is no answer at all.
    return undefined;
  }
}

const sentAt = (call: TracedCall): number => call.startMs + call.queuedMs;
const hasFailed = ({ status }: TracedCall): boolean => status === null || status >= 400;

/** Colours far from each other, by order of first call; readable on light and on dark. */
function coloursOf(calls: readonly TracedCall[]): ReadonlyMap<string, string> {
  const names = [...new Set(calls.map(({ operation }) => operation))];
  return new Map(names.map((name, at) => [name, `hsl(${Math.round(210 + at * 137.5) % 360} 62% 52%)`]));
}

function summaryOf({
  calls = 0,
  estimatedCalls,
  cacheHits = 0,
  coalesced = 0,
  queuedMs = 0,
  throttled = 0,
}: Upstream) {
  const parts = [
    `${calls} ${calls === 1 ? 'call' : 'calls'}`,
    ...(estimatedCalls === undefined ? [] : [`${estimatedCalls} estimated`]),
    `${cacheHits} cached`,
    ...(coalesced > 0 ? [`${coalesced} shared`] : []),
    `${duration(queuedMs)} queued`,
    `${throttled} throttled`,
  ];
  return parts.join(' · ');
}

function emptiness({ calls = 0, cacheHits = 0, plan }: Upstream): string {
  if (plan) return 'The plan alone: nothing was called.';
  if (calls > 0) return 'Calls were made, but not traced: send the header x-upstream-trace: 1.';
  return cacheHits > 0
    ? 'No upstream calls: everything came from the cache.'
    : 'No upstream calls: nothing that was asked for needs one, or an answer was kept.';
}

function noteOf({ status, rows, attempt }: TracedCall): string {
  const again = attempt > 1 ? ` (attempt ${attempt})` : '';
  if (status === null) return `no answer${again}`;
  if (status >= 400) return `${status}${again}`;
  return rows === null ? again.trim() : `${rows} ${rows === 1 ? 'row' : 'rows'}${again}`;
}

function titleOf(call: TracedCall): string {
  const { operation, startMs, queuedMs, durationMs, status } = call;
  const times = `asked for at ${duration(startMs)}, queued ${duration(queuedMs)}, sent at ${duration(sentAt(call))}, received after ${duration(durationMs)}`;
  return `${operation}: ${times}; ${status === null ? 'no answer' : `status ${status}`}${call.rows === null ? '' : `, ${call.rows} rows`}${call.attempt > 1 ? `, attempt ${call.attempt}` : ''}`;
}

function duration(ms: number): string {
  if (ms >= 1000) return `${(ms / 1000).toFixed(ms >= 10_000 ? 1 : 2).replace(/\.?0+$/, '')} s`;
  return `${ms >= 10 ? Math.round(ms) : Math.round(ms * 10) / 10} ms`;
}

const MOST_TICKS = 6;

/** Round times up to the end: steps of 1, 2 or 5 times a power of ten. */
function ticksOf(end: number): readonly number[] {
  const power = 10 ** Math.floor(Math.log10(end / MOST_TICKS));
  const step = [1, 2, 5, 10].map((times) => times * power).find((one) => end / one <= MOST_TICKS) ?? end;
  return Array.from({ length: Math.floor(end / step) + 1 }, (_, index) => index * step);
}
