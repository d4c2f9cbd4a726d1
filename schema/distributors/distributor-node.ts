import type { GatewayContext } from '../../src/context/context.ts';
import type { DistributorRow } from '../../src/operations/distributors/distributors.ts';
import { distributors } from '../../src/operations/distributors/edges.ts';
import { builder } from '../core/builder.ts';
import { isKind, type Kind } from '../core/kind.ts';
import { keyedRead, reads } from '../core/reads/reads.ts';
import { instants, type OwnRow, texts } from '../core/row-fields.ts';
import { aboutReseller } from '../core/scope/reseller-scope.ts';
import { PartnerAccountRef } from '../partner/partner-account.ts';

/** A reseller by id; the row comes from the listing where there was one, and is fetched otherwise. */
export interface DistributorNode extends Kind<'distributor'> {
  readonly distributorId: string;
  readonly distributor: DistributorRow | undefined;
}

export const distributorOf = (distributorId: string | undefined): DistributorNode | null =>
  distributorId ? { kind: 'distributor', distributorId, distributor: undefined } : null;

export const distributorOfRow = (row: DistributorRow): DistributorNode => ({
  kind: 'distributor',
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

/** For fields of the reseller's row, which is fetched first where only the id is known. */
const DISTRIBUTOR_ROW: OwnRow<DistributorNode, DistributorRow> = {
  extensions: reads({
    reads: [keyedRead(distributors, { rows: 'one', batching: { ifNotLoaded: true }, filters: () => [{}] })],
    scope: { readsOwnRow: true },
  }),
  read: ({ distributor, distributorId }, { loaders }, pick) =>
    distributor
      ? pick(distributor)
      : loaders.one(distributors, distributorId, {}).then((row) => (row ? pick(row) : null)),
};

export const DistributorRef = builder.objectRef<DistributorNode>('Distributor');

builder.node(DistributorRef, {
  description:
    'Reseller of a distributor. The fields cover only the customers of the reseller, never the customers of the distributor.',
  interfaces: [PartnerAccountRef],
  extensions: aboutReseller((node: DistributorNode) => node.distributorId),
  id: { resolve: (node) => node.distributorId, description: 'Global node id of the reseller.' },
  isTypeOf: isKind('distributor'),
  loadWithoutCache: (id, context) => loadDistributor(id, context),
  fields: (t) => ({
    distributorId: t.string({
      nullable: false,
      description: 'Upstream id of the reseller.',
      resolve: (node) => node.distributorId,
    }),
    ...texts(
      t,
      {
        name: ['Company name of the reseller.', (row) => row.name],
        accountName: ["Login name of the reseller's account.", (row) => row.account_name],
        mobilePhone: ['Mobile number of the reseller.', (row) => row.mobile_phone],
        email: ['E-mail address of the reseller.', (row) => row.email],
        accountManagerId: [
          'Login name of the account manager of the reseller.',
          (row) => row.account_manager_id,
        ],
        accountManagerName: [
          'Name of the account manager of the reseller.',
          (row) => row.account_manager_name,
        ],
      },
      DISTRIBUTOR_ROW,
    ),
    ...instants(
      t,
      {
        associatedAt: [
          'Time when the reseller was associated with the distributor, in UTC.',
          (row) => row.associated_on,
        ],
      },
      DISTRIBUTOR_ROW,
    ),
  }),
});
