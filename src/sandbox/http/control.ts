// The control endpoints under `/__sandbox/`, for whoever runs the sandbox: loopback only.
import type { Tenant } from '../auth/accounts.ts';
import { type TruthQuery, truthPieces } from '../truth/truth.ts';
import { parameterError, Refusal, unknownRequest } from '../wire/refusal.ts';
import { resellersOf, worldOfReseller } from '../world/partner/resellers.ts';
import type { World } from '../world/world.ts';
import type { SandboxLog } from './call-log.ts';

export const CONTROL_PREFIX = '/__sandbox/';

export interface Controlled {
  readonly tenants: readonly Tenant[];
  log(): SandboxLog;
  reset(): void;
  setFaults(faults: unknown): void;
}

/** What a control request answers: JSON text, in pieces where it is long. */
export function control(
  sandbox: Controlled,
  method: string,
  path: string,
  query: URLSearchParams,
  body: Uint8Array,
): Iterable<string> {
  switch (`${method} ${path.slice(CONTROL_PREFIX.length)}`) {
    case 'GET log':
      return [JSON.stringify(sandbox.log())];
    case 'POST reset':
      sandbox.reset();
      return ['{"reset":true}'];
    case 'PUT faults':
      return [setFaults(sandbox, body)];
    case 'GET world':
      return world(sandbox, query);
    default:
      throw unknownRequest(
        `expected GET log, POST reset, PUT faults or GET world under ${CONTROL_PREFIX}, got ${method} ${path}`,
      );
  }
}

function setFaults(sandbox: Controlled, body: Uint8Array): string {
  try {
    const faults: unknown = JSON.parse(Buffer.from(body).toString());
    sandbox.setFaults(faults);
    return JSON.stringify({ faults });
  } catch (error) {
    if (error instanceof TypeError || error instanceof SyntaxError) {
      throw new Refusal(400, { error_code: 'SANDBOX.400', error_msg: error.message });
    }
    throw error;
  }
}

function world({ tenants }: Controlled, query: URLSearchParams): Iterable<string> {
  const number = query.get('partner') ?? '1';
  const tenant = tenants[Number(number) - 1];
  if (!tenant) throw parameterError(`partner: expected 1 to ${tenants.length}, got ${number}`);
  const { domainId, domainName } = tenant.account;
  return truthPieces(seenBy(tenant, query.get('reseller')), { domainId, domainName }, truthQuery(query));
}

/** What the partner sees of its own customers, or of those of one reseller. */
function seenBy({ world }: Tenant, id: string | null): World {
  if (id === null) return world;
  const reseller = resellersOf(world).find((one) => one.id === id);
  if (!reseller) throw parameterError(`reseller: expected the id of a reseller, got ${id}`);
  return worldOfReseller(world, reseller);
}

function truthQuery(query: URLSearchParams): TruthQuery {
  const listed = (name: string) => query.getAll(name).flatMap((value) => value.split(','));
  const [ids, include, cycle] = [listed('customer_id'), listed('include'), query.get('cycle')];
  const language = query.get('language') || 'zh_CN';
  if (language !== 'zh_CN' && language !== 'en_US') {
    throw parameterError(`language: expected zh_CN or en_US, got ${language}`);
  }
  return {
    ...(ids.length ? { customerIds: ids } : {}),
    ...(include.length ? { include } : {}),
    ...(cycle === null ? {} : { cycle }),
    language: language === 'en_US' ? 'en' : 'zh',
  };
}
