import { badInput } from '../../src/errors/errors.ts';
import { type DistributorFilter, distributors } from '../../src/operations/distributors/edges.ts';
import { builder } from '../core/builder.ts';
import { connectionType, pageArguments } from '../core/connection/connection.ts';
import { listed } from '../core/connection/edge-connection.ts';
import { checkSpan } from '../core/filter/time-span.ts';
import { withoutEmpty } from '../core/filter/wire-filter.ts';
import { keyed, reads } from '../core/reads/reads.ts';
import { addCustomerGraph } from '../core/scope/customer-graph.ts';
import { PartnerRef } from '../partner/partner.ts';
import { DistributorRef, distributorOfRow, loadDistributor } from './distributor-node.ts';

const DistributorFilterInput = builder.inputType('DistributorFilter', {
  description: 'Narrows a list of resellers; fields that are left out do not filter.',
  fields: (t) => ({
    accountName: t.string({ description: 'Part of the login name.' }),
    associatedFrom: t.field({ type: 'DateTime', description: 'Associated at this instant or later.' }),
    associatedUntil: t.field({ type: 'DateTime', description: 'Associated at this instant or earlier.' }),
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
  const { extensions, resolve } = listed(distributors, toFilter, distributorOfRow);
  return t.field({
    type: connectionType('Distributor', DistributorRef, 'resellers'),
    nullable: false,
    description: 'Its resellers; of distributors only.',
    args: {
      filter: t.arg({ type: DistributorFilterInput, description: 'Which resellers.' }),
      ...pageArguments(t.arg),
    },
    extensions: reads({ ...extensions.reads, row: true }),
    resolve,
  });
});

addCustomerGraph(DistributorRef);

builder.queryField('distributor', (t) =>
  t.field({
    extensions: reads({
      reads: [
        keyed(distributors, {
          rows: 'one',
          filters: () => [{}],
          key: ({ distributorId }: { distributorId: string }) => distributorId,
        }),
      ],
      row: true,
    }),
    type: DistributorRef,
    description:
      'One reseller of a distributor, and below it the same graph for its customers; null when the distributor has none with that id.',
    authScopes: { partner: true },
    args: { distributorId: t.arg.string({ required: true, description: 'Id of the reseller.' }) },
    resolve: (_root, args, context) => {
      if (args.distributorId === '') {
        throw badInput('distributorId: expected the id of a reseller, got an empty text');
      }
      return loadDistributor(args.distributorId, context);
    },
  }),
);
