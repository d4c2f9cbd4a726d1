import type { InputOf, Operation, Parameters } from '../call/operation.ts';
import type { Tenant } from '../config/tenant.ts';
import { GatewayError } from '../errors/errors.ts';
import type { Access } from '../loaders/plan-driver.ts';

/**
 * Access to what the upstream tells of one reseller and its customers. Without the reseller in the call it
 * would tell of the distributor's own customers instead, so that an operation which takes none is refused.
 */
export function accessOfReseller(
  { read, has, observe, boundTo }: Access,
  tenant: Pick<Tenant, 'id' | 'distributor'>,
  resellerId: string,
): Access {
  const narrowed = <P extends Parameters>(
    operation: Pick<Operation<P, unknown>, 'name' | 'parameters' | 'shared'>,
    input: InputOf<P>,
    customerId: string | undefined,
  ): InputOf<P> | undefined => {
    // A customer's credential answers for that customer alone, and dictionaries for everybody.
    if (customerId !== undefined || operation.shared) return input;
    if (!('indirect_partner_id' in operation.parameters)) return undefined;
    return { ...input, indirect_partner_id: resellerId };
  };
  const narrowedRead =
    (reader: Access['read']): Access['read'] =>
    async (operation, input, customerId) => {
      if (!tenant.distributor) throw notADistributor(operation.name, tenant.id);
      const question = narrowed(operation, input, customerId);
      if (!question) throw takesNoReseller(operation.name);
      return reader(operation, question, customerId);
    };
  return {
    boundTo,
    read: narrowedRead(read),
    has: (request) => {
      const input = narrowed(request.operation, request.input, request.customerId);
      return input !== undefined && has({ ...request, input });
    },
    observe:
      observe &&
      ((edge) => {
        const observed = observe(edge);
        return { ...observed, read: narrowedRead(observed.read) };
      }),
  };
}

const notADistributor = (operation: string, tenant: string): GatewayError =>
  new GatewayError(
    'FORBIDDEN',
    `${operation}: expected a distributor ("distributor": true), got tenant ${JSON.stringify(tenant)}`,
    { upstream: { operation } },
  );

const takesNoReseller = (operation: string): GatewayError =>
  new GatewayError(
    'FORBIDDEN',
    `${operation}: expected a question about the tenant's own customers, got one about those of a reseller, which the upstream does not answer`,
    { upstream: { operation } },
  );
