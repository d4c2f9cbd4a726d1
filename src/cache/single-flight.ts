import { isGatewayError } from '../errors/errors.ts';

interface Flight<T> {
  readonly key: string;
  readonly result: Promise<T>;
  readonly deadline: number;
  readonly controller: AbortController;
  waiting: number;
}

/** What a flight needs to run: its own signal, and whether askers may still join it. */
export type Launch<T> = (signal: AbortSignal, isOpen: () => boolean) => Promise<T>;

/**
 * One call for any number of askers of the same key at the same time. A flight is aborted when the last
 * asker has gone; an asker whose deadline is later than the flight's is not failed by that deadline.
 */
export class SingleFlight<T> {
  readonly #flights = new Map<string, Flight<T>>();

  get size(): number {
    return this.#flights.size;
  }

  has(key: string): boolean {
    return this.#flights.has(key);
  }

  /** Nobody joins these flights any more; those who did are still answered. */
  detach(prefix: string): void {
    for (const key of this.#flights.keys()) if (key.startsWith(prefix)) this.#flights.delete(key);
  }

  /** Resolves with the value and whether this asker joined a flight that another began. */
  async run(
    key: string,
    asker: { readonly deadline: number; readonly signal: AbortSignal },
    launch: Launch<T>,
  ): Promise<{ value: T; joined: boolean }> {
    for (;;) {
      // Whoever has gone begins no call: there would be nobody left to end it.
      asker.signal.throwIfAborted();
      const existing = this.#flights.get(key);
      const flight = existing ?? this.#begin(key, asker.deadline, launch);
      try {
        return { value: await this.#wait(flight, asker.signal), joined: existing !== undefined };
      } catch (error) {
        const begunWithLessTime = existing !== undefined && flight.deadline < asker.deadline;
        if (!begunWithLessTime || asker.signal.aborted || !ranOutOfTime(error)) throw error;
      }
    }
  }

  #begin(key: string, deadline: number, launch: Launch<T>): Flight<T> {
    const controller = new AbortController();
    const isOpen = () => this.#flights.get(key) === flight;
    const result = launch(controller.signal, isOpen).finally(() => this.#forget(flight));
    // Nobody may be left to see the rejection of a flight whose askers have all gone.
    result.catch(() => {});
    const flight: Flight<T> = { key, result, deadline, controller, waiting: 0 };
    this.#flights.set(key, flight);
    return flight;
  }

  #forget(flight: Flight<T>): void {
    if (this.#flights.get(flight.key) === flight) this.#flights.delete(flight.key);
  }

  #wait(flight: Flight<T>, signal: AbortSignal): Promise<T> {
    flight.waiting += 1;
    return new Promise<T>((resolve, reject) => {
      const onAbort = () => {
        leave();
        reject(signal.reason);
      };
      const leave = () => {
        signal.removeEventListener('abort', onAbort);
        flight.waiting -= 1;
        if (flight.waiting > 0) return;
        this.#forget(flight);
        flight.controller.abort(signal.reason);
      };
      signal.addEventListener('abort', onAbort, { once: true });
      flight.result.then(
        (value) => {
          signal.removeEventListener('abort', onAbort);
          resolve(value);
        },
        (error: unknown) => {
          signal.removeEventListener('abort', onAbort);
          reject(error);
        },
      );
    });
  }
}

function ranOutOfTime(error: unknown): boolean {
  return isGatewayError(error) && (error.code === 'DEADLINE_EXCEEDED' || error.code === 'UPSTREAM_BUSY');
}
