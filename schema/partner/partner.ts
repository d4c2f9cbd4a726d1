import type { Viewer } from '../../src/context/viewer.ts';
import { consumingCustomers, type PolicyFilter, policies } from '../../src/operations/partner/edges.ts';
import type { PolicyRow } from '../../src/operations/partner/partner-accounts.ts';
import { ServiceTypeRef, typeReference } from '../catalog/catalog.ts';
import { builder } from '../core/builder.ts';
import { connectionType, pageArguments } from '../core/connection/connection.ts';
import { listField } from '../core/connection/edge-connection.ts';
import { isKind, type Kind, ofKind } from '../core/kind.ts';
import { openEnum } from '../core/open-enum.ts';
import { codes, texts } from '../core/row-fields.ts';
import { CustomerConnection } from '../customers/customers.ts';
import { PartnerAccountRef } from './partner-account.ts';

const SiteRef = builder.enumType('Site', {
  description: 'Upstream site on which a tenant is registered.',
  values: {
    CN: { value: 'cn', description: 'China site of the upstream.' },
    INTL: { value: 'intl', description: 'International site of the upstream.' },
  } as const,
});

type PartnerNode = Viewer['tenant'] & Kind<'partner'>;

/** The partner of a tenant. */
export const partnerOf: (tenant: Viewer['tenant']) => PartnerNode = ofKind('partner');

export const PartnerRef = builder.objectRef<PartnerNode>('Partner').implement({
  description: "Partner (reseller) of the viewer's tenant.",
  interfaces: [PartnerAccountRef],
  isTypeOf: isKind('partner'),
  fields: (t) => ({
    partnerId: t.string({
      nullable: false,
      description: 'Account id of the partner.',
      resolve: (tenant) => tenant.partner.domainId,
    }),
    accountName: t.string({
      description: 'Account name of the partner.',
      resolve: (tenant) => tenant.partner.domainName,
    }),
    site: t.field({
      type: SiteRef,
      nullable: false,
      description: 'Upstream site of the partner.',
      resolve: (tenant) => tenant.site,
    }),
    isDistributor: t.boolean({
      nullable: false,
      description: 'True when the partner is a distributor with resellers of its own.',
      resolve: (tenant) => tenant.distributor,
    }),
  }),
});

const IncentivePolicy = openEnum('IncentivePolicyType', 'Incentive rule for sales of a cloud service.', {
  GENERAL_PRODUCT: { code: '0', description: 'Product without specific incentive rules.' },
  SPECIFIC_PRODUCT: { code: '1', description: 'Product with specific incentive rules.' },
  NO_PERFORMANCE_NO_REBATE: {
    code: '2',
    description: 'Sales do not count towards performance and earn no rebate.',
  },
  PERFORMANCE_WITHOUT_REBATE: {
    code: '13',
    description: 'Sales count towards performance but earn no rebate.',
  },
});

const PolicyRef = builder.objectRef<PolicyRow>('IncentivePolicy').implement({
  description: 'Incentives and discounts available to the partner for one cloud service.',
  fields: (t) => ({
    serviceType: t.field({
      type: ServiceTypeRef,
      description: 'Cloud service to which the policy applies.',
      // The row's name is Chinese in every language; the dictionary has the other languages.
      resolve: (row, _args, { scope }) =>
        typeReference(row.service_type_code, scope.language === 'en_US' ? undefined : row.service_type_name),
    }),
    ...codes(t, {
      incentive: [
        IncentivePolicy,
        'Incentive rule for sales of the cloud service.',
        (row) => row.incentive_policy,
      ],
    }),
    ...texts(t, {
      incentiveCode: ['Raw upstream code of the incentive rule.', (row) => row.incentive_policy],
    }),
    allowsPartnerDiscount: t.boolean({
      description: 'True when discounts granted by the partner apply to the cloud service.',
      resolve: (row) => (row.allow_discount === undefined ? null : row.allow_discount === 'YES'),
    }),
  }),
});

interface PolicyArguments {
  readonly month: string;
  readonly serviceTypeCode?: string | null | undefined;
}

const toPolicyFilter = ({ month, serviceTypeCode }: PolicyArguments): PolicyFilter => ({
  time: month,
  ...(serviceTypeCode ? { service_type_code: serviceTypeCode } : {}),
});

const toConsumerFilter = ({ cycle }: { readonly cycle: string }) => ({ bill_cycle: cycle });

builder.objectFields(PartnerRef, (t) => ({
  policies: t.field({
    type: connectionType('IncentivePolicy', PolicyRef, 'incentive policies'),
    description:
      'Incentive policies: incentives and discounts by service, as of the end of a month in China.',
    args: {
      month: t.arg({
        type: 'BillingCycle',
        required: true,
        description: 'Month at the end of which the policies apply.',
      }),
      serviceTypeCode: t.arg.string({ description: 'Only policies of the cloud service with this code.' }),
      ...pageArguments(t.arg),
    },
    ...listField(policies, toPolicyFilter, (row) => row),
  }),
  consumingCustomers: t.field({
    type: CustomerConnection,
    description:
      'Customers with consumption in a month while associated with the partner, including customers that have left since.',
    args: {
      cycle: t.arg({
        type: 'BillingCycle',
        required: true,
        description: 'Billing cycle of the consumption.',
      }),
      ...pageArguments(t.arg),
    },
    ...listField(consumingCustomers, toConsumerFilter, ({ customer_id }) => ({
      kind: 'customer' as const,
      customerId: customer_id,
      row: undefined,
    })),
  }),
}));
