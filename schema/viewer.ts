import { ROLES } from '../src/config/tenant.ts';
import type { GatewayContext } from '../src/context/context.ts';
import type { Viewer } from '../src/context/viewer.ts';
import { builder } from './core/builder.ts';
import { CustomerRef, customerOf, REFERS_TO_CUSTOMER } from './customers/customers.ts';
import { PartnerRef, partnerOf } from './partner/partner.ts';

const RoleRef = builder.enumType('Role', {
  description: 'Role of a viewer, by the data that the viewer may see.',
  values: {
    PARTNER_ADMIN: { value: ROLES[0], description: 'Access to all data of the partner.' },
    PARTNER_OPERATOR: { value: ROLES[1], description: 'Read-only access to all data of the partner.' },
    CUSTOMER: { value: ROLES[2], description: 'Access to the data of one customer only.' },
  } as const,
});

const QuotaRef = builder.objectRef<ReturnType<GatewayContext['quota']>[number]>('QuotaUse').implement({
  description: 'Current use of the quota of one upstream operation.',
  fields: (t) => ({
    operation: t.string({
      nullable: false,
      description: 'Name of the upstream operation.',
      resolve: (use) => use.operation,
    }),
    limitPerSecond: t.float({
      nullable: false,
      description: 'Calls per second granted by the upstream, as far as the limit is known.',
      resolve: (use) => use.limitPerSecond,
    }),
    remaining: t.int({
      nullable: false,
      description: 'Remaining number of calls that can be sent immediately.',
      resolve: (use) => use.remaining,
    }),
    queued: t.int({
      nullable: false,
      description: 'Number of calls that wait in the queue.',
      resolve: (use) => use.queued,
    }),
  }),
});

const ViewerRef = builder.objectRef<Viewer>('Viewer').implement({
  description: 'Viewer: the authenticated caller, with role and tenant.',
  fields: (t) => ({
    tenant: t.string({
      nullable: false,
      description: "Id of the viewer's tenant.",
      resolve: (viewer) => viewer.tenant.id,
    }),
    role: t.field({
      type: RoleRef,
      nullable: false,
      description: 'Role of the viewer, which determines the visible data.',
      resolve: (viewer) => viewer.role,
    }),
    customer: t.field({
      extensions: REFERS_TO_CUSTOMER,
      type: CustomerRef,
      description: 'Customer that a CUSTOMER viewer is bound to.',
      resolve: (viewer, _args, context) => customerOf(viewer.customerId, context),
    }),
    quota: t.field({
      type: [QuotaRef],
      nullable: { list: false, items: false },
      description: 'Quota of the upstream operations that are currently in use.',
      resolve: (_viewer, _args, context) => context.quota(),
    }),
  }),
});

builder.queryFields((t) => ({
  viewer: t.field({
    type: ViewerRef,
    nullable: false,
    description: 'Authenticated viewer of the request.',
    resolve: (_root, _args, context) => context.viewer,
  }),
  partner: t.field({
    type: PartnerRef,
    description:
      "Partner (reseller) of the viewer's tenant; null, with an error, for viewers without a partner role.",
    authScopes: { partner: true },
    resolve: (_root, _args, context) => partnerOf(context.viewer.tenant),
  }),
}));
