// Tokens and temporary access keys. They carry what they stand for, sealed with the sandbox's key, so that
// any number of them costs no memory.
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

export interface Grant {
  /** The partner that it belongs to. */
  readonly partner: number;
  /** The customer that it stands for, by id; without it, the partner itself. */
  readonly customer?: string;
  readonly expiresAt: number;
  /** Grants of an earlier generation count as expired, see `expireAll`. */
  readonly generation: number;
  /** The access key that a security token goes with. */
  readonly accessKey?: string;
}

export interface TemporaryKeys {
  readonly access: string;
  readonly secret: string;
  readonly securitytoken: string;
}

/** Why a token is not good, or what it grants. */
export type Opened = { readonly grant: Grant } | { readonly fault: 'unknown' | 'expired' };

export class Tokens {
  readonly #key: string;
  #generation = 0;

  constructor(key: string) {
    this.#key = key;
  }

  /** Every token and temporary key issued so far expires now. */
  expireAll(): void {
    this.#generation++;
  }

  issue(grant: Omit<Grant, 'generation'>): string {
    const claims = { ...grant, generation: this.#generation, nonce: randomBytes(6).toString('base64url') };
    const payload = Buffer.from(JSON.stringify(claims)).toString('base64url');
    return `${payload}.${this.#mac(payload)}`;
  }

  issueKeys(grant: Omit<Grant, 'generation' | 'accessKey'>): TemporaryKeys {
    const access = `HST${randomBytes(9).toString('hex').slice(0, 17).toUpperCase()}`;
    const secret = this.secretOf(access);
    return { access, secret, securitytoken: this.issue({ ...grant, accessKey: access }) };
  }

  /** The secret key of a temporary access key. */
  secretOf(access: string): string {
    return this.#mac(`secret ${access}`).slice(0, 40);
  }

  open(token: string, now: number): Opened {
    const [payload = '', mac = ''] = token.split('.');
    const expected = Buffer.from(this.#mac(payload));
    const given = Buffer.from(mac);
    if (expected.length !== given.length || !timingSafeEqual(expected, given)) return { fault: 'unknown' };
    // The seal holds, so this is text that `issue` wrote.
    const grant = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Grant;
    return grant.generation < this.#generation || grant.expiresAt <= now ? { fault: 'expired' } : { grant };
  }

  #mac(text: string): string {
    return createHmac('sha256', this.#key).update(text).digest('base64url');
  }
}
