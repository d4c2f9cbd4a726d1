// What was called, how often, and how close to the quota: the log that tests read.
import { OperationWindows } from './quota-windows.ts';

const LAST = 500;

/** One call as the log shows it; never with secrets. */
export interface LoggedCall {
  readonly operation: string;
  /** RFC 3339 with milliseconds. */
  readonly at: string;
  readonly status: number;
  /** ParentUid, or `null` when the call was not authenticated. */
  readonly account: string | null;
  readonly address: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

export interface OperationLog {
  /** Every arrival, the throttled ones included. */
  readonly calls: number;
  readonly throttled: number;
  /** The most accepted calls in any one-second window. */
  readonly maxInWindow: number;
  readonly maxInWindowByAccount: Readonly<Record<string, number>>;
  readonly maxInWindowByAddress: Readonly<Record<string, number>>;
}

export interface SandboxLog {
  readonly total: number;
  readonly throttled: number;
  readonly operations: Readonly<Record<string, OperationLog>>;
  readonly last: readonly LoggedCall[];
}

interface Entry {
  calls: number;
  throttled: number;
  readonly windows: OperationWindows;
}

export class CallLog {
  readonly #entries = new Map<string, Entry>();
  #last: LoggedCall[] = [];

  /** Counts a call and takes its places in the windows; `false` when there are none left. */
  accept(operation: string, at: number, account: string, address: string, limit: number): boolean {
    const entry = this.#entry(operation);
    const taken = entry.windows.take(at, account, address, limit);
    if (!taken) entry.throttled++;
    return taken;
  }

  /** Counts an arrival. */
  arrived(operation: string): void {
    this.#entry(operation).calls++;
  }

  answered(call: LoggedCall): void {
    this.#last.push(call);
    if (this.#last.length >= 2 * LAST) this.#last = this.#last.slice(-LAST);
  }

  clear(): void {
    this.#entries.clear();
    this.#last = [];
  }

  read(): SandboxLog {
    const entries = [...this.#entries];
    return {
      total: entries.reduce((sum, [, entry]) => sum + entry.calls, 0),
      throttled: entries.reduce((sum, [, entry]) => sum + entry.throttled, 0),
      operations: Object.fromEntries(
        entries.map(([name, { calls, throttled, windows }]) => [
          name,
          {
            calls,
            throttled,
            maxInWindow: windows.all.most,
            maxInWindowByAccount: most(windows.byAccount),
            maxInWindowByAddress: most(windows.byAddress),
          },
        ]),
      ),
      last: this.#last.slice(-LAST),
    };
  }

  #entry(operation: string): Entry {
    const known = this.#entries.get(operation);
    if (known) return known;
    const made = { calls: 0, throttled: 0, windows: new OperationWindows() };
    this.#entries.set(operation, made);
    return made;
  }
}

const most = (windows: ReadonlyMap<string, { readonly most: number }>): Record<string, number> =>
  Object.fromEntries([...windows].map(([key, window]) => [key, window.most]));
