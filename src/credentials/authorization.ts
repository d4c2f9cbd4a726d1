// The two ways to authorize a request. Secrets live in private fields only: neither `JSON.stringify` nor
// `util.inspect` nor a spread can reach them.
import type { Authorization, Recourse, Verdict } from './credentials.ts';
import type { HostClocks } from './host-clocks.ts';
import { type SignableRequest, type SigningKey, signRequest } from './signing.ts';

export interface KeyUse {
  readonly key: SigningKey;
  readonly clocks: HostClocks;
  /** Ends the use of the key; the result is what to tell of a refusal that nothing helps. */
  readonly end: (verdict: Verdict) => Extract<Recourse, { remedy: 'none' }>;
}

export class KeyAuthorization implements Authorization {
  /** A permanent key is never replaced by another one. */
  readonly generation = 0;
  readonly #use: KeyUse;
  #host: string | undefined;

  constructor(use: KeyUse) {
    this.#use = use;
  }

  apply(request: SignableRequest, at: Date): Record<string, string> {
    const { key, clocks } = this.#use;
    this.#host = request.url.host;
    return signRequest(request, key, clocks.timeAt(this.#host, at));
  }

  settle(verdict: Verdict): Recourse {
    const { clocks, end } = this.#use;
    const host = this.#host;
    if (host === undefined || verdict.kind === 'unknown') return end({ kind: 'unknown' });
    if (verdict.kind === 'accepted') {
      clocks.accepted(host);
      return end(verdict);
    }
    const { reason, serverTime } = verdict;
    if (reason !== 'locked' && serverTime && clocks.follow(host, serverTime)) {
      // It was the date and not the key, as far as that is known.
      end({ kind: 'unknown' });
      return { remedy: 'resign' };
    }
    if (reason === 'signature') clocks.refused(host);
    return end(verdict);
  }
}

export class TokenAuthorization implements Authorization {
  readonly generation: number;
  readonly #token: string;

  constructor(generation: number, token: string) {
    this.generation = generation;
    this.#token = token;
  }

  apply(): Record<string, string> {
    return { 'X-Auth-Token': this.#token };
  }

  settle(verdict: Verdict): Recourse {
    return { remedy: verdict.kind === 'refused' ? 'reauthorise' : 'none' };
  }
}
