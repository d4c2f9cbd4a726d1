import type { Viewer } from '../../src/context/viewer.ts';
import { consumingCustomers, type PolicyFilter, policies } from '../../src/operations/partner/edges.ts';
import type { PolicyRow } from '../../src/operations/partner/partner-accounts.ts';
import { ServiceTypeRef, typeReference } from '../catalog/catalog.ts';
import { builder } from '../core/builder.ts';
import { connectionType, pageArguments } from '../core/connection/connection.ts';
import { listed } from '../core/connection/edge-connection.ts';
import { openEnum } from '../core/open-enum.ts';
import { codes } from '../core/row-fields.ts';
import { CustomerConnection } from '../customers/customers.ts';
import { PartnerAccountRef } from './partner-account.ts';

const SiteRef = builder.enumType('Site', {
  description: 'Which of the upstream sites a tenant lives on.',
  values: {
    CN: { value: 'cn', description: 'The China site.' },
    INTL: { value: 'intl', description: 'The international site.' },
  } as const,
});

export const PartnerRef = builder.objectRef<Viewer['tenant']>('Partner').implement({
  description: 'The reseller itself.',
  interfaces: [PartnerAccountRef],
  isTypeOf: (value) => typeof value === 'object' && value !== null && 'partner' in value,
  fields: (t) => ({
    partnerId: t.string({
      nullable: false,
      description: 'Account id of the partner.',
      resolve: (tenant) => tenant.partner.domainId,
    }),
    accountName: t.string({
      nullable: false,
      description: 'Account name of the partner.',
      resolve: (tenant) => tenant.partner.domainName,
    }),
    site: t.field({
      type: SiteRef,
      nullable: false,
      description: 'The upstream site.',
      resolve: (tenant) => tenant.site,
    }),
    isDistributor: t.boolean({
      nullable: false,
      description: 'Whether it is a distributor with resellers of its own.',
      resolve: (tenant) => tenant.distributor,
    }),
  }),
});

const IncentivePolicy = openEnum('IncentivePolicyType', 'How sales of a service count for incentives.', {
  GENERAL_PRODUCT: { code: '0', description: 'As a product without rules of its own.' },
  SPECIFIC_PRODUCT: { code: '1', description: 'As a product with rules of its own.' },
  NO_PERFORMANCE_NO_REBATE: { code: '2', description: 'Not for the performance, and without a rebate.' },
  PERFORMANCE_WITHOUT_REBATE: { code: '13', description: 'For the performance, but without a rebate.' },
});

const PolicyRef = builder.objectRef<PolicyRow>('IncentivePolicy').implement({
  description: 'What the partner may earn and grant on one service.',
  fields: (t) => ({
    serviceType: t.field({
      type: ServiceTypeRef,
      description: 'The cloud service.',
      // The row's name is Chinese whatever language is asked for; the dictionary knows others.
      resolve: (row, _args, { scope }) =>
        typeReference(row.service_type_code, scope.language === 'en_US' ? undefined : row.service_type_name),
    }),
    ...codes(t, {
      incentive: [IncentivePolicy, 'How its sales count.', (row) => row.incentive_policy],
    }),
    incentiveCode: t.string({
      description: 'Raw code of the incentive.',
      resolve: (row) => row.incentive_policy,
    }),
    allowsPartnerDiscount: t.boolean({
      description: 'Whether discounts that the partner grants apply to it.',
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
    nullable: false,
    description: 'Incentives and discounts by service, as they stand at the end of a month in China.',
    args: {
      month: t.arg({ type: 'BillingCycle', required: true, description: 'The month.' }),
      serviceTypeCode: t.arg.string({ description: 'Of this service only.' }),
      ...pageArguments(t.arg),
    },
    ...listed(policies, toPolicyFilter, (row) => row),
  }),
  consumingCustomers: t.field({
    type: CustomerConnection,
    nullable: false,
    description:
      'Customers that spent something in a month while they belonged to the partner, those that have left it since included.',
    args: {
      cycle: t.arg({ type: 'BillingCycle', required: true, description: 'The month.' }),
      ...pageArguments(t.arg),
    },
    ...listed(consumingCustomers, toConsumerFilter, ({ customer_id }) => ({
      customerId: customer_id,
      row: undefined,
    })),
  }),
}));
