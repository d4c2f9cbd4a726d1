import { Cluster, Redis } from 'ioredis';
import type { Clock, Timer } from '../../clock/clock.ts';
import { DECIDE, OBSERVE, REOPEN } from './redis-script.ts';
import type { Decision } from './redis-wire.ts';

const RECONNECT_MS = 200;
const CONNECT_TIMEOUT_MS = 1_000;
/** A timer later than this tells of ourselves, not of Redis. */
const OWN_STALL_MS = 20;
/** Time for all replicas to notice that Redis is back: a reconnect and a little. */
export const GRACE_MS = 1_200;

interface Scripts {
  throttleDecide(keys: number, ...args: (string | number)[]): Promise<string>;
  throttleObserve(keys: number, ...args: (string | number)[]): Promise<[string, string, string]>;
  throttleReopen(keys: number, ...args: (string | number)[]): Promise<string>;
}
type Client = (Redis | Cluster) & Scripts;

export interface RedisLinkOptions {
  readonly clock: Clock;
  /** One URL, or several (comma separated) for a cluster's nodes. */
  readonly url: string;
  readonly prefix: string;
  /** A decision that takes longer counts as a lost Redis. */
  readonly timeoutMs: number;
  /** Redis answers again, and all replicas may share in `opensInMs` (negative: since then). */
  readonly onBack: (opensInMs: number) => void;
  readonly onLost: (reason: string) => void;
  /** Redis is set up in a way that the windows do not survive. */
  readonly onProblem: (problem: string) => void;
}

/** What a decision came to: a reply, or what was wrong with the keys that it read. */
export type DecideAnswer = { readonly reply: string } | { readonly problem: string };

/**
 * The connection to Redis: runs the scripts, and says when it is lost and when it is back. It never
 * queues commands for later, because a decision that comes late is worth nothing.
 */
export class RedisLink {
  readonly #options: RedisLinkOptions;
  readonly #client: Client;
  #state: 'starting' | 'up' | 'lost' | 'closed' = 'starting';

  constructor(options: RedisLinkOptions) {
    this.#options = options;
    this.#client = connect(options.url);
    this.#client.on('ready', () => void this.#reopen());
    this.#client.on('close', () => this.#lose('connection closed'));
    this.#client.on('error', (error: Error) => this.#lose(reasonOf(error)));
  }

  get up(): boolean {
    return this.#state === 'up';
  }

  get prefix(): string {
    return this.#options.prefix;
  }

  /**
   * Runs a decision; undefined when Redis is lost over it. Never rejects. What a script stumbles over is the
   * affair of its keys and not of the connection: they are deleted, as if their values were absent.
   */
  async decide(keys: readonly string[], decision: Decision): Promise<DecideAnswer | undefined> {
    const argument = JSON.stringify(decision);
    return this.#run<DecideAnswer>(async () => {
      try {
        return { reply: await this.#client.throttleDecide(keys.length, ...keys, argument) };
      } catch (error) {
        if (!isScriptError(error)) throw error;
        await this.#client.del(...keys);
        return { problem: 'a value in Redis stopped the script, and was deleted' };
      }
    });
  }

  /** Reads what is known of a limit, or writes it if nothing changed since. Never rejects. */
  async observe(
    key: string,
    version: string,
    state: string,
    keepMs: number,
    fields: readonly (number | undefined)[],
  ): Promise<[string, string, string] | undefined> {
    const texts = fields.map((field) => field?.toFixed(3) ?? '');
    return this.#run(async () => {
      try {
        return await this.#client.throttleObserve(1, key, version, state, keepMs, ...texts);
      } catch (error) {
        if (!isScriptError(error)) throw error;
        await this.#client.del(key);
        return ['', '', ''];
      }
    });
  }

  close(): void {
    this.#state = 'closed';
    this.#client.disconnect();
  }

  async #run<T>(command: () => Promise<T>): Promise<T | undefined> {
    if (this.#state !== 'up') return undefined;
    return this.#timed(command);
  }

  async #timed<T>(command: () => Promise<T>): Promise<T | undefined> {
    const { clock, timeoutMs } = this.#options;
    let timer: Timer | undefined;
    const late = new Promise<never>((_, reject) => {
      const wait = () => {
        const due = clock.monotonic() + timeoutMs;
        timer = clock.after(
          timeoutMs,
          () => {
            // When this process itself stood still, the answer may lie unread.
            if (clock.monotonic() > due + OWN_STALL_MS) wait();
            else clock.settled(() => reject(new Error(`no answer within ${timeoutMs} ms`)));
          },
          { unref: true },
        );
      };
      wait();
    });
    try {
      return await Promise.race([command(), late]);
    } catch (error) {
      this.#lose(reasonOf(error));
      return undefined;
    } finally {
      timer?.cancel();
    }
  }

  async #reopen(): Promise<void> {
    if (this.#state !== 'starting' && this.#state !== 'lost') return;
    const returning = this.#state === 'lost' ? 'returning' : 'starting';
    const key = `${this.#options.prefix}:reopening`;
    const opensIn = await this.#timed(() =>
      this.#client.throttleReopen(1, key, returning, GRACE_MS, GRACE_MS),
    );
    if (opensIn === undefined || !this.#connect()) return;
    this.#options.onBack(Number(opensIn));
    await this.#checkEviction();
  }

  /** Windows that Redis evicts under memory pressure are calls that nothing counts. */
  async #checkEviction(): Promise<void> {
    if (!(this.#client instanceof Redis)) return;
    const memory = await this.#client.info('memory').catch(() => '');
    const policy = /^maxmemory_policy:(\S+)/m.exec(memory)?.[1];
    if (policy === undefined || policy === 'noeviction') return;
    this.#options.onProblem(`expected Redis' maxmemory-policy to be noeviction, got ${policy}`);
  }

  #connect(): boolean {
    if (this.#state === 'closed') return false;
    this.#state = 'up';
    return true;
  }

  #lose(reason: string): void {
    if (this.#state === 'closed') return;
    const news = this.#state !== 'lost';
    this.#state = 'lost';
    // A connection that fell silent or answers with errors is worth no more than none.
    if (this.#client.status === 'ready') this.#client.disconnect(true);
    if (news) this.#options.onLost(reason);
  }
}

function connect(url: string): Client {
  const urls = url.split(',').map((part) => part.trim());
  const options = {
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    connectTimeout: CONNECT_TIMEOUT_MS,
    retryStrategy: () => RECONNECT_MS,
  };
  const [first = ''] = urls;
  const client =
    urls.length > 1
      ? new Cluster(urls, {
          enableOfflineQueue: false,
          clusterRetryStrategy: () => RECONNECT_MS,
          redisOptions: options,
        })
      : new Redis(first, options);
  client.defineCommand('throttleDecide', { lua: DECIDE });
  client.defineCommand('throttleObserve', { lua: OBSERVE });
  client.defineCommand('throttleReopen', { lua: REOPEN });
  return client as Client;
}

/** An error that a script ran into, as opposed to one that says that Redis cannot serve. */
function isScriptError(error: unknown): boolean {
  return error instanceof Error && /^(ERR|WRONGTYPE)\b.*user_script/s.test(error.message);
}

/** Error texts of Redis may repeat the command; the first words are the kind. No address, no secret. */
function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : 'unknown error';
  return message.slice(0, 60);
}
