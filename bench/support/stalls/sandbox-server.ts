// A sandbox in a process of its own that goes before all others on the machine, and that watches itself: one
// that is kept from running counts calls when it runs again, and then refuses what a real upstream would not.
import { type SandboxCredentials, type SandboxOptions, startSandbox } from '../../../src/sandbox/sandbox.ts';
import { childOptions, tellParent } from '../child.ts';
import { prioritize } from '../prioritize.ts';
import { watchLoop } from './watch-loop.ts';

export interface SandboxChildOptions {
  readonly sandbox: SandboxOptions;
  readonly operation: string;
}

export type FromSandbox =
  | { readonly type: 'started'; readonly url: string; readonly credentials: SandboxCredentials }
  | ({ readonly type: 'counts' } & SandboxCounts);

/** Since the last time that they were asked for. */
export interface SandboxCounts {
  readonly calls: number;
  readonly throttled: number;
  /** Of these, the ones within a second after the sandbox itself stood still for longer than a guard. */
  readonly throttledAfterPause: number;
  /** The longest that the sandbox itself stood still. */
  readonly longestPauseMs: number;
  /** Whether it goes before the others, which takes permission. */
  readonly prioritized: boolean;
}

const GUARD_MS = 22;
const WINDOW_MS = 1_000;

const { sandbox: options, operation } = await childOptions<SandboxChildOptions>();
const prioritized = prioritize();
const sandbox = await startSandbox(options);
const watch = watchLoop();
let [calls, throttled, since] = [0, 0, Date.now()];
process.on('message', () => tellParent(counts()));
tellParent({
  type: 'started',
  url: sandbox.url,
  credentials: sandbox.credentials,
} satisfies FromSandbox);

function counts(): FromSandbox {
  const { operations, last } = sandbox.log();
  const { calls: allCalls = 0, throttled: allThrottled = 0 } = operations[operation] ?? {};
  const pauses = watch.take(Date.now() - 2 * WINDOW_MS);
  const refusedAfterPause = last.filter((call) => {
    const { status, at } = call;
    const refusedAt = Date.parse(at);
    const disturbs = ({ endedAt, ms }: { endedAt: number; ms: number }) =>
      ms > GUARD_MS && endedAt <= refusedAt + 1 && endedAt > refusedAt - WINDOW_MS - GUARD_MS;
    return call.operation === operation && status === 429 && refusedAt >= since && pauses.some(disturbs);
  });
  const counted: FromSandbox = {
    type: 'counts',
    calls: allCalls - calls,
    throttled: allThrottled - throttled,
    throttledAfterPause: refusedAfterPause.length,
    longestPauseMs: Math.round(
      Math.max(0, ...pauses.filter(({ endedAt }) => endedAt >= since).map(({ ms }) => ms)),
    ),
    prioritized,
  };
  [calls, throttled, since] = [allCalls, allThrottled, Date.now()];
  return counted;
}
