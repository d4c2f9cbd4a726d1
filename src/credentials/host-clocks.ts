// How far the clocks of the hosts are from this machine's, as far as their refusals say so. A signature carries
// a date, and one that is a quarter of an hour off is refused.
import { LRUCache } from 'lru-cache';
import type { Clock } from '../clock/clock.ts';

/** What a refusal tells of the host's clock: in its own words, or only by its `Date` header. */
export interface ServerTime {
  readonly at: number;
  readonly from: 'refusal' | 'date';
}

interface HostClock {
  offsetMs: number;
  /** A signature with this offset was accepted. */
  confirmed: boolean;
  /** Its `Date` led astray before: it is not followed again. */
  dateMisleads: boolean;
}

/** A signature whose date is nearer than this to the host's would not be refused for its date. */
const TOLERATED_MS = { refusal: 60_000, date: 14 * 60_000 } as const;
const MAX_HOSTS = 1_000;

export class HostClocks {
  readonly #clock: Clock;
  readonly #onCorrection: (host: string, offsetMs: number) => void;
  readonly #hosts = new LRUCache<string, HostClock>({ max: MAX_HOSTS });

  constructor(clock: Clock, onCorrection: (host: string, offsetMs: number) => void = () => undefined) {
    this.#clock = clock;
    this.#onCorrection = onCorrection;
  }

  /** The host's time when this machine says `at`. */
  timeAt(host: string, at: Date): Date {
    const offsetMs = this.#hosts.get(host)?.offsetMs ?? 0;
    return offsetMs === 0 ? at : new Date(at.getTime() + offsetMs);
  }

  /** Follows the host's clock; true when a signature with its time may be accepted where the last one was not. */
  follow(host: string, time: ServerTime): boolean {
    const known = this.#hosts.get(host);
    const offsetMs = time.at - this.#clock.now();
    if (time.from === 'date' && known?.dateMisleads) return false;
    if (Math.abs(offsetMs - (known?.offsetMs ?? 0)) <= TOLERATED_MS[time.from]) return false;
    const dateMisleads = known?.dateMisleads ?? false;
    this.#hosts.set(host, { offsetMs, confirmed: time.from === 'refusal', dateMisleads });
    this.#onCorrection(host, offsetMs);
    return true;
  }

  accepted(host: string): void {
    const known = this.#hosts.get(host);
    if (known) known.confirmed = true;
  }

  /** A signature was refused for no reason of time: an offset that only a `Date` suggested goes. */
  refused(host: string): void {
    const known = this.#hosts.get(host);
    if (!known || known.confirmed) return;
    this.#hosts.set(host, { offsetMs: 0, confirmed: true, dateMisleads: true });
    this.#onCorrection(host, 0);
  }

  /** In milliseconds, of those hosts whose clocks differ. */
  get offsets(): ReadonlyMap<string, number> {
    return new Map(
      [...this.#hosts.entries()].flatMap(([host, { offsetMs }]) => (offsetMs ? [[host, offsetMs]] : [])),
    );
  }
}
