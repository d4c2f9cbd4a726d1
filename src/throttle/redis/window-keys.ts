import { createHash } from 'node:crypto';

/** Changes with what the keys hold, so that builds of two formats do not read each other's values. */
const FORMAT = 'v2';

/** The names of the keys of one (operation, host). One cluster slot has all of them. */
export class WindowKeys {
  readonly #base: string;
  readonly #addresses: readonly string[];

  constructor(prefix: string, operation: string, host: string, addresses: readonly (string | undefined)[]) {
    const tag = `${operation}@${host}`.replaceAll(/[{}]/g, '_');
    this.#base = `${prefix}:${FORMAT}:{${tag}}`;
    this.#addresses = addresses.map((address) => this.#log('address', address ?? 'default'));
  }

  account(account: string): string {
    return this.#log('account', account);
  }

  /** By its index, from 1 as in Lua. */
  address(index: number): string {
    return this.#addresses[index - 1] ?? this.#log('address', 'default');
  }

  /** In the order that the script expects. */
  ofDecision(account: string): readonly string[] {
    const log = this.account(account);
    return [log, limitOf(log), `${log}:demand`, ...this.#addresses.flatMap((one) => [one, limitOf(one)])];
  }

  /** Hashed, so that a key has a bounded length and shows no account. */
  #log(dimension: 'account' | 'address', name: string): string {
    const hash = createHash('sha256').update(name).digest('base64url').slice(0, 22);
    return `${this.#base}:${dimension}:${hash}`;
  }
}

/** The key of what is known of the limit of the window with this log. */
export function limitOf(log: string): string {
  return `${log}:limit`;
}
