import { ROLES } from '../src/config/tenant.ts';
import type { GatewayContext } from '../src/context/context.ts';
import type { Viewer } from '../src/context/viewer.ts';
import { builder } from './core/builder.ts';
import { CustomerRef, customerOf, REFERS_TO_CUSTOMER } from './customers/customers.ts';
import { PartnerRef } from './partner/partner.ts';

const RoleRef = builder.enumType('Role', {
  description: 'What a viewer may see.',
  values: {
    PARTNER_ADMIN: { value: ROLES[0], description: 'Everything of the partner.' },
    PARTNER_OPERATOR: { value: ROLES[1], description: 'Everything of the partner, to read.' },
    CUSTOMER: { value: ROLES[2], description: 'One customer only.' },
  } as const,
});

const QuotaRef = builder.objectRef<ReturnType<GatewayContext['quota']>[number]>('QuotaUse').implement({
  description: 'How much of the quota of one upstream operation is in use right now.',
  fields: (t) => ({
    operation: t.string({
      nullable: false,
      description: 'Name of the upstream operation.',
      resolve: (use) => use.operation,
    }),
    limitPerSecond: t.float({
      nullable: false,
      description: 'Calls per second that the upstream grants, as far as it is known.',
      resolve: (use) => use.limitPerSecond,
    }),
    remaining: t.int({
      nullable: false,
      description: 'Calls that could go out at once.',
      resolve: (use) => use.remaining,
    }),
    queued: t.int({
      nullable: false,
      description: 'Calls that wait for a slot.',
      resolve: (use) => use.queued,
    }),
  }),
});

const ViewerRef = builder.objectRef<Viewer>('Viewer').implement({
  description: 'Who asks, and what they may do.',
  fields: (t) => ({
    tenant: t.string({
      nullable: false,
      description: 'Id of the tenant.',
      resolve: (viewer) => viewer.tenant.id,
    }),
    role: t.field({
      type: RoleRef,
      nullable: false,
      description: 'What the viewer may see.',
      resolve: (viewer) => viewer.role,
    }),
    customer: t.field({
      extensions: REFERS_TO_CUSTOMER,
      type: CustomerRef,
      description: 'The customer that a CUSTOMER viewer is bound to.',
      resolve: (viewer) => customerOf(viewer.customerId),
    }),
    quota: t.field({
      type: [QuotaRef],
      nullable: { list: false, items: false },
      description: 'Quota of the upstream operations that are in use right now.',
      resolve: (_viewer, _args, context) => context.quota(),
    }),
  }),
});

builder.queryFields((t) => ({
  viewer: t.field({
    type: ViewerRef,
    nullable: false,
    description: 'Who asks.',
    resolve: (_root, _args, context) => context.viewer,
  }),
  partner: t.field({
    type: PartnerRef,
    nullable: false,
    description: 'The reseller itself.',
    authScopes: { partner: true },
    resolve: (_root, _args, context) => context.viewer.tenant,
  }),
}));
