// A bare client for tests of the sandbox: node:http, a token, and nothing that could hide what came back.
import { request as httpRequest } from 'node:http';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../../src/sandbox/sandbox.ts';

export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  /** The body, parsed; numbers as floats. */
  readonly json: Readonly<Record<string, unknown>>;
}

export interface Sending {
  readonly query?: Readonly<Record<string, string | number>>;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly localAddress?: string;
}

export const NOON = Date.UTC(2026, 4, 20, 4);

export function send(url: string, method: string, path: string, sending: Sending = {}): Promise<Answered> {
  const { query = {}, body, headers = {}, localAddress } = sending;
  const search = new URLSearchParams(
    Object.fromEntries(Object.entries(query).map(([key, value]) => [key, String(value)])),
  );
  const target = new URL(`${path}${search.size ? `?${search}` : ''}`, url);
  return new Promise((resolve, reject) => {
    const options = { method, headers, agent: false, ...(localAddress ? { localAddress } : {}) };
    const outgoing = httpRequest(target, options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        const { statusCode: status = 0, headers: received } = response;
        resolve({ status, headers: received, text, json: parsed(text) });
      });
    });
    outgoing.on('error', reject);
    outgoing.end(body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body));
  });
}

function parsed(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}

export const list = (answer: Answered, name: string): Readonly<Record<string, unknown>>[] => {
  const rows = answer.json[name];
  if (!Array.isArray(rows)) throw new Error(`expected a list ${name}, got ${answer.text.slice(0, 200)}`);
  return rows;
};

export function passwordBody({ credentials }: Sandbox, at = 0, password?: string) {
  const partner = credentials.partners[at] ?? credentials.partner;
  const domain = { name: partner.domainName };
  const user = { name: partner.user, password: password ?? partner.password, domain };
  return { auth: { identity: { methods: ['password'], password: { user } }, scope: { domain } } };
}

export async function partnerToken(sandbox: Sandbox, at = 0): Promise<string> {
  const body = passwordBody(sandbox, at);
  return String((await send(sandbox.url, 'POST', '/v3/auth/tokens', { body })).headers['x-subject-token']);
}

export const assumeBody = (role: Readonly<Record<string, unknown>>) => ({
  auth: { identity: { methods: ['assume_role'], assume_role: role } },
});

export type Call = (method: string, path: string, sending?: Sending) => Promise<Answered>;

/** Calls with a token of the partner at that place. */
export async function asPartner(sandbox: Sandbox, at = 0): Promise<Call> {
  const token = await partnerToken(sandbox, at);
  return (method, path, sending = {}) =>
    send(sandbox.url, method, path, { ...sending, headers: { 'X-Auth-Token': token, ...sending.headers } });
}

/** A sandbox whose clock stands still unless a test moves it. */
export async function sandboxAt(options: SandboxOptions = {}) {
  const clock = { now: NOON };
  const sandbox = await startSandbox({ now: () => clock.now, customers: 30, ...options });
  return { sandbox, clock, call: await asPartner(sandbox) };
}
