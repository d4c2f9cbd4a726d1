// The two ways to authorize a request. Secrets live in private fields only: neither `JSON.stringify` nor
// `util.inspect` nor a spread can reach them.
import type { Authorization } from './credentials.ts';
import { type SignableRequest, type SigningKey, signRequest } from './signing.ts';

export class KeyAuthorization implements Authorization {
  readonly generation: number;
  readonly #key: SigningKey;

  constructor(generation: number, key: SigningKey) {
    this.generation = generation;
    this.#key = key;
  }

  apply(request: SignableRequest, at: Date): Record<string, string> {
    return signRequest(request, this.#key, at);
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
}
