import type { Clock } from '../clock/clock.ts';
import type { Refusal } from './limit/refusal.ts';
import { CallQueue } from './queue/call-queue.ts';
import type { RedisLink } from './redis/redis-link.ts';
import { SharedWindows } from './redis/shared-windows.ts';
import type { QuotaWindowStatus, ThrottleEvent } from './types.ts';
import type { Guard } from './window/guard.ts';
import { LocalWindows } from './window/local-windows.ts';
import type { LoopWatch } from './window/loop-watch.ts';
import type { Windows } from './window/windows.ts';

export interface CallGroupOptions {
  readonly clock: Clock;
  readonly operation: string;
  readonly host: string;
  readonly addresses: readonly string[];
  readonly guard: Guard;
  readonly loop: LoopWatch;
  /** Share of each quota while this process counts alone. */
  readonly fraction: number;
  readonly replica: string;
  readonly onEvent: (event: ThrottleEvent) => void;
}

/** The calls of one (operation, host): their queue, and the windows that count them at the moment. */
export class CallGroup {
  readonly queue: CallQueue;
  readonly #options: CallGroupOptions;
  #windows: Windows;
  #local: LocalWindows | undefined;
  #shared: SharedWindows | undefined;

  constructor(options: CallGroupOptions) {
    const { clock, operation, onEvent } = options;
    this.#options = options;
    this.#local = this.#countHere(0);
    this.#windows = this.#local;
    this.queue = new CallQueue({ clock, operation, windows: () => this.#windows, onEvent });
  }

  /** From now on Redis counts. */
  share(link: RedisLink): void {
    const { clock, operation, host, addresses, guard, loop, replica, onEvent } = this.#options;
    const changed = () => this.#changed();
    const onRefused = (refusal: Refusal) => this.#refused(refusal);
    this.#local?.close();
    this.#local = undefined;
    this.#shared = new SharedWindows({
      clock,
      link,
      replica,
      operation,
      host,
      addresses,
      guard,
      loop,
      waiting: (account) => this.queue.size(account),
      changed,
      onRefused,
      onProblem: (problem) => onEvent({ type: 'redis', problem }),
    });
    this.#windows = this.#shared;
    this.queue.pump();
  }

  /** From now on this process counts, from a full window on: nothing is granted before `closedUntil`. */
  runDegraded(closedUntil: number): void {
    if (this.#shared) {
      const local = this.#countHere(closedUntil);
      local.learn(this.#shared.state(this.#options.clock.monotonic()));
      this.#shared.close();
      this.#shared = undefined;
      this.#local = local;
      this.#windows = local;
    }
    this.#local?.closeUntil(closedUntil);
    this.queue.pump();
  }

  snapshot(now: number): QuotaWindowStatus[] {
    const { operation, host } = this.#options;
    return this.#windows.state(now).map((state) => ({
      operation,
      host,
      queued: state.dimension === 'account' ? this.queue.size(state.key) : this.queue.size(),
      ...state,
    }));
  }

  /** Drops idle windows; true when nothing is left. */
  evict(now: number): boolean {
    return this.queue.size() === 0 && this.#windows.evict(now);
  }

  close(): void {
    this.queue.close();
    this.#shared?.close();
  }

  #countHere(closedUntil: number): LocalWindows {
    const { clock, addresses, guard, fraction } = this.#options;
    const changed = () => this.#changed();
    const onRefused = (refusal: Refusal) => this.#refused(refusal);
    return new LocalWindows({ clock, addresses, guard, fraction, closedUntil, changed, onRefused });
  }

  #changed(): void {
    this.queue.pump();
  }

  #refused({ dimension, source, quota, limit, lone }: Refusal): void {
    const { operation, host, guard, clock, onEvent } = this.#options;
    onEvent({ type: 'throttled', operation, dimension, source });
    if (limit !== undefined) onEvent({ type: 'limit', operation, dimension, limit, quota });
    if (lone) onEvent({ type: 'guard', host, guardMs: guard.grow(clock.monotonic()) });
  }
}
