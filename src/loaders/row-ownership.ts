// Rows belong to who was asked for. The upstream has a filter for that, but what a row says of itself is
// believed over the question: one that is another's is left out and reported, whichever way brought it.
import { GatewayError } from '../errors/errors.ts';
import { execute, type KeyedRow, type Page, type Reader, type ReadRequest } from '../operations/edge.ts';

/** What one call was made for: one key, several, or everybody. */
export interface Asked {
  readonly key?: string;
  readonly keys?: readonly string[];
}

export class RowOwnership {
  readonly #boundTo: string | undefined;
  readonly #errors = new Map<string, GatewayError>();

  /** `boundTo` is the one customer that the viewer may see, for viewers that are customers. */
  constructor(boundTo: string | undefined) {
    this.#boundTo = boundTo;
  }

  /** Makes the call; rows of others keep their place in the page, and nothing else. */
  async execute<Row>(read: Reader, request: ReadRequest<Row>, asked: Asked = {}): Promise<Page<Row>> {
    const page = await execute(read, request);
    const ownerOf = this.#ownership(request, asked);
    if (page.rows.every((row) => ownerOf(row) === 'asked')) return page;
    const owners = page.rows.map(ownerOf);
    const { key = '' } = asked;
    const rows = page.rows.map((row, at) => (owners[at] === 'asked' ? row : lost(row, key)));
    // That an id is another customer's is no fault of the answer, and must look as if it were nobody's.
    if (!owners.includes('another')) return { ...page, rows };
    const damage = page.damage ?? { error: this.#errorOf(request, key), lost: [], kept: rows.length };
    return { ...page, rows, damage };
  }

  /** Whose a row is: of what was asked for, another's in its place, or another's that the viewer may not see. */
  #ownership({ input, customerId }: ReadRequest<unknown>, { key, keys }: Asked) {
    const given: Readonly<Record<string, unknown>> = input;
    const wanted = key === undefined ? keys && new Set(keys.map(fold)) : new Set([fold(key)]);
    // Whose a row is: a month in it says when, and may differ where the upstream bills a month later.
    const isKey = (name: string) => given[name] === key && name !== 'bill_cycle';
    const named = key === undefined ? [] : Object.keys(given).filter(isKey);
    // An enterprise may ask for the rows of its members.
    const ofMembers = given['method'] === 'sub_customer';
    const customers = ofMembers
      ? []
      : [given['customer_id'], customerId].filter((id) => typeof id === 'string');
    const bound = ofMembers ? undefined : this.#boundTo;
    return (keyed: KeyedRow<unknown>): 'asked' | 'another' | 'hidden' => {
      if ('isLost' in keyed) return 'asked';
      const { row } = keyed;
      const isAsked =
        (!wanted || wanted.has(keyed.key) || wanted.has(fold(keyed.key))) &&
        customers.every((id) => agrees(row, 'customer_id', id)) &&
        named.every((name) => agrees(row, name, key ?? ''));
      if (!isAsked) return 'another';
      return bound === undefined || agrees(row, 'customer_id', bound) ? 'asked' : 'hidden';
    };
  }

  /** One error for each thing that was asked about, however often its rows are read. */
  #errorOf({ operation: { name } }: ReadRequest<unknown>, key: string): GatewayError {
    const known = this.#errors.get(`${name} ${key}`);
    if (known) return known;
    const message = `${name}: expected rows of what was asked for, got another's, which are left out`;
    const error = new GatewayError('UPSTREAM_MALFORMED', message, { upstream: { operation: name } });
    this.#errors.set(`${name} ${key}`, error);
    return error;
  }
}

/** The upstream matches ids whatever their case. */
const fold = (id: string): string => id.toLowerCase();

/** A row that does not say whose it is is taken for what was asked for. */
function agrees(row: unknown, name: string, expected: string): boolean {
  if (typeof row !== 'object' || row === null) return true;
  const stated: unknown = Reflect.get(row, name);
  if (typeof stated !== 'string' || stated === '' || stated === expected) return true;
  if (fold(stated) === fold(expected)) return true;
  // The id of a part of a combined order is answered with the whole order around it.
  const parts: unknown = Reflect.get(row, 'sub_order_infos');
  return Array.isArray(parts) && parts.some((part) => agreesAsPart(part, name, expected));
}

const agreesAsPart = (part: unknown, name: string, expected: string): boolean =>
  typeof part === 'object' && part !== null && fold(String(Reflect.get(part, name))) === fold(expected);

const lost = ({ id }: KeyedRow<unknown>, key: string): KeyedRow<never> => ({
  key,
  id: `another's ${id}`,
  isLost: true,
});
