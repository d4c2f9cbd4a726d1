import { type DistributorFilter, distributors } from '../../src/operations/distributors/edges.ts';
import { builder } from '../core/builder.ts';
import { connectionType, pageArguments } from '../core/connection/connection.ts';
import { listField } from '../core/connection/edge-connection.ts';
import { checkSpan } from '../core/filter/time-span.ts';
import { withoutEmpty } from '../core/filter/wire-filter.ts';
import { keyedRead, reads } from '../core/reads/reads.ts';
import { addCustomerGraph } from '../core/scope/customer-graph.ts';
import { PartnerRef } from '../partner/partner.ts';
import { DistributorRef, distributorOfRow, loadDistributor } from './distributor-node.ts';

const DistributorFilterInput = builder.inputType('DistributorFilter', {
  description: 'Filter for a list of resellers. Omitted fields do not filter.',
  fields: (t) => ({
    accountName: t.string({ description: 'Only resellers with this text in the login name.' }),
    associatedFrom: t.field({
      type: 'DateTime',
      description: 'Only resellers associated at or after this instant.',
    }),
    associatedUntil: t.field({
      type: 'DateTime',
      description: 'Only resellers associated at or before this instant.',
    }),
  }),
});

interface DistributorArguments {
  readonly filter?: typeof DistributorFilterInput.$inferInput | null | undefined;
}

function toFilter({ filter }: DistributorArguments): DistributorFilter {
  checkSpan('associated', filter?.associatedFrom, filter?.associatedUntil);
  return withoutEmpty({
    account_name: filter?.accountName,
    associated_on_begin: filter?.associatedFrom,
    associated_on_end: filter?.associatedUntil,
  });
}

builder.objectField(PartnerRef, 'distributors', (t) => {
  const { extensions, resolve } = listField(distributors, toFilter, distributorOfRow);
  return t.field({
    type: connectionType('Distributor', DistributorRef, 'resellers'),
    description: 'Resellers of the partner; for distributors only.',
    args: {
      filter: t.arg({ type: DistributorFilterInput, description: 'Filter for the returned resellers.' }),
      ...pageArguments(t.arg),
    },
    extensions: { reads: { ...extensions.reads, loaded: true as const } },
    resolve,
  });
});

addCustomerGraph(DistributorRef);

builder.queryField('distributor', (t) =>
  t.field({
    extensions: reads({
      reads: [
        keyedRead(distributors, {
          rows: 'one',
          filters: () => [{}],
          key: ({ distributorId }: { distributorId: string }) => distributorId,
        }),
      ],
      loaded: true,
    }),
    type: DistributorRef,
    description:
      "One reseller of a distributor, with the same graph for the reseller's customers; null when the distributor has no reseller with that id.",
    authScopes: { partner: true },
    args: {
      distributorId: t.arg.string({
        required: true,
        description: "Upstream id of the distributor's reseller.",
      }),
    },
    resolve: (_root, { distributorId }, context) => loadDistributor(distributorId, context),
  }),
);
