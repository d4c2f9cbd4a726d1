import { credentialVerdict } from '../../../src/call/credential-verdict.ts';
import type {
  CredentialScope,
  ExchangeRequest,
  ExchangeResponse,
} from '../../../src/credentials/credentials.ts';
import type { FakeClock } from '../fake-clock.ts';

export const HOUR = 3_600_000;

type Answer = Partial<ExchangeResponse> | undefined;

/** IAM behind the injected exchange: keeps what it was asked and numbers the tokens it gives out. */
export class Iam {
  readonly asked: ExchangeRequest[] = [];
  readonly #clock: FakeClock;
  lifetimeMs = 24 * HOUR;
  /** Answers in IAM's place when it returns something. */
  instead: (request: ExchangeRequest) => Answer | Promise<Answer> = () => undefined;

  constructor(clock: FakeClock) {
    this.#clock = clock;
  }

  exchange = async (request: ExchangeRequest): Promise<ExchangeResponse> => {
    this.asked.push(request);
    const number = this.asked.length;
    const instead = await this.instead(request);
    if (instead) {
      const response = { status: 500, headers: {}, body: '', ...instead };
      return { verdict: credentialVerdict(response), ...response };
    }
    const expires_at = new Date(this.#clock.now() + this.lifetimeMs).toISOString().replace('Z', '000Z');
    const headers = { 'x-subject-token': `token-${number}` };
    const body = JSON.stringify({ token: { expires_at } });
    return { status: 201, headers, body, verdict: { kind: 'accepted' } };
  };

  /** The bodies of what was asked, parsed. */
  get bodies(): unknown[] {
    return this.asked.map(({ body }) => JSON.parse(body));
  }
}

const site = {
  tenantId: 't1',
  bssEndpoint: new URL('http://127.0.0.1:8801'),
  iamEndpoint: new URL('http://127.0.0.1:8801'),
  domainId: 'partner-domain',
  domainName: 'partner-name',
  agencyName: 'platform-agency',
} as const;

export const passwordScope: CredentialScope = {
  ...site,
  credential: { type: 'password', user: 'operator', password: 'PASSWORD-SECRET' },
};

export const keyScope: CredentialScope = {
  ...site,
  credential: { type: 'aksk', accessKey: 'AK', secretKey: 'KEY-SECRET' },
};

export const anyRequest = { method: 'GET', url: new URL('http://127.0.0.1:8801/v2/x'), headers: {} };
