import type { GatewayContext } from '../../src/context/context.ts';
import type { DistributorRow } from '../../src/operations/distributors/distributors.ts';
import { distributors } from '../../src/operations/distributors/edges.ts';
import { builder } from '../core/builder.ts';
import { keyedRead, reads } from '../core/reads/reads.ts';
import { instantOf } from '../core/scalars.ts';
import { aboutReseller } from '../core/scope/reseller-scope.ts';
import { PartnerAccountRef } from '../partner/partner-account.ts';

/** A reseller by id; the row comes from the listing where there was one, and is fetched otherwise. */
export interface DistributorNode {
  readonly distributorId: string;
  readonly distributor: DistributorRow | undefined;
}

export const distributorOf = (distributorId: string | undefined): DistributorNode | null =>
  distributorId ? { distributorId, distributor: undefined } : null;

export const distributorOfRow = (row: DistributorRow): DistributorNode => ({
  distributorId: row.indirect_partner_id,
  distributor: row,
});

export async function loadDistributor(
  distributorId: string,
  context: GatewayContext,
): Promise<DistributorNode | null> {
  if (context.viewer.role === 'CUSTOMER') return null;
  const row = await context.loaders.one(distributors, distributorId, {});
  return row && distributorOfRow(row);
}

const READS_ROW = reads({
  reads: [keyedRead(distributors, { rows: 'one', batching: { ifNotLoaded: true }, filters: () => [{}] })],
  scope: { readsOwnRow: true },
});

const fromRow =
  <T>(pick: (row: DistributorRow) => T) =>
  (node: DistributorNode, _args: object, context: GatewayContext): T | null | Promise<T | null> =>
    node.distributor
      ? pick(node.distributor)
      : context.loaders
          .one(distributors, node.distributorId, {})
          .then((row: DistributorRow | null) => row && pick(row));

export const DistributorRef = builder.objectRef<DistributorNode>('Distributor');

builder.node(DistributorRef, {
  description:
    'Reseller of a distributor. The fields cover only the customers of the reseller, never the customers of the distributor.',
  interfaces: [PartnerAccountRef],
  extensions: aboutReseller((node: DistributorNode) => node.distributorId),
  id: { resolve: (node) => node.distributorId, description: 'Global node id of the reseller.' },
  isTypeOf: (value) => typeof value === 'object' && value !== null && 'distributorId' in value,
  loadWithoutCache: (id, context) => loadDistributor(id, context),
  fields: (t) => ({
    distributorId: t.string({
      nullable: false,
      description: 'Upstream id of the reseller.',
      resolve: (node) => node.distributorId,
    }),
    name: t.string({
      extensions: READS_ROW,
      description: 'Company name of the reseller.',
      resolve: fromRow((row) => row.name),
    }),
    accountName: t.string({
      extensions: READS_ROW,
      description: "Login name of the reseller's account.",
      resolve: fromRow((row) => row.account_name),
    }),
    mobilePhone: t.string({
      extensions: READS_ROW,
      description: 'Mobile number of the reseller.',
      resolve: fromRow((row) => row.mobile_phone),
    }),
    email: t.string({
      extensions: READS_ROW,
      description: 'E-mail address of the reseller.',
      resolve: fromRow((row) => row.email),
    }),
    associatedAt: t.field({
      extensions: READS_ROW,
      type: 'DateTime',
      description: 'Time when the reseller was associated with the distributor, in UTC.',
      resolve: fromRow((row) => instantOf(row.associated_on)),
    }),
    accountManagerId: t.string({
      extensions: READS_ROW,
      description: 'Login name of the account manager of the reseller.',
      resolve: fromRow((row) => row.account_manager_id),
    }),
    accountManagerName: t.string({
      extensions: READS_ROW,
      description: 'Name of the account manager of the reseller.',
      resolve: fromRow((row) => row.account_manager_name),
    }),
  }),
});
